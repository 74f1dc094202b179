"""Ids of sessions, tokens and links for one use never reach a log, whoever writes it."""

from __future__ import annotations

import logging
import re
from typing import Any

_SECRET = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|(?<![\w-])[\w-]{43}(?![\w-])")


def discreet() -> None:
    """From here on every line of every log of this process is written without them."""
    make = logging.getLogRecordFactory()
    if getattr(make, "discreet", False):
        return

    def record(*given: Any, **named: Any) -> logging.LogRecord:
        made = make(*given, **named)
        made.msg = hidden(made.msg)
        if isinstance(made.args, tuple):
            made.args = tuple(hidden(one) for one in made.args)
        return made

    record.discreet = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(record)


def hidden(told: Any) -> Any:
    return _SECRET.sub("[hidden]", told) if isinstance(told, str) else told
