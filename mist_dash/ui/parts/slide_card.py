"""A slide in short, as it will be shown: its sentence, what is said, its figure, and what its centre agreed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from mist_dash import charts
from mist_dash.charts.style import LIGHT
from mist_dash.core.events import brief as state_of
from mist_dash.core.freezing import Frozen
from mist_dash.core.meeting import PooledFigure, Slide, SlideKind, WhoElse
from mist_dash.ui.parts import figure, pieces, tables
from mist_dash.ui.parts.pieces import escape
from mist_dash.ui.parts.tables import TableRows

BAR = 44  # pixels of a centre's row

ICONS: dict[SlideKind, str] = {
    "lobby": ":material/meeting_room:",
    "promises": ":material/handshake:",
    "together": ":material/groups:",
    "story": ":material/auto_stories:",
    "without": ":material/timeline:",
    "resource": ":material/folder_open:",
    "question": ":material/help:",
    "who else": ":material/sort_by_alpha:",
    "room": ":material/sticky_note_2:",
    "close": ":material/flag:",
}
KINDS: dict[SlideKind, str] = {
    "lobby": "Welcome",
    "promises": "Promises of last time",
    "together": "All centres together",
    "story": "Story",
    "without": "One centre’s own past",
    "resource": "Resource",
    "question": "Question",
    "who else": "Who else, A to Z",
    "room": "Cards from the room",
    "close": "Close",
}


def whole(slide: Slide, key: str) -> None:
    """Everything that would stand on it."""
    st.markdown(f"### {escape(slide.title)}")
    if slide.centre:
        st.caption(escape(slide.centre))
    for line in slide.said:
        st.markdown(f"**{escape(line.head)}:** {escape(line.text)}" if line.head else escape(line.text))
    for choice in slide.choices:
        st.markdown(f"- {escape(choice)}")
    _figure(slide, key)
    if slide.source:
        st.caption(escape(slide.source))


def safe(slide: Slide) -> str:
    """What its centre agreed to, in a few words."""
    if slide.agreed is None:
        return "safe to share" if slide.leaves_room else "safe to share in the room"
    day = f"{slide.agreed.day} {slide.agreed:%B %Y}"
    return f"agreed on {day}, {'also to take along' if slide.leaves_room else 'for the room only'}"


def _figure(slide: Slide, key: str) -> None:
    shown = slide.figure
    if isinstance(shown, Frozen):
        pieces.raw(figure.small(shown.control, figure.palette()))
        figure.as_table(partial(tables.points, shown.control), f"slide-{key}-table")
    elif isinstance(shown, PooledFigure):
        for one in shown.areas:
            table = partial(tables.together, one.periods, shown)
            drawing = partial(charts.pooled, one.periods, shown)
            figure.show(drawing, f"{one.area}: {slide.title}", f"slide-{key}-{one.area}", table)
    elif isinstance(shown, WhoElse):
        drawn = charts.slide(replace(shown, drawn=datetime.now(UTC).date()), BAR * (len(shown.bars) + 2))
        drawn = {**drawn, "layout": {**drawn["layout"], "paper_bgcolor": LIGHT.paper}}  # as slides are: always light
        figure.show(drawn, slide.title, f"slide-{key}-uses", partial(_uses, shown))
        st.caption("Other centres that agree to be named stand on the same slide, from A to Z.")


def _uses(shown: WhoElse) -> TableRows:
    return [{"Centre": bar.centre, "Since when": state_of(bar.event)} for bar in shown.bars]
