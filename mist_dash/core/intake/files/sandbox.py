"""A stranger's file becomes a Book in a child process with little memory and little time; this process stays up.

Each file has a fresh child, started like any other program: a server of many threads must not be forked, and a child
that has read one file never sees another's.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import sysconfig
import threading
from pathlib import Path
from typing import Any

from mist_dash.core.errors import Refused
from mist_dash.core.intake.files import limits
from mist_dash.core.intake.files.book import Book, Cell, Sheet

WALL_SECONDS = 10.0
_ROOT = Path(__file__).parents[4]
_COMMAND = (sys.executable, "-S", "-P", "-m", "mist_dash.core.intake.files.child")
_AT_ONCE = threading.BoundedSemaphore(4)  # each may take half a gigabyte


def open_in_child(data: bytes, name: str, seconds: float = WALL_SECONDS) -> Book:
    """As opening.open_book, with limits on memory and time.

    Raises Refused also when the child runs out of either, or dies of the file.
    """
    if len(data) > limits.FILE_BYTES:
        raise limits.too_big()
    with _AT_ONCE:
        said = _ask_child(json.dumps(name).encode() + b"\n" + data, seconds)
    if "refused" in said:
        raise Refused(*said["refused"])
    return unpack(said["book"])


def _ask_child(sent: bytes, seconds: float) -> dict[str, Any]:
    child = subprocess.Popen(
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback could quote the file
        env=_environment(),
        cwd=_ROOT,
    )
    try:
        answer, _ = child.communicate(sent, timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise Refused("This file takes too long to open", remedy=f"{limits.COPY_VALUES}.") from None
    if child.returncode:
        raise Refused("This file takes more memory or time than a table should", remedy=f"{limits.COPY_VALUES}.")
    return json.loads(answer)


def _environment() -> dict[str, str]:
    """Nothing of this process's own environment, which may hold the database's address."""
    kept = {key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ}  # Python needs it on Windows
    found = os.pathsep.join((str(_ROOT), sysconfig.get_path("platlib")))  # where the one library is that it may import
    return {**kept, "PYTHONPATH": found, "PYTHONUTF8": "1"}


def unpack(said: dict[str, Any]) -> Book:
    """The book that child.pack packed."""
    sheets = tuple(
        Sheet(name, tuple(tuple(map(_cell, row)) for row in rows), tuple((a, b, c, d) for a, b, c, d in merged))
        for name, rows, merged in said["sheets"]
    )
    margin = tuple((where, text) for where, text in said["margin"])
    return Book(said["name"], said["kind"], sheets, tuple(said["notes"]), margin)


def _cell(value: Any) -> Cell:
    return datetime.datetime.fromisoformat(value[0]) if isinstance(value, list) else value
