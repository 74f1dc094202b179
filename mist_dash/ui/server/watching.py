"""What the machine tells of its work: numbers for Prometheus on a port of their own, and its log as lines of JSON.

Both name kinds of requests and never a path, an address, a person or an id. Off unless the settings say so.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mist_dash.ui.server.discreet import hidden
from mist_dash.ui.server.tabs import TABS

log = logging.getLogger("mist_dash.requests")
BUCKETS = (0.05, 0.2, 1.0, 5.0)  # seconds
KINDS = ("_stcore", "static", "media", "session", "file", "present", "v", "api", "healthz", "readyz")


class WatchingSettings(BaseSettings):
    """From the environment: MIST_METRICS_PORT (0: off) on MIST_METRICS_HOST, and MIST_LOG, text or json."""

    model_config = SettingsConfigDict(env_prefix="MIST_")
    metrics_port: int = 0
    metrics_host: str = "127.0.0.1"
    log: Literal["text", "json"] = "text"


class Tally:
    """How many requests of each kind were answered how, and how long they took; how many faults there were."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.answers: Counter[tuple[str, str]] = Counter()  # (kind, status)
        self.within: Counter[float] = Counter()
        self.seconds = 0.0
        self.faults = 0

    def answered(self, kind: str, status: int, seconds: float) -> None:
        with self._lock:
            self.answers[kind, str(status)] += 1
            self.seconds += seconds
            self.within.update(bucket for bucket in BUCKETS if seconds <= bucket)

    def fault(self) -> None:
        with self._lock:
            self.faults += 1

    def text(self) -> str:
        """In the format of Prometheus."""
        with self._lock:
            kinds = [f'{{kind="{kind}",status="{status}"}} {n}' for (kind, status), n in sorted(self.answers.items())]
            number, seconds, faults = sum(self.answers.values()), self.seconds, self.faults
            within = [f'_bucket{{le="{bucket}"}} {self.within[bucket]}' for bucket in BUCKETS]
        took = [*within, f'_bucket{{le="+Inf"}} {number}', f"_sum {seconds:.6f}", f"_count {number}"]
        metrics = {
            ("mist_requests_total", "counter", "Requests answered, by kind and status."): kinds,
            ("mist_request_seconds", "histogram", "How long requests took."): took,
            ("mist_faults_total", "counter", "Faults for which a page apologised."): [f" {faults}"],
            ("mist_open_pages", "gauge", "Pages that are open in browsers now."): [f" {TABS.open_pages()}"],
            ("process_cpu_seconds_total", "counter", "Processor time used."): [f" {time.process_time():.3f}"],
            ("process_resident_memory_bytes", "gauge", "Memory in use."): [f" {_memory()}"],
        }
        lines = []
        for (name, kind, help_), values in metrics.items():
            lines += [f"# HELP {name} {help_}", f"# TYPE {name} {kind}", *(f"{name}{value}" for value in values)]
        return "\n".join(lines) + "\n"


TALLY = Tally()


class Measured:
    """Around everything else: counts each answer, and writes a line about it when the log is JSON."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), [500]

        async def seen(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, seen)
        finally:
            kind, seconds = _kind(scope["path"]), time.perf_counter() - begun
            TALLY.answered(kind, status[0], seconds)
            told = {"kind": kind, "method": scope["method"], "status": status[0], "ms": round(seconds * 1000)}
            log.info("answered", extra={"told": told})


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {"at": at, "level": record.levelname.lower(), "from": record.name, "message": record.getMessage()}
        told |= getattr(record, "told", {})
        if record.exc_info:
            told["fault"] = hidden(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False)


def watch() -> None:
    """Begins to tell what the settings ask for. Once for the process, when the server starts."""
    settings = WatchingSettings()
    for name in ("uvicorn.access", "uvicorn.error"):  # addresses and paths; Streamlit turns them on again
        logging.getLogger(name).setLevel(logging.WARNING)
    if settings.log == "json":
        _log_as_json()
    if settings.metrics_port:
        served = ThreadingHTTPServer((settings.metrics_host, settings.metrics_port), _Metrics)
        threading.Thread(target=served.serve_forever, daemon=True).start()


def _log_as_json() -> None:
    ours = logging.getLogger("mist_dash")
    ours.addHandler(logging.StreamHandler())
    ours.propagate = False
    log.setLevel(logging.INFO)
    for name in ("", *logging.root.manager.loggerDict):
        for handler in logging.getLogger(name).handlers:
            handler.setFormatter(JsonLines())


class _Metrics(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        told = TALLY.text().encode() if self.path == "/metrics" else b""
        self.send_response(200 if told else 404)
        self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        """Nothing: that somebody looked is no news."""


def _kind(path: str) -> str:
    first = path.strip("/").partition("/")[0]
    return first if first in KINDS else "page"


def _memory() -> int:
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0  # not Linux
