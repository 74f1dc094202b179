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


def verdict(periods: Sequence[Period], events: str, share: bool) -> str:
    """ "Together, infections have become rarer since 2021/22": the years in at most twelve words.

    Only where the ranges of the first and the last year do not touch; else that no change is clear. share: whether the
    events are a share of something, and not a rate.
    """
    shown = [one for one in periods if one.low is not None and one.high is not None]
    thing = events if len(events.split()) <= MOST_WORDS - 8 else "the events counted"
    if len(shown) < 2:
        return f"Together: {thing}, the first year"
    first, last = shown[0], shown[-1]
    if (last.high or 0) < (first.low or 0):
        change = "a smaller share" if share else "rarer"
    elif (last.low or 0) > (first.high or 0):
        change = "a larger share" if share else "more frequent"
    else:
        return f"Together, no clear change in {thing} since {first.name}"
    return f"Together, {thing} have become {change} since {first.name}"


def say_go_live(name: str, found: BeforeAfter) -> str:
    """ "Added up over 5 centres, the rate in the year after Biopatches began was about 60% of what it was in the year
    before (95% range 45% to 80%)." """
    chance = " It could still be chance." if found.low <= 100 <= found.high else ""
    return (
        f"Added up over {found.centres} centres, the rate in the year after {name} began was about {found.after}% of "
        f"what it was in the year before (95% range {found.low}% to {found.high}%).{chance}"
    )
