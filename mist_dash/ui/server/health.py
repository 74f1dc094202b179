"""Two addresses for whoever watches over the server: whether the process lives, and whether it can do its work."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from mist_dash.actions import readiness


async def healthz(request: Request) -> Response:
    return PlainTextResponse("The process lives.")


def readyz(request: Request) -> Response:
    """What is not ready, by name; 503 then, so that nobody is sent here."""
    faults = readiness.faults()
    return JSONResponse({"ready": not faults} | faults, status_code=503 if faults else 200)


routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
