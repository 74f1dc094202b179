"""How wide the screen is, as the browser says it: what is drawn here has to know it for its words to have room."""

from __future__ import annotations

import streamlit as st

from mist_dash.charts.style import BIG, LAPTOP, PHONE, TABLET

EDGES = 48  # pixels left and right of the page
_SAY = f"""
export default function ({{ data, setStateValue }}) {{
  const widths = {[BIG, LAPTOP, TABLET, PHONE]};
  const here = () => widths.find((one) => one <= window.innerWidth - {EDGES}) ?? {PHONE};
  let said = data.width;
  const say = () => {{ if (here() !== said) setStateValue("width", (said = here())); }};
  say();
  window.addEventListener("resize", say);
  return () => window.removeEventListener("resize", say);
}}
"""


def measure() -> None:
    """Once on every page. A laptop's width is taken for granted; any other is one run more when a session begins."""
    say = st.components.v2.component("screen_width", js=_SAY)
    say(key="screen", data={"width": width()}, default={"width": LAPTOP}, on_width_change=lambda: None)


def width() -> int:
    """Pixels that a picture over the whole page has at least."""
    return int(st.session_state.get("screen", {}).get("width") or LAPTOP)
