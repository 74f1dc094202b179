"""What a control chart is made of: dots, phases, signals and the chart itself. Values only; no arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from mist_dash.core.catalogue import Better

Chart = Literal["step", "run", "xmr", "mr", "c", "u", "u'", "p", "p'", "g", "t", "sr", "u-exact", "c-exact", "p-exact"]
Rules = Literal["auto", "mdc", "anhoej", "none"]
TwoInThree = Literal["beyond", "within"]
Picture = Literal["timeline", "rolling", "control"]
Variation = Literal[
    "common cause", "improvement high", "improvement low", "concern high", "concern low", "neutral high", "neutral low"
]
Assurance = Literal["", "always met", "hit or miss", "never met"]


class Signal(Enum):
    """A rule that named something unusual, in the order in which a label is chosen. The value is its short name."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_IN_THREE = "two in three"
    SHIFT = "shift"
    RUNS = "runs"
    EVENT_FREE = "event-free"

    @property
    def words(self) -> str:
        """The rule in words a nurse can use; "{side}" never stands in them."""
        return _WORDS[self]


_WORDS = {
    Signal.OUTSIDE: "outside the limits: further out than chance allows",
    Signal.TREND: "a trend: each point beyond the one before, several in a row",
    Signal.TWO_IN_THREE: "two of three points close to the same limit",
    Signal.SHIFT: "a shift: several points in a row on one side of the centre line",
    Signal.RUNS: "an unusual pattern around the centre line: too long on one side, or crossing it too seldom",
    Signal.EVENT_FREE: "a longer time without an event than chance allows",
}


@dataclass(frozen=True)
class Dot:
    """One point of a chart and the lines at its place, all in the unit shown; None where there is nothing to draw.

    value: None when the month was not collected or has no rate.
    count, exposure: what the value was made of, as sent; both None for a value without counts.
    interval: the exact 95% interval of the value itself (standardised ratio only).
    signals, directions: every rule that fired, label first; 1 up, -1 down, 0 neither.
    since: for time between events, the month of the event before.
    still_open: the event has not happened yet; the value is the exposure since the last one.
    """

    month: str
    value: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    warn_lower: float | None
    warn_upper: float | None
    count: float | None
    exposure: float | None
    excluded: bool = False
    phase: int = 1
    signals: tuple[Signal, ...] = ()
    directions: tuple[int, ...] = ()
    meaning: Variation = "common cause"
    interval: tuple[float, float] | None = None
    since: str = ""
    still_open: bool = False

    @property
    def label(self) -> Signal | None:
        """The one rule to show: outside before trend before two in three before shift."""
        return self.signals[0] if self.signals else None


@dataclass(frozen=True)
class Phase:
    """A stretch with its own centre line; `first` and `last` are points counted from 1.

    The figures of Anhøj's runs test are None when no point lies off the centre line.
    """

    first: int
    last: int
    useful: int
    longest_run: int | None
    longest_run_max: int | None
    crossings: int | None
    crossings_min: int | None
    runs_signal: bool


@dataclass(frozen=True)
class Baseline:
    """The months that a centre line and its limits come from. why: "before Bionectors", or the lead's own reason."""

    first: str
    last: str
    why: str


@dataclass(frozen=True)
class Control:
    """A finished chart. `better` is the good direction of what is plotted, so it turns over with time between events.

    title: the kind of chart in plain English. reason: why this kind. lost: what a person's own choice gives up.
    variation: the class of the last point. assurance: the newest phase's limits against the target.
    note: what a reader should know first, such as "no variation".
    companions: charts that belong beside this one, such as cumulative events.
    period: months in a point, where a share of few is drawn by quarter (3) or by year (12).
    baseline: the months that centre line and limits come from; None where those are all the months of a phase.
    incomplete: the newest month, while the next one is not in: it may still grow, and starts no verdict alone.
    unsent: of time between events, months since the last one that were not sent, or not with their exposure: an event
        may have ended that time.
    """

    chart: Chart
    title: str
    reason: str
    lost: str
    dots: tuple[Dot, ...]
    phases: tuple[Phase, ...]
    unit: str
    better: Better
    decimals: int
    variation: Variation = "common cause"
    assurance: Assurance = ""
    target: float | None = None
    note: str = ""
    companions: tuple[Companion, ...] = ()
    baseline: Baseline | None = None
    period: int = 1
    incomplete: str | None = None
    unsent: int = 0


@dataclass(frozen=True)
class Companion:
    """A plain line beside a chart: one value a period, with a centre line when it has one."""

    title: str
    periods: tuple[str, ...]
    values: tuple[float | None, ...]
    unit: str
    centre: float | None = None
    decimals: int = 0
