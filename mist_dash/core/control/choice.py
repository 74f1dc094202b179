"""A series becomes the chart that suits it, with the reason, the rules, and what another choice would lose."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from mist_dash.core.control.exact import OUTER
from mist_dash.core.control.limits import Mask
from mist_dash.core.control.model import Chart, Picture, Rules, TwoInThree
from mist_dash.core.control.rules import MDC, RuleSet
from mist_dash.core.series import Series

FEWEST = 12  # usable points below which limits would be guesses
RARE, FEW = 1.0, 5.0  # expected events a month
SEEN_ONE_BY_ONE = 1.5  # a month, up to which each event has a dot of its own

TITLES: dict[Chart, str] = {
    "step": "Steps",
    "run": "Run chart",
    "xmr": "XmR chart (individual values)",
    "mr": "Moving range chart",
    "c": "C chart (counts)",
    "u": "U chart (rates)",
    "u'": "U′ chart (rates that vary more than chance)",
    "p": "P chart (shares)",
    "p'": "P′ chart (shares that vary more than chance)",
    "g": "G chart (opportunities between events)",
    "t": "T chart (time between events)",
    "sr": "Standardised ratio with exact limits",
    "u-exact": "Rates with exact limits",
    "c-exact": "Counts with exact limits",
    "p-exact": "Shares with exact limits",
}
# At most so many stable series show any month beyond the automatic limits, however many months they have. What lasts is
# the scan's to say (core.since_when): it sees three times as much as runs, trends and two-in-three do.
FALSE = 0.07
UNSEEN: tuple[Chart, ...] = ("step",)  # a head count moves when somebody comes or goes: nothing about it is chance


@dataclass(frozen=True)
class ChartChoice:
    """The chart, why in a sentence, what is lost when a person chose it over ours, and the spread to make room for."""

    chart: Chart
    reason: str
    lost: str = ""
    spread: float = 1.0  # how many times as much as chance the months vary


def choose(series: Series, used: Mask, asked: Chart | str, spread: float) -> ChartChoice:
    """The automatic choice, or the person's with what it loses. `used`: months neither excluded nor missing. spread:
    how many times as much as chance they vary.

    Raises ValueError when the chart asked for is not one of ours, or needs a denominator that is not there.
    """
    if series.kind == "profile":
        raise ValueError("A profile is drawn as bars by year, not as a control chart.")
    if asked == "step":
        return ChartChoice(
            "step",
            "A level that somebody sets is drawn as steps: it has no limits, because it does not vary by chance.",
        )
    ours = _automatic(series, used, spread)
    if asked == "auto":
        return ours
    if asked not in TITLES:
        raise ValueError(f"There is no chart called “{asked}”. The charts are {', '.join(TITLES)}.")
    if series.exposure is None and asked in NEEDS_EXPOSURE:
        raise ValueError(f"A {TITLES[asked]} needs a denominator, and this series has none.")
    if asked == ours.chart:
        return ChartChoice(asked, ours.reason)
    lost = LOST.get(asked, "")
    return ChartChoice(asked, f"You chose this chart; ours would be: {TITLES[ours.chart]}.", lost)


NEEDS_EXPOSURE = {"u", "u'", "u-exact", "p", "p'", "p-exact", "sr"}
LOST: dict[Chart, str] = {
    "run": "Lost: limits, so a single extreme month is not named.",
    "xmr": "Lost: the size of each month's denominator, and quiet where events are few.",
    "mr": "Lost: the level itself; only changes from month to month are shown.",
    "c": "Lost: the denominator, and limits that are exact where events are few.",
    "u": "Lost: limits that are exact where events are few; expect more false signals.",
    "u'": "Lost: the exact limits; a spread estimated from few events misleads.",
    "p": "Lost: limits that are exact where the denominator is small; expect more false signals.",
    "p'": "Lost: the exact limits; a spread estimated from few cases misleads.",
    "g": "Lost: quiet: about one point in eighty is beyond this limit by chance.",
    "t": "Lost: the rate month by month.",
    "u-exact": "Lost: allowance for months that vary more than chance, if they do.",
    "c-exact": "Lost: the denominator, or allowance for months that vary more than chance.",
    "p-exact": "Lost: allowance for months that vary more than chance, if they do.",
}


def rules_for(
    chart: Chart, asked: Rules, points: int, shift: int | None, trend: int | None, wording: TwoInThree
) -> RuleSet:
    """The rule set to draw with; `points`: how many are drawn, so many chances of a false signal."""
    if asked == "none" or chart in UNSEEN:
        return RuleSet(outside=False)
    if asked == "anhoej" or (asked == "auto" and chart == "run"):
        return RuleSet(runs=chart != "mr")  # neighbouring moving ranges share a value: they run by nature
    rules = MDC if asked == "mdc" else RuleSet(tail=min(OUTER, FALSE / 2 / max(points, 1)))
    if rules.two_in_three:
        rules = replace(rules, two_in_three=wording)
    return replace(rules, shift=shift or rules.shift, trend=trend or rules.trend)


def expected_events(series: Series, used: Mask) -> float:
    """Expected events in a median month, for a proportion those of its rarer outcome; NaN without counts."""
    if series.kind == "value" or not used.any():
        return math.nan
    counts = np.asarray(series.counts, float)[used]
    if series.exposure is None:
        return float(counts.mean())
    exposure = np.asarray(series.exposure, float)[used]
    if exposure.sum() <= 0:
        return math.nan
    rate = float(counts.sum() / exposure.sum())
    return float(np.median(exposure)) * (min(rate, 1 - rate) if series.kind == "proportion" else rate)


def picture_of(series: Series) -> Picture:
    """One event a dot where fewer than about one a month is expected; twelve months at a time of a ratio; else the
    control chart."""
    if series.kind == "ratio" and len(series.months) >= FEWEST:
        return "rolling"
    used = np.isfinite(np.asarray(series.counts, float))
    if series.exposure is not None:
        used &= np.isfinite(np.asarray(series.exposure, float))
    rare = series.kind in ("rate", "between", "count") and expected_events(series, used) < SEEN_ONE_BY_ONE
    return "timeline" if rare else "control"


def _automatic(series: Series, used: Mask, spread: float) -> ChartChoice:
    usable = int(used.sum())
    if series.kind == "ratio":
        return ChartChoice("sr", "Observed over expected: the limits come from how much chance allows around 100.")
    if series.kind == "between":
        return ChartChoice("t", "Events are shown by the time between them: longer is safer.")
    if usable < FEWEST:
        return ChartChoice("run", f"Fewer than {FEWEST} usable points ({usable}): too early for limits.")
    if series.kind == "proportion" and series.exposure is not None:
        return _exact("p-exact", "A share, so many out of so many", spread)
    if series.kind == "rate" and series.exposure is not None:
        return _rate(series, used, spread)
    if series.kind in ("count", "rate"):
        return _exact("c-exact", "A plain count", spread)
    return ChartChoice("xmr", "Values without counts behind them: the limits come from the change between months.")


def _rate(series: Series, used: Mask, spread: float) -> ChartChoice:
    expected = expected_events(series, used)
    if expected < RARE:
        return ChartChoice(
            "t",
            f"Fewer than one event a month is expected ({_a_year(expected)}): shown by the time from one to the next.",
        )
    said = f"{expected:.2g}" if expected < FEW else f"{expected:.0f}"
    return _exact("u-exact", f"About {said} events a month are expected", spread)


def _a_year(expected: float) -> str:
    a_year = round(12 * expected)
    return f"about {a_year} a year" if a_year else "less than one in two years"


def _exact(chart: Chart, what: str, spread: float) -> ChartChoice:
    if spread > 1:
        why = f"{what}. Months vary more than by chance: the limits make room for that."
        return ChartChoice(chart, why, spread=spread)
    return ChartChoice(chart, f"{what}. Months vary no more than by chance: the limits show how far chance goes.")
