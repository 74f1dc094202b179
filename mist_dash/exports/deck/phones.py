"""The one small page of people's own phones, and the door at which a code is typed."""

from __future__ import annotations

from html import escape

from mist_dash.exports.deck.page import html, read, script


def phone() -> str:
    """One small page for every meeting: what it shows it asks for."""
    return _phone("<div id=words></div><div id=choices></div><p class=quiet id=told role=status></p>", "phone.js")


def door(refused: str = "") -> str:
    """Where a code is typed. refused: why the one that was typed opens nothing."""
    said = f"<p role=alert>{escape(refused)}</p>" if refused else ""
    box = "<input name=code required maxlength=20 autocomplete=off autocapitalize=characters spellcheck=false>"
    label = "<label>The code on the first slide" + box + "</label>"
    return _phone(f"{said}<form action=/v>{label}<button>Join the meeting</button></form>")


def _phone(inside: str, *scripts: str) -> str:
    body = f"<main><h1 id=title>Making it Safer Together</h1>{inside}</main>"
    return html("Making it Safer Together", ("phone.css",), body, *(script(read(name)) for name in scripts))
