"""A year of the collaborative's pooled figures becomes a sentence, and the few words beside a hidden one."""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.core.catalogue import Measure
from mist_dash.core.sharing import BeforeAfter, Period
from mist_dash.core.words.nouns import number

HIDDEN = "*"
MOST_WORDS = 12


def say_year(one: Period, measure: Measure) -> str:
    """ "In 2024/25, about 120 infections in about 85,210 line days: 1.4 per 1,000 line days (95% range 1.2 to 1.7)."

    "About": the public's figures are rounded.
    """
    if one.rate is None or one.low is None or one.high is None:
        return f"In {one.name}, too few {measure.events} to be shown."
    rate, low, high = (number(value, measure.decimals) for value in (one.rate, one.low, one.high))
    return (
        f"In {one.name}, about {number(one.events or 0)} {measure.events} in about {number(one.exposure or 0)} "
        f"{measure.exposure}: {rate} {measure.unit} (95% range {low} to {high})."
    )


def verdict(areas: Sequence[tuple[str, Sequence[Period]]], events: str, share: bool) -> str:
    """ "Together, infections have become rarer since 2021/22": the years of all areas in at most twelve words.

    A change is told only where the ranges of the first and the last year do not touch. Where the areas differ, those
    that have changed are named in their order. share: whether the events are a share of something, and not a rate.
    """
    thing = events if len(events.split()) <= MOST_WORDS - 8 else "the events counted"
    looked = [(area, shown) for area, periods in areas if len(shown := _shown(periods)) > 1]
    if not looked:
        return f"Together: {thing}, the first year"
    found = [(area, _change(shown, share)) for area, shown in looked]
    changes, firsts = {change for _, change in found}, {shown[0].name for _, shown in looked}
    since = f" since {firsts.pop()}" if len(firsts) == 1 else ""
    if changes == {""}:
        return f"Together, no clear change in {thing}{since}"
    if len(changes) == 1:
        return f"Together, {thing} have become {changes.pop()}{since}"
    said = f"Together, {thing}: {', '.join(f'{area} {change}' for area, change in found if change)}"
    fits = len(said.split()) <= MOST_WORDS
    return said if fits else f"Together, {thing} have changed in some areas, not in all alike"


def _shown(periods: Sequence[Period]) -> list[Period]:
    return [one for one in periods if one.low is not None and one.high is not None]


def _change(shown: Sequence[Period], share: bool) -> str:
    first, last = shown[0], shown[-1]
    if (last.high or 0) < (first.low or 0):
        return "a smaller share" if share else "rarer"
    if (last.low or 0) > (first.high or 0):
        return "a larger share" if share else "more frequent"
    return ""


def say_go_live(name: str, found: BeforeAfter) -> str:
    """ "Added up over 5 centres, the rate in the year after Biopatches began was about 60% of what it was in the year
    before (95% range 45% to 80%)." """
    chance = " It could still be chance." if found.low <= 100 <= found.high else ""
    return (
        f"Added up over {found.centres} centres, the rate in the year after {name} began was about {found.after}% of "
        f"what it was in the year before (95% range {found.low}% to {found.high}%).{chance}"
    )
