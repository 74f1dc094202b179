"""A comparison of two years becomes a sentence with its doubt, and a second one with rates and the ratio's range.

Never "significant"; a judgement only where the measure has a good and a bad direction.
"""

from __future__ import annotations

from math import isinf

from mist_dash.core import months
from mist_dash.core.change import Change, Verdict, YearSide
from mist_dash.core.words.nouns import capital, counted, figure, listed, number, span

FEW_NAMES = 3  # months left out that are named one by one
ALONE = "There is nothing from the same months of the year before to compare it with."


def say(change: Change) -> str:
    """What happened this year and the year before, in counts, and what may be said of it."""
    if not change.this.months:
        return _waiting(change) or "Nothing has been sent yet, so there is nothing to compare."
    return " ".join(filter(None, [capital(SAY.get(change.kind, _events)(change)), _how(change), _waiting(change)]))


def rates(change: Change) -> str:
    """The rates behind the sentence, each with its 95 % range, and the ratio with the range that fits the data."""
    this, last = change.this, change.last
    if this.rate is None or change.kind == "value":
        return ""
    unit = "" if change.unit.startswith(("(", "%")) else f" {change.unit}"
    now = capital(_ranged(change, this, unit, "95% range "))
    if last is None or last.rate is None:
        return f"{now}."
    return f"{now}, against {_ranged(change, last)} {_before(change)}.{_ratio(change)}"


def _events(change: Change) -> str:
    """Events in their exposure, against those of the year before, and the verdict."""
    now = _in_exposure(change, change.this)
    if change.last is None:
        return f"{now} {_when(change)}. {ALONE}"
    events = number(change.last.events) if change.last.events else "none"
    then = events if change.last.exposure is None else f"{events} in {number(change.last.exposure)}"
    return f"{now}{_running(change)}, against {then} {_before(change)}{_verdict(change)}"


def _share(change: Change) -> str:
    """So many of so many, with the share in per cent."""
    now = f"{change.events}: {_of(change, change.this, f' {change.exposure_name}')}"
    if change.last is None:
        return f"{now} {_when(change)}. {ALONE}"
    return f"{now}{_running(change)}, against {_of(change, change.last)} {_before(change)}{_verdict(change)}"


def _observed(change: Change) -> str:
    """Observed and expected always stand beside the ratio, and no verdict is given."""
    now = _against_expected(change, change.this)
    if change.last is None:
        return f"{now} {_when(change)}. {ALONE}"
    warning = "The ratio also moves when the expected deaths do, so this is neither good nor bad in itself."
    return f"{now}{_running(change)}; {_before(change)}, {_against_expected(change, change.last)}. {warning}"


def _level(change: Change) -> str:
    """A level in the last month that both years have, and the plain difference."""
    now, month = change.this.events or 0, months.say(change.this.months[-1])
    said = f"{_amount(now, change.events)} in {month}"
    if change.last is None:
        return f"{said}. {ALONE}"
    difference, then = now - (change.last.events or 0), months.say(change.last.months[-1])
    if not difference:
        return f"{said}, the same as in {then}."
    more = "more" if difference > 0 else "fewer"
    return f"{said}, {_amount(abs(difference))} {more} than in {then}."


SAY = {"proportion": _share, "ratio": _observed, "value": _level}


def _verdict(change: Change) -> str:
    """The end of the sentence, from its punctuation on."""
    if change.better is Verdict.SUSPENDED:
        looked = f"How it is looked for changed in {months.say(change.marker or '')}, so the two are not compared"
        return f". {looked}: finding more may only mean looking better." if _harm(change) else f". {looked}."
    if change.better is Verdict.TOO_FEW and not change.months_to_know:
        return ": none in either year, so there is nothing to compare."
    if change.better is Verdict.TOO_FEW:
        need = f" At this level, even a halving would take {span(change.months_to_know or 0)} to show."
        return f": too few to compare.{need if _harm(change) else ''}"
    if change.ratio is None:
        return ": the two cannot be compared."
    return f": {_direction(change)}{_doubt(change)}."


def _doubt(change: Change) -> str:
    """What chance has to do with it."""
    chance = _may_be_chance(change)
    if chance and _same(change):
        return ""
    if change.better is Verdict.NEUTRAL:
        doubt = "which could still be chance" if chance else "by more than chance alone would usually bring"
        return f", {doubt}; this is neither good nor bad in itself"
    if chance:
        return ", but this could still be chance"
    if change.better is Verdict.BETTER:
        return ", an improvement that chance alone would rarely bring"
    return ", by more than chance alone would usually bring; worth asking what changed"


def _direction(change: Change) -> str:
    """Fewer or more; a lower or higher rate when the counts alone would say the opposite."""
    assert change.last is not None and change.ratio is not None
    if _same(change) and _may_be_chance(change):
        return "the same" if change.ratio == 1 else "about the same"
    up = change.ratio > 1
    if change.kind == "proportion":
        return "a higher share" if up else "a lower share"
    now, then = change.this.events or 0, change.last.events or 0
    if (now > then) == up and now != then:
        return "more" if up else "fewer"
    return "a higher rate" if up else "a lower rate"


def _same(change: Change) -> bool:
    """Whether the two rates look alike as they are shown."""
    assert change.last is not None
    now, then = change.this.rate or 0, change.last.rate or 0
    return now == then or (not (isinf(now) or isinf(then)) and _figure(change, now) == _figure(change, then))


def _harm(change: Change) -> bool:
    """Whether it is harm that is counted, and so looked for."""
    return change.wanted == "lower" or change.kind == "between"


def _may_be_chance(change: Change) -> bool:
    assert change.low is not None and change.high is not None
    return change.low <= 1 <= change.high


def _how(change: Change) -> str:
    """How the two were made alike: what has no denominator, and which months are left out."""
    if change.last is None or change.kind == "value":
        return ""
    together = counted(len(change.this.months), "months")
    said = []
    if change.kind == "count":
        said.append(f"Counted over {together} of each year, as there is no denominator.")
    if 0 < len(change.left_out) <= FEW_NAMES:
        names = listed([months.say(month).split(" ")[0] for month in change.left_out])
        said.append(f"Without {names}, which {'is' if len(change.left_out) == 1 else 'are'} not there for both years.")
    elif change.left_out:
        said.append(f"Only the {together} that both years have are compared.")
    return " ".join(said)


def _waiting(change: Change) -> str:
    """Months whose exposure is still to come: in no rate, and so not a year without events either."""
    if not change.waiting:
        return ""
    have = "have" if change.waiting > 1 else "has"
    days = change.exposure_name or "days"
    return (
        f"{capital(counted(change.waiting, 'months'))} {have} a count and no {days} yet, so there is no rate of them."
    )


def _when(change: Change) -> str:
    """The year by its name when it is whole, else its months."""
    first, last = change.this.months[0], change.this.months[-1]
    if not change.running:
        return f"in the {change.this.name}" if change.this.name.startswith("12") else f"in {change.this.name}"
    if first == last:
        return f"in {months.say(last)}"
    start = months.say(first)
    return f"from {start.split(' ')[0] if first[:4] == last[:4] else start} to {months.say(last)}"


def _running(change: Change) -> str:
    """A year that is not over yet says how far it has come."""
    return f" {_when(change)}" if change.running else ""


def _before(change: Change) -> str:
    return "in the same months of the year before" if change.running else "the year before"


def _in_exposure(change: Change, side: YearSide) -> str:
    said = counted(side.events or 0, change.events)
    return said if side.exposure is None else f"{said} in {counted(side.exposure, change.exposure_name or 'days')}"


def _of(change: Change, side: YearSide, things: str = "") -> str:
    share = f" ({_figure(change, side.rate)})" if side.rate is not None else ""
    return f"{number(side.events or 0)} of {number(side.exposure or 0)}{things.rstrip()}{share}"


def _against_expected(change: Change, side: YearSide) -> str:
    said = f"{counted(side.events or 0, change.events)} against {number(side.exposure or 0, 1)} expected"
    return f"{said} (ratio {_figure(change, side.rate)})" if side.rate is not None else f"{said}, so there is no ratio"


def _amount(value: float, many: str = "") -> str:
    """A level as it was sent: whole, or to one decimal."""
    if value != round(value):
        return f"{number(value, 1)} {many}".rstrip()
    return counted(value, many) if many else number(value)


def _figure(change: Change, value: float) -> str:
    decimals = max(change.decimals, 1) if change.kind == "count" else change.decimals  # a mean of whole numbers
    if change.kind == "proportion" and 0 < value < 0.5 / 10**decimals:
        decimals += 1  # 1 of 300 is not 0%
    return number(value, decimals) + ("%" if change.kind == "proportion" and change.multiplier == 100 else "")


def _ranged(change: Change, side: YearSide, unit: str = "", name: str = "") -> str:
    """A rate with its range; where nothing happened, the time between events is only known to be long."""
    rate, low, high = (bound or 0 for bound in (side.rate, side.low, side.high))
    if isinf(rate):
        return f"at least {_figure(change, low)}{unit}"
    return f"{_figure(change, rate)}{unit} ({name}{_figure(change, low)} to {_figure(change, high)})"


def _ratio(change: Change) -> str:
    """How many times the year before, and the range that fits the data. Time between is said by how often it was."""
    if change.ratio is None or change.low is None or change.high is None or change.better is Verdict.TOO_FEW:
        return ""
    often = change.kind == "between"
    times = "times as often as" if often else "times"
    what = f"{change.events} came" if often else "that is"
    if isinf(change.high):
        return f" The data fit anything from {figure(change.low)} {times} the year before upwards."
    if not change.ratio:
        return f" The data fit anything up to {figure(change.high)} {times} the year before."
    fits = f"the data fit anything from {figure(change.low)} to {figure(change.high)} times"
    return f" {capital(what)} {figure(change.ratio)} {times} the year before; {fits}."
