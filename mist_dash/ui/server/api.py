"""The address at which a hospital's own system sends a file: the key in a header, the file as the body."""

from __future__ import annotations

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mist_dash.actions import catalogue, machine
from mist_dash.actions.sending import Meanwhile
from mist_dash.actions.share import UploadedFile
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.exports.openapi import ADDRESS, ANSWERS, AT_ONCE, SECONDS, openapi
from mist_dash.ui.server.asking import address_of
from mist_dash.ui.server.rate_limits import Turnstile, neighbourhood

LARGEST = 10 * 2**20
senders = Turnstile(AT_ONCE, SECONDS)
AN_HOUR = "3600"


async def upload(request: Request) -> Response:
    """The key is looked at before a byte of the file is read."""
    where = neighbourhood(address_of(request))
    token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()[:200]
    if not senders.lets_in(where):
        return _said(HTTPStatus.TOO_MANY_REQUESTS, ANSWERS[429], "60")
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
    except NotFound:
        themes = ", ".join(one.id for one in catalogue.themes())
        return _said(HTTPStatus.NOT_FOUND, f"There is no such theme. Nothing was stored; send it to one of: {themes}.")
    except Meanwhile as changed:
        return _said(HTTPStatus.CONFLICT, str(changed))
    except Sorry as sorry:
        return _said(HTTPStatus.SERVICE_UNAVAILABLE, str(sorry))
    fine = HTTPStatus.CREATED if found.upload is not None else HTTPStatus.OK
    return JSONResponse(found.as_json(), fine if found.fine else HTTPStatus.UNPROCESSABLE_ENTITY)


def only_post(request: Request) -> Response:
    answer = _said(HTTPStatus.METHOD_NOT_ALLOWED, ANSWERS[405])
    answer.headers["allow"] = "POST"
    return answer


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
    if "nothing was" not in sentence.lower():
        sentence += " Nothing was stored."
    told = {"sentence": sentence, "stored": False, "upload": None}
    return JSONResponse(told, status, {"retry-after": wait} if wait else None)


OTHERS = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"]
routes = [
    Route(ADDRESS, upload, methods=["POST"]),
    Route(ADDRESS, only_post, methods=OTHERS),
    Route("/api/v1/openapi.json", description),
]
