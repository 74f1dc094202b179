"""A comparison of two years becomes a sentence with its doubt, and a second one with rates and the ratio's interval.

Never "significant"; a verdict only where the measure has a good and a bad direction.
"""

from __future__ import annotations

from mist_dash.core import months
from mist_dash.core.change import Change, Verdict, YearSide
from mist_dash.core.words.nouns import capital, counted, listed, number, span, times

FEW_NAMES = 3  # months left out that are named one by one


def say(change: Change) -> str:
    """What happened this year and the year before, in counts, and what may be said of it."""
    if not change.this.months:
        return "Nothing has been sent yet, so there is nothing to compare."
    sentence = SAY.get(change.kind, _events)(change)
    return " ".join(filter(None, [capital(sentence), _how(change)]))


def rates(change: Change) -> str:
    """The rates behind the sentence, each with its range, and the ratio with the range that the data allow."""
    if change.this.rate is None or change.kind == "value":
        return ""
    now = f"{_rate(change, change.this)} ({_range(change, change.this)})"
    if change.last is None or change.last.rate is None:
        return capital(f"{now} {change.unit}.".replace(" .", "."))
    before = f"{_rate(change, change.last)} ({_range(change, change.last)})"
    return capital(f"{now} {change.unit}, against {before} {_before(change)}.") + _ratio(change)


def _events(change: Change) -> str:
    """Events in their exposure, against those of the year before, and the verdict."""
    now = _in_exposure(change, change.this)
    if change.last is None:
        return f"{now} {_when(change)}. {_alone(change)}"
    return f"{now}{_running(change)}, against {_again(change)} {_before(change)}{_verdict(change)}"


def _share(change: Change) -> str:
    """So many of so many, with the share in per cent."""
    now = f"{change.events}: {_of(change, change.this)} {change.exposure_name}".rstrip()
    if change.last is None:
        return f"{now} {_when(change)}. {_alone(change)}"
    return f"{now}{_running(change)}, against {_of(change, change.last)} {_before(change)}{_verdict(change)}"


def _observed(change: Change) -> str:
    """Observed and expected always stand beside the ratio, and no verdict is given."""
    now = _against_expected(change, change.this)
    if change.last is None:
        return f"{now} {_when(change)}. {_alone(change)}"
    then = _against_expected(change, change.last)
    warning = "The ratio moves with the expected deaths too, so it is neither good nor bad by itself."
    return f"{now}{_running(change)}; {_before(change)}, {then}. {warning}"


def _level(change: Change) -> str:
    """A level in the last month that both years have, and the plain difference."""
    now, month = change.this.events or 0, months.say(change.this.months[-1])
    said = f"{_amount(now, change)} in {month}"
    if change.last is None:
        return f"{said}. {_alone(change)}"
    difference, then = now - (change.last.events or 0), months.say(change.last.months[-1])
    if not difference:
        return f"{said}, the same as in {then}."
    more = "more" if difference > 0 else "fewer"
    return f"{said}, {number(abs(difference), _places(abs(difference)))} {more} than in {then}."


SAY = {"proportion": _share, "ratio": _observed, "value": _level}


def _verdict(change: Change) -> str:
    if change.better is Verdict.SUSPENDED:
        looked = f"How it is looked for changed in {months.say(change.marker or '')}"
        return f". {looked}, so the two years are not compared: finding more may only mean looking better."
    if change.better is Verdict.TOO_FEW:
        return _too_few(change)
    if change.better is Verdict.NOT_COMPARABLE or change.ratio is None:
        return ": the two cannot be compared."
    return f": {_direction(change)}{_doubt(change)}."


def _too_few(change: Change) -> str:
    if not change.months_to_know:
        return ": nothing to compare, and nothing better to hope for."
    need = span(change.months_to_know)
    return f": too few to compare. At this level it would take {need}, against as long before, to see a halving."


def _doubt(change: Change) -> str:
    """What chance has to do with it."""
    assert change.low is not None and change.high is not None
    chance = change.low <= 1 <= change.high
    if change.better is Verdict.NEUTRAL:
        return f", which {'could be' if chance else 'is hardly'} chance; more is neither good nor bad by itself"
    if chance:
        return "" if _same(change) else ", but this could still be chance"
    if change.better is Verdict.BETTER:
        return ", an improvement that chance alone would rarely bring"
    return ", and chance alone would rarely bring this: worth asking what changed"


def _direction(change: Change) -> str:
    """Fewer or more; a lower or higher rate when the counts alone would say the opposite."""
    assert change.last is not None and change.ratio is not None
    if _same(change):
        return "about the same" if change.ratio != 1 else "the same"
    up = change.ratio > 1
    if change.kind == "proportion":
        return "a higher share" if up else "a lower share"
    now, then = change.this.events or 0, change.last.events or 0
    if (now > then) == up and now != then:
        return "more" if up else "fewer"
    return "a higher rate" if up else "a lower rate"


def _same(change: Change) -> bool:
    """Whether the two rates look alike as shown."""
    assert change.last is not None
    return _rate(change, change.this) == _rate(change, change.last) and change.better is not Verdict.BETTER


def _how(change: Change) -> str:
    """How the two were made alike: what has no denominator, and which months are left out."""
    if change.last is None:
        return ""
    said = []
    if change.kind == "count" or (change.this.exposure is None and change.kind == "rate"):
        said.append(f"Counted over {counted(len(change.this.months), 'months')} of each year, without a denominator.")
    if 0 < len(change.left_out) <= FEW_NAMES:
        names = listed([months.say(month).split(" ")[0] for month in change.left_out])
        said.append(f"Without {names}, which {'is' if len(change.left_out) == 1 else 'are'} not there for both years.")
    elif change.left_out:
        said.append(f"Only the {counted(len(change.this.months), 'months')} that both years have are compared.")
    return " ".join(said)


def _alone(change: Change) -> str:
    return "There is no year before to compare it with yet."


def _when(change: Change) -> str:
    first, last = change.this.months[0], change.this.months[-1]
    if len(change.this.months) == 12:
        return f"in the {change.this.name}" if change.this.name.startswith("12 months") else f"in {change.this.name}"
    return f"in {months.say(last)}" if first == last else f"from {months.say(first)} to {months.say(last)}"


def _running(change: Change) -> str:
    """A year that is not over yet says how far it has come."""
    return f" {_when(change)}" if change.running else ""


def _before(change: Change) -> str:
    return "in the same months of the year before" if change.running else "the year before"


def _in_exposure(change: Change, side: YearSide) -> str:
    said = counted(side.events or 0, change.events)
    if side.exposure is None:
        return said
    return f"{said} in {counted(side.exposure, change.exposure_name or 'days')}"


def _again(change: Change) -> str:
    """The year before, without repeating what is counted."""
    assert change.last is not None
    events = number(change.last.events) if change.last.events else "none"
    return events if change.last.exposure is None else f"{events} in {number(change.last.exposure)}"


def _of(change: Change, side: YearSide) -> str:
    share = f" ({_rate(change, side)})" if side.rate is not None else ""
    return f"{number(side.events or 0)} of {number(side.exposure or 0)}{share}"


def _against_expected(change: Change, side: YearSide) -> str:
    expected = side.exposure or 0
    said = f"{counted(side.events or 0, change.events)} against {number(expected, 1)} expected"
    return said if side.rate is None else f"{said} (ratio {_rate(change, side)})"


def _amount(value: float, change: Change) -> str:
    return counted(value, change.events) if not _places(value) else f"{number(value, _places(value))} {change.events}"


def _places(value: float) -> int:
    return 0 if value == round(value) else 1


def _rate(change: Change, side: YearSide) -> str:
    assert side.rate is not None
    return _figure(change, side.rate)


def _figure(change: Change, value: float) -> str:
    return number(value, change.decimals) + ("%" if change.kind == "proportion" and change.multiplier == 100 else "")


def _range(change: Change, side: YearSide) -> str:
    assert side.low is not None and side.high is not None
    return f"{_figure(change, side.low)} to {_figure(change, side.high)}"


def _ratio(change: Change) -> str:
    """How many times the year before, and the range that fits the data."""
    if change.ratio is None or change.low is None or change.high is None or change.better is Verdict.TOO_FEW:
        return ""
    if change.high == float("inf"):
        return f" The data fit any ratio from {times(change.low)} the year before upwards."
    return f" That is {times(change.ratio)} the year before; the data fit {times(change.low)} to {times(change.high)}."
