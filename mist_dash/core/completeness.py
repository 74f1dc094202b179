"""What a centre has sent becomes what it is still asked for, by month, area and item. No clock is read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from mist_dash.core import months
from mist_dash.core.catalogue import WHOLE, Measure, Theme
from mist_dash.core.counts import Numbers, title_of
from mist_dash.core.sums import Sum
from mist_dash.core.words.nouns import listed

LOOK_BACK = 12  # months within which a number is asked for, and within which one that was sent makes it be asked for
NAMED = 3  # items that are named one by one
NEEDS_DAYS = ("rate", "between", "ratio")  # kinds of measure of which a count alone says nothing
EVERY_AREA = ""  # of what is not collected: the whole theme


@dataclass(frozen=True)
class Coverage:
    """What one centre has sent in one theme, and the areas that it said it does not collect ("": the whole theme).

    sent: (area, item) -> the months with a number. answered: the same with those said to be not collected.
    """

    theme: Theme
    not_collected: frozenset[str]
    sent: Mapping[tuple[str, str], frozenset[str]]
    answered: Mapping[tuple[str, str], frozenset[str]]

    @property
    def first(self) -> str:
        """The first month with a number; "" for a centre that never sent any."""
        return min((month for sent in self.sent.values() for month in sent), default="")

    def open_months(self, last: str) -> dict[str, tuple[tuple[str, str], ...]]:
        """month -> every (area, item) that is missing in it, in the twelve months up to `last`."""
        if not self.first:
            return {}
        window = months.between(max(self.first, months.later(last, 1 - LOOK_BACK)), last)
        return {month: found for month in window if (found := self.missing(month))}

    def missing(self, month: str) -> tuple[tuple[str, str], ...]:
        """Every (area, item) that is asked for in this month and has no answer, in the catalogue's order."""
        if EVERY_AREA in self.not_collected:
            return ()
        wanted = {cell for cell in self.recent(month) if self._is_asked(cell[1])} | self._essential(month)
        return tuple(
            (area.name, item.name)
            for area in self.theme.areas
            for item in self.theme.items
            if (area.name, item.name) in wanted
            and area.name not in self.not_collected
            and not self._has(area.name, item.name, month)
        )

    def recent(self, month: str, and_this: bool = False) -> set[tuple[str, str]]:
        """Every (area, item) sent in any of the twelve months before this one (and in this one)."""
        window = set(months.between(months.later(month, -LOOK_BACK), month if and_this else months.later(month, -1)))
        return {cell for cell, sent in self.sent.items() if sent & window}

    def areas(self, month: str) -> tuple[str, ...]:
        """Where the theme's essential numbers are asked for: the parts of the hospital, or the whole for a centre that
        sends only that; all areas where they overlap. Optional ones only by what was sent in them."""
        recent = {area for area, _ in self.recent(month, and_this=True)}
        found = self.theme.parts or tuple(area.name for area in self.theme.areas if not area.optional)
        if self.theme.parts and WHOLE in recent and not recent & set(found):
            found = (WHOLE,)
        return tuple(area for area in found if area not in self.not_collected)

    def _essential(self, month: str) -> set[tuple[str, str]]:
        """The numerator of the first measure with its exposure, and the exposure of every count sent without one."""
        leading = self.theme.measures[0]
        found = set()
        for area in self.areas(month):
            if not self._has(area, leading.id, month):  # a rate that was sent alone stands for its counts
                found |= {
                    (area, item) for item in (*_needed(leading.numerator[0]), *self._exposure(leading, area, month))
                }
        for measure in self.theme.measures:
            if measure.kind in NEEDS_DAYS and not measure.optional:
                counted = {item for total in measure.numerator for item in total.items}
                for area in self.theme.area_names:
                    if any(self._has(area, item, month, self.sent) for item in counted):
                        found |= {(area, item) for item in self._exposure(measure, area, month)}
        return found

    def _exposure(self, measure: Measure, area: str, month: str) -> tuple[str, ...]:
        """The items of the denominator that this area has used most; none when the month has any of them whole."""
        if any(all(self._has(area, item, month) for item in _needed(total)) for total in measure.denominators):
            return ()
        window = months.between(months.later(month, -LOOK_BACK), months.later(month, -1))

        def used(total: Sum) -> int:
            return sum(all(self._has(area, item, one, self.sent) for item in _needed(total)) for one in window)

        return _needed(max(measure.denominators, key=used)) if measure.denominators else ()

    def _has(
        self, area: str, item: str, month: str, where: Mapping[tuple[str, str], frozenset[str]] | None = None
    ) -> bool:
        return month in (self.answered if where is None else where).get((area, item), ())

    def _is_asked(self, item: str) -> bool:
        """Whether an item sent before is asked for again: numbers, and words that a number cannot be read without."""
        return any(one.name == item and (one.kind != "text" or one.required) for one in self.theme.items)


@dataclass(frozen=True)
class OpenNumbers:
    """Some items missing in some areas over the same run of months: one line to read."""

    first: str
    last: str
    areas: tuple[str, ...]
    items: tuple[str, ...]

    def words(self, theme: Theme) -> str:
        """ "July 2026, whole hospital: incidents reported"; "January to June 2026, ICU: line days"."""
        titles = [softened(title_of(theme, item)) for item in self.items]
        if len(titles) > NAMED:
            named = f"{titles[0]} and {len(titles) - 1} more numbers"
        elif any(title[:1].islower() for title in map(partial(title_of, theme), self.items)):
            named = "; ".join(titles)
        else:
            named = listed(titles)
        where = listed([softened(area) for area in self.areas])
        return f"{_run(self.first, self.last)}, {where}: {named}"


def coverage(theme: Theme, numbers: Numbers, not_collected: Iterable[str] = ()) -> Coverage:
    """What is stored, by area and item. A quarter or a year that was sent stands for each of its months."""
    sent: dict[tuple[str, str], set[str]] = {}
    answered: dict[tuple[str, str], set[str]] = {}
    for key, number in numbers.items():
        covered = months.covered(key.period)
        answered.setdefault((key.area, key.item), set()).update(covered)
        if number.state != "not collected":
            sent.setdefault((key.area, key.item), set()).update(covered)
    return Coverage(theme, frozenset(not_collected), _frozen(sent), _frozen(answered))


def grouped(theme: Theme, missing: Mapping[str, Iterable[tuple[str, str]]]) -> tuple[OpenNumbers, ...]:
    """What is missing in as few lines as name all of it: runs of months first, then their items, then their areas."""
    gaps: dict[tuple[str, str], list[str]] = {}
    for month in sorted(missing):
        for cell in missing[month]:
            gaps.setdefault(cell, []).append(month)
    items: dict[tuple[str, str, str], list[str]] = {}
    for area in theme.area_names:
        for item in theme.items:
            for first, last in _runs(gaps.get((area, item.name), [])):
                items.setdefault((first, last, area), []).append(item.name)
    areas: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for (first, last, area), named in items.items():
        areas.setdefault((first, last, tuple(named)), []).append(area)
    lines = [OpenNumbers(first, last, tuple(where), named) for (first, last, named), where in areas.items()]
    return tuple(sorted(lines, key=lambda line: (line.first, line.last)))


def softened(title: str) -> str:
    """A title inside a sentence: "Whole hospital" as "whole hospital", but "ICU" and "A: capacity" as they are."""
    first = title.split(" ")[0].rstrip(":,")
    return title[:1].lower() + title[1:] if len(first) > 1 and first[1:].islower() else title


def _needed(total: Sum) -> tuple[str, ...]:
    return tuple(term.item for term in total.terms if not term.optional)


def _runs(found: list[str]) -> list[tuple[str, str]]:
    """(first, last) of each run of months without a gap."""
    runs: list[tuple[str, str]] = []
    for month in found:
        if runs and months.later(runs[-1][1], 1) == month:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs


def _run(first: str, last: str) -> str:
    if first == last:
        return months.say(first)
    begin = months.say(first)
    return f"{begin.split(' ')[0] if first[:4] == last[:4] else begin} to {months.say(last)}"


def _frozen(found: Mapping[tuple[str, str], set[str]]) -> dict[tuple[str, str], frozenset[str]]:
    return {cell: frozenset(sent) for cell, sent in found.items()}
