"""Before and after a start, observed against expected, and rolling years become sentences: what came after, not why."""

from __future__ import annotations

from math import isinf

from mist_dash.core import months
from mist_dash.core.before_after import FEWEST, Started, step
from mist_dash.core.change import YearSide
from mist_dash.core.expected import Expected
from mist_dash.core.rolling import FEWEST as FEWEST_SENT
from mist_dash.core.rolling import TWELVE, Window
from mist_dash.core.series import Series
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words.figures import few
from mist_dash.core.words.nouns import capital, counted, figure, listed, number, shown

NOT_WHY = "It shows what came after, not why: other things change as well."
GAPS = f"Shaded: not sent, and in neither line. A hollow point holds {FEWEST_SENT} to 11 of its 12 months."
SHORT = 24  # letters of a reason that fit beside a line
OVERLAPPING = (
    "Each point shares eleven of its twelve months with the next, so it moves slowly and no verdict is drawn from it."
)


def started(found: Started) -> str:
    """ "In the 24 months before Bionectors, 24 infections in 6,000 line days (4.00 per 1,000 line days); in the 36
    months from October 2023 to September 2026, ..."."""
    if not found.before.months or not found.after.months:
        side = "before" if not found.before.months else "after"
        return f"There are no months with numbers {side} {found.name} began, looked at in the same way."
    before, after = (months_of(found.series, one).removeprefix("1 ") for one in (found.before, found.after))
    first, last = months.say(found.month), months.say(found.after.months[-1])
    since = first if first == last else f"the {after} from {first} to {last}"
    told = (
        f"In the {before} before {found.name}, {figures(found.series, found.before)}; "
        f"in {since}, {figures(found.series, found.after)}."
    )
    return " ".join(filter(None, (told, _ratio(found), _others(found))))


def not_since(since: SinceWhen | None) -> str:
    """Why the figures here are not those of the headline; empty where that compares no other months."""
    if since is None or since.month is None:
        return ""
    what = "those months with all others" if since.until else f"the months before and since {months.say(since.month)}"
    return (
        f"The headline compares {what}, where the figures changed most clearly. Here it is the months before and since "
        "each change that you marked, so its figures are other ones."
    )


def figures(series: Series, side: YearSide) -> str:
    """ "13 infections in 6,119 line days (2.1 per 1,000 line days)"."""
    events, rate = counted(side.events or 0, series.events), rate_of(series, side)
    if side.exposure == 0:
        return f"no {series.exposure_name}"
    if series.kind == "proportion":
        share = "" if few(side) else f" ({rate})"
        return f"{number(side.events or 0)} of {number(side.exposure or 0)} {series.exposure_name}{share}"
    if side.exposure is None:
        return f"{events} ({rate} a month)"
    rated = f" ({rate} {series.unit})" if side.events else ""
    return f"{events} in {number(side.exposure)} {series.exposure_name}{rated}"


def out_of(series: Series, side: YearSide) -> str:
    """ "13 infections in 6,119 line days", "8 of 120 audits", "13 infections"."""
    return figures(series, side).rsplit(" (", 1)[0]


def rate_of(series: Series, side: YearSide) -> str:
    said = "none" if side.rate is None else shown(side.rate, max(series.decimals, 1))
    return f"{said}%" if series.kind == "proportion" else said


def months_of(series: Series, side: YearSide) -> str:
    return counted(len(side.months) * step(series), "months")


def _ratio(found: Started) -> str:
    if found.ratio is None or found.low is None or found.high is None:
        return f"Too short to compare: it takes {FEWEST} months on each side, with an event."
    chance = "" if found.apart else " This could still be chance."
    if not found.ratio:
        return f"None came after it, so {_end('upper')} {figure(found.high)} times as often as before.{chance}"
    if isinf(found.ratio):
        return f"None came before it, so {_end('lower')} {figure(found.low)} times as often as before.{chance}"
    upper = "upwards" if isinf(found.high) else f"to {figure(found.high)}"
    return f"That is {figure(found.ratio)} times as often (95% range {figure(found.low)} {upper}).{chance}"


def _end(which: str) -> str:
    return f"only the {which} end of the 95% range is known:"


def _others(found: Started) -> str:
    return f"{listed(list(found.others))} also changed in these months." if found.others else ""


def expected(found: Expected) -> str:
    """ "13 infections since October 2023, where about 21 would be expected at the earlier rate: 8 fewer, ..."."""
    happened = capital(counted(found.after.events or 0, found.series.events))
    due = f"about {number(found.at_earlier_rate)}" if found.at_earlier_rate >= 0.5 else "fewer than one"
    return (
        f"{happened} since {months.say(found.since)}, where {due} would be expected at the earlier rate: "
        f"{_difference(found)}."
    )


def _difference(found: Expected) -> str:
    """ "9 fewer, at least 2 and at most 18"; over nothing: "8 fewer, though anything from 3 more to 15 fewer fits"."""
    said = _more(found.fewer) or "about as many"
    if found.low > 0 or found.high < 0:
        least, most = sorted((abs(found.low), abs(found.high)))
        if least < 0.5:  # "between 0 and 18" would say that none may be fewer, which the range leaves out
            return f"{said}, more than by chance alone, and at most {number(most)}"
        return f"{said}, at least {number(least)} and at most {number(most)}"
    more, fewer = _more(found.low), _more(found.high)
    if not (more or fewer):
        return said
    if said in (more, fewer) and not (more and fewer):  # "2 fewer, though anything up to 2 fewer fits" says it twice
        return f"{said}, which could be chance"
    fits = f"anything from {more} to {fewer} fits" if more and fewer else f"anything up to {more or fewer} fits"
    return f"{said}, though {fits}, so it could be chance"


def _more(fewer: float) -> str:
    """ "9 fewer", "2 more"; empty where it is none to speak of."""
    return f"{number(abs(fewer))} {'fewer' if fewer > 0 else 'more'}" if abs(fewer) >= 0.5 else ""


def earlier(found: Expected) -> str:
    """What the dashed line is."""
    what = f"The dashed line goes on at the rate of the {months_of(found.series, found.before)} before"
    return f"{what} {months.say(found.since)}{f' (the baseline: {found.why})' if found.why else ''}."


def until(why: str) -> str:
    """What stands where a baseline ends. A lead's own reason may be long: it is whole beside the picture."""
    return why if len(why) <= SHORT else f"{why[:SHORT].rsplit(' ', 1)[0]} …"


def rolling(windows: tuple[Window, ...]) -> str:
    """The newest twelve months, and the twelve before them: observed and expected apart."""
    known = {one.month: one for one in windows if one.ratio is not None}
    if not known:
        return f"It takes {FEWEST_SENT} of twelve months, with deaths expected, before a ratio can be shown."
    now = known[max(known)]
    said = (
        f"In the 12 months to {months.say(now.month)}{_sent(now)}, {counted(now.observed or 0, 'deaths')} where "
        f"{number(now.expected or 0, 1)} were expected: a ratio of {number(now.ratio or 0)} "
        f"(95% range {number(now.low or 0)} to {number(now.high or 0)})."
    )
    before = known.get(months.later(now.month, -TWELVE))
    if before is None:
        return said
    return (
        f"{said} In the 12 months before{_sent(before)}, {number(before.observed or 0)} observed and "
        f"{number(before.expected or 0, 1)} expected (ratio {number(before.ratio or 0)})."
    )


def _sent(one: Window) -> str:
    """ " (11 of them sent)"; empty where all were."""
    return "" if one.whole else f" ({one.sent} of them sent)"
