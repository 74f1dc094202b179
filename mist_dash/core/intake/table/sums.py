"""A row that holds the sums of the months beside it becomes known as such, by its numbers and not by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from mist_dash.core.intake.labels.nested import running_on
from mist_dash.core.intake.labels.times import When, joined
from mist_dash.core.intake.labels.whens import whens
from mist_dash.core.intake.reading import Question
from mist_dash.core.intake.table.columns import Column

YEAR = 12  # months
Values = Sequence[Column]  # the columns of numbers, each with a cell for every row; rows are counted in the body


def year_rows(
    times: Sequence[When | None], values: Values, answers: Mapping[str, str], about: str
) -> tuple[list[When | None], bool, Question | None]:
    """The times of rows, whether the rows of years stand below their months, and what is asked of those years.

    Below, a year is that of the months above it. Else it is the heading of those under it, which is for others to see.
    Months above the first year's row, when no sum tells, are left without a year.
    """
    totals = [i for i, when in enumerate(times) if when and when.grain == 2 and when.period()]
    bare = [i for i, when in enumerate(times) if when and when.grain == 0 and not when.period()]
    if not totals or not bare:
        return list(times), False, None
    below, told = _below(totals, bare, values, len(times))
    ends = totals if below else totals[::-1]
    heads = {i: next((end for end in ends if (end > i) == below), None) for i in bare} if told else {}
    months = {i: when.month for i in bare if (when := times[i]) and when.month}
    years, question = running_on({i: times[at] for i, at in heads.items() if at is not None}, months, answers, about)
    found = list(times)
    for i, year in years.items():
        found[i if below else heads[i] or 0] = joined(times[i] or When(), year or When()) if below else year
    return found, below, question


def _below(totals: Sequence[int], bare: Sequence[int], values: Values, end: int) -> tuple[bool, bool]:
    """Whether the rows of years stand below their months, and whether that is known."""
    if totals[0] < bare[0] or not all(any(_value(column, i) is not None for column in values) for i in totals):
        return False, True
    above = sum(_adds_up(values, i, [m for m in bare if start < m < i]) for start, i in pairwise([-1, *totals]))
    below = sum(_adds_up(values, i, [m for m in bare if i < m < last]) for i, last in pairwise([*totals, end]))
    return above >= below, above != below


class Above:
    """What stands above each row of a table, added up by column once, however many rows ask for it."""

    def __init__(self, counted: Sequence[bool]) -> None:
        """counted: for each row of the body, whether it is the row of a month."""
        self.counted = counted
        self.sums: dict[int, list[float]] = {}

    def add_up(self, row: int, label: str, values: Values) -> bool:
        """Whether a row without a month, or with only a quarter or a year, has sums of the rows above it.

        A row without a time ("Overall", "n =") adds up all of them, one with a time the last ones: a year at most.
        """
        readings = whens(label)
        if not readings:
            several = label == "blank" or sum(self.counted[:row]) > 1  # a slip of a month may say the same as one above
            pairs = [(_value(column, row), self._all_above(column, row)) for column in values if column.use != "rate"]
            return several and {abs(here - above) < 1e-6 for here, above in pairs if here is not None} == {True}
        if not readings[0][1].grain:
            return False
        above = [i for i in range(max(0, row - 2 * YEAR), row) if self.counted[i]][-YEAR:]
        return any(_adds_up(values, row, above[start:]) for start in range(len(above)))

    def _all_above(self, column: Column, row: int) -> float:
        at = column.head.column
        if at not in self.sums:
            told = zip(column.numbers, self.counted, strict=True)
            self.sums[at] = list(accumulate((one.value or 0 if use else 0 for one, use in told), initial=0.0))
        return self.sums[at][row]


def _adds_up(values: Values, row: int, parts: Sequence[int]) -> bool:
    """Whether every number of a row is the sum of others."""
    sums = [
        abs(here - sum(_value(column, part) or 0 for part in parts)) < 1e-6
        for column in values
        if column.use != "rate" and (here := _value(column, row)) is not None
    ]
    return bool(sums) and all(sums)


def _value(column: Column, row: int) -> float | None:
    return column.numbers[row].value
