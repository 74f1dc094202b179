"""People's own phones in a meeting: one small page behind the code on the screen, the words in view, two buttons.

No account. A phone is a random cookie, of which only a hash is stored. Forty phones of one hospital come from one
address, so the bucket is large; who tries codes that open nothing has a small one.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from mist_dash.actions import votes
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.room import Phone
from mist_dash.exports import deck
from mist_dash.ui.server.asking import Handler, address_of, in_words
from mist_dash.ui.server.rate_limits import TOO_MANY, Turnstile

PHONE = "mist_phone"
HOURS = 12
phones = Turnstile(burst=1000, seconds=0.01)
guesses = Turnstile(burst=30, seconds=10)


class Recent:
    """What phones of one meeting are shown, read once a second for all of them."""

    def __init__(self, read: Callable[[str], Phone], seconds: float = 1.0, most: int = 100) -> None:
        self.read, self.seconds, self.most = read, seconds, most
        self._kept: dict[str, tuple[float, Phone]] = {}
        self._lock = threading.Lock()

    def __call__(self, code: str) -> Phone:
        with self._lock:  # forty ask at once, and one reads
            read_at, found = self._kept.get(code, (-self.seconds, None))
            if found is None or time.monotonic() - read_at >= self.seconds:
                self._kept.pop(code, None)
                found = self.read(code)
                self._kept[code] = time.monotonic(), found
                while len(self._kept) > self.most:
                    self._kept.pop(next(iter(self._kept)))
            return found


joined = Recent(lambda code: votes.joined(code))


def counted(handler: Handler) -> Handler:
    """The handler, as often as one address may ask; a code that opens nothing counts for more."""

    @in_words
    def answered(request: Request) -> Response:
        address = address_of(request)
        if not phones.lets_in(address):
            return PlainTextResponse(TOO_MANY, status_code=429, headers={"retry-after": "5"})
        try:
            return handler(request)
        except NotFound as nothing:
            if not guesses.lets_in(address):
                return PlainTextResponse(TOO_MANY, status_code=429, headers={"retry-after": "60"})
            return HTMLResponse(deck.door(str(nothing)), status_code=404)

    return answered


@counted
def door(request: Request) -> Response:
    """Where somebody who cannot scan it types the code, and the way from there."""
    code = request.query_params.get("code", "").strip()
    return RedirectResponse(f"/v/{quote(code, safe='')}", status_code=303) if code else HTMLResponse(deck.door())


@counted
def page(request: Request) -> Response:
    """The page, and a cookie for a phone that has none."""
    joined(request.path_params["code"])
    answer = HTMLResponse(deck.phone())
    if not request.cookies.get(PHONE):
        secure = request.url.scheme == "https"
        token = secrets.token_urlsafe(32)
        answer.set_cookie(PHONE, token, max_age=HOURS * 3600, httponly=True, samesite="strict", secure=secure)
    return answer


@counted
def now(request: Request) -> Response:
    """The public words of the slide in view, and its vote; only the meeting's name where nothing of it may leave."""
    found = joined(request.path_params["code"])
    slide = next((one for one in found.slides if one.key == found.now), None)
    if slide is None:
        return JSONResponse({"title": found.title, "words": ["Look at the screen, please."], "vote": None})
    vote = slide.vote and {
        "key": slide.key,
        "choices": slide.vote.choices,
        "closed": slide.vote.counts is not None,
    }
    words = [*([slide.centre] if slide.centre else []), *slide.said]
    return JSONResponse({"title": slide.title, "words": words, "vote": vote})


@counted
def answer(request: Request) -> Response:
    phone = request.cookies.get(PHONE, "")
    if not phone:
        return PlainTextResponse("Open the page first: it gives this phone its one answer.", status_code=403)
    place = request.path_params
    try:
        votes.answer(place["code"], place["key"], place["choice"], phone)
    except NotFound:
        raise
    except Sorry as sorry:
        return PlainTextResponse(str(sorry), status_code=409)
    return Response(status_code=204)


routes = [
    Route("/v", door),
    Route("/v/", door),
    Route("/v/{code}", page),
    Route("/v/{code}/now", now),
    Route("/v/{code}/{key}/{choice:int}", answer, methods=["POST"]),
]
