"""The addresses of a meeting: the deck for the projector, its notes, its votes and cards, the pack and the PPTX."""

from __future__ import annotations

import gzip
import re
from datetime import date

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from mist_dash.actions import presenting, promises, votes
from mist_dash.core.errors import NotFound
from mist_dash.core.meeting import Meeting
from mist_dash.core.room import CARD_KINDS
from mist_dash.exports import deck
from mist_dash.exports.presses import day
from mist_dash.exports.slides import pptx
from mist_dash.ui.server.asking import actor_of, in_words

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
FAST = 3  # of gzip: a third of the size in a tenth of a second


@in_words
def present(request: Request) -> Response:
    """The whole deck, every slide in it."""
    meeting = presenting.present(actor_of(request), request.path_params["meeting"])
    site = f"{request.url.scheme}://{request.headers.get('host', '')}"
    join = f"{site}/v/{meeting.code}" if meeting.code else ""
    return _page(request, deck.projector(meeting, f"/present/{meeting.id}", join))


@in_words
def notes(request: Request) -> Response:
    """The presenter's own window: private notes are here and nowhere else."""
    return _page(request, deck.notes(presenting.present(actor_of(request), request.path_params["meeting"])))


@in_words
def standing(request: Request) -> Response:
    """Which slides of an open deck may still be shown, each just as it was when it was opened."""
    return JSONResponse(deck.standing(presenting.present(actor_of(request), request.path_params["meeting"])))


@in_words
def turn(request: Request) -> Response:
    votes.turn(actor_of(request), request.path_params["meeting"], request.path_params["key"])
    return Response(status_code=204)


@in_words
def vote(request: Request) -> Response:
    """How many have answered; a POST reveals what they answered, and closes the vote."""
    actor, id, key = actor_of(request), request.path_params["meeting"], request.path_params["key"]
    if request.method == "POST":
        votes.reveal(actor, id, key)
    found = next((one for one in votes.votes(actor, id) if one.key == key), None)
    if found is None:
        raise NotFound("There is no such question in this meeting.")
    return JSONResponse({"answered": found.answered, "counts": found.counts})


@in_words
def cards(request: Request) -> Response:
    """What was put up in the room so far, as it stands on the slide: the newest first."""
    found = promises.cards(actor_of(request), request.path_params["meeting"])
    told = [
        [CARD_KINDS[one.kind], f"{one.centre_name + ': ' if one.centre_name else ''}{one.text}{_by(one.due)}"]
        for one in found[::-1]
    ]
    return JSONResponse(told)


@in_words
def pack(request: Request) -> Response:
    """The deck to take home: only what may leave the room."""
    meeting = presenting.taken_along(actor_of(request), request.path_params["meeting"])
    return _file(meeting, "html", "text/html", deck.pack(meeting).encode())


@in_words
def powerpoint(request: Request) -> Response:
    """The whole meeting, or one of its slides."""
    meeting = presenting.taken_along(actor_of(request), request.path_params["meeting"])
    key = request.path_params.get("key", "")
    if key and key not in {slide.key for slide in meeting.slides}:
        raise NotFound("There is no such slide, or it may not leave the room.")
    made = pptx.pptx_of_slide(meeting, key) if key else pptx.pptx_of_meeting(meeting)
    return _file(meeting, "pptx", PPTX, made)


def _by(due: date | None) -> str:
    return f", by {day(due)}" if due else ""


def _page(request: Request, html: str) -> Response:
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return HTMLResponse(html)
    return HTMLResponse(gzip.compress(html.encode(), FAST), headers={"content-encoding": "gzip"})


def _file(meeting: Meeting, end: str, media_type: str, data: bytes) -> Response:
    name = re.sub(r"[^a-z0-9]+", "-", meeting.title.lower()).strip("-") or "meeting"
    named = {"content-disposition": f'attachment; filename="{name}-{meeting.day.isoformat()}.{end}"'}
    return Response(data, media_type=media_type, headers=named)


routes = [
    Route("/present/{meeting:int}", present),
    Route("/present/{meeting:int}/notes", notes),
    Route("/present/{meeting:int}/pack", pack),
    Route("/present/{meeting:int}/pptx", powerpoint),
    Route("/present/{meeting:int}/pptx/{key}", powerpoint),
    Route("/present/{meeting:int}/standing", standing),
    Route("/present/{meeting:int}/cards", cards),
    Route("/present/{meeting:int}/at/{key}", turn, methods=["POST"]),
    Route("/present/{meeting:int}/votes/{key}", vote, methods=["GET", "POST"]),
]
