"""One answered query becomes its headline of at most twelve words, and its verdict of six.

Born of the same comparison, scan and counts as chart, sentence and the small table (`lines`). The order is fixed:
counted differently > since when > the longest time without > year on year beyond chance > about the same, could
be chance, too few.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from mist_dash.core import months, words
from mist_dash.core.change import Change, Verdict, YearSide
from mist_dash.core.control import meaning_of
from mist_dash.core.counts import Profile
from mist_dash.core.series import Series
from mist_dash.core.since_last import LONG, SinceLast
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words import figures as said
from mist_dash.core.words.nouns import capital, counted, number, singular
from mist_dash.core.words.verdict import alike, direction, nothing_to_compare

LONGEST = 12  # words
Kind = Literal["looked differently", "since", "longest", "year", "same", "few", "nothing"]
HeadlineMark = Literal["improvement", "concern", "neutral", "common cause"]
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


def headline(series: Series, change: Change, since: SinceWhen, last: SinceLast) -> Headline:
    """What is said first of one measure in one area."""
    for found in (_differently(change), _since(series, since), _longest(series, last, change), _year(change)):
        if found:
            return found
    return _otherwise(change, last)


def of_profile(profile: Profile, title: str) -> Headline:
    """ "5 of 235 graded incidents did harm so far in 2026/27". Of bars by year nothing is judged."""
    total, when = profile.totals[-1], words.profile.when(profile)
    when = "in 12 months" if profile.years[-1].startswith("12") else when
    if not profile.harms:
        return Headline(f"{title}: {counted(total, profile.events)} {when}", NO_GOOD, "same")
    if not total:
        return Headline(f"No {profile.events} {when}", NO_GOOD, "same")
    harmed = number(profile.harmed[-1]) if profile.harmed[-1] else "None"
    return Headline(f"{harmed} of {number(total)} {profile.events} did harm {when}", NO_GOOD, "same")


def without(title: str, area: str, withheld: bool = False) -> Headline:
    """Where there is nothing to show, or nothing for this reader."""
    if withheld:
        return Headline("These numbers are small, and for your centre’s lead only", "for your lead only", "nothing")
    return Headline(f"No numbers yet: {title}, {area}", "no numbers yet", "nothing")


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
        way = ("higher" if more else "lower") if series.kind == "proportion" else "more" if more else "fewer"
        return f"{way} {first}" + ("" if first == end else f" to {end}")
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
    text = f"{counted(last.months, 'months')} since the last {singular(series.events)}, the longest yet"
    brief = f"{counted(last.months, 'months')} since last, longest yet"
    meaning = _meaning(series, more=False) if last.remarkable else "common cause"
    return Headline(text, brief, "longest", meaning)


def _year(change: Change) -> Headline | None:
    """A year that differs from the one before by more than chance: this one, else the last whole one."""
    for one in (change, change.whole):
        if one is not None and one.beyond_chance and one.ratio is not None and one.last is not None:
            way, when = direction(one), _when(one)
            text = _against(one, way, when)
            meaning: HeadlineMark = {Verdict.BETTER: "improvement", Verdict.WORSE: "concern"}.get(one.better, "neutral")  # type: ignore[assignment]
            than = "than the year before" if one is change else f"in {_year_name(one.this)}"
            brief = f"{way.removeprefix('a ')} {than}"
            return Headline(text, brief, "year", meaning, lower=(one.ratio < 1) != (one.kind == "between"))
    return None


def _against(change: Change, way: str, when: str) -> str:
    """ "Fewer infections so far this year: 3 against 12 the year before"."""
    assert change.last is not None
    if change.kind == "proportion":
        return _beside(change, when, " the year before", " before", then=" against {}")
    figures = f"{_count(change.this)} against {_count(change.last)}"
    if way.endswith("rate"):
        rates = (said.figure_of(change, one.rate or 0) for one in (change.this, change.last))
        figures = " against ".join(rates)
    things = capital(_things(way, change))
    return _fitting(
        f"{things} {when}: {figures} the year before", f"{things} {when}: {figures}", f"{things}: {figures} before"
    )


def _otherwise(change: Change, past: SinceLast) -> Headline:
    """Nothing beyond chance, or nothing to compare with."""
    this, last = change.this, change.last
    if not this.months:
        return Headline("Nothing to compare yet", "nothing to compare yet", "nothing")
    when = _when(change)
    if change.kind == "value":
        level = words.change.level(change)
        short = f"{said.amount(this.events or 0, change.events)}, {_step(change)}"
        return Headline(capital(_fitting(level, short)), _step(change), "same")
    if change.kind == "ratio":
        return Headline(_ratio(change, when), NO_GOOD, "same")
    if last is None or last.events is None:
        return Headline(_beside(change, when, "; no year before yet"), "no year before yet", "few")
    for side, time in ((this, when), (last, "the year before")):
        if side.exposure == 0:
            return Headline(f"No {change.exposure_name} {time}: nothing to compare", "nothing to compare yet", "few")
    if change.better is Verdict.TOO_FEW or change.ratio is None or not (this.events or last.events):
        return _rare(change, past) or _few(change, last, when)
    way = direction(change)
    if alike(change):
        same = "about the same rate" if way.endswith("rate") else "about the same"
        return Headline(_beside(change, when, f"; {same}"), same, "same")
    brief = CHANCE if change.wanted != "neither" else NO_GOOD
    if change.kind == "proportion" or _of_rate(change):
        return Headline(_beside(change, when, f"; {CHANCE}"), brief, "same")
    things = capital(_things(way, change))
    text = _fitting(f"{things} {when}; this {CHANCE}", f"{things} {when}: {CHANCE}", f"{things}: {CHANCE}")
    return Headline(text, brief, "same")


def _beside(change: Change, when: str, *ends: str, then: str = ", {} before") -> str:
    """ "People told: 61% so far this year, 74% before; could be chance": the fullest that fits, the end always.

    Of a share, its events and the share, or where those are many words, the share and of what.
    """
    now, before = (_figures(change, change.this), "")
    if change.last is not None and change.last.months:
        before = then.format(_figures(change, change.last))
    begun = [_amount(change)]
    if _of_rate(change):
        begun = [f"Rate of {change.events}: {now}", f"{capital(now)} {change.unit}"]
    if change.kind == "proportion":
        of = change.exposure_name if _of_few(change) else change.unit.removeprefix("% ")
        begun = [f"{capital(change.events)}: {now}", f"{capital(now)} {of}"]
    times = (f" {when}", f" {_shorter(when)}", "")
    tries = [f"{start}{time}{before}{end}" for time in times for start in begun for end in ends]
    thing = re.findall(r"\w+s\b", change.exposure_name)[-1:]  # "incidents" of "nationally graded incidents"
    of = "" if _of_few(change) else " of"
    return _fitting(*tries, *(f"{capital(now)}{of} {one}{before}{end}" for one in thing for end in ends))


def _rare(change: Change, past: SinceLast) -> Headline | None:
    """Of what is too rare for a comparison, the time since the last one, beside the longest."""
    if not past.months or past.longest is None or change.kind == "proportion":
        return None
    since, short = (
        f"{counted(past.months, 'months')} since {last}" for last in (f"the last {singular(change.events)}", "last")
    )
    if past.unknown:
        hole = f"{past.unknown} not sent"
        return Headline(_fitting(f"{since}; {hole}", f"{short}; {hole}"), f"{short}, {past.unknown} unsent", "few")
    longest = words.picture.longest(past)
    tries = [f"{since}, as long as ever"] if past.months == past.longest and past.months >= LONG else []
    if "at most" in longest:
        never = f"never over {past.longest}"
        return Headline(_fitting(f"{since}, {never} so far", f"{since}, {never}"), short, "few")
    tries += [f"{since}, {longest.removeprefix('longest ')} the longest so far", f"{since}, {longest}"]
    return Headline(_fitting(*tries), f"{short}, {longest}", "few")


def _few(change: Change, last: YearSide, when: str) -> Headline:
    """Too few, or why numbers that are not small tell nothing."""
    if not change.this.events and not last.events:
        none = f"No {change.events} {when} or the year before"
        text = _fitting(none, _shorter(none), f"No {change.events} in either year")
        return Headline(text, "none in both years", "few")
    why = nothing_to_compare(change).split(",")[0].removesuffix(" here to compare")
    short = f"both {why.removesuffix(' in both years')}" if why.endswith("years") else why
    ends = (why, short) if why else ("too few to judge", "too few")
    return Headline(_beside(change, when, *(f"; {end}" for end in ends)), "too few to compare", "few")


def _ratio(change: Change, when: str) -> str:
    """ "Ratio 115 in 2025/26, 106 the year before: neither good nor bad"."""
    now, last = change.this.rate, change.last
    if now is None:
        return f"No ratio {when}: no deaths were expected"
    text = f"Ratio {said.figure_of(change, now)} {when}"
    if last is None or last.rate is None:
        return f"{text}: {NO_GOOD}"
    then = said.figure_of(change, last.rate)
    ends = (f"{then} in the same months before", f"{then} before") if change.running else (f"{then} the year before",)
    return _fitting(*(f"{text}, {end}: {NO_GOOD}" for end in (*ends, f"{then} before")))


def _step(change: Change) -> str:
    """ "2 more than a year before"."""
    if change.last is None or change.last.events is None:
        return "no year before yet"
    moved = (change.this.events or 0) - change.last.events
    if not moved:
        return "the same as a year before"
    return f"{said.amount(abs(moved))} {'more' if moved > 0 else 'fewer'} than a year before"


def _when(change: Change) -> str:
    """ "so far this year", "in 2025/26"; of a year with months left out, how many there are."""
    if change.running:
        return "so far this year"
    this = change.this
    return f"in {counted(len(this.months), 'months')}" if this.part else f"in {_year_name(this)}"


def _year_name(side: YearSide) -> str:
    """ "2025/26"; of the last 12 months, just that."""
    return "12 months" if side.name.startswith("12") else side.name


def _things(way: str, change: Change) -> str:
    """ "fewer infections", "a higher rate of infections"."""
    return f"{way} {change.events}" if way in ("fewer", "more") else f"{way} of {change.events}"


def _amount(change: Change) -> str:
    return capital(counted(change.this.events or 0, change.events))


def _figures(change: Change, side: YearSide) -> str:
    """The count, or of a share the share; where either year's is one of few, both counts."""
    if _of_rate(change):
        return said.figure_of(change, side.rate or 0)
    if change.kind != "proportion":
        return _count(side)
    if not side.exposure or side.rate is None:
        return f"no {change.exposure_name}"
    return f"{_count(side)} of {number(side.exposure)}" if _of_few(change) else said.figure_of(change, side.rate)


def _of_rate(change: Change) -> bool:
    return said.of_rate(change.kind, change.wanted)


def _of_few(change: Change) -> bool:
    return any(side is not None and side.months and said.few(side) for side in (change.this, change.last))


def _shorter(figures: str) -> str:
    """The same without "so far", where only that fits."""
    return figures.replace("so far this year", "this year")


def _fitting(*tries: str) -> str:
    """The first that has at most twelve words, else the last."""
    return next((one for one in tries if len(one.split()) <= LONGEST), tries[-1])


def _count(side: YearSide) -> str:
    return number(side.events) if side.events else "none"
