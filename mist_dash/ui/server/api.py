"""The address at which a hospital's own system sends a file: the key in a header, the file as the body."""

from __future__ import annotations

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mist_dash.actions import catalogue, machine
from mist_dash.actions.share import Moved, UploadedFile
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.exports.openapi import ADDRESS, ANSWERS, openapi
from mist_dash.ui.server.asking import address_of
from mist_dash.ui.server.rate_limits import TOO_MANY, Turnstile, neighbourhood

LARGEST = 10 * 2**20
senders = Turnstile(burst=60, seconds=5)
AN_HOUR = "3600"


async def upload(request: Request) -> Response:
    """The key is looked at before a byte of the file is read."""
    where = neighbourhood(address_of(request))
    token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()[:200]
    if not senders.lets_in(where):
        return _said(HTTPStatus.TOO_MANY_REQUESTS, TOO_MANY, "60")
    try:
        await run_in_threadpool(machine.admit, token, where)
        data = await _body(request)
        if data is None:
            return _said(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, ANSWERS[413])
        asked = request.query_params
        answers = dict(one.partition("=")[::2] for one in asked.getlist("answer"))
        file = UploadedFile(asked.get("name", "sent by a machine.csv")[:120], data, {}, answers)
        theme, partly = asked.get("theme", ""), asked.get("partly") == "yes"
        found = await run_in_threadpool(machine.upload, token, where, theme, file, partly)
    except NotAllowed as no:
        if str(no) == machine.TOO_MANY:
            return _said(HTTPStatus.TOO_MANY_REQUESTS, str(no), AN_HOUR)
        return _said(HTTPStatus.UNAUTHORIZED, str(no))
    except NotFound as sorry:
        return _said(HTTPStatus.NOT_FOUND, str(sorry))
    except Moved as moved:
        return _said(HTTPStatus.CONFLICT, str(moved))
    except Sorry as sorry:
        return _said(HTTPStatus.SERVICE_UNAVAILABLE, str(sorry))
    fine = HTTPStatus.CREATED if found.upload is not None else HTTPStatus.OK
    return JSONResponse(found.as_json(), fine if found.fine else HTTPStatus.UNPROCESSABLE_ENTITY)


def description(request: Request) -> Response:
    return JSONResponse(openapi([theme.id for theme in catalogue.themes()]))


async def _body(request: Request) -> bytes | None:
    """The whole of it; None as soon as it is larger than a file may be."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > LARGEST:
            return None
    return bytes(data)


def _said(status: HTTPStatus, sentence: str, wait: str = "") -> Response:
    told = {"sentence": sentence, "stored": False, "upload": None}
    return JSONResponse(told, status, {"retry-after": wait} if wait else None)


routes = [Route(ADDRESS, upload, methods=["POST"]), Route("/api/v1/openapi.json", description)]
