"""A file's bytes are shown to ClamAV before anything else looks into them, when MIST_CLAMD says where it listens.

clamd's INSTREAM over TCP (`tcp://host:3310`) or a socket of this machine (`unix:///run/clamav/clamd.ctl`). It fails
closed: whatever is not a plain "OK" refuses the file. Without the setting, no file is scanned here.
"""

from __future__ import annotations

import socket
import struct
import time
from urllib.parse import urlsplit

from pydantic_settings import BaseSettings, SettingsConfigDict

from mist_dash.core.errors import Refused, Sorry

SECONDS = 30.0  # for one file of 10 MB on a busy machine
PORT = 3310
_CHUNK = 1 << 16
_LONGEST_ANSWER = 4096
SILENT = (
    "The virus scanner does not answer, so the file was not taken. Try again in a few minutes, "
    "and tell the facilitators if it stays so."
)


class ScannerSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MIST_")
    clamd: str = ""


def scan(data: bytes, seconds: float = SECONDS) -> None:
    """Returns when there is nothing to fear, or no scanner is set.

    Raises Refused for a virus, and Sorry when the scanner does not answer or says anything else.
    """
    where = ScannerSettings().clamd
    if not where:
        return
    try:
        answer = _asked(where, data, time.monotonic() + seconds)
    except (OSError, ValueError):
        raise Sorry(SILENT) from None
    if answer.endswith(b" FOUND"):
        raise Refused(
            "The virus scanner found something harmful in this file",
            remedy="Do not send it on, and show it to your IT department.",
        )
    if answer != b"stream: OK":
        raise Sorry(SILENT)


def _asked(where: str, data: bytes, until: float) -> bytes:
    """What clamd says of the bytes: length and chunk, length and chunk, and a length of zero at the end."""
    with _connected(where, until) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            line.settimeout(_left(until))
            chunk = data[start : start + _CHUNK]
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
        return _answer(line, until)


def _answer(line: socket.socket, until: float) -> bytes:
    """Up to the NUL that ends it. An answer that breaks off is none."""
    said = bytearray()
    while not said.endswith(b"\0"):
        line.settimeout(_left(until))
        part = line.recv(_LONGEST_ANSWER)
        said += part
        if not part or len(said) > _LONGEST_ANSWER:
            raise ConnectionError
    return bytes(said[:-1])


def _connected(where: str, until: float) -> socket.socket:
    """Raises ValueError for an address of no kind that is known: a wrong setting must not let files through."""
    address = urlsplit(where if "://" in where else f"tcp://{where}")
    if address.scheme == "unix" and address.path:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_left(until))
        try:
            line.connect(address.path)
        except OSError:
            line.close()
            raise
        return line
    if address.scheme != "tcp" or not address.hostname:
        raise ValueError(where)
    return socket.create_connection((address.hostname, address.port or PORT), _left(until))


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
