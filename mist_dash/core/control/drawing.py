"""One series becomes one control chart: phases, baselines, lines, signals and dots, in the unit shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np

from mist_dash.core.control.baseline import FROZEN, frozen
from mist_dash.core.control.choice import FEWEST, TITLES, ChartChoice, choose, rules_for
from mist_dash.core.control.companions import beside
from mist_dash.core.control.exact import garwood
from mist_dash.core.control.gaps import MOST, Gaps, exposure_of, gaps_between
from mist_dash.core.control.limits import ControlLimits, Mask, plotted
from mist_dash.core.control.model import Baseline, Chart, Control, Dot, Rules, Signal, TwoInThree
from mist_dash.core.control.plan import PhasePlan, lines_of, phases_of, signals_of, values_of
from mist_dash.core.control.rules import RuleSet
from mist_dash.core.control.verdict import assurance_of, meaning_of, note_of, turned, variation_of
from mist_dash.core.series import Floats, Series
from mist_dash.core.spread import spread_of

EVENT_FREE = 0.005  # the chance below which a time without events is named
_COUNTS: tuple[Chart, ...] = ("c", "c-exact")
_GAPS: tuple[Chart, ...] = ("t", "g")
UNSPREAD = ("value", "ratio", "profile")  # of which no chance of single events is known


def draw(
    series: Series,
    chart: Chart | str = "auto",
    *,
    baseline: Baseline | None = None,
    rules: Rules = "auto",
    freeze: int | None = None,
    phase_ends: Sequence[int] = (),
    excluded: Sequence[int] = (),
    screened: bool = True,
    shift: int | None = None,
    trend: int | None = None,
    two_in_three: TwoInThree = "beyond",
    target: float | None = None,
    spread: float | None = None,
) -> Control:
    """The control chart of one series.

    chart: one of ours, or "auto". baseline: the months that the limits of an automatic chart of counts come from.
    rules: "auto" (calibrated), "mdc" (the NHS rules as published), "anhoej", "none". freeze: the first so many points
    are the baseline of the phase they end in. phase_ends: the last point of each earlier phase. excluded: points left
    out of baseline and rules. All count points from 1. screened: whether extreme moving ranges are left out once.
    shift, trend: run lengths other than the rule set's own. target: in the unit shown.
    spread: how many times as much as chance the months vary, where they are not what is drawn.
    Raises ValueError when the chart cannot be drawn from this series.
    """
    series = _as_rate(series) if chart == "auto" else series
    plan = PhasePlan.of(len(series.months), freeze, phase_ends, excluded, screened)
    used = plan.included & np.isfinite(plotted("u", *_rows(series))[0])
    spread = _spread(series, used) if spread is None else spread
    choice = choose(series, used, chart, spread)
    baseline = baseline if chart == "auto" and choice.chart in FROZEN else None
    plan = frozen(plan, series, baseline)
    gaps = gaps_between(series) if choice.chart in _GAPS and series.kind != "value" else None
    points = len(gaps.month) if gaps else int(used.sum())
    ruled = rules_for(choice.chart, rules, points, shift, trend, two_in_three)
    if gaps:
        dots, drawn, plan = _between(series, gaps, choice, ruled, plan, spread if chart == "auto" else None)
    else:
        dots, drawn = _by_month(series, choice.chart, ruled, plan, chart == "auto", choice.spread), series
    unsent = gaps.unsent if gaps else 0
    return replace(_control(series, drawn, choice, dots, plan, target), baseline=baseline, unsent=unsent)


def _spread(series: Series, used: Mask) -> float:
    """Of fewer months than limits take nothing is said."""
    chosen = replace(series, counts=np.where(used, series.counts, np.nan))
    return spread_of(chosen) if used.sum() >= FEWEST and series.kind not in UNSPREAD else 1.0


def _as_rate(series: Series) -> Series:
    """More events than anybody would count the days between are shown by their rate."""
    if series.kind != "between" or np.nansum(series.counts) <= MOST:
        return series
    better = turned(series.better)
    if series.exposure is None:
        return replace(series, kind="count", better=better, multiplier=1.0, unit=series.events, decimals=0)
    unit = f"{series.events} per 1,000 {series.exposure_name}"
    return replace(series, kind="rate", better=better, multiplier=1000.0, unit=unit, decimals=2)


def _control(
    series: Series, drawn: Series, choice: ChartChoice, dots: tuple[Dot, ...], plan: PhasePlan, target: float | None
) -> Control:
    values = np.array([np.nan if dot.value is None else dot.value for dot in dots])
    centres = np.array([np.nan if dot.centre is None else dot.centre for dot in dots])
    closed = np.array([not dot.still_open for dot in dots], bool)
    return Control(
        chart=choice.chart,
        title=TITLES[choice.chart],
        reason=choice.reason,
        lost=choice.lost,
        dots=dots,
        phases=phases_of(choice.chart, values[closed], centres[closed], plan),
        unit=drawn.unit if choice.chart not in _COUNTS else series.events,
        better=drawn.better,
        decimals=0 if choice.chart in _COUNTS else drawn.decimals,
        variation=variation_of(dots),
        assurance=assurance_of(choice.chart, dots, drawn.better, target),
        target=target,
        note=note_of(values, np.asarray(series.counts, float), target),
        companions=beside(series, choice.chart),
    )


def _rows(series: Series) -> tuple[Floats, Floats | None]:
    """Counts and exposure as matrices of one row."""
    exposure = None if series.exposure is None else np.asarray(series.exposure, float)[None, :]
    return np.asarray(series.counts, float)[None, :], exposure


def _by_month(
    series: Series, chart: Chart, rules: RuleSet, plan: PhasePlan, automatic: bool, spread: float = 1.0
) -> tuple[Dot, ...]:
    """A dot for each month, missing ones included."""
    counts, exposure = _rows(series)
    values = values_of(chart, counts, exposure, plan)
    lines = lines_of(
        chart,
        counts,
        exposure,
        plan,
        rules.tail,
        math.sqrt(spread if chart == "t" else 1.0) if automatic else 0.0,
        spread,
        automatic,
    )
    fired = signals_of(values, lines, rules, plan)
    scale = 1.0 if exposure is None or chart in _COUNTS else series.multiplier
    table = scale * np.concatenate([values, *(getattr(lines, line.name) for line in fields(ControlLimits))])
    dots = []
    for index, month in enumerate(series.months):
        count = None if series.kind == "value" else _number(counts[0, index])
        size = None if exposure is None else _number(exposure[0, index])
        ways = tuple(way for _, way in fired[index])
        value, centre, lower, upper, warn_lower, warn_upper = map(_number, table[:, index])
        dots.append(
            Dot(
                *(month, value, centre, lower, upper, warn_lower, warn_upper, count, size),
                excluded=not plan.included[index],
                phase=plan.phase_of(index),
                signals=tuple(signal for signal, _ in fired[index]),
                directions=ways,
                meaning=meaning_of(series.better, ways[0] if ways else 0),
                interval=_interval(count, size, scale) if chart == "sr" else None,
            )
        )
    return tuple(dots)


def _interval(count: float | None, size: float | None, scale: float) -> tuple[float, float] | None:
    """The exact interval of a standardised ratio."""
    if count is None or not size or size < 0:
        return None
    low, high = garwood(round(count))
    return low / size * scale, high / size * scale


def _between(
    series: Series, gaps: Gaps, choice: ChartChoice, rules: RuleSet, plan: PhasePlan, spread: float | None
) -> tuple[tuple[Dot, ...], Series, PhasePlan]:
    """A dot for each event, at its month, and a last one for the time since; with the series and plan they make.

    spread: None where a person chose the chart, which then makes no room for it.
    """
    month = np.array(gaps.month, int)
    inner = PhasePlan.of(
        len(month),
        None if plan.freeze is None else int((month < plan.freeze).sum()),
        [int((month < past).sum()) for _, past in plan.phases],
        [point + 1 for point in range(len(month)) if not plan.included[month[point]]],
        plan.screened,
    )
    size = series.exposure_name if series.exposure is not None else "days"
    drawn = replace(
        series,
        months=tuple(series.months[at] for at in gaps.month),
        counts=gaps.values,
        exposure=None,
        kind="value",
        better=series.better if series.kind == "between" else turned(series.better),
        unit=f"{size or 'exposure'} between {series.events}",
        decimals=0,
    )
    known = int((np.isfinite(gaps.values) & inner.included).sum())
    chart: Chart = (
        "run" if spread is not None and known < FEWEST else choice.chart
    )  # limits from a few gaps would be guesses
    dots = _by_month(drawn, chart, rules, inner, spread is not None, spread or 1.0)
    named = [
        replace(dot, since=series.months[since] if since >= 0 else "")
        for dot, since in zip(dots, gaps.since, strict=True)
    ]
    return (*named, _open(series, gaps, plan, drawn, named, rules, spread or 1.0)), drawn, inner


def _open(
    series: Series, gaps: Gaps, plan: PhasePlan, drawn: Series, dots: list[Dot], rules: RuleSet, spread: float
) -> Dot:
    """The time since the last event, which has not ended yet, with the event-free test."""
    long = rules.outside and gaps.open_sent > event_free_limit(*_before(series, gaps, plan), spread)
    last = dots[-1] if dots else Dot("", None, None, None, None, None, None, None, None)
    return replace(
        last,
        month=series.months[-1] if series.months else "",
        value=_number(gaps.still_open),
        excluded=False,
        signals=(Signal.EVENT_FREE,) if long else (),
        directions=(1,) if long else (),
        meaning=meaning_of(drawn.better, 1 if long else 0),
        since=series.months[gaps.open_since] if gaps.open_since >= 0 else "",
        still_open=True,
    )


def event_free_limit(events: float, exposure: float, spread: float = 1.0) -> float:
    """The exposure without an event that chance explains, after so many events in so much exposure.

    With a rate u known for sure this is 5.30 / u, where exp(-uE) = 0.005. A rate seen in x events over T is not:
    averaged over what it may be, the chance of no event in E more is (1 + E/T)^-x, so the limit lies further out
    with few events, comes down to 5.30 / u with many, and is infinite with none. Events that come in clusters, so that
    months vary `spread` times as much as chance, tell as little as so many times fewer.
    """
    return exposure * math.expm1(-math.log(EVENT_FREE) * spread / events) if events > 0 else math.inf


def _before(series: Series, gaps: Gaps, plan: PhasePlan) -> tuple[float, float]:
    """Events and exposure of the newest phase's baseline, the time since the last event left out."""
    first, past = plan.phases[-1]
    counts, exposure = np.asarray(series.counts, float)[first:past], exposure_of(series)[first:past]
    baseline = plan.baseline(first, past)
    used = baseline & np.isfinite(counts) & (exposure > 0)
    running = gaps.open_sent if baseline[-1:].any() else 0.0  # frozen: the time since lies outside the baseline already
    return float(np.round(counts[used]).sum()), max(float(exposure[used].sum()) - running, 0.0)


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
