"""A screen that turns dark or light under an open page, as many do at dusk, gets the page in its new colours at once.

Streamlit turns its own parts without asking the page, which has drawn its pictures for the colours of before.
"""

from __future__ import annotations

import streamlit as st

from mist_dash.charts.style import DARK
from mist_dash.ui.parts import figure

_TURNS = """
export default function ({ data, setTriggerValue }) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const look = () => {
    const now = dark.matches ? "dark" : "light";
    if (now === data.drawn || window.mistTurned === now) return;  // asked once a turn: a page can be set to one of them
    window.mistTurned = now;
    setTimeout(() => setTriggerValue("turned", now), 100);  // Streamlit's own parts first
  };
  const turned = () => { window.mistTurned = null; look(); };
  dark.addEventListener("change", turned);
  look();  // it may have turned before this was here
  return () => dark.removeEventListener("change", turned);
}
"""


def watch() -> None:
    """Once on every page: it is run again when the screen turns."""
    drawn = "dark" if figure.palette() is DARK else "light"
    st.components.v2.component("daylight", js=_TURNS)(
        key="daylight", data={"drawn": drawn}, on_turned_change=lambda: None
    )
