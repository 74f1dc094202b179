"""The forms of a sheet become facts: each number with the month and area that its own form names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mist_dash.core import months
from mist_dash.core.catalogue import Measure, Theme
from mist_dash.core.errors import At, Problem
from mist_dash.core.intake.files.book import Book, Cell, Sheet
from mist_dash.core.intake.labels.numbers import PLAIN_MARKS, marks, number
from mist_dash.core.intake.labels.periods import Axis, axis
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.times import NO_TIME, When, joined
from mist_dash.core.intake.labels.titles import Around, around, with_file
from mist_dash.core.intake.labels.words import Meaning, Words
from mist_dash.core.intake.labels.years import with_years
from mist_dash.core.intake.reading import LEAVE_OUT, Stands, Step, TablePlan
from mist_dash.core.intake.table.columns import choices
from mist_dash.core.intake.table.counted import TableItems, numerator, per
from mist_dash.core.intake.table.facts import AreaWords, Fact, LabelledRow, TableFacts
from mist_dash.core.intake.table.forms import TIMES, Form, LabelValue
from mist_dash.core.intake.table.places import Places
from mist_dash.core.intake.table.tables import blank
from mist_dash.core.intake.table.undated import month_asked
from mist_dash.core.intake.why import Why


@dataclass(frozen=True)
class _Said:
    """What one form says of all its numbers. place: None when it names none. month: the cell that names it."""

    when: When | None = NO_TIME
    place: AreaWords | None = None
    month: LabelValue | None = None
    area: LabelValue | None = None
    after: bool = False  # it stands under the numbers, so it says nothing of the next form


class FormReader:
    """Reads the forms of one sheet. `read` is its one deed."""

    def __init__(
        self,
        sheet: Sheet,
        made: Sequence[Form],
        book: Book,
        words: Words,
        theme: Theme,
        today: str,
        answers: Mapping[str, str],
    ):
        self.made, self.words, self.theme, self.today, self.answers = made, words, theme, today, answers
        self.sheet, self.name = sheet.name, sheet.name or book.name
        self.found = TableFacts()
        self.near = with_file(around([self.sheet], words), around([book.name], words))
        self.places = Places(theme, answers, self.found, self.name, self.sheet)
        self.counted = TableItems(theme, words, answers, self.found, (), self.near, self.name, self.sheet)
        self.marks = marks([p.value for form in made for p in form.pairs if p.counts]) or PLAIN_MARKS

    def read(self) -> TableFacts:
        """Every fact of the forms, with what is asked, what is wrong and what is left out."""
        said = self._inherited([self._says(form, when) for form, when in zip(self.made, self._times(), strict=True)])
        dated, question = with_years([one.when for one in said], self.near, self.today, self.answers, self.sheet)
        if question:
            self.found.ask(question)
        for index, (form, one, when) in enumerate(zip(self.made, said, dated, strict=True)):
            self._form(index, form, one, when)
        self._plan()
        return self.found

    def _times(self) -> list[When | None]:
        """The month that each form names itself, None where it cannot be read: "Month" and "Year" together."""
        told: list[When | None] = [NO_TIME] * len(self.made)
        for role in ("year", "quarter", "month"):
            pairs = [next((p for p in form.pairs if role in p.roles and not p.filled_in), None) for form in self.made]
            read = self._axis([p.value if p else None for p in pairs])
            for index, (pair, when) in enumerate(zip(pairs, read.whens, strict=True)):
                before = told[index]
                if pair and not blank(pair.value):
                    told[index] = joined(when, before) if when and before is not None else None
        return told

    def _axis(self, cells: Sequence[Cell]) -> Axis:
        read = axis(cells, self.near.time, self.today, self.answers, f"“{self.name}”")
        if read.question:
            self.found.ask(read.question)
        return read

    def _says(self, form: Form, when: When | None) -> _Said:
        """What a form's own pairs and the lines above it say."""
        above = around(reversed(form.lines), self.words)
        months_ = [p for p in form.pairs if p.roles & TIMES]
        month = next((p for p in months_ if not p.filled_in), next(iter(months_), None))
        areas = [p for p in form.pairs if "area" in p.roles]
        area = next((p for p in areas if self._names_area(p)), next(iter(areas), None))
        first = next((n for n, p in enumerate(form.pairs) if p.counts), 0)
        after = any(form.pairs.index(p) > first for p in (month, area) if p)
        if when == NO_TIME:
            when = above.time
        elif when is not None and when.period() is None:
            when = joined(when, above.time) or when
        return _Said(when, self._place(area, above), month, area, after)

    def _names_area(self, pair: LabelValue) -> bool:
        return bool((meaning := self.words.meaning(str(pair.value))).areas or meaning.asked_areas)

    def _place(self, pair: LabelValue | None, above: Around) -> AreaWords | None:
        """The area that a form names, in a pair of its own or in the lines above it."""
        if pair and not blank(pair.value):
            text = str(pair.value).strip()
            return self.places.named(self.words.meaning(text)) or self.places.unknown(text)
        return self.places.around(above) if above.area or above.asked_area else None

    def _inherited(self, said: Sequence[_Said]) -> list[_Said]:
        """What a form does not ask for it has from the one above it; from the one beside it, only the month."""
        made: list[_Said] = []
        for form, one in zip(self.made, said, strict=True):
            source = made[form.follows] if form.follows is not None else _Said(after=True)
            when, place = one.when, one.place
            if when == NO_TIME and one.month is None and not source.after:
                when = source.when
            if place is None and one.area is None and not source.after and not form.beside:
                place = source.place
            made.append(_Said(when, place, one.month or source.month, one.area or source.area, one.after))
        return made

    def _form(self, index: int, form: Form, said: _Said, when: When | None) -> None:
        if when is None and said.month:
            self._no_month(said.month, str(said.month.value))
            return
        rest = {role: self._text(form, role) for role in ("definition", "note", "centre")}
        items = [item for p in form.pairs if p.counts and not p.meaning.total for item in p.meaning.items]
        for pair in form.pairs:
            if pair.counts and not blank(pair.value) and not self._left_out(pair, items):
                self._number(index, pair, said, when or NO_TIME, rest)

    def _no_month(self, pair: LabelValue, found: str) -> None:
        self.found.problems.append(
            Problem(
                self.sheet,
                pair.row + 1,
                pair.text,
                found.strip()[:40],
                "a month such as 2024-04 or Apr 2024",
                "write the month in this cell",
                (self._cell(pair),),
            )
        )

    def _text(self, form: Form, role: str) -> str:
        pair = next((p for p in form.pairs if role in p.roles and "area" not in p.roles), None)
        return "" if pair is None or blank(pair.value) else str(pair.value).strip()

    def _left_out(self, pair: LabelValue, items: Sequence[str]) -> bool:
        """Whether a line is a total of others, a summary or a target."""
        meaning = pair.meaning
        total = meaning.total and (set(meaning.items) & set(items) if meaning.items else not meaning.asked_items)
        if not (meaning.summary or total):
            return False
        self._list(pair, Why.SUM_OR_TARGET)
        return True

    def _list(self, pair: LabelValue, why: Why) -> None:
        on = f" of “{self.sheet}”" if self.sheet else ""
        what = f"row {pair.row + 1}{on}, “{pair.text[:60]}”"
        self.found.leave(what, why, self.sheet, (pair.row, pair.row), (pair.at - 1, pair.at))

    def _number(self, index: int, pair: LabelValue, said: _Said, when: When, rest: Mapping[str, str]) -> None:
        if not pair.meaning.items and number(pair.value).kind == "wrong":
            self._list(pair, Why.WORDS)
            return
        named = self.counted.of_row(LabelledRow(pair.row, labels=(("item", pair.meaning),)), [pair.value])
        place = self.places.named(pair.meaning) or said.place or self.places.around(self.near)
        if named == LEAVE_OUT:
            self._list(pair, Why.NOT_COUNTED)
        if named in ("", LEAVE_OUT) or place == (LEAVE_OUT, ""):
            return
        rate = named if isinstance(named, Measure) else None
        own = self._own_time(pair, when)
        if own is None:
            return
        if own == NO_TIME:
            own = self._dated(said)
        self.found.facts.append(
            Fact(
                sheet=self.sheet,
                row=pair.row + 1,
                column=pair.text,
                cell=pair.value,
                number=number(pair.value, self.marks),
                item=numerator(rate) if rate else str(named),
                place=place,
                when=own,
                record=(self.sheet, "form", index),
                definition=rest["definition"],
                note=_note(self.words.meaning(pair.more)) or rest["note"],
                rate=rate,
                centre=rest["centre"],
                asked=self.counted.asked_word([pair.meaning]),
                per=per(f"{pair.text} {pair.more}") if rate else 0,
                stands=self._stands(pair, said),
            )
        )

    def _own_time(self, pair: LabelValue, when: When) -> When | None:
        """The month of one line: "CLABSI April 2024" names its own. None, once told, when that cannot be."""
        if not pair.meaning.time:
            return when
        named = pair.meaning.time[0][1]
        if when != NO_TIME and named.grain > when.grain:
            self._list(pair, Why.COARSE)
            return None
        both = joined(named, when)
        if both is None or both.period() is None:
            self._no_month(pair, pair.text)
            return None
        return both

    def _dated(self, said: _Said) -> When:
        """The month of the sheet or file where a form names none, else asked: first for the one before it was sent."""
        if self.near.time.period():
            return self.near.time
        sent = said.month.filled_in if said.month else None
        month = sent.period() if sent else None
        likely = (months.later(month, -1), month) if month else ()
        return month_asked(self.found, self.name, self.sheet, self.today, self.answers, likely)

    def _stands(self, pair: LabelValue, said: _Said) -> Stands:
        beside = {"area": self._cell(said.area)} if said.area else {}
        return Stands(self._cell(pair), self._cell(said.month) if said.month else None, beside)

    def _cell(self, pair: LabelValue) -> At:
        return (self.sheet, pair.row, pair.at)

    def _plan(self) -> None:
        used = [pair.row + 1 for form in self.made for pair in form.pairs]
        steps = {f.column: f.item for f in self.found.facts if f.item}
        asked = {pair.text: pair.meaning.text for form in self.made for pair in form.pairs}  # as answers name it
        titles = {item.name: item.title for item in self.theme.items}
        periods = sorted({period for f in self.found.facts if (period := f.when.period())})
        named = f": {', '.join(map(months.say, periods[:4]))}{' …' if len(periods) > 4 else ''}" if periods else ""
        several = f"{len(self.made)} forms, each" if len(self.made) > 1 else "A form"
        self.found.plan = TablePlan(
            self.sheet,
            (),
            min(used),
            max(used),
            f"{several} with one label and one value a line; the month is the form’s own{named}.",
            tuple(
                Step(
                    f"column:{' '.join(tokens(asked[text]))}",
                    f"“{text}” is read as {titles.get(item, item)}.",
                    item,
                    choices(self.theme),
                )
                for text, item in steps.items()
            ),
            tuple(sorted({(words, area) for area, words in (f.place for f in self.found.facts) if area and words})),
        )


def _note(said: Meaning) -> str:
    """A remark behind a number; a unit such as "days" is none."""
    return said.text if said.rest else ""
