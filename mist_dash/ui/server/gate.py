"""Who is answered at all: by the name that was asked for, where the page came from, and, in the demo, which machine.

The client's address is the peer's own, unless the peer is a proxy that the settings name.
"""

from __future__ import annotations

import ipaddress
from functools import cache
from urllib.parse import urlsplit

from pydantic_settings import BaseSettings, SettingsConfigDict
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from mist_dash.actions import people, setup

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
ONLY_HERE = "This is a demo: it answers only the machine it runs on."


class GateSettings(BaseSettings):
    """From the environment, several with commas between: MIST_PROXIES (addresses or networks), MIST_HOSTS (names)."""

    model_config = SettingsConfigDict(env_prefix="MIST_")
    proxies: str = ""
    hosts: str = ""


class Gate:
    def __init__(self, app: ASGIApp) -> None:
        settings = GateSettings()
        self.app = app
        self.proxies = tuple(ipaddress.ip_network(one, strict=False) for one in _listed(settings.proxies))
        self.hosts = _listed(settings.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        scope.update(self._as_told_by_proxy(scope))  # in place: the headers of the answer hang on it, too
        if why := self._refusal(scope):
            if scope["type"] == "websocket":
                await receive()
                await send({"type": "websocket.close", "code": 1008})
            else:
                await PlainTextResponse(why, status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _refusal(self, scope: Scope) -> str:
        """Why this is not answered; empty when it is."""
        told = Headers(scope=scope)
        host, origin = told.get("host", ""), told.get("origin")
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        closed = only_here()
        if closed and not _loopback(_peer(scope)):
            return ONLY_HERE
        if closed and "x-forwarded-for" in told and not self.proxies:
            return ONLY_HERE  # a tunnel, through which others would come as this machine
        hosts = self.hosts or (LOCAL_NAMES if closed else ())
        if hosts and name not in hosts and not (name in LOCAL_NAMES and _loopback(_peer(scope))):
            return "This dashboard has another name."
        if origin is not None and urlsplit(origin).netloc != host:
            return "Only from this site"
        return ""

    def _as_told_by_proxy(self, scope: Scope) -> Scope:
        """The nearest address that is not itself a named proxy, and whether the browser came by TLS."""
        told = Headers(scope=scope)
        if not self._is_proxy(_peer(scope)):
            return scope
        hops = [hop for line in told.getlist("x-forwarded-for") for hop in _listed(line)]
        client = next((hop for hop in reversed(hops) if not self._is_proxy(hop)), _peer(scope))
        safe = told.get("x-forwarded-proto", "") == "https"
        scheme = scope["scheme"] if not safe else "https" if scope["type"] == "http" else "wss"
        return {**scope, "client": (client, 0), "scheme": scheme}

    def _is_proxy(self, address: str) -> bool:
        found = _address(address)
        return found is not None and any(found in network for network in self.proxies)


@cache
def only_here() -> bool:
    """A demo is for the machine it runs on, unless a setting opens it. Asked once: the server made it at its start."""
    return people.is_demo() and not setup.opened_on_purpose()


def _peer(scope: Scope) -> str:
    return str((scope.get("client") or ("",))[0])


def _loopback(address: str) -> bool:
    found = _address(address)
    return found is not None and found.is_loopback


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip().lower() for one in text.split(",") if one.strip())
