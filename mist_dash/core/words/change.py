"""A comparison of two years becomes a sentence with its doubt, and a second one with rates and the ratio's range.

Never "significant"; a judgement only where the measure has a good and a bad direction.
"""

from __future__ import annotations

from math import isinf, log

from mist_dash.core import months
from mist_dash.core.change import Change, Verdict, YearSide
from mist_dash.core.words.nouns import capital, counted, figure, listed, number, span

FEW_NAMES = 3  # months left out that are named one by one
LONGEST_WAIT = 60  # months that anybody would wait to know
EARLY = 6  # months
MOSTLY = 0.25  # of what the other moved
NEARLY, MANY = 0.9, 20  # of all; events that nobody would call few
ALONE = "There is nothing from the same months of the year before to compare it with."


def say(change: Change) -> str:
    """What happened this year and the year before, in counts, and what may be said of it."""
    if not change.this.months:
        return _waiting(change) or "Nothing has been sent yet, so there is nothing to compare."
    if change.whole is None:
        return " ".join(filter(None, [capital(_sentence(change)), _how(change), _spread(change), _waiting(change)]))
    whole = f"{capital(change.whole.this.name)}: {_sentence(change.whole)}"
    so_far = f"So far this year: {_sentence(change)}"
    told = [whole, _how(change.whole), so_far, _left_out(change), _spread(change), _waiting(change)]
    return " ".join(filter(None, told))


def verdict(change: Change) -> str:
    """ "Fewer, but so early in the year this could still be chance." A sentence of its own; empty without a verdict."""
    if change.kind in ("ratio", "value") or change.last is None or not change.this.months:
        return ""
    said = _verdict(change).lstrip(".:, ")
    return capital(said)


def side(change: Change, one: YearSide) -> str:
    """ "6 in 4,375", "143 of 171 (84%)"."""
    if change.kind == "proportion":
        return _of(change, one)
    events = number(one.events) if one.events else "none"
    if one.exposure is None:
        return events
    return (
        f"{events} {'against' if change.kind == 'ratio' else 'in'} {number(one.exposure, int(change.kind == 'ratio'))}"
    )


def caveats(change: Change) -> tuple[str, ...]:
    """How the two were made alike, what was left out, what is allowed for, what is still to come."""
    return tuple(filter(None, (_how(change), _spread(change), _waiting(change))))


def level(change: Change) -> str:
    """ "12 drugs in October 2026, 2 more than in October 2025"."""
    return _level(change).split(".")[0]


def _sentence(change: Change) -> str:
    return SAY.get(change.kind, _events)(change)


def rates(change: Change) -> str:
    """The rates behind the sentence, each with its 95 % range, and the ratio with the range that fits the data."""
    if change.whole is None or not (whole := _rates(change.whole)):
        return _rates(change)
    so_far = _rates(change)
    so_far = so_far[:1].lower() + so_far[1:]
    return f"{capital(change.whole.this.name)}: {whole}" + (f" So far this year: {so_far}" if so_far else "")


def _rates(change: Change) -> str:
    this, last = change.this, change.last
    if this.rate is None or change.kind == "value":
        return ""
    unit = "" if change.unit.startswith(("(", "%")) else f" {change.unit}"
    if not this.events and last is not None and not last.events and change.kind == "between":
        return ""  # twice "none" says nothing of the time between
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
    both = f"{now}{_running(change)}; {_before(change)}, {_against_expected(change, change.last)}"
    return f"{both}. {_differently(change)}." if change.better is Verdict.SUSPENDED else f"{both}. {_moved(change)}"


def _moved(change: Change) -> str:
    """Whether the observed or the expected moved the ratio, by their parts in its logarithm."""
    assert change.last is not None
    neither = "Chance moves the ratio too, so this is neither good nor bad in itself."
    numbers = (change.this.events, change.last.events, change.this.exposure, change.last.exposure)
    if not all(numbers):
        return neither
    observed, before, expected, then = (log(one or 1) for one in numbers)
    by_observed, by_expected = observed - before, then - expected
    ratio = by_observed + by_expected
    if _same(change):
        return f"The ratio is about the same. {neither}"
    rose = "rose" if ratio > 0 else "fell"
    seen = f"{'more' if by_observed > 0 else 'fewer'} deaths were observed"
    foreseen = f"{'fewer' if by_expected > 0 else 'more'} were expected"
    if abs(by_expected) < MOSTLY * abs(by_observed):
        return f"The ratio {rose} mostly because {seen}. {neither}"
    if abs(by_observed) < MOSTLY * abs(by_expected):
        return f"The ratio {rose} mostly because {foreseen.replace('were', 'deaths were')}. {neither}"
    if by_observed * by_expected > 0:
        return f"The ratio {rose} both because {seen} and because {foreseen}. {neither}"
    first, second = (seen, foreseen) if abs(by_observed) > abs(by_expected) else (foreseen, seen)
    first = first if "deaths" in first else first.replace("were", "deaths were")
    second = second.replace("deaths ", "")
    return f"The ratio {rose} because {first}, though {second} too. {neither}"


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
        more = ": finding more may only mean looking better" if _harm(change) else ""
        return f". {_differently(change)}{more}."
    if change.better is Verdict.TOO_FEW and not change.months_to_know:
        return ": none in either year, so there is nothing to compare."
    if change.better is Verdict.TOO_FEW and change.kind == "proportion" and _all(change.this) and _all(change.last):
        return ": all in both years, so there is nothing to compare."
    if change.better is Verdict.TOO_FEW and (why := _hidden(change)):
        return f": {why} to compare."
    if change.better is Verdict.TOO_FEW and change.whole is not None:
        return ": too few so far to compare."
    if change.better is Verdict.TOO_FEW:
        return f": too few to compare.{_wait(change, change.months_to_know or 0) if _harm(change) else ''}"
    if change.ratio is None:
        return ": the two cannot be compared."
    return f": {direction(change)}{_doubt(change)}."


def _hidden(change: Change) -> str:
    """Why numbers that do not look small are too few to compare; empty where they are small."""
    assert change.last is not None
    sides = [(side.events or 0, side.exposure or 0) for side in (change.this, change.last)]
    events, whole = (sum(part) for part in zip(*sides, strict=True))
    if change.kind == "proportion" and events >= MANY and all(part > NEARLY * of for part, of in sides):
        return "nearly all in both years, so too few are left over"
    rarer = min(events, whole - events) if change.kind == "proportion" else events
    return "months vary too much here" if rarer >= MANY and change.spread > 1 else ""


def _differently(change: Change) -> str:
    return f"How it is looked for changed in {months.say(change.marker or '')}, so the two are not compared"


def _doubt(change: Change) -> str:
    """What chance has to do with it."""
    if _alike(change):
        return f", but chance could be hiding a {'small ' if _narrow(change) else ''}change either way"
    if change.better is Verdict.NEUTRAL:
        doubt = "by more than chance alone would usually bring" if change.beyond_chance else f"but {_still(change)}"
        return f", {doubt}; this is neither good nor bad in itself"
    if not change.beyond_chance:
        return f", but {_still(change)}"
    if change.better is Verdict.BETTER:
        return ", an improvement that chance alone would rarely bring"
    return ", by more than chance alone would usually bring; worth asking what changed"


def _still(change: Change) -> str:
    """That it may be chance, and why, where the 95 % range alone would say otherwise."""
    if not change.apart:
        return "this could still be chance"
    if not change.running and len(change.this.months) < EARLY:
        return "over so few months this could still be chance"
    if change.running:
        early = len(change.this.months) <= EARLY
        return f"{'so early in' if early else 'before the end of'} the year this could still be chance"
    why = "with many compared at once" if change.together else "looked at month after month"
    return f"{why} this could still be chance"


def _all(side: YearSide | None) -> bool:
    return side is not None and side.events == side.exposure


def _wait(change: Change, months_to_know: int) -> str:
    """How long a halving would take to show, where anybody could wait for it."""
    if change.kind == "proportion" and (change.this.events or 0) > (change.this.exposure or 0) / 2:
        return ""  # nearly all: it is what is left over that is too rare
    if change.kind == "proportion" and months_to_know > LONGEST_WAIT:
        return " This is too rare to judge by the year."
    if months_to_know > LONGEST_WAIT:
        return " This is too rare to judge by the year: see the time since the last one."
    return f" At this level, even a halving would take {span(months_to_know)} to show."


def _alike(change: Change) -> bool:
    return _same(change) and not change.apart


def _narrow(change: Change) -> bool:
    return change.low is not None and change.high is not None and change.low > 0.8 and change.high < 1.25


def direction(change: Change) -> str:
    """Fewer or more; a lower or higher rate when the counts alone would say the opposite."""
    assert change.last is not None and change.ratio is not None
    if _alike(change):
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
    return now == then or (not (isinf(now) or isinf(then)) and figure_of(change, now) == figure_of(change, then))


def _harm(change: Change) -> bool:
    """Whether it is harm that is counted, and so looked for."""
    return change.wanted == "lower" or change.kind == "between"


def _how(change: Change) -> str:
    """How the two were made alike: what has no denominator, and which months are left out."""
    if change.last is None or change.kind == "value":
        return ""
    together = counted(len(change.this.months), "months")
    time = f"Counted over {together} of each year, as there is no denominator." if change.kind == "count" else ""
    return " ".join(filter(None, [time, _left_out(change)]))


def _left_out(change: Change) -> str:
    if change.last is None or not change.left_out:
        return ""
    if len(change.left_out) <= FEW_NAMES:
        names = listed([months.say(month).split(" ")[0] for month in change.left_out])
        return f"Without {names}, which {'is' if len(change.left_out) == 1 else 'are'} not there for both years."
    if len(change.this.months) == 1:
        return "Only the 1 month that both years have is compared."
    return f"Only the {counted(len(change.this.months), 'months')} that both years have are compared."


def _spread(change: Change) -> str:
    """That the verdict allows for months which vary more than chance alone."""
    if any(one is not None and one.ratio is not None and one.spread > 1 for one in (change, change.whole)):
        return "Months vary more than chance alone here, and that is allowed for."
    return ""


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
    share = f" ({figure_of(change, side.rate)})" if side.rate is not None else ""
    return f"{number(side.events or 0)} of {number(side.exposure or 0)}{things.rstrip()}{share}"


def _against_expected(change: Change, side: YearSide) -> str:
    said = f"{counted(side.events or 0, change.events)} against {number(side.exposure or 0, 1)} expected"
    return (
        f"{said} (ratio {figure_of(change, side.rate)})" if side.rate is not None else f"{said}, so there is no ratio"
    )


def _amount(value: float, many: str = "") -> str:
    """A level as it was sent: whole, or to one decimal."""
    if value != round(value):
        return f"{number(value, 1)} {many}".rstrip()
    return counted(value, many) if many else number(value)


def figure_of(change: Change, value: float) -> str:
    decimals = max(change.decimals, 1) if change.kind == "count" else change.decimals  # a mean of whole numbers
    if change.kind == "between" and value < 10:
        decimals = max(decimals, 1)  # half a day between is not 0 days
    if change.kind == "proportion" and 0 < value < 0.5 / 10**decimals:
        decimals += 1  # 1 of 300 is not 0%
    return number(value, decimals) + ("%" if change.kind == "proportion" and change.multiplier == 100 else "")


def _ranged(change: Change, side: YearSide, unit: str = "", name: str = "") -> str:
    """A rate with its range; where nothing happened, the time between events is only known to be long."""
    rate, low, high = (bound or 0 for bound in (side.rate, side.low, side.high))
    if isinf(rate):
        return f"on average more than {figure_of(change, low)}{unit} (none came)"
    return f"{figure_of(change, rate)}{unit} ({name}{figure_of(change, low)} to {figure_of(change, high)})"


def _ratio(change: Change) -> str:
    """How many times the year before, with its 95 % range. Time between is said by how often it was."""
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
