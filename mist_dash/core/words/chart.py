"""A control chart becomes its description in words: what anyone who cannot see it should know."""

from __future__ import annotations

from itertools import groupby

from mist_dash.core import months
from mist_dash.core.control import Companion, Control, Dot, Signal
from mist_dash.core.words import picture
from mist_dash.core.words.nouns import capital, counted, listed, number, singular

MOST = 4  # stretches of months that are named one by one
NAMED = {
    Signal.OUTSIDE: "{side} the limits",
    Signal.TREND: "a trend {way}",
    Signal.TWO_IN_THREE: "two of three points near the {end} limit",
    Signal.SHIFT: "a run of points {side} the centre line",
    Signal.RUNS: "an unusual pattern around the centre line",
    Signal.EVENT_FREE: "longer without an event than chance allows",
}
LAST = {
    "common cause": "nothing unusual",
    "improvement high": "an improvement, higher than chance explains",
    "improvement low": "an improvement, lower than chance explains",
    "concern high": "a concern, higher than chance explains",
    "concern low": "a concern, lower than chance explains",
    "neutral high": "higher than chance explains, neither good nor bad in itself",
    "neutral low": "lower than chance explains, neither good nor bad in itself",
}


def describe(control: Control) -> str:
    """Kind of chart, number of points, centre line, limits, signals with their months, and the last point."""
    drawn = [dot for dot in control.dots if dot.value is not None]
    if not drawn:
        return f"{control.title}: no points yet."
    if control.chart == "step":
        return f"{_shown(control, drawn)} Drawn as steps, without limits. {_latest(control, drawn[-1])}."
    said = [_shown(control, drawn), _centre(control, drawn), _limits(control, drawn), _signals(control, drawn)]
    return " ".join(filter(None, [*said, _last(control, drawn[-1]), incomplete(control.incomplete)]))


def incomplete(month: str | None) -> str:
    """ "October 2026 may still be incomplete." Empty without such a month."""
    return f"{months.say(month)} may still be incomplete." if month else ""


def latest(line: Companion) -> str:
    """ "21 quarters; the latest is 1.41 per 1,000 line days, Jul-Sep 2026."."""
    known = [(period, value) for period, value in zip(line.periods, line.values, strict=True) if value is not None]
    if not known:
        return "No values yet."
    period, value = known[-1]
    said = f"{number(value, line.decimals)} {singular(line.unit) if value == 1 and not line.decimals else line.unit}"
    each = "months" if months.is_month(period) else "quarters" if "-Q" in period else "years"
    return f"{counted(len(known), each)}; the latest is {said}, {months.say(period)}."


def _shown(control: Control, drawn: list[Dot]) -> str:
    first, last = months.say(drawn[0].month), months.say(drawn[-1].month)
    gaps = len(control.dots) - len(drawn)
    missing = f", {gaps} more without a value" if gaps else ""
    name = ", ".join(filter(None, [control.title, control.unit.strip("()")]))
    when = f"in {first}" if first == last else f"from {first} to {last}"
    every = f", one a {picture.every(control.period)}," if control.period > 1 else ""
    return f"{name}: {counted(len(drawn), 'points')}{every} {when}{missing}."


def _centre(control: Control, drawn: list[Dot]) -> str:
    """The centre line of each phase; it is the same all over a phase."""
    lines = [next((dot for dot in part), None) for _, part in groupby(_with_lines(drawn), key=lambda dot: dot.phase)]
    said = [f"{_figure(control, dot.centre)} from {months.say(dot.month)}" for dot in lines if dot]
    if len({one.split(" ")[0] for one in said}) < 2:
        return f"{level(control)} {said[0].split(' ')[0]} ({_of(control)})." if said else ""
    return f"{level(control)} {listed(said).replace(' and ', ', then ')}."


def _of(control: Control) -> str:
    """The months that the line in the middle comes from: other levels on the page may be of other ones."""
    if control.baseline is None:
        return "of all points"
    first, last = (months.say(month) for month in (control.baseline.first, control.baseline.last))
    return f"of {first} to {last}"


def level(control: Control) -> str:
    """What the line in the middle is called, in the chart as in its description."""
    return "Middle" if control.chart == "run" else "Baseline" if control.baseline else "Centre line"


def _limits(control: Control, drawn: list[Dot]) -> str:
    """The limits of the newest phase at its last point; they may differ from month to month with the exposure."""
    newest = drawn[-1].phase
    ends = [dot for dot in drawn if dot.phase == newest and (dot.upper is not None or dot.lower is not None)]
    if not ends:
        return "No limits are drawn."
    last = ends[-1]
    same = len({(dot.lower, dot.upper) for dot in ends}) == 1
    lower = "none below" if last.lower is None else f"{_figure(control, last.lower)} below"
    upper = "none above" if last.upper is None else f"{_figure(control, last.upper)} above"
    return f"Limits {'' if same else 'vary from month to month; at the last point '}{lower}, {upper}."


def _signals(control: Control, drawn: list[Dot]) -> str:
    """Each rule that fired, with the stretches of months in which it did."""
    found: dict[str, list[str]] = {}
    for signal in Signal:
        for way in (1, -1, 0):
            here = [(signal, way) in zip(dot.signals, dot.directions, strict=True) for dot in drawn]
            stretches = [[drawn[n] for n, _ in part] for on, part in groupby(enumerate(here), key=lambda p: p[1]) if on]
            if stretches:
                found[_named(signal, way)] = _some([_stretch(stretch) for stretch in stretches])
    if not found:
        return "No single point is unusual."
    return "Unusual: " + "; ".join(f"{name}, {listed(where)}" for name, where in found.items()) + "."


def _some(stretches: list[str]) -> list[str]:
    """All of a few, else the newest of them: a long list tells nobody who hears it anything."""
    if len(stretches) <= MOST:
        return stretches
    return [f"{len(stretches) - MOST + 1} times before", *stretches[1 - MOST :]]


def _last(control: Control, dot: Dot) -> str:
    return f"{_latest(control, dot)}: {LAST[control.variation]}."


def _latest(control: Control, dot: Dot) -> str:
    still = f", {still_open(control, dot)}" if dot.still_open else ""
    return f"Last point {_figure(control, dot.value)} in {months.say(dot.month)}{still}"


def still_open(control: Control, dot: Dot) -> str:
    """ "not ended yet, since the last in July 2025; 1 month of it was not sent whole": what the last point is, where it
    is the time since the last event. Empty for every other."""
    if not dot.still_open:
        return ""
    since = f", since the last in {months.say(dot.since)}" if dot.since else ""
    was = "was" if control.unsent == 1 else "were"
    hole = f"; {counted(control.unsent, 'months')} of it {was} not sent whole" if control.unsent else ""
    return f"not ended yet{since}{hole}"


def _with_lines(drawn: list[Dot]) -> list[Dot]:
    return [dot for dot in drawn if dot.centre is not None]


def _named(signal: Signal, way: int) -> str:
    words = {1: ("above", "upwards", "upper"), -1: ("below", "downwards", "lower")}.get(way, ("beyond", "", "same"))
    side, direction, end = words
    return " ".join(NAMED[signal].format(side=side, way=direction, end=end).split())


def _stretch(dots: list[Dot]) -> str:
    first, last = months.say(dots[0].month), months.say(dots[-1].month)
    return f"in {first}" if first == last else f"from {first} to {last}"


def _figure(control: Control, value: float | None) -> str:
    return capital("none") if value is None else number(value, control.decimals)
