"""Makes the database ready when the server starts: its tables, and, on a first run without configuration, the demo."""

from __future__ import annotations

import os

from mist_dash.actions import demo
from mist_dash.core.errors import Sorry
from mist_dash.store import engine, people

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def prepare() -> None:
    """Tables in their newest form; the demo when the database holds nobody. Kept data stay as they are."""
    engine.upgrade()
    with engine.reading() as db:
        empty = not people.centre_names(db)
    if empty and os.environ.get("MIST_DEMO", "yes") == "yes":
        demo.fill()


def refuse_open_demo(host: str) -> None:
    """Raises Sorry when a demo, whose passwords stand on its first page, would be served to other machines."""
    with engine.reading() as db:
        is_demo = people.setting(db, "demo") == "yes"
    if is_demo and host not in LOOPBACK:
        raise Sorry(
            f"This is a demo: its passwords stand on the sign-in page, so it is served on {LOOPBACK[0]} only. "
            "Start with an empty folder and `python -m mist_dash init` for a real collaborative."
        )
