"""Who uses what, one by one for a telephone, and as a matrix for a wide screen."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mist_dash.actions.mark_events import InterventionUse
from mist_dash.core.catalogue import Theme
from mist_dash.ui.parts.pieces import empty, escape

SIDE_BY_SIDE = 3  # centres of one intervention in a row


def show(theme: Theme, uses: Sequence[InterventionUse]) -> None:
    """The interventions in the catalogue's order, then the centres' own by name; under each its centres by name."""
    if not uses:
        empty("Nobody has marked this yet.", "Choose something else, or mark what your own centre uses.")
        return
    one_by_one, as_matrix = st.tabs(["One by one", "As a matrix"])
    with one_by_one:
        _one_by_one(theme, uses)
    with as_matrix:
        st.dataframe(
            table(theme, uses), hide_index=True, column_config={"Centre": st.column_config.Column(pinned=True)}
        )


def table(theme: Theme, uses: Sequence[InterventionUse]) -> list[dict[str, str]]:
    """A row a centre, by name; a column an intervention; in the cell where and since when."""
    names = ordered(theme, uses)
    return [
        {
            "Centre": centre,
            **{
                name: "; ".join(
                    f"{use.area}: {use.state}" for use in uses if (use.centre, use.intervention) == (centre, name)
                )
                for name in names
            },
        }
        for centre in sorted({use.centre for use in uses})
    ]


def _one_by_one(theme: Theme, uses: Sequence[InterventionUse]) -> None:
    for name in ordered(theme, uses):
        st.subheader(escape(name))
        what = next((one.what for one in theme.interventions if one.name == name), "")
        if what:
            st.caption(what)
        _centres([use for use in uses if use.intervention == name])


def ordered(theme: Theme, uses: Sequence[InterventionUse]) -> list[str]:
    catalogued = [one.name for one in theme.interventions]
    used = {use.intervention for use in uses}
    return [name for name in catalogued if name in used] + sorted(used - set(catalogued), key=str.casefold)


def _centres(uses: Sequence[InterventionUse]) -> None:
    """One cell a centre; on a telephone the cells stand below each other."""
    centres = sorted({use.centre for use in uses})
    for start in range(0, len(centres), SIDE_BY_SIDE):
        for column, centre in zip(st.columns(SIDE_BY_SIDE), centres[start : start + SIDE_BY_SIDE], strict=False):
            with column, st.container(border=True, height="stretch"):
                st.markdown(f"**{escape(centre)}**")
                for use in uses:
                    if use.centre == centre:
                        st.caption(f"{escape(use.area)}: {use.state}")
