"""Who asks over HTTP, and from where: a request's cookie becomes a person, and what goes wrong becomes an answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mist_dash.actions import people
from mist_dash.core.errors import NotAllowed, Sorry
from mist_dash.core.people import Person
from mist_dash.ui.server.wire import COOKIE

Handler = Callable[[Request], Response]
SIGN_IN = "Sign in first, in another tab. Then open this address again."


def actor_of(request: Request) -> Person:
    """Who is signed in with this request's cookie, as the database has them now; else the visitor."""
    return people.who(request.cookies.get(COOKIE))


def from_this_site(request: Request) -> bool:
    """Whether a page of our own sends it: what changes anything is taken from no other."""
    return request.headers.get("origin", "") == f"{request.url.scheme}://{request.headers.get('host', '')}"


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def in_words(handler: Handler) -> Handler:
    """The handler, with what we expect can go wrong answered as its sentence; changes only from our own pages."""

    @wraps(handler)
    def answered(request: Request) -> Response:
        if request.method == "POST" and not from_this_site(request):
            return PlainTextResponse("Only from this site", status_code=403)
        try:
            return handler(request)
        except NotAllowed as no:
            return PlainTextResponse(str(no) if actor_of(request).id else SIGN_IN, status_code=403)
        except Sorry as sorry:
            return PlainTextResponse(str(sorry), status_code=404)

    return answered
