"""What came before and after on a theme's page: each intervention, the earlier rate, and rolling years as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from mist_dash.charts import compared as charts
from mist_dash.charts.path import path as drawn_path
from mist_dash.core import before_after, expected, months, rolling
from mist_dash.core.before_after import Started
from mist_dash.core.catalogue import Panel
from mist_dash.core.control import Baseline
from mist_dash.core.events import Event
from mist_dash.core.expected import Expected
from mist_dash.core.path import YearStep
from mist_dash.core.series import Series
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words import compared as words
from mist_dash.core.words import path as told_of_path
from mist_dash.ui.parts import figure, screen, tables
from mist_dash.ui.parts.figure import PictureSheet
from mist_dash.ui.parts.pieces import capital, empty, escape, plainly
from mist_dash.ui.parts.tables import TableRows


def show(
    series: Series,
    events: Sequence[Event],
    keep: PictureSheet,
    baseline: Baseline | None = None,
    since: SinceWhen | None = None,
) -> None:
    """All that there is to compare of one series. It holds nothing that is hidden from the reader.

    baseline: the one that its chart stands on. since: what the headline says of it.
    """
    if series.kind == "ratio":
        ratio(series)
        return
    interventions(series, events, keep, since)
    against_expected(series, events, keep, baseline)


def interventions(series: Series, events: Sequence[Event], keep: PictureSheet, since: SinceWhen | None = None) -> None:
    """Each start over this area: a sentence, and a picture of those with enough months on both sides."""
    found = before_after.before_after(series, events)
    st.subheader("Before and after each change")
    if not found:
        empty("Nothing to compare yet.", "Mark when you started something, and what came before and after stands here.")
        return
    if any(one.compared for one in found):
        unit = found[0].series.unit
        st.caption(f"{capital(unit)}, each with its 95% range.")
        plainly("95% range")
        alt = " ".join(words.started(one) for one in found if one.compared)
        own = replace(keep, title="Before and after each change", about=f"{keep.about} · bars: the 95% range")
        figure.show(partial(charts.before_after, found, width=screen.width()), alt, "before-after", None, own)
    for one in found:
        st.markdown(escape(words.started(one)))
    sides = "All months on each side, 12 at least, never across a change in how we look."
    st.caption(escape(f"{words.NOT_WHY} {sides} {words.not_since(since)}".strip()))
    figure.as_table(lambda: [row for one in found for row in rows(one)], "before-after-table")


def rows(found: Started) -> list[dict[str, str | float | None]]:
    """The two sides as they are said."""
    return [
        {
            "Change": found.name,
            "Side": name,
            "From": months.say(side.months[0]) if side.months else "",
            "To": months.say(side.months[-1]) if side.months else "",
            "Months": words.months_of(found.series, side),
            capital(found.series.events): side.events,
            capital(found.series.exposure_name) or "Out of": side.exposure,
            "Rate": side.rate,
            "Low": side.low,
            "High": side.high,
        }
        for name, side in (("before", found.before), ("after", found.after))
    ]


def against_expected(
    series: Series, events: Sequence[Event], keep: PictureSheet, baseline: Baseline | None = None
) -> None:
    """Events added up beside the line of the earlier rate; nothing where fewer is not better."""
    found = expected.since_baseline(series, events, baseline)
    if found is None:
        return
    st.subheader("Against what was to be expected")
    said = words.expected(found)
    st.markdown(f"**{escape(said)}**")
    st.caption(f"{capital(series.events)}, added up. {escape(words.earlier(found))}")
    plainly(words.earlier(found))
    drawing = partial(charts.added_up, found, width=screen.width())
    figure.show(drawing, said, "expected", partial(_added_up, found), replace(keep, title=said.rstrip(".")))
    st.caption(words.NOT_WHY)


def _added_up(found: Expected) -> TableRows:
    table = [
        {"Month": months.say(month), "Happened": seen, "At the earlier rate": due}
        for month, seen, due in zip(found.months, found.happened, found.expected, strict=True)
    ]
    return table[::-1]


def ratio(series: Series) -> None:
    """Twelve months at a time as a table; they are drawn as the page's first picture."""
    windows = rolling.rolling(series)
    st.subheader("Twelve months at a time: observed and expected")
    st.markdown(escape(words.rolling(windows)))
    figure.as_rows(tables.twelve_months(windows), "Observed and expected, twelve months at a time.")


def year_path(panel: Panel, steps: Sequence[YearStep], across: str, up: str, keep: PictureSheet) -> None:
    """A panel of the theme: two measures year by year, one across and one up, with its table."""
    st.subheader(panel.title)
    st.caption(f"{panel.says} A hollow year has not all its months.")
    table = [
        {"Year": one.year, "Months": one.months, f"{capital(across)} a month": one.across, capital(up): one.up}
        for one in reversed(steps)
    ]
    drawing = partial(drawn_path, steps, across, up)
    figure.show(
        drawing, told_of_path.say(steps, across), f"path-{panel.up}", lambda: table, replace(keep, title=panel.title)
    )
