"""A stranger's document is looked into in a child process with little memory and little time; this process stays up."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from mist_dash.core.documents.model import Document
from mist_dash.core.errors import Refused

WALL_SECONDS = 20.0
_ROOT = Path(__file__).parents[3]
_COMMAND = (sys.executable, "-P", "-m", "mist_dash.core.documents.child")
_AT_ONCE = threading.BoundedSemaphore(2)  # each may take half a gigabyte


def read_in_child(data: bytes, seconds: float = WALL_SECONDS) -> Document:
    """As opening.open_document, with limits on memory and time.

    Raises Refused also when the child runs out of either, or dies of the file.
    """
    with _AT_ONCE:
        try:
            child = subprocess.run(
                _COMMAND,
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                cwd=_ROOT,
                env=_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _too_hard() from None
    if child.returncode:
        raise _too_hard()
    said = json.loads(child.stdout)
    if "refused" in said:
        raise Refused(*said["refused"])
    return Document(said["kind"], said["text"], base64.b64decode(said["bare"]))


def _too_hard() -> Refused:
    return Refused("This file takes more memory or time than a document should", remedy="Print it to a new PDF.")


def _environment() -> dict[str, str]:
    """Nothing of this process's own environment, which may hold the database's address."""
    kept = {key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ}  # Python needs it on Windows
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
