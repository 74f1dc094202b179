"""How wide the screen is, and whether a finger presses it, as the browser says it: words in a picture need room."""

from __future__ import annotations

from typing import Any

import streamlit as st

from mist_dash.charts.style import BIG, LAPTOP, PHONE, TABLET

WIDTHS = [BIG, LAPTOP, TABLET, PHONE]
EDGES = 32  # pixels left and right of the page
UNSEEN: dict[str, Any] = {"width": LAPTOP, "touch": False}
_SAY = f"""
export default function ({{ data, setStateValue }}) {{
  const widths = {WIDTHS};
  const touch = matchMedia("(pointer: coarse)");
  let {{ width, touch: touched }} = data;
  const say = () => {{
    const now = widths.find((one) => one <= innerWidth - {EDGES}) ?? {PHONE};
    if (now === width && touch.matches === touched) return;
    width = now;
    touched = touch.matches;
    setStateValue("seen", {{ width, touch: touched }});
  }};
  say();
  window.addEventListener("resize", say);
  return () => window.removeEventListener("resize", say);
}}
"""


def measure() -> None:
    """Once on every page. A laptop is taken for granted; anything else costs one run more when a session begins."""
    say = st.components.v2.component("screen", js=_SAY)
    say(key="screen", data=_seen(), default={"seen": UNSEEN}, on_seen_change=lambda: None)


def width() -> int:
    """Pixels that a picture over the whole page has at least."""
    return next((one for one in WIDTHS if one == _seen().get("width")), LAPTOP)


def touched() -> bool:
    """By a finger, which also scrolls the page: a picture that waits for a press would hold it fast."""
    return _seen().get("touch") is True


def _seen() -> dict[str, Any]:
    seen = st.session_state.get("screen", {}).get("seen")
    return seen if isinstance(seen, dict) else UNSEEN  # it comes from the browser
