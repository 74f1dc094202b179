"""Since when a rate changed becomes a sentence, a headline of at most twelve words, and what must be said beside both.

Fewer or more, never better or worse, and never why: the scan knows neither.
"""

from __future__ import annotations

from dataclasses import replace
from math import isinf

from mist_dash.core import months
from mist_dash.core.change import YearSide
from mist_dash.core.change.sides import counted as as_counted
from mist_dash.core.series import Series
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words.figures import few, of_rate
from mist_dash.core.words.nouns import capital, figure, number, shown

LONGEST = 12  # words of a headline
WIDE = 6.0  # times as much: a factor whose 95% range reaches further than that from end to end is not named
FAR = 2.0  # times as often at the least, from which it is far fewer or far more
CAUTION = (
    "The month was found in the figures, not in what was done: it says when, not why. "
    "The newest month is left out until the next one is in."
)
# A ratio up to the first number is called so. Between the last of the fewer and the first of the more, just that.
FEWER = (
    (0.08, ""),
    (0.15, "a tenth"),
    (0.22, "a fifth"),
    (0.29, "a quarter"),
    (0.41, "a third"),
    (0.58, "half"),
    (0.7, "two thirds"),
    (0.85, "three quarters"),
)
MORE = (
    (1.35, ""),
    (1.65, "1.5 times"),
    (1.8, ""),
    (2.3, "twice"),
    (2.7, "2.5 times"),
    (3.5, "three times"),
    (4.5, "four times"),
    (5.5, "five times"),
    (7, "six times"),
    (10, "eight times"),
)


def say(found: SinceWhen, series: Series) -> str:
    """ "Fewer infections since about March 2025 (between December 2024 and July 2025): 0.7 instead of 2.1 per 1,000
    line days." Empty where the scan says nothing."""
    if not found.direction or found.before is None or found.after is None:
        return ""
    series = as_counted(series)
    return f"{_what(found, series)} {_when(found)}: {_rates(series, found.before, found.after)}."


def whole(found: SinceWhen | None, series: Series) -> str:
    """The sentence with its range: what a picture that is taken along says under its headline."""
    if found is None or not (said := say(found, series)):
        return ""
    reached = reach(found, series)
    return f"{said} {capital(reached)}." if reached else said


def headline(found: SinceWhen, series: Series) -> str:
    """ "About a third as many infections since March 2025", "92% instead of 78% of audits since March 2025"."""
    if not found.direction or found.before is None or found.after is None:
        return ""
    series = as_counted(series)
    tries = _shares(series, found.before, found.after) if series.kind == "proportion" else _times(series, found)
    named = [f"{words}{when}" for words in tries for when in _whens(found, sure=words.startswith("About"))]
    return next((one for one in named if len(one.split()) <= LONGEST), named[-1])


def band(found: SinceWhen) -> str:
    """ "began between Dec 2024 and Jul 2025": what the band in a picture is. Empty where there is none."""
    if found.first is None or found.last is None:
        return ""
    first, last = months.say(found.first, short=True), months.say(found.last, short=True)
    return f"began between {first} and {last}" if first != last else f"began about {first}"


def reach(found: SinceWhen, series: Series) -> str:
    """ "0.23 times as often (95% range 0.1 to 0.46)"; of a share the range of the newer one. What stands beneath every
    headline that says how much more or less."""
    if found.after is None or found.low is None or found.high is None:
        return ""
    if series.kind == "proportion":
        low, high = _figures(series, found.after.high or 0, found.after.low or 0)
        return "" if few(found.after) else f"95% range {low}% to {high}%"
    if not found.ratio:
        return f"at most {figure(found.high)} times as often (95% range)"
    if isinf(found.high):
        return f"at least {figure(found.low)} times as often (95% range)"
    return f"{figure(found.ratio)} times as often (95% range {figure(found.low)} to {figure(found.high)})"


def sides(series: Series, found: SinceWhen) -> tuple[str, str]:
    """The figures now and then, with as many decimals as tell them apart; "none" where nothing happened."""
    assert found.before is not None and found.after is not None
    if series.kind == "between":
        now, then = (
            "none" if one.rate is None or isinf(one.rate) else shown(one.rate, 1 if one.rate < 10 else 0)
            for one in (found.after, found.before)
        )
        return now, then
    return _told(as_counted(series), found.before, found.after)


def _what(found: SinceWhen, series: Series) -> str:
    if series.kind == "proportion":
        share = "larger" if found.direction == "up" else "smaller"
        have = "were" if found.until else "have been"
        return f"{capital(series.events)} {have} a {share} share"
    return _plain(found, series)


def _plain(found: SinceWhen, series: Series) -> str:
    """ "Fewer infections", "A lower rate of incidents reported"."""
    if of_rate(series.kind, series.better):
        return f"A {'higher' if found.direction == 'up' else 'lower'} rate of {series.events}"
    return f"{_fewer(found)} {series.events}"


def _when(found: SinceWhen) -> str:
    """The month, and the months between which it lies."""
    if found.until:
        return _since(found)
    said = f"since about {months.say(found.month or '')}"
    if found.first == found.last:
        return said
    first, last = months.say(found.first or ""), months.say(found.last or "")
    return f"{said} (between {_without_year(first, last)} and {last})"


def _without_year(month: str, later: str) -> str:
    """ "January" before "February 2023"."""
    return month.split(" ")[0] if month.split(" ")[1:] == later.split(" ")[1:] else month


def _since(found: SinceWhen) -> str:
    month = months.say(found.month or "")
    if not found.until:
        return f"since {month}"
    last, so_far = months.say(found.until), " so far" if found.going_on else ""
    when = f"in {month}" if found.until == found.month else f"from {_without_year(month, last)} to {last}"
    return when + so_far


def _whens(found: SinceWhen, sure: bool) -> list[str]:
    """Ways to say when, the fullest first. sure: words before it say "about" already, or it is one month."""
    if not found.until:
        about = "" if sure or found.first == found.last else "about "
        return [f" since {about}{months.say(found.month or '')}"]
    shorter = f" since {months.say(found.month or '')} so far" if found.going_on else _since(found)[4:]
    return [f" {_since(found)}", *([] if found.until == found.month else [f"{'' if found.going_on else ','}{shorter}"])]


def _rates(series: Series, before: YearSide, after: YearSide) -> str:
    """The rate now and then, each in the unit of the measure."""
    if series.kind == "between":
        return _gaps(series, before, after)
    now, then = _told(series, before, after)
    if series.kind == "proportion":
        return f"{now} instead of {then} {series.exposure_name if _few(before, after) else _of_what(series)}"
    unit = "a month" if series.kind == "count" else series.unit
    if not before.rate:
        return f"{now} {unit} instead of none"
    return f"{now if after.rate else 'none'} instead of {then} {unit}"


def _gaps(series: Series, before: YearSide, after: YearSide) -> str:
    """How far apart events are; where there was none, in how much."""
    unit = series.exposure_name or "days"
    known = [0.0 if side.rate is None or isinf(side.rate) else side.rate for side in (before, after)]
    least = 1 if 0 < min(filter(None, known), default=0) < 10 else 0  # one every 0 days is none at all
    said = dict(zip((before, after), _figures(replace(series, decimals=least), *known)[::-1], strict=True))

    def one_every(side: YearSide, unit: str) -> str:
        if side.rate is None or isinf(side.rate):
            return "none" if side.exposure is None else f"none in {number(side.exposure)}{unit}"
        return f"one every {said[side]}{unit}"

    return f"{one_every(after, f' {unit}')} instead of {one_every(before, '')}"


def _figures(series: Series, before: float, after: float) -> tuple[str, str]:
    """Now and then, with as many decimals as tell them apart."""
    least = max(series.decimals, 1) if series.kind == "count" else series.decimals
    for decimals in range(least, least + 3):
        now, then = number(after, decimals), number(before, decimals)
        if now != then:
            break
    return now, then


def _times(series: Series, found: SinceWhen) -> list[str]:
    """Ways to say it, the fullest first."""
    plain, times = _plain(found, series), _as_many(found)
    far = plain.replace("A ", "A far ", 1) if plain.startswith("A ") else f"Far {plain[:1].lower()}{plain[1:]}"
    as_many = f"{times} the rate of" if of_rate(series.kind, series.better) else f"{times} as many"
    return [*([f"{as_many} {series.events}"] if times else []), *([far] if _far(found) else []), plain]


def _as_many(found: SinceWhen) -> str:
    """ "About half", "About twice"; nothing where fewer or more is all that can be said in plain words, or where the
    range is so wide that no number should be."""
    ratio = 1.0 if found.ratio is None else found.ratio
    if ratio == 0 or isinf(ratio):  # "none since" could be untrue: the newest month is not looked at
        return ""
    if not found.low or found.high is None or found.high > WIDE * found.low:
        return ""
    if (ratio < 1) != (found.direction == "down"):  # a season in the rates as sent may hide the change
        return ""
    if ratio > MORE[-1][0]:
        return "Over ten times"
    name = next((name for upto, name in (FEWER if ratio < 1 else MORE) if ratio <= upto), "")
    return f"About {name}" if name else ""


def _far(found: SinceWhen) -> bool:
    """Whether even the nearer end of the range is half or twice."""
    if found.low is None or found.high is None:
        return False
    return found.high <= 1 / FAR if found.direction == "down" else found.low >= FAR


def _shares(series: Series, before: YearSide, after: YearSide) -> list[str]:
    """Ways to say it, the fullest first: what the share is, or of what."""
    now, then = _told(series, before, after)
    events, way = capital(series.events), "higher" if (after.rate or 0) > (before.rate or 0) else "lower"
    told = [f"{events}: {now} instead of {then}"]
    if not _few(before, after):
        told.append(f"{now} instead of {then} {_of_what(series)}")
    return [*told, f"{events}: a {way} share", f"A {way} share of {series.exposure_name}"]


def _told(series: Series, before: YearSide, after: YearSide) -> tuple[str, str]:
    """Now and then: rates, shares in per cent, or where they are of few "4 of 12"."""
    if series.kind == "proportion" and _few(before, after):
        now, then = (f"{number(one.events or 0)} of {number(one.exposure or 0)}" for one in (after, before))
        return now, then
    now, then = _figures(series, before.rate or 0, after.rate or 0)
    per_cent = "%" if series.unit.startswith("%") else ""
    return f"{now}{per_cent}", f"{then}{per_cent}"


def _few(before: YearSide, after: YearSide) -> bool:
    return few(before) or few(after)


def _of_what(series: Series) -> str:
    return series.unit.removeprefix("% ")


def _fewer(found: SinceWhen) -> str:
    return "More" if found.direction == "up" else "Fewer"
