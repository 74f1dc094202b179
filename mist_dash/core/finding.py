"""Everything one centre has sent becomes what it is told: which of its own series improved or are strong, since when.

Of other centres it rests on nothing but what is published for all of them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mist_dash.core import months
from mist_dash.core.catalogue import WHOLE, Theme
from mist_dash.core.change.sides import counted
from mist_dash.core.counts import Numbers
from mist_dash.core.events import Event
from mist_dash.core.query import Answer, Query, answer
from mist_dash.core.series import Series
from mist_dash.core.since_when import MONTHLY, SinceWhen, since_when_of_all
from mist_dash.core.since_when.chance import chosen_together
from mist_dash.core.stories import Story
from mist_dash.core.strength import LOOKS, PublishedYear, Strength, grows, harm, quiet, rarer, spreads

FindingKind = Literal["improved", "quiet", "rarer"]
SeriesKey = tuple[str, str, str]  # theme, measure, area
MAY_ENTER = {
    ("rate", "lower"),
    ("count", "lower"),
    ("between", "higher"),
    ("proportion", "lower"),
    ("proportion", "higher"),
}
FALSE = 0.10  # how much of what is told to a centre within three years may be chance
ABOUT = 3  # months, within which two changes are about the same one
LASTING = 12  # months that an improvement has lasted, and within which something was sent


@dataclass(frozen=True)
class Finding:
    """One series worth telling others about, and the first month of it."""

    theme: str
    measure: str
    area: str
    kind: FindingKind
    since: str


def search(
    sent: Sequence[tuple[Theme, Numbers, Sequence[Event]]],
    published: Mapping[SeriesKey, Sequence[PublishedYear]] | None = None,
) -> tuple[Finding, ...]:
    """What is found in one centre's numbers of these themes, in the catalogue's order."""
    return find({_key(one): one for theme in sent for one in entered(*theme)}, published or {})


def find(
    answers: Mapping[SeriesKey, Answer], published: Mapping[SeriesKey, Sequence[PublishedYear]]
) -> tuple[Finding, ...]:
    """What is so by more than chance, each series once.

    Every question asked of every series enters Benjamini and Hochberg (1995) together, with its chance over three
    years of monthly looks.
    """
    asked = list(_questions({key: one for key, one in answers.items() if _may_enter(one.series)}, published))
    kept = chosen_together(np.array([found.p for _, _, found in asked], dtype=float), FALSE)
    told: dict[SeriesKey, Finding] = {}
    for (key, kind, found), keep in zip(asked, kept, strict=True):
        if keep:
            told.setdefault(key, Finding(*key, kind, found.since))
    return tuple(told.values())


def _questions(
    answers: Mapping[SeriesKey, Answer], published: Mapping[SeriesKey, Sequence[PublishedYear]]
) -> Iterator[tuple[SeriesKey, FindingKind, Strength]]:
    """What can be asked of each series that still is sent, and how likely chance would bring it."""
    series = [counted(one.series) for one in answers.values() if one.series is not None]
    looked = [one.looked_differently for one in answers.values()]
    scanned = since_when_of_all(series, MONTHLY, looked_differently=looked, shared=True)
    newest = max(map(_last, series), default="")
    harms = [harm(*row) for row in zip(series, looked, strict=True)]
    for (key, answered), one, scan, own, spread in zip(
        answers.items(), series, scanned, harms, spreads(harms), strict=True
    ):
        if not own.months or months.number(newest) - months.number(own.months[-1]) >= LASTING:
            continue
        pool = published.get(key, ()) if _like_the_published(answered) else ()
        questions = {"improved": improved(one, scan), "quiet": quiet(own, spread), "rarer": rarer(own, pool, spread)}
        yield from ((key, kind, found) for kind, found in questions.items() if found is not None)  # type: ignore[misc]


def _may_enter(series: Series | None) -> bool:
    """Whether it has a good direction as it is counted: of a share without its denominator nothing is known."""
    one = None if series is None else counted(series)
    return one is not None and (one.kind, one.better) in MAY_ENTER


def improved(series: Series, scan: SinceWhen) -> Strength | None:
    """A change for the better that has lasted, as the series' own chart says it; None where the scan cannot say."""
    if scan.p is None:
        return None
    if scan.direction != ("up" if grows(series) else "down") or scan.month is None or scan.until is not None:
        return Strength(1.0, "")
    if months.number(_last(series)) - months.number(scan.month) + 1 < LASTING:
        return Strength(1.0, "")
    return Strength(min(scan.p / 2 * LOOKS, 1.0), scan.month)  # half: of two directions one is good


def _like_the_published(one: Answer) -> bool:
    """Only rates over the measure's own denominator are published: days in a bed are not days of a line."""
    series, measure = one.series, one.query.measure
    return series is not None and series.exposure is not None and series.exposure_name == measure.exposure


def entered(theme: Theme, numbers: Numbers, events: Sequence[Event]) -> list[Answer]:
    """What may be searched: by month, the same counts only once, under their first measure, and nothing hidden.

    A finding is read by everybody of the centre, so it rests on nothing that is hidden from some of them.
    """
    found, seen = [], set()
    for measure in theme.measures:
        if (measure.kind, measure.better) not in MAY_ENTER or measure.every != "month":
            continue
        for area in measure.areas:
            same = (measure.numerator, measure.denominators, area)
            one = answer(Query(theme, measure, area, hides=theme.hide_small), numbers, events)
            if same not in seen and one.series is not None:
                seen.add(same)
                found.append(one)
    return found


def untold(found: Sequence[Finding], stories: Sequence[Story], theme: Theme) -> tuple[Finding, ...]:
    """The findings of one centre and theme that none of its stories has told.

    A whole whose own change is of the same months as a part's that was told is that improvement, seen from further off.
    """
    told = [one for one in found if any(_told_by(story, one, theme) for story in stories)]
    parts = [one for one in told if one.area in theme.parts]
    return tuple(
        one
        for one in found
        if one not in told and not (one.area == WHOLE and any(_same_change(one, part, theme) for part in parts))
    )


def _told_by(story: Story, finding: Finding, theme: Theme) -> bool:
    """Told after it began, of its area, and of the events that it counts; without a chart, of what else was done."""
    if months.of(story.told.date()) < finding.since:
        return False
    if story.frozen is None:
        return bool(story.interventions) and story.area == finding.area
    counts = _counts(theme, story.frozen.measure) & _counts(theme, finding.measure)
    return bool(counts) and story.frozen.area == finding.area


def _same_change(one: Finding, other: Finding, theme: Theme) -> bool:
    apart = abs(months.number(one.since) - months.number(other.since))
    return apart <= ABOUT and bool(_counts(theme, one.measure) & _counts(theme, other.measure))


def _counts(theme: Theme, measure: str) -> set[str]:
    """The items that a measure counts."""
    return {item for one in theme.measure(measure).numerator for item in one.items}


def say(finding: Finding, theme: Theme) -> str:
    """What the centre reads: a sentence about itself, without a value."""
    measure = theme.measure(finding.measure)
    area = next((one.title for one in theme.areas if one.name == finding.area), finding.area)
    more = (measure.kind, measure.better) == ("proportion", "higher")
    since = months.say(finding.since)
    if finding.kind == "improved" and measure.kind == "proportion":
        return f"{area}: {measure.events} have been a {'larger' if more else 'smaller'} share since about {since}."
    if finding.kind == "improved":
        return f"{area}: fewer {measure.events} since about {since}."
    if finding.kind == "quiet" and more:
        return f"{area}: “{measure.title}” has been complete since {since}."
    if finding.kind == "quiet":
        return f"{area}: no {measure.events} since {since}. That is longer than chance allows from your own past."
    others = "than in the other centres taken together"
    if measure.kind == "proportion":
        size = "larger" if more else "smaller"
        return f"{area}: since {since}, {measure.events} have been a {size} share {others}."
    return f"{area}: since {since}, {measure.events} have been rarer {others}."


def say_to_others(finding: Finding, theme: Theme) -> str:
    """The same on a slide, when its centre lets it be told. It stands beside no other centre, whatever was found."""
    if finding.kind == "rarer":
        area = next((one.title for one in theme.areas if one.name == finding.area), finding.area)
        return f"{area}: something to tell about {theme.measure(finding.measure).events}."
    return say(finding, theme).partition(" That is longer")[0]


def _key(one: Answer) -> SeriesKey:
    return one.query.theme.id, one.query.measure.id, one.query.area


def _last(series: Series) -> str:
    """The newest month that was sent."""
    return next(
        (month for month, count in zip(series.months[::-1], series.counts[::-1], strict=True) if np.isfinite(count)), ""
    )
