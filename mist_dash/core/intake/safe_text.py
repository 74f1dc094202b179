"""Text made safe for a spreadsheet's cell, and back: what a person wrote is never run as a formula."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NEUTRAL = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?|-")  # a lone dash is how people write "not collected"


def neutral(value: str) -> str:
    """A text cell as it may stand in a CSV or XLSX; numbers, negative ones too, stay as they are."""
    if _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def plain(value: str) -> str:
    """What `neutral` was given: so that what was exported reads again as it was."""
    return value[1:] if value.startswith("'") and _NEUTRAL.match(value) else value
