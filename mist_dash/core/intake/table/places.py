"""A label becomes the area it names; what could be one area or another is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.labels.phrases import MODEST, tokens
from mist_dash.core.intake.labels.times import NO_TIME
from mist_dash.core.intake.labels.titles import Around
from mist_dash.core.intake.labels.vocabulary import ROLES, words_of
from mist_dash.core.intake.labels.whens import whens
from mist_dash.core.intake.labels.words import Meaning
from mist_dash.core.intake.reading import LEAVE_OUT, Question, QuestionChoice
from mist_dash.core.intake.table.columns import Column
from mist_dash.core.intake.table.facts import AreaWords, TableFacts

_GENERAL = words_of("places") | {
    " ".join(tokens(word)) for role in ("area", "centre") for word in ROLES[role]
}  # "Ward 4B" is not "wards"


@dataclass(frozen=True)
class Places:
    """What names areas in one table. name: how the table is spoken of; sheet: the name of its sheet."""

    theme: Theme
    answers: Mapping[str, str]
    found: TableFacts
    name: str
    sheet: str

    def named(self, meaning: Meaning) -> AreaWords | None:
        """The area a label names; None when it is not about areas."""
        if len(meaning.places) == 1 and not meaning.asked_areas and not _unsure(meaning):
            area, name = meaning.areas[0]
            return area, " ".join((name, *meaning.rest))  # "PICU 1" and "PICU 2" are two places in one area
        if meaning.places and not meaning.items and _unsure(meaning):
            return self.unknown(meaning.text)
        if len(meaning.places) > 1 or len(meaning.asked_areas) > 1 or (meaning.places and meaning.asked_areas):
            return self.unknown(meaning.text)
        return self.asked(*meaning.asked_areas[0]) if meaning.asked_areas else None

    def asked(self, area: str, words: str) -> AreaWords:
        """An area such as HDU that some count as one thing and some as another."""
        question = self._question(words, f"Which area is “{words.upper()}”?", default="")
        self.found.ask(question)
        answer = question.answer(self.answers)
        return (answer, words) if answer != LEAVE_OUT else (LEAVE_OUT, "")

    def unknown(self, text: str) -> AreaWords:
        """An area under a name of the hospital's own, asked about once."""
        key = " ".join(tokens(text)) or text
        question = self._question(key, f"Which area is “{text[:40]}”?")
        self.found.ask(question)
        answer = question.answer(self.answers)
        return (answer, key) if answer != LEAVE_OUT else (LEAVE_OUT, "")

    def _question(self, key: str, text: str, default: str = "") -> Question:
        offered = (
            *(QuestionChoice(a.name, a.title) for a in self.theme.areas),
            QuestionChoice(LEAVE_OUT, "Leave it out"),
        )
        return Question(f"area:{key}", text, offered, about=self.sheet, default=default)

    def around(self, near: Around) -> AreaWords:
        """The area of a whole table: from its title or sheet, the theme's only one, else asked."""
        if near.area:
            return near.area
        if near.asked_area:
            return self.asked(*near.asked_area)
        if near.unknown_area:
            return self.unknown(near.unknown_area)
        if len(self.theme.areas) == 1:
            return (self.theme.areas[0].name, "")
        question = self._question(f"where {lasting(self.name)}", f"Which area are the numbers on “{self.name}” from?")
        self.found.ask(question)
        return (question.answer(self.answers), "")


def _unsure(meaning: Meaning) -> bool:
    """Whether words left over may make it another place: "Ward 4B" is not "wards", "PICU 2" is PICU."""
    if not meaning.rest:
        return False
    other = any(word in MODEST or (word[0].isdigit() and word[-1].isalpha()) for word in meaning.rest)
    return other or any(word in _GENERAL for _, word in meaning.areas)


def lasting(name: str) -> str:
    """A sheet's or file's name without its dates and numbers, so that next month's has the same."""
    words = tokens(re.sub(r"\.\w{3,4}$|\d+", " ", name.replace("_", " ")))
    return " ".join(word for word in words if not whens(word)) or "file"


def with_corner(near: Around, columns: Sequence[Column]) -> Around:
    """An area, item or year written over the column of labels speaks for the whole table."""
    for column in columns:
        meaning = column.head.meaning
        if column.use in ("time", "label") and len(meaning.places) == 1 and not meaning.roles:
            near = replace(near, area=meaning.areas[0], asked_area=None)
        if column.use in ("time", "label") and len(meaning.items) == 1 and meaning.plain:
            near = replace(near, item=meaning.items[0])
        if column.use == "label" and column.head.when.grain == 2 and column.head.when != NO_TIME == near.time:
            near = replace(near, time=column.head.when)
    return near
