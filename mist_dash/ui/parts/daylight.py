"""A screen that turns dark or light under an open page, as many do at dusk, gets the page in its new colours at once.

Streamlit turns its own parts without asking the page, which has drawn its pictures for the colours of before.
"""

from __future__ import annotations

import streamlit as st

_TURNS = """
export default function ({ setTriggerValue }) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const turned = () => setTimeout(() => setTriggerValue("turned", dark.matches), 100);  // Streamlit's own parts first
  dark.addEventListener("change", turned);
  return () => dark.removeEventListener("change", turned);
}
"""


def watch() -> None:
    """Once on every page: it is run again when the screen turns."""
    st.components.v2.component("daylight", js=_TURNS)(key="daylight", on_turned_change=lambda: None)
