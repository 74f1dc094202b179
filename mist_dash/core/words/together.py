"""A year of the collaborative's pooled figures becomes a sentence, and the few words beside a hidden one."""

from __future__ import annotations

from mist_dash.core.catalogue import Measure
from mist_dash.core.sharing import BeforeAfter, Period
from mist_dash.core.words.nouns import number

HIDDEN = "*"


def say_year(one: Period, measure: Measure) -> str:
    """ "In 2024/25, about 120 infections in about 85,210 line days: 1.4 per 1,000 line days (95 % range 1.2 to 1.7)."

    "About": the public's figures are rounded.
    """
    if one.rate is None or one.low is None or one.high is None:
        return f"In {one.name}, too few {measure.events} to be shown."
    rate, low, high = (number(value, measure.decimals) for value in (one.rate, one.low, one.high))
    return (
        f"In {one.name}, about {number(one.events or 0)} {measure.events} in about {number(one.exposure or 0)} "
        f"{measure.exposure}: {rate} {measure.unit} (95 % range {low} to {high})."
    )


def say_go_live(name: str, found: BeforeAfter) -> str:
    """ "Added up over 5 centres, the rate in the year after Biopatches began was about 60 % of what it was in the year
    before (95 % range 45 % to 80 %)." """
    chance = " It could still be chance." if found.low <= 100 <= found.high else ""
    return (
        f"Added up over {found.centres} centres, the rate in the year after {name} began was about {found.after} % of "
        f"what it was in the year before (95 % range {found.low} % to {found.high} %).{chance}"
    )
