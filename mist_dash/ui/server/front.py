"""Everything around the script: the headers of every answer, the route that sets the cookie, and the last apology."""

from __future__ import annotations

import gc
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mist_dash.actions import people, resources
from mist_dash.actions.setup import prepare
from mist_dash.core.errors import NotAllowed, Sorry
from mist_dash.ui.server import api, health, phones, present
from mist_dash.ui.server.asking import from_this_site
from mist_dash.ui.server.discreet import discreet
from mist_dash.ui.server.gate import Gate
from mist_dash.ui.server.guard import Guard
from mist_dash.ui.server.packing import Packed
from mist_dash.ui.server.rate_limits import TOO_MANY, Turnstile
from mist_dash.ui.server.watching import TALLY, Measured, watch
from mist_dash.ui.server.wire import COOKIE, Wire

log = logging.getLogger("mist_dash")
visitors = Turnstile()
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")  # nobody's business outside
A_YEAR = "max-age=31536000"
# Streamlit builds styles and its components' scripts in the page, so inline and eval cannot be closed.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss: blob: data:; "
    "worker-src 'self' blob:; frame-src 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Makes the database ready, and keeps what was imported out of every later garbage collection."""
    discreet()
    watch()
    prepare()
    gc.collect()
    gc.freeze()
    yield


class Headers:
    """Adds the security headers to every answer, and closes the paths that nobody outside needs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].startswith(CLOSED):
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if scope["scheme"] == "https":
                    headers["strict-transport-security"] = A_YEAR
                if not scope["path"].startswith("/static"):
                    headers["cache-control"] = "no-store"
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        except Sorry as sorry:  # the database does not answer who asks
            await PlainTextResponse(str(sorry), status_code=503)(scope, receive, with_headers)


async def keep_session(request: Request) -> Response:
    """Puts a token that the app has just handed to this page into a cookie that scripts cannot read."""
    if not from_this_site(request):
        return PlainTextResponse("Only from this site", status_code=403)
    token = (await request.body())[:200].decode("ascii", "ignore")
    if people.who(token).id is None:
        return PlainTextResponse("No such session", status_code=403)
    answer = Response(status_code=204)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, max_age=12 * 3600, httponly=True, samesite="strict", secure=secure)
    return answer


def hand_out(request: Request) -> Response:
    """One version's file to whoever may see it: as a download of a fixed type, never shown in a page."""
    try:
        actor = people.who(request.cookies.get(COOKIE))
        if actor.id is None and not visitors.lets_in(request.client.host if request.client else ""):
            return PlainTextResponse(TOO_MANY, status_code=429, headers={"retry-after": "60"})
        name, media_type, data = resources.file(actor, request.path_params["version"])
    except NotAllowed as no:
        return PlainTextResponse(str(no), status_code=403)
    except Sorry as sorry:
        return PlainTextResponse(str(sorry), status_code=404)
    named = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(data, media_type=media_type, headers=named)


def apologise(error: Exception) -> bool:
    """What we did not expect: the person gets a sentence and a number, the log gets the rest."""
    if isinstance(error, Sorry):  # from before the page: the database does not answer
        st.error(str(error))
        return True
    TALLY.fault()
    number = secrets.token_hex(4)
    log.error("Fault %s", number, exc_info=error)
    st.error(
        f"Something went wrong on our side, and nothing of yours was changed. Reload the page to go on. "
        f"If it happens again, tell the facilitators the number **{number}**."
    )
    return True


routes = [
    Route("/session", keep_session, methods=["POST"]),
    Route("/file/{version:int}", hand_out),
    *health.routes,
    *api.routes,
    *present.routes,
    *phones.routes,
]
middleware = [Middleware(each) for each in (Measured, Headers, Gate, Wire, Guard, Packed)]
