"""How wide the screen is, and whether a finger presses it, as the browser says it: words in a picture need room.

It says so when a page is there, too late for what that page draws first: so it keeps its answer in a cookie, which
comes with the next page. Of a browser that was never here, one that calls itself mobile is taken for a phone.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from mist_dash.charts.style import BIG, LAPTOP, PHONE, TABLET

KEY = "in-browser"  # of the script that says it
COOKIE = "mist-screen"  # "340-touch"
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
    return found if isinstance(found, dict) else remembered()  # it comes from the browser


def remembered() -> dict[str, Any]:
    """Both, before it has said anything in this session. A laptop is taken for granted."""
    width, _, touch = (st.context.cookies.get(COOKIE) or "").partition("-")
    known = next((one for one in WIDTHS if str(one) == width), None)
    if known is not None:
        return {"width": known, "touch": touch == "touch"}
    phone = "Mobi" in (st.context.headers.get("User-Agent") or "")
    return {"width": PHONE, "touch": True} if phone else UNSEEN
