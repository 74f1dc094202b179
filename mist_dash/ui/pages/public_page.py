"""What everybody may see, without signing in: pooled figures of one theme, and the resources that are open to all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from mist_dash import charts
from mist_dash.actions.together import Together
from mist_dash.core.catalogue import Theme
from mist_dash.core.resources import Resource
from mist_dash.core.sharing import Limits
from mist_dash.core.words.nouns import capital, number
from mist_dash.core.words.together import HIDDEN, say_year
from mist_dash.ui.pages.together_panel import NOT_YET, TAKES, sheet
from mist_dash.ui.parts import figure, resource_cards
from mist_dash.ui.parts.pieces import empty, escape, plainly

ALONE = "This theme is not added up over centres."


def rules(limits: Limits) -> str:
    """The limits in words: part of what each figure means."""
    return (
        f"Each figure adds up at least {limits.centres} centres, none with more than {limits.share:.0%} of it. "
        f"In public, counts are rounded to the nearest {limits.nearest}, and 1 to {limits.small} are shown as "
        f"{HIDDEN} without a rate. A year is shown once it is over, and is never revised. So nobody’s own number can "
        "be worked out."
    )


def figures(theme: Theme, found: Together | None, limits: Limits) -> None:
    """One theme's pooled years: the sentence, the chart, the table and the definition, all from one result."""
    if found is None:
        empty(ALONE, "Each centre looks at it beside its own past only. Choose another theme.")
    elif not any(one.rate is not None for one in found.periods):
        empty(NOT_YET, TAKES)
    else:
        _years(theme, found, limits)
    definition = theme.definition
    with st.expander("What is counted, and how"):
        if found is not None:
            st.markdown(f"**{found.measure.title}.** {found.measure.definition}")
        st.markdown(definition.text)
        st.caption(f"Definition: {definition.name}, version {definition.version}. Source: {definition.source}.")


def _years(theme: Theme, found: Together, limits: Limits) -> None:
    area = next((one.title for one in theme.areas if one.name == found.area), found.area)
    shown = [one for one in found.periods if one.rate is not None]
    said = " ".join(say_year(one, found.measure) for one in shown)
    st.markdown(f"### {escape(say_year(shown[-1], found.measure))}")
    if found.sentence:
        st.markdown(
            f"{escape(found.sentence)} By chance alone, about half would, and fewer where there is little to count."
        )
    if found.measure.caution:
        st.caption(f":material/info: {found.measure.caution}")
    alt = f"{found.measure.title}, all contributing centres together. {said}"
    figure.show(partial(charts.pooled, found.periods, found.measure), alt, "pooled", None, sheet(found, area))
    st.table(rows(found))
    plainly("95% range")
    st.caption(escape(rules(limits)))


def rows(found: Together) -> list[dict[str, str]]:
    """The table under the chart, the newest year first; a hidden figure is a star, with nothing beside it."""
    measure = found.measure
    return [
        {
            "Year": one.name,
            capital(measure.events): HIDDEN if one.events is None else number(one.events),
            capital(measure.exposure): HIDDEN if one.exposure is None else number(one.exposure),
            capital(measure.unit): "" if one.rate is None else number(one.rate, measure.decimals),
            "95% range": ""
            if one.low is None or one.high is None
            else f"{number(one.low, measure.decimals)} to {number(one.high, measure.decimals)}",
        }
        for one in reversed(found.periods)
    ]


def resources(found: Sequence[Resource]) -> None:
    """Each resource under its headings, with its file."""
    for one in found:
        with st.container(border=True):
            st.subheader(escape(one.title))
            resource_cards.about(one, "####")
