"""The two sides of a comparison become figures: counts out of an exposure, rates and shares, each with its 95% range.

Nothing is judged here, and no share of few is given in per cent.
"""

from __future__ import annotations

from math import isinf

from mist_dash.core import months
from mist_dash.core.catalogue import Better, MeasureKind
from mist_dash.core.change import Change, YearSide
from mist_dash.core.words.nouns import capital, counted, figure, number, shown

FEW = 20  # cases, below which a share in per cent says more than they know: "1 of 3", not "33%"


def rates(change: Change) -> str:
    """The rates behind the sentence, each with its 95% range, and the ratio with the range that fits the data."""
    if change.whole is None or not (whole := _rates(change.whole)):
        return _rates(change)
    so_far = _rates(change)
    so_far = so_far[:1].lower() + so_far[1:]
    whole = whole[:1].lower() + whole[1:]
    return f"{capital(change.whole.this.name)}: {whole}" + (f" So far this year: {so_far}" if so_far else "")


def side(change: Change, one: YearSide) -> str:
    """ "6 in 4,375", "143 of 171 (84%)", "1 of 3"."""
    if change.kind == "proportion":
        return out_of(change, one)
    events = number(one.events) if one.events else "none"
    if one.exposure is None:
        return events
    if not one.exposure:
        return f"no {change.exposure_name or 'days'}"
    expected = change.kind == "ratio"
    return f"{events} {'against' if expected else 'in'} {number(one.exposure, int(expected))}"


def out_of(change: Change, one: YearSide, things: str = "") -> str:
    """ "143 of 171 audits (84%)"; of few, without the share."""
    if one.exposure == 0:
        return f"no {change.exposure_name}"
    share = "" if one.rate is None or few(one) else f" ({figure_of(change, one.rate)})"
    return f"{number(one.events or 0)} of {number(one.exposure or 0)}{things.rstrip()}{share}"


def of_rate(kind: MeasureKind, wanted: Better) -> bool:
    """Whether the rate itself is what is asked for: how much is reported. Of harm one speaks of the children."""
    return kind == "rate" and wanted == "neither"


def few(one: YearSide) -> bool:
    """Whether its share is one of few."""
    return (one.exposure or 0) < FEW


def in_exposure(change: Change, one: YearSide) -> str:
    """ "4 infections in 1,912 line days"."""
    said = counted(one.events or 0, change.events)
    return said if one.exposure is None else f"{said} in {counted(one.exposure, change.exposure_name or 'days')}"


def against_expected(change: Change, one: YearSide) -> str:
    """ "12 observed deaths against 10.4 expected (ratio 115)"."""
    said = f"{counted(one.events or 0, change.events)} against {number(one.exposure or 0, 1)} expected"
    return f"{said} (ratio {figure_of(change, one.rate)})" if one.rate is not None else f"{said}, so there is no ratio"


def amount(value: float, many: str = "") -> str:
    """A level as it was sent: whole, or to one decimal."""
    if value != round(value):
        return f"{number(value, 1)} {many}".rstrip()
    return counted(value, many) if many else number(value)


def figure_of(change: Change, value: float) -> str:
    """A rate with the decimals of its measure, and more where it would be said as nothing."""
    decimals = max(change.decimals, 1) if change.kind == "count" else change.decimals  # a mean of whole numbers
    if change.kind == "between" and value < 10:
        decimals = max(decimals, 1)  # half a day between is not 0 days
    return shown(value, decimals) + ("%" if change.kind == "proportion" and change.multiplier == 100 else "")


def before(change: Change) -> str:
    return f"in {same_months(change)} of the year before" if change.running else "the year before"


def same_months(change: Change) -> str:
    return "the same month" if len(change.this.months) == 1 else "the same months"


def named(change: Change) -> str:
    """The year and which of its months both have: "2026/27 so far without Jul", "9 of the 12 months to Oct 2026"."""
    this, left = change.this, left_out(change)
    so_far = " so far" if change.running else ""
    if left.startswith("without"):
        return capital(f"{this.name}{so_far} {left}")
    return part_of(this) if this.part and not change.running else capital(f"{this.name}{so_far}")


def left_out(change: Change) -> str:
    """ "without Jan and Jul", "9 of 12 months"; empty where every month is in both years, or the year is not over."""
    if 0 < len(change.left_out) <= 2:
        return f"without {' and '.join(months.say(month, short=True).split(' ')[0] for month in change.left_out)}"
    level = change.kind == "value"  # of the last month
    return f"{len(change.this.months)} of 12 months" if change.this.part and not change.running and not level else ""


def part_of(one: YearSide) -> str:
    """ "11 months of 2025/26", "7 of the 12 months to Oct 2026"."""
    many = len(one.months)
    return f"{many} of the {one.name}" if one.name.startswith("12") else f"{counted(many, 'months')} of {one.name}"


def _rates(change: Change) -> str:
    this, last = change.this, change.last
    if this.rate is None or change.kind == "value":
        return ""
    unit = "" if change.kind in ("ratio", "proportion") else f" {change.unit}"
    if not this.events and last is not None and not last.events and change.kind == "between":
        return ""  # twice "none" says nothing of the time between
    ratio = "Ratio " if change.kind == "ratio" else ""
    now = ratio + capital(_ranged(change, this, unit, "95% range "))
    if last is None or last.rate is None:
        return f"{now}."
    return f"{now}, against {_ranged(change, last)} {before(change)}.{_ratio(change)}"


def _ranged(change: Change, side: YearSide, unit: str = "", name: str = "") -> str:
    """A rate with its range; where nothing happened, the time between events is only known to be long."""
    rate, low, high = (bound or 0 for bound in (side.rate, side.low, side.high))
    if isinf(rate):
        return f"on average more than {figure_of(change, low)}{unit} (none came)"
    reach = (
        f"{figure_of(change, low)} upwards" if isinf(high) else f"{figure_of(change, low)} to {figure_of(change, high)}"
    )
    return f"{figure_of(change, rate)}{unit} ({name}{reach})"


def _ratio(change: Change) -> str:
    """How many times the year before, with its 95% range. Time between is said by how often it was."""
    if change.ratio is None or change.low is None or change.high is None:
        return ""
    often = change.kind == "between"
    times = "times as often as the year before" if often else "times the year before"
    what = f"{change.events} came" if often else "that is"
    none = change.kind != "proportion" or not (change.this.events and change.last and change.last.events)
    if isinf(change.high) and none:
        return f" With none the year before, only the lower end of the range is known: {figure(change.low)} {times}."
    if not change.ratio:
        return f" With none this year, only the upper end of the range is known: {figure(change.high)} {times}."
    reach = f"{figure(change.low)} upwards" if isinf(change.high) else f"{figure(change.low)} to {figure(change.high)}"
    return f" {capital(what)} {figure(change.ratio)} {times} (95% range {reach})."
