"""The scripts and styles of the page leave as gzip, a third as large: each is packed once, for all who come after.

Streamlit leaves them as they are, because packing anew for each newcomer costs more than it saves. Their names hold a
hash of what is in them, so that one packed before is never out of date. Nothing else is touched.
"""

from __future__ import annotations

import asyncio
import gzip

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER, ENDS = "/static/", (".js", ".css")
MOST = 500  # files kept packed; there are about two hundred
LEVEL = 6


class Packed:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.packed: dict[str, tuple[Message, Message]] = {}  # path -> the two messages that make an answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _packs(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        for message in self.packed.get(path) or await self._pack(scope):
            await send({**message, "headers": list(message["headers"])} if "headers" in message else message)

    async def _pack(self, scope: Scope) -> tuple[Message, Message]:
        """Asks for the file as it is, and keeps it packed when there is one.

        For whoever asked first it would end where they leave, and what is kept here would be cut off for all.
        """
        told: list[Message] = []

        async def listen(message: Message) -> None:
            told.append(message)

        await self.app(scope, _stays, listen)
        start, plain = told[0], b"".join(message.get("body", b"") for message in told[1:])
        headers = MutableHeaders(raw=list(start["headers"]))
        if start["status"] != 200 or "immutable" not in headers.get("cache-control", ""):
            return start, {"type": "http.response.body", "body": plain}  # a made-up name gets the front page
        body = await run_in_threadpool(gzip.compress, plain, LEVEL)
        headers["content-encoding"], headers["content-length"] = "gzip", str(len(body))
        headers.add_vary_header("Accept-Encoding")
        answer = {**start, "headers": headers.raw}, {"type": "http.response.body", "body": body}
        if len(self.packed) < MOST:
            self.packed[scope["path"]] = answer
        return answer


async def _stays() -> Message:
    """Somebody who never leaves."""
    await asyncio.Event().wait()
    raise AssertionError("nobody sets it")


def _packs(scope: Scope) -> bool:
    """Whether a whole script or style is asked for, by somebody who can unpack it and does not hold it already."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    if not scope["path"].startswith(FOLDER) or not scope["path"].endswith(ENDS):
        return False
    asked = Headers(scope=scope)
    whole = not any(name in asked for name in ("range", "if-none-match", "if-modified-since"))
    return whole and "gzip" in asked.get("accept-encoding", "")
