"""How wide the screen is, and whether a finger presses it, as the browser says it: words in a picture need room."""

from __future__ import annotations

from typing import Any

import streamlit as st

from mist_dash.charts.style import BIG, LAPTOP, PHONE, TABLET

KEY = "in-browser"  # of the script that says it
WIDTHS = [BIG, LAPTOP, TABLET, PHONE]
EDGES = 32  # pixels left and right of the page
UNSEEN: dict[str, Any] = {"width": LAPTOP, "touch": False}


def width() -> int:
    """Pixels that a picture over the whole page has at least."""
    return next((one for one in WIDTHS if one == seen().get("width")), LAPTOP)


def touched() -> bool:
    """By a finger, which also scrolls the page: a picture that waits for a press would hold it fast."""
    return seen().get("touch") is True


def seen() -> dict[str, Any]:
    """Both, as they were last said."""
    found = st.session_state.get(KEY, {}).get("seen")
    return found if isinstance(found, dict) else UNSEEN  # it comes from the browser
