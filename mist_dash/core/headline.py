"""One answered query becomes its headline of at most twelve words, its verdict of six, and a small table of figures.

Born of the same comparison, scan and counts as chart and sentence. The order is fixed: counted differently > since when
> the longest time without > year on year beyond chance > about the same, could be chance, too few.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isinf, log
from typing import Literal

from mist_dash.core import months, words
from mist_dash.core.change import Change, Verdict, YearSide
from mist_dash.core.control import meaning_of
from mist_dash.core.counts import Profile
from mist_dash.core.series import Series
from mist_dash.core.since_last import SinceLast
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words import change as said
from mist_dash.core.words.nouns import capital, counted, number, singular

LONGEST = 12  # words
Kind = Literal["looked differently", "since", "longest", "year", "same", "few", "nothing"]
HeadlineMark = Literal["improvement", "concern", "neutral", "common cause"]
ALIKE = 0.05  # of the logarithm of a ratio: nobody would call 57 and 58 fewer
CHANCE = "could be chance"
NO_GOOD = "neither good nor bad"


@dataclass(frozen=True)
class Headline:
    """text: at most twelve words, no full stop. brief: at most six, for a row of many. meaning: how it is marked."""

    text: str
    brief: str
    kind: Kind
    meaning: HeadlineMark = "common cause"
    lower: bool = False  # what is shown went down: a sign that points, points so


@dataclass(frozen=True)
class Line:
    """One row of the small table under a headline: "Since then | 8 | in 10,500 line days | 0.8 | per 1,000; before: 2".

    caveats: whole sentences that stand behind an (i).
    """

    when: str
    events: str
    exposure: str
    rate: str
    told: str
    caveats: tuple[str, ...] = ()


def headline(series: Series, change: Change, since: SinceWhen, last: SinceLast) -> Headline:
    """What is said first of one measure in one area."""
    for found in (_differently(change), _since(series, since), _longest(series, last, change), _year(change)):
        if found:
            return found
    return _otherwise(change, last)


def of_profile(profile: Profile, title: str) -> Headline:
    """ "5 of 235 graded incidents did harm so far in 2026/27". Of bars by year nothing is judged."""
    total, when = profile.totals[-1], words.profile.when(profile)
    if not profile.harms:
        return Headline(f"{title}: {number(total)} {when}", NO_GOOD, "same")
    found = f"{number(profile.harmed[-1])} of {number(total)}"
    whole = f"{found} {profile.events} did harm {when}"
    return Headline(whole if len(whole.split()) <= LONGEST else f"{found} did harm {when}", NO_GOOD, "same")


def without(title: str, area: str, withheld: bool = False) -> Headline:
    """Where there is nothing to show, or nothing for this reader."""
    if withheld:
        return Headline("These numbers are small, and for your centre’s lead only", "for your lead only", "nothing")
    return Headline(f"No numbers yet: {title}, {area}", "no numbers yet", "nothing")


def lines(series: Series, change: Change, since: SinceWhen) -> tuple[Line, ...]:
    """Since the change, where the scan speaks; this year so far; the last whole year where this one is not over."""
    found = [_since_line(series, since)] if since.direction else []
    found += [_year_line(one) for one in (change, change.whole) if one is not None and one.this.months]
    return tuple(found)


def _differently(change: Change) -> Headline | None:
    if change.better is not Verdict.SUSPENDED or not change.marker:
        return None
    when = months.say(change.marker)
    return Headline(
        f"Counted differently since {when}: the years cannot be compared",
        f"counted differently since {months.say(change.marker, short=True)}",
        "looked differently",
    )


def _since(series: Series, since: SinceWhen) -> Headline | None:
    text = words.since.headline(since, series)
    if not text:
        return None
    more = since.direction == "up"
    return Headline(
        text, _lasting(series, since), "since", _meaning(series, more), lower=more == (series.kind == "between")
    )


def _lasting(series: Series, since: SinceWhen) -> str:
    """ "lower for 24 months"; of an outbreak, when it was."""
    more = since.direction == "up"
    if since.until:
        first, end = months.say(since.month or "", short=True), months.say(since.until, short=True)
        return f"{'more' if more else 'fewer'} {first}" + ("" if first == end else f" to {end}")
    how_long = months.number(series.months[-1]) - months.number(since.month or series.months[-1]) + 1
    way = ("more often" if more else "less often") if series.kind == "between" else "higher" if more else "lower"
    return f"{way} for {counted(how_long, 'months')}"


def _meaning(series: Series, more: bool) -> HeadlineMark:
    """What more or fewer events mean; of the time between them the longer one is the higher."""
    up = more != (series.kind == "between")
    return meaning_of(series.better, 1 if up else -1).split()[0]  # type: ignore[return-value]


def _longest(series: Series, last: SinceLast, change: Change) -> Headline | None:
    """A plain fact, marked as an improvement only where chance would hardly bring it."""
    if not last.longest_yet or last.months is None or series.better == "neither" or change.beyond_chance:
        return None
    since = f"{counted(last.months, 'months')} since the last"
    text = _fitting(f"{since} {singular(series.events)}, the longest yet", f"{since}, the longest yet")
    brief = f"{counted(last.months, 'months')} since last, longest yet"
    meaning = _meaning(series, more=False) if last.remarkable else "common cause"
    return Headline(text, brief, "longest", meaning)


def _year(change: Change) -> Headline | None:
    """A year that differs from the one before by more than chance: this one, else the last whole one."""
    for one in (change, change.whole):
        if one is not None and one.beyond_chance and one.ratio is not None and one.last is not None:
            way = said.direction(one)
            when = "" if not one.running else " so far this year"
            which = f" in {_year_name(one.this)}" if one is not change else when
            figures = f"{_figure(one, one.this)} against {_figure(one, one.last)}"
            text = _fitting(
                f"{capital(_things(way, one))}{which}: {figures} the year before",
                f"{capital(_things(way, one))}{which}: {figures}",
                f"{capital(way)}{which or ' than the year before'}: {figures}",
            )
            meaning: HeadlineMark = {Verdict.BETTER: "improvement", Verdict.WORSE: "concern"}.get(one.better, "neutral")  # type: ignore[assignment]
            brief = f"{way} than the year before" if one is change else f"{way} in {_year_name(one.this)}"
            return Headline(text, brief, "year", meaning, lower=(one.ratio < 1) != (one.kind == "between"))
    return None


def _otherwise(change: Change, past: SinceLast) -> Headline:
    """Nothing beyond chance, or nothing to compare with."""
    this, last = change.this, change.last
    when = "so far this year" if change.running else f"in {_year_name(this)}"
    if not this.months:
        return Headline("Nothing to compare yet", "nothing to compare yet", "nothing")
    if change.kind == "value":
        return Headline(capital(said.level(change)), _step(change), "same")
    if change.kind == "ratio":
        return Headline(_ratio(change, when), NO_GOOD, "same")
    if last is None or last.events is None:
        amount = _fitting(f"{_amount(change)} {when}; no year before yet", f"{_figure(change, this)} {when}")
        return Headline(capital(amount), "no year before yet", "few")
    if change.better is Verdict.TOO_FEW or change.ratio is None or not (this.events or last.events):
        return _rare(change, past) or _few(change, last, when)
    way = said.direction(change)
    if way.endswith("the same") or abs(log(change.ratio or 1)) < ALIKE:
        way = "about the same"
        text = _fitting(
            f"{capital(way)}: {_amount(change)} {when}, {_figure(change, last)} before",
            f"{capital(way)} as the year before",
        )
        return Headline(text, "about the same", "same")
    than = when if change.running else "than the year before"
    text = _fitting(
        f"{capital(_things(way, change))} {than}; this {CHANCE}",
        f"{capital(_things(way, change))} {than}: {CHANCE}",
        f"{capital(way)} {than}; this {CHANCE}",
    )
    return Headline(text, CHANCE if change.wanted != "neither" else NO_GOOD, "same")


def _rare(change: Change, past: SinceLast) -> Headline | None:
    """Of what is too rare for a comparison, the time since the last one, beside the longest."""
    if not past.months or past.longest is None or change.kind == "proportion":
        return None
    since = f"{counted(past.months, 'months')} since the last"
    longest = f"{number(max(past.longest, past.months))} the longest so far"
    text = _fitting(f"{since} {singular(change.events)}, {longest}", f"{since}, {longest}")
    longest_brief = "longest yet" if past.months > past.longest else f"longest {past.longest}"
    return Headline(text, f"{counted(past.months, 'months')} since last, {longest_brief}", "few")


def _few(change: Change, last: YearSide, when: str) -> Headline:
    if not change.this.events and not last.events:
        text = _fitting(f"No {change.events} {when} or the year before", f"None {when} or the year before")
        return Headline(text, "none in both years", "few")
    now, then = _figure(change, change.this), _figure(change, last)
    text = _fitting(
        f"{_amount(change)} {when}, {then} before: too few to judge",
        f"{capital(now)} {when}, {then} before: too few to judge",
    )
    return Headline(text, "too few to compare", "few")


def _ratio(change: Change, when: str) -> str:
    now, last = change.this.rate, change.last
    text = f"Ratio {said.figure_of(change, now)} {when}" if now is not None else f"No ratio {when}"
    return f"{text}; {said.figure_of(change, last.rate)} the year before" if last and last.rate is not None else text


def _step(change: Change) -> str:
    """ "2 more than a year before"."""
    if change.last is None or change.last.events is None:
        return "no year before yet"
    moved = (change.this.events or 0) - change.last.events
    return (
        f"{number(abs(moved))} {'more' if moved > 0 else 'fewer'} than a year before" if moved else "as a year before"
    )


def _year_name(side: YearSide) -> str:
    """ "2025/26"; of the last 12 months, just that."""
    return "12 months" if side.name.startswith("12") else side.name


def _things(way: str, change: Change) -> str:
    """ "fewer infections", "a lower share" (of what, its figures say)."""
    return f"{way} {change.events}" if way in ("fewer", "more") else way


def _amount(change: Change) -> str:
    this = change.this
    if change.kind == "proportion":
        return f"{_figure(change, this)} {change.events}"
    return capital(counted(this.events or 0, change.events))


def _figure(change: Change, side: YearSide) -> str:
    """The count, or of a share the share."""
    if change.kind == "proportion" and side.rate is not None:
        return said.figure_of(change, side.rate)
    return number(side.events or 0) if side.events else "none"


def _fitting(*tries: str) -> str:
    """The first that has at most twelve words, else the last."""
    return next((one for one in tries if len(one.split()) <= LONGEST), tries[-1])


def _since_line(series: Series, since: SinceWhen) -> Line:
    assert since.before is not None and since.after is not None and since.month is not None
    when = (
        f"Since {months.say(since.month, short=True)}"
        if not since.until
        else f"{months.say(since.month, short=True)} to {months.say(since.until, short=True)}"
    )
    now, then = words.since.sides(series, since)
    chance = "Chance alone would rarely do this."
    told = f"{_unit(series.kind, series.unit)}; {'before' if not since.until else 'otherwise'}: {then}. {chance}"
    return Line(
        when,
        _count(since.after),
        _exposure(series.exposure_name, since.after),
        now,
        told,
        tuple(filter(None, (words.since.say(since, series), words.since.CAUTION))),
    )


def _year_line(change: Change) -> Line:
    this, last = change.this, change.last
    when = f"{this.name} so far" if change.running else capital(this.name)
    then = (
        "nothing from the same months of the year before"
        if last is None
        else f"{'the same months' if change.running else 'the year'} before: {said.side(change, last)}"
    )
    verdict = said.verdict(change)
    told = f"{_unit(change.kind, change.unit)}; {then}{f'. {verdict}' if verdict else ''}"
    rate = "" if this.rate is None else "none" if isinf(this.rate) else said.figure_of(change, this.rate)
    caveats = tuple(filter(None, (words.rates(replace(change, whole=None)), *said.caveats(change))))
    return Line(
        when,
        _count(this),
        _exposure(change.exposure_name, this, change.kind == "ratio"),
        rate,
        told.lstrip("; "),
        caveats,
    )


def _count(side: YearSide) -> str:
    return number(side.events) if side.events else "none"


def _exposure(name: str, side: YearSide, expected: bool = False) -> str:
    if side.exposure is None:
        return ""
    return f"{'against' if expected else 'in'} {number(side.exposure, int(expected))} {name or 'days'}"


def _unit(kind: str, unit: str) -> str:
    return "" if kind == "value" else unit.strip("()").removeprefix("% ")
