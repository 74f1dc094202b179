"""Who uses what, as bars in time, and as a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from mist_dash import charts
from mist_dash.actions.mark_events import InterventionUse
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.ui.parts import figure, screen
from mist_dash.ui.parts.pieces import empty, escape

MOST = 24  # bars that are read at a glance


def show(theme: Theme, uses: Sequence[InterventionUse]) -> None:
    """The interventions in the catalogue's order, then the centres' own by name; under each its centres by name."""
    if not uses:
        empty("Nobody has marked this yet.", "Choose something else, or mark what your own centre uses.")
        return
    tabs = ["In time", "As a matrix"] if len(uses) <= MOST else ["As a matrix", "In time"]  # what is read at a glance
    shown = dict(zip(tabs, st.tabs(tabs), strict=True))
    in_time, as_matrix = shown["In time"], shown["As a matrix"]
    with in_time:
        _in_time(theme, uses)
    with as_matrix:
        st.dataframe(
            table(theme, uses),
            hide_index=True,
            column_config={"Centre": st.column_config.Column(pinned=True)},
            alt="Which centre uses what, where and since when.",
        )


def table(theme: Theme, uses: Sequence[InterventionUse]) -> list[dict[str, str]]:
    """A row a centre, by name; a column an intervention; in the cell where and since when."""
    names = ordered(theme, uses)
    return [
        {
            "Centre": centre,
            **{
                name: "; ".join(
                    ": ".join(filter(None, (use.area, use.state)))
                    for use in uses
                    if (use.centre, use.intervention) == (centre, name)
                )
                for name in names
            },
        }
        for centre in sorted({use.centre for use in uses})
    ]


def _in_time(theme: Theme, uses: Sequence[InterventionUse]) -> None:
    """Bars from start to stop; what each intervention is stands under them."""
    names = ordered(theme, uses)
    found = [(name, [one for one in uses if one.intervention == name]) for name in names]
    drawn = [(name, [(one.centre, one.area, one.event) for one in each]) for name, each in found]
    said = [
        f"{name}: {'; '.join(', '.join(filter(None, (one.centre, one.area, one.state))) for one in each)}."
        for name, each in found
    ]
    today = months.of(datetime.now(UTC).date())
    rows = [
        {"Intervention": name, "Centre": one.centre, "Area": one.area, "When": one.state}
        for name, each in found
        for one in each
    ]
    drawing = partial(charts.uses, drawn, today, width=screen.width())
    figure.show(drawing, " ".join(said), "uses", lambda: rows, tools=False)
    for one in theme.interventions:
        if one.name in names:
            st.caption(f"**{escape(one.name)}**: {escape(one.what)}")


def _said(between: str, *parts: str) -> str:
    """What stands where and since when; what is of the whole centre has no area."""
    return between.join(filter(None, parts))


def ordered(theme: Theme, uses: Sequence[InterventionUse]) -> list[str]:
    catalogued = [*(one.name for one in theme.interventions), *(theme.agreed.items if theme.agreed else ())]
    used = {use.intervention for use in uses}
    return [name for name in catalogued if name in used] + sorted(used - set(catalogued), key=str.casefold)
