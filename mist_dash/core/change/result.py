"""What a comparison of a year with the year before holds: the two sides, their ratio, its doubt and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from mist_dash.core.catalogue import Better, MeasureKind
from mist_dash.core.months import number


class Verdict(Enum):
    """What may be said of a comparison. Only the first two are a judgement."""

    BETTER = "better"
    WORSE = "worse"
    NO_CLEAR_CHANGE = "no clear change"
    NEUTRAL = "neutral"  # the measure has no good or bad: the figures stand alone
    TOO_FEW = "too few to compare"
    SUSPENDED = "suspended"  # how harm is looked for changed between the two
    NOT_COMPARABLE = "not comparable"  # nothing sent, one year only, or no month in both


@dataclass(frozen=True)
class YearSide:
    """One year, over the months that are compared.

    events: their number; for kind "value" the value itself in the last of the months. None when months is empty.
    exposure: the denominator; expected deaths for kind "ratio"; None for counts and values without one.
    rate, low, high: what is shown (times the multiplier) with its exact 95% interval: Garwood's for rates, counts a
        month and observed over expected, Wilson's for proportions. For kind "between" the mean exposure from one event
        to the next, None when there was no event. A value has no interval.
    """

    name: str
    months: tuple[str, ...]
    events: float | None = None
    exposure: float | None = None
    rate: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def part(self) -> bool:
        """Whether it is less than a whole year: drawn hollow."""
        return 0 < len(self.months) < 12

    @property
    def broken(self) -> bool:
        """Whether months between its first and its last are missing."""
        return bool(self.months) and len(self.months) <= number(self.months[-1]) - number(self.months[0])


@dataclass(frozen=True)
class Change:
    """This year against the year before, like for like: the same months of both.

    ratio, low, high, p: this year's rate over the year before's with its 95% interval (mid-p, given the total) and the
        p-value of the same test. None where there is no estimate, where too few are compared or the verdict is
        suspended, and for values and observed over expected, which are not tested. For kind "between" it is the ratio
        of events for the exposure, so below 1 is a longer time between. `high` may be infinite.
    p_needed: the p-value below which a judgement stands up to looking every month, so the interval may leave 1 out and
        nothing be judged. 0 with fewer than four months. together: that also allows for many on one page.
    spread: how many times as much as chance the months vary; interval and p-value allow for it, the counts do not.
    whole: the last whole year against the one before it, while this year runs.
    exact_low, exact_high, exact_p: the conservative twins; for proportions only exact_p (Fisher's).
    left_out: months of this year, up to the last one compared, that are missing in either year.
    running: this year is not over yet, so both sides stop at the same month.
    months_to_know: when too few, how many months in all each side would need to see a halving four times in five.
    marker: the month in which how we look changed, when it lies between the two sides.
    waiting: months with a count whose exposure was not sent yet: they are in no rate.
    """

    this: YearSide
    last: YearSide | None
    better: Verdict
    wanted: Better
    kind: MeasureKind
    title: str
    unit: str
    events: str
    exposure_name: str
    multiplier: float
    decimals: int
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    exact_low: float | None = None
    exact_high: float | None = None
    exact_p: float | None = None
    left_out: tuple[str, ...] = ()
    running: bool = False
    months_to_know: int | None = None
    p_needed: float = 0.0
    together: bool = False
    spread: float = 1.0
    whole: Change | None = None
    marker: str | None = None
    waiting: int = 0

    @property
    def beyond_chance(self) -> bool:
        """Whether the two differ by more than chance alone would usually bring, however often one looks."""
        return self.apart and self.p is not None and self.p < self.p_needed

    @property
    def apart(self) -> bool:
        """Whether the 95% interval leaves 1 out."""
        return self.low is not None and self.high is not None and not self.low <= 1 <= self.high
