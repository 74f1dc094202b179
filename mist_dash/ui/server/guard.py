"""Files that come and go past the pages: uploads only of who sends, downloads only to whom they were made for."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime

from mist_dash.actions import people
from mist_dash.core.people import SENDERS
from mist_dash.ui.server.tabs import TABS
from mist_dash.ui.server.wire import cookie_of

UPLOADS, MEDIA = "/_stcore/upload_file/", "/media/"
A_SESSION, AN_ADDRESS = 80 * 2**20, 400 * 2**20  # bytes in memory; one file is at most 10 MB


class Guard:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.coming: Counter[str] = Counter()  # session -> bytes that are on their way in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path.startswith(MEDIA) and not await run_in_threadpool(_may_have, path, cookie_of(scope)):
            await _refuse(HTTPStatus.NOT_FOUND, "There is no such file for you.")(scope, receive, send)
        elif path.startswith(UPLOADS) and scope["method"] != "OPTIONS":
            await self._upload(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        session, token = scope["path"].removeprefix(UPLOADS).partition("/")[0], cookie_of(scope)
        length = Headers(scope=scope).get("content-length", "0" if scope["method"] == "DELETE" else "")
        if not length.isdecimal():
            await _refuse(HTTPStatus.LENGTH_REQUIRED, "Say how long the file is.")(scope, receive, send)
        elif not await run_in_threadpool(_sends, session, token):
            await _refuse(HTTPStatus.FORBIDDEN, "Sign in to send a file.")(scope, receive, send)
        elif not self._room(session, int(length)):
            while (await receive()).get("more_body"):  # heard out, so that the page hears the answer
                pass
            await _refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Send these files first.")(scope, receive, send)
        else:
            self.coming[session] += int(length)
            try:
                await self.app(scope, receive, send)
            finally:
                self.coming[session] -= int(length)
                if self.coming[session] <= 0:
                    del self.coming[session]

    def _room(self, session: str, length: int) -> bool:
        near = sum(self._held(one) for one in TABS.neighbours(session))
        return self._held(session) + length <= A_SESSION and near + length <= AN_ADDRESS

    def _held(self, session: str) -> int:
        storage = getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {})
        return self.coming[session] + sum(len(file.data) for file in list(storage.get(session, {}).values()))


def _sends(session: str, token: str) -> bool:
    """Whether the session runs for this sign-in, and for somebody on one of whose pages a file is sent."""
    return bool(token) and TABS.is_of(session, token) and people.who(token).role in SENDERS


def _may_have(path: str, token: str) -> bool:
    """After a sign-out the token is worth nothing, and neither is the address of what was made for it."""
    file = path.removeprefix(MEDIA).partition(".")[0]
    return TABS.may_have(file, token if people.who(token).id is not None else "")


def _refuse(status: HTTPStatus, why: str) -> PlainTextResponse:
    return PlainTextResponse(why, status_code=status, headers={"connection": "close"})
