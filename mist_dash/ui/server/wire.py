"""The websocket of a page: who may go on with a session, which messages come in, and what of the machine goes out."""

from __future__ import annotations

import asyncio
import re
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime

from mist_dash.ui.server.rate_limits import neighbourhood
from mist_dash.ui.server.tabs import TABS

COOKIE = "mist_session"
MAIN = Path(__file__).with_name("main.py")
MOST_BYTES = 2 * 2**20  # of one message: the largest grid with all its edits is a tenth of it
COMES_BACK = 60  # seconds in which a lost connection may go on with its session, and with the files in it
ADMITTED = ("rerun_script", "stop_script", "file_urls_request", "app_heartbeat")
_SCRIPT = str(MAIN).encode()
_FILE = re.compile(rb"/media/([0-9a-zA-Z]+)")


class Wire:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        line = _Line(scope)
        try:
            await self.app(line.scope, line.hearing(receive), line.telling(send))
        finally:
            line.close()


class _Line:
    """One connection. It goes on with a session only when its cookie is of the sign-in that the session runs for."""

    def __init__(self, scope: Scope) -> None:
        self.address = neighbourhood((scope.get("client") or ("",))[0])
        self.session = ""
        asked = [one.strip() for one in Headers(scope=scope).get("sec-websocket-protocol", "").split(",")]
        if len(asked) > 2 and TABS.is_of(asked[2], cookie_of(scope)):
            self._opened(asked[2])
        elif len(asked) > 2:
            told = ", ".join(asked[:2]).encode("latin-1")
            kept = [(name, value) for name, value in scope["headers"] if name != b"sec-websocket-protocol"]
            scope = {**scope, "headers": [*kept, (b"sec-websocket-protocol", told)]}
        self.scope = scope

    def hearing(self, receive: Receive) -> Receive:
        async def hear() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                data = message.get("bytes")
                if data is None or len(data) > MOST_BYTES:
                    return {"type": "websocket.disconnect", "code": 1009}
                if self._admits(data):
                    return message

        return hear

    def telling(self, send: Send) -> Send:
        async def tell(message: Message) -> None:
            data = message.get("bytes") if message["type"] == "websocket.send" else None
            if data and _SCRIPT in data:
                message = {**message, "bytes": self._discreet(data)}
            if data and self.session:
                for file in _FILE.findall(data):
                    TABS.made(self.session, file.decode())
            await send(message)

        return tell

    def close(self) -> None:
        if self.session:
            TABS.closed(self.session)
            asyncio.get_running_loop().call_later(COMES_BACK, _free, self.session)

    def _opened(self, session: str) -> None:
        self.session = session
        TABS.opened(session, self.address)

    def _admits(self, data: bytes) -> bool:
        """Nothing that is for developers, and no download that was made for another session."""
        try:
            message = BackMsg.FromString(data)
        except DecodeError:
            return True  # Streamlit ends the connection
        kind = message.WhichOneof("type")
        if kind == "backend_operation_request":
            asked = message.backend_operation_request
            what = asked.WhichOneof("payload")
            mine = asked.session_id in ("", self.session)
            return mine and (what == "dataframe_chunk" or (what == "deferred_file" and self._owns(asked.deferred_file)))
        return kind in ADMITTED

    def _owns(self, asked: Any) -> bool:
        waiting: dict[str, Any] = Runtime.instance().media_file_mgr._deferred_callables
        return asked.file_id in waiting and waiting[asked.file_id]["session_id"] == self.session

    def _discreet(self, data: bytes) -> bytes:
        """The same message without the script's path, and without the versions and the platform of this machine."""
        message = ForwardMsg.FromString(data)
        if message.WhichOneof("type") != "new_session":
            return data
        about = message.new_session
        if about.initialize.session_id and not self.session:
            self._opened(about.initialize.session_id)
        about.main_script_path = about.name = ""
        about.initialize.environment_info.python_version = about.initialize.environment_info.server_os = ""
        about.initialize.environment_info.streamlit_version = ""
        return message.SerializeToString()


def cookie_of(scope: Scope) -> str:
    """The token in the cookie of a request or of a connection; empty when there is none."""
    try:
        found = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _free(session: str) -> None:
    """Some time after the last connection closed: what was uploaded over it leaves the memory."""
    if TABS.forget(session):
        Runtime.instance().uploaded_file_mgr.remove_session_files(session)
