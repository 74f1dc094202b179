"""Who uses what, as bars in time, and as a matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from math import ceil

import streamlit as st

from mist_dash import charts
from mist_dash.actions.mark_events import InterventionUse
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.ui.parts import figure, screen
from mist_dash.ui.parts.figure import PictureSheet
from mist_dash.ui.parts.pieces import empty, escape

MOST = 24  # bars that are read at a glance
NAMED, CELL = 160, 130  # pixels of a row's name, and of a cell that its words have room in


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
        for block in blocks(table(theme, uses), max(2, (screen.width() - NAMED) // CELL)):
            st.table(block, hide_index=True, alt="Which centre uses what, where and since when.")


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


def blocks(rows: Sequence[Mapping[str, str]], most: int) -> list[list[dict[str, str]]]:
    """The matrix in pieces of so many columns at most, under each other, so that none is beyond the screen's edge.

    With more interventions than centres it is turned: a row an intervention, a column a centre.
    """
    first, *names = rows[0]
    if len(names) > len(rows):
        rows = [{"What": name} | {row[first]: row[name] for row in rows} for name in names]
        first, *names = rows[0]
    each = ceil(len(names) / ceil(len(names) / most))
    shown = [names[start : start + each] for start in range(0, len(names), each)]
    return [[{escape(name): escape(row[name]) for name in (first, *some)} for row in rows] for some in shown]


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
    keep = PictureSheet("Who uses what", f"{theme.short} · to {months.say(today)}", "the centres", f"uses-{theme.id}")
    figure.show(drawing, " ".join(said), "uses", lambda: rows, keep)
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
