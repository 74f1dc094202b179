"""A label becomes the item it counts, or the measure whose rate it gives; what could be one or another is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mist_dash.core.catalogue import Measure, Theme
from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.numbers import PLAIN_MARKS
from mist_dash.core.intake.labels.phrases import sure, tokens
from mist_dash.core.intake.labels.titles import Around
from mist_dash.core.intake.labels.vocabulary import FILLERS
from mist_dash.core.intake.labels.words import Meaning, Words
from mist_dash.core.intake.reading import LEAVE_OUT, Question, QuestionChoice
from mist_dash.core.intake.table.columns import PARTS, Column
from mist_dash.core.intake.table.facts import LabelledRow, TableFacts
from mist_dash.core.intake.table.heads import Head
from mist_dash.core.intake.table.places import lasting
from mist_dash.core.intake.why import Why

RATED = ("rate", "proportion")


@dataclass(frozen=True)
class TableItems:
    """What names items in one table. name: how the table is spoken of; sheet: the name of its sheet."""

    theme: Theme
    words: Words
    answers: Mapping[str, str]
    found: TableFacts
    columns: Sequence[Column]
    near: Around
    name: str
    sheet: str

    def of_row(self, line: LabelledRow, cells: Sequence[Cell]) -> str | Measure:
        """The item or measure a row names, "" when none of its labels is about items. cells: its numbers."""
        named = self._named(line, cells)
        part = next((meaning.roles & PARTS for wants, meaning in line.labels if wants == "part"), None)
        if part is None or named in ("", LEAVE_OUT):
            return named
        measure = named if isinstance(named, Measure) else self._measure_of(named)
        return self._part(measure, part)[0] if measure and part else LEAVE_OUT

    def _named(self, line: LabelledRow, cells: Sequence[Cell]) -> str | Measure:
        for wants, meaning in sorted(line.labels, key=_is_unsure):
            if wants == "part":
                continue
            answer = self.answers.get(f"column:{' '.join(tokens(meaning.text))}", "")
            if answer and answer in (LEAVE_OUT, *(item.name for item in self.theme.items)):
                return answer
            measure = self.words.measures.get(tokens(meaning.text.replace("-", " ")))
            if measure and self._has_parts():
                return measure
            if meaning.derived and not self._has_parts():
                return self.rate_of(meaning) or LEAVE_OUT
            if len(meaning.items) == 1 and not meaning.rest:
                return meaning.items[0]
            if meaning.asked_items and not meaning.rest:
                return self._asked_item(meaning)
            if (
                (wants == "item" and meaning.text)
                or len(meaning.items) > 1
                or (meaning.rest and not meaning.places and wants != "area")
            ):
                at = (line.row, line.row)
                self.found.unknown.append(
                    Column(
                        Head(-1, meaning.text, meaning), "unknown", "", None, PLAIN_MARKS, tuple(cells), self.sheet, at
                    )
                )
                return LEAVE_OUT
        return ""

    def _has_parts(self) -> bool:
        return any(c.head.meaning.roles & PARTS or c.wants == "part" for c in self.columns)

    def _measure_of(self, item: str) -> Measure | None:
        return next((m for m in self.theme.measures if item and numerator(m) == item), None)

    def _asked_item(self, meaning: Meaning) -> str:
        """An item under a word that needs one question: another definition, or a bare "Total"."""
        item, words = meaning.asked_items[0]
        if names_definition(self.theme, words):
            self.found.ask(definition_question(self.theme, words))
        return item

    def asked_word(self, meanings: Sequence[Meaning]) -> str:
        """The word, such as a bare "Total", that may or may not mean the item."""
        words = (words for m in meanings if not m.items for _, words in m.asked_items)
        return next((word for word in words if not names_definition(self.theme, word)), "")

    def of_cell(self, column: Column, row_item: str | Measure) -> tuple[str, Measure | None]:
        """The item of a cell, and the measure when it is a rate."""
        meaning, roles = column.head.meaning, column.head.meaning.roles
        if isinstance(row_item, Measure):
            return self._part(row_item, roles)
        if column.use == "rate":
            measure = self.rate_of(meaning)
            return (numerator(measure), measure) if measure else (LEAVE_OUT, None)
        if roles & PARTS and not meaning.items:
            return self._part_alone(row_item, roles)
        own = meaning.items[0] if meaning.items else ""
        named = {own} if self._beside(own, row_item) else {i for i in (row_item, own) if i}
        if meaning.asked_items and not meaning.items:
            named.add(self._asked_item(meaning))
        if len(named) == 1:
            return named.pop(), None
        if self.near.rates and not named and (measure := self.rate_of(Meaning(items=self.near.rated))):
            return numerator(measure), measure
        return (LEAVE_OUT if named else self._beside_rate(column) or self._around()), None

    def leave_crossed(self, column: Column, row_item: str | Measure) -> None:
        """Lists numbers of two things at once, such as levels down and stages across, and asks whether to go on so."""
        of = f"“{row_item.title}” in " if isinstance(row_item, Measure) else ""
        at = column.head.column
        self.found.leave(f"{of}“{column.name}”", Why.CROSSED, self.sheet, columns=(at, at))
        if column.use != "rate" and row_item != LEAVE_OUT:
            text = f"The numbers of {of}“{column.name}” are no single number that this theme counts. Leave them out?"
            only = (QuestionChoice(LEAVE_OUT, "Yes, leave them out"),)
            self.found.ask(Question(f"crossed:{column.head.key}", text, only, column.name, LEAVE_OUT))

    def _beside_rate(self, column: Column) -> str:
        """What "n" counts beside a rate of the same place: the events of that rate."""
        head = column.head.meaning
        rates = [c.head.meaning for c in self.columns if c.use == "rate" and c.head.meaning.areas == head.areas]
        counted = {numerator(measure) for rate in rates if (measure := self.rate_of(rate))}
        last = next(reversed(tokens(column.head.label)), "")
        return counted.pop() if len(counted) == 1 and (last in FILLERS or "value" in head.roles) else ""

    def _beside(self, own: str, row_item: str) -> bool:
        """Whether a column holds the days in which what its rows count occurred: "Line days" beside "Stage 1"."""
        if not own or not row_item or LEAVE_OUT in (own, row_item):
            return False
        return self.theme.item(own).kind == "exposure" and self.theme.item(row_item).kind == "count"

    def _part_alone(self, row_item: str, roles: frozenset[str]) -> tuple[str, Measure | None]:
        """ "Numerator" is that of the row's item, else of what the title names, else of what the person says."""
        if row_item == LEAVE_OUT:
            return LEAVE_OUT, None
        measure = self._measure_of(row_item) or self._measure_of(self.near.item)
        if measure is None:
            answer = self._asked_around()
            measure = self._measure_of(answer)
            return self._part(measure, roles) if measure else (LEAVE_OUT if answer else "", None)
        return self._part(measure, roles)

    def _part(self, measure: Measure, roles: frozenset[str]) -> tuple[str, Measure | None]:
        if "numerator" in roles:
            return (numerator(measure) or LEAVE_OUT), None
        if "denominator" in roles:
            sums = [s for s in measure.denominators if len(s.terms) == 1]
            return (sums[0].items[0] if sums else LEAVE_OUT), None
        return numerator(measure), measure

    def _around(self) -> str:
        """The item that the title, section or sheet names for the whole table, else asked."""
        return self.near.item or self._asked_around()

    def _asked_around(self) -> str:
        counts = [item for item in self.theme.items if item.kind != "text"]
        offered = (
            *(QuestionChoice(item.name, item.title) for item in counts),
            QuestionChoice(LEAVE_OUT, "Leave them out"),
        )
        question = Question(
            f"item:{lasting(self.name)}", f"What do the numbers on “{self.name}” count?", offered, self.sheet
        )
        self.found.ask(question)
        return question.answer(self.answers)

    def rate_of(self, meaning: Meaning) -> Measure | None:
        """The measure whose rate a label names: by what it counts, else by what it is per, else the theme's first."""
        all_rated = [m for m in self.theme.measures if m.kind in RATED and m.denominators]
        stated = per(meaning.text)
        rated = [m for m in all_rated if numerator(m)]
        before, _, after = re.sub(r"\bper\b", "\n", meaning.text, count=1, flags=re.I).partition("\n")
        counted = set(self.words.meaning(before.strip()).items if after else meaning.items)
        over = set(meaning.items) - counted
        strange = [word for word in self.words.meaning(after.strip()).rest if not word.isdigit()]
        if strange or (meaning.rest and not meaning.items):
            return None  # "per 100 patients" is no rate of the theme, whatever it counts
        by_count = [m for m in rated if numerator(m) in counted]
        by_days = [m for m in rated if over & {item for total in m.denominators for item in total.items}]
        if counted or over:
            return next(iter(by_count or by_days), None)
        bare = next((m for m in all_rated if stated in (0, m.multiplier)), None)  # the theme's first, or none
        return bare if bare in rated else None


def _is_unsure(label: tuple[str, Meaning]) -> bool:
    """Whether a label such as "Infection" may head a group of others: one that names an item for sure goes before."""
    return bool(label[1].items) and not sure(tokens(label[1].text))


def numerator(measure: Measure | None) -> str:
    """The one item that a measure counts; "" when it is a sum of several."""
    single = measure is not None and len(measure.numerator) == 1 and len(measure.numerator[0].terms) == 1
    return measure.numerator[0].items[0] if single and measure else ""


def per(label: str) -> float:
    """ "per 1,000" is 1000, "%" is 100; 0 when the label does not say."""
    if found := re.search(r"(?:per|/)\s*(\d{1,3}(?:[, ]?000)+)", label):
        return float(re.sub(r"\D", "", found[1]))
    return 100.0 if "%" in label or "percent" in label.lower() else 0.0


def names_definition(theme: Theme, words: str) -> bool:
    """Whether a word such as CRBSI is the name of another definition of the event."""
    return any(words in " ".join(tokens(other)) for other in theme.definition.others)


def definition_question(theme: Theme, words: str) -> Question:
    """Which definition a word such as CRBSI stands for."""
    definition = theme.definition
    named = [other for other in definition.others if words in " ".join(tokens(other))]
    order = [*named, definition.key, *(other for other in definition.others if other not in named)]
    return Question(
        f"definition:{words}",
        f"“{words.upper()}”: which definition of the event does your centre use?",
        tuple(QuestionChoice(name, name) for name in order),
        about=words.upper(),
        default=order[0],
    )
