"""A script of the page leaves packed, and whole."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path

import pytest
from starlette.types import Message
from streamlit.file_util import get_static_dir
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from mist_dash.ui.server.packing import Packed
from tests.ui.waiting import awaited

SCRIPT = max((Path(get_static_dir()) / "static" / "js").glob("index.*.js"), key=lambda path: path.stat().st_size)


def asked(packed: Packed, *, stays: bool) -> bytes:
    """What a browser gets that asks for the script, and that leaves before or waits for the answer."""
    told: list[Message] = []

    async def receive() -> Message:
        if stays:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "method": "GET",
        "path": f"/static/js/{SCRIPT.name}",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"accept-encoding", b"gzip")],
    }
    awaited(packed(scope, receive, send))
    return gzip.decompress(b"".join(message.get("body", b"") for message in told))


@pytest.mark.parametrize("first_stays", [True, False])
def test_who_leaves_while_a_script_is_packed_takes_nothing_from_those_who_come_after(first_stays: bool) -> None:
    packed = Packed(create_streamlit_static_assets_routes(None)[0].app)
    asked(packed, stays=first_stays)
    assert asked(packed, stays=True) == SCRIPT.read_bytes()
