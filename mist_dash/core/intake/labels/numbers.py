"""One cell becomes a number, zero, "not collected", "suppressed", nothing at all, or a thing that is no number."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.memory import remembered
from mist_dash.core.intake.labels.vocabulary import words_of

NumberKind = Literal["reported", "not collected", "suppressed", "blank", "wrong"]

DUST = 1e-9
ZERO, NOT_COLLECTED = words_of("zero"), words_of("not_collected")
_SUPPRESSED = re.compile(
    r"\*{1,3}|suppressed|redacted|(<|≤|<=|less than|fewer than|under)\s*\d+|\d{1,2}\s*(-|–|to)\s*\d{1,2}|\[c\]"
)
_UNIT = re.compile(r"(?<=\d) ?(cases?|days?|infections?|incidents?|reports?|events?|deaths?|bed days|line days)$")
_REMARK = re.compile(r"(?<=\d) ?\([^()\d]+\)$")  # "1 (CoNS)": the number, and what is said of it
_RAISED = re.compile(r"(?<=\d)[¹²³⁰⁴-⁹†‡]+$")  # a footnote's mark, and no digit
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)%?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?%?")
_SPACED = re.compile(r"[+-]?\d{1,3}( \d{3})+([.,]\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d+%?|[+-]?\d{1,3}(\.\d{3})+,\d+")
_SURE_COMMA = re.compile(r"[+-]?(\d+,(\d{1,2}|\d{4,})|\d{4,},\d+|0,\d+|\d{1,3}(\.\d{3})+,\d+)%?")
_SURE_THOUSANDS = re.compile(r"[+-]?(\d{1,3}(,\d{3}){2,}|\d{1,3}(,\d{3})+\.\d+)%?")
_THREE_AFTER_DOT = re.compile(r"\d{1,3}\.\d{3}")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u2002\u2003\t\n\r"), " ") | {
    ord("−"): "-",
    ord("\ufeff"): "",
}


@dataclass(frozen=True)
class CellNumber:
    """What a cell says. value: only when reported; percent: a per cent sign stood behind it."""

    kind: NumberKind
    value: float | None = None
    percent: bool = False


BLANK, WRONG = CellNumber("blank"), CellNumber("wrong")


@dataclass(frozen=True)
class Marks:
    """What commas and points mean in one column. `unclear` when both readings of 1,204 or 1.204 are possible.

    noted: marks behind a number that a footnote of the table explains, such as "*".
    """

    comma_is_decimal: bool = False
    unclear: bool = False
    noted: str = ""


def tidy(text: str) -> str:
    """Text without odd spaces, byte-order marks and typographic minus signs."""
    return " ".join(text.translate(_SPACES).split())


PLAIN_MARKS = Marks()


def number(cell: Cell, marks: Marks = PLAIN_MARKS) -> CellNumber:
    """What one cell says; "wrong" for anything that cannot be taken for a number without guessing."""
    if isinstance(cell, str):
        if marks.noted and cell.strip()[:1].isdigit():
            cell = cell.strip().rstrip(marks.noted)
        return _from_text(cell, marks.comma_is_decimal, marks.unclear)
    if cell is None:
        return BLANK
    if isinstance(cell, bool | datetime.datetime):
        return WRONG
    return CellNumber("reported", _without_dust(float(cell))) if math.isfinite(cell) else CellNumber("not collected")


def _without_dust(value: float) -> float:
    """A number that a formula left a hair away from a whole one, such as 2.000000000001, as the whole one."""
    return float(round(value)) if abs(value - round(value)) < DUST else value


@remembered
def _from_text(cell: str, comma_is_decimal: bool, unclear: bool) -> CellNumber:
    if cell.isdecimal():
        return CellNumber("reported", float(cell))
    marks = Marks(comma_is_decimal, unclear)
    text = tidy(cell).lower().lstrip("'‘’")
    if not text:
        return BLANK
    if text in ZERO:
        return CellNumber("reported", 0.0)
    if text in NOT_COLLECTED:
        return CellNumber("not collected")
    if _SUPPRESSED.fullmatch(text):
        return CellNumber("suppressed")
    if text[0].isalpha():
        return WRONG
    digits = _digits(_UNIT.sub("", _REMARK.sub("", _RAISED.sub("", text))), marks)
    return CellNumber("reported", _without_dust(float(digits.rstrip("%"))), digits.endswith("%")) if digits else WRONG


def _digits(text: str, marks: Marks) -> str | None:
    """The number in Python's own writing; None when there is none, or more than one."""
    text = re.sub(r"\s+%", "%", text)
    if marks.unclear and (_THOUSANDS.fullmatch(text) or _THREE_AFTER_DOT.fullmatch(text)):
        return None
    if marks.comma_is_decimal and _COMMA.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _PLAIN.fullmatch(text):
        return text
    if _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    if _SPACED.fullmatch(text):
        return text.replace(" ", "").replace(",", ".")
    return None


def marks(cells: Iterable[Cell]) -> Marks:
    """What commas and points mean in a column, seen from all its cells together."""
    texts = [tidy(cell).lstrip("'‘’") for cell in cells if isinstance(cell, str) and ("," in cell or "." in cell)]
    texts = [text for text in texts if text[-1:].isdigit() or text.endswith("%")]
    if not texts:
        return Marks()
    comma = any(map(_SURE_COMMA.fullmatch, texts)) and not _lone_slip(texts, cells)
    thousands = any(map(_SURE_THOUSANDS.fullmatch, texts))
    either = any(_THOUSANDS.fullmatch(text) and not _SURE_THOUSANDS.fullmatch(text) for text in texts)
    return Marks(comma_is_decimal=comma, unclear=(comma and (thousands or either)) or _points_group(texts, cells))


def _lone_slip(texts: list[str], cells: Iterable[Cell]) -> bool:
    """Whether the column's only comma, as in "1,20", is a slip: every other number is whole and far larger."""
    whole = [float(cell) for cell in cells if isinstance(cell, str | int | float) and re.fullmatch(r"\d+", str(cell))]
    if len(texts) != 1 or not _COMMA.fullmatch(texts[0]) or len(whole) < 2:
        return False
    return float(texts[0].rstrip("%").replace(".", "").replace(",", ".")) * 20 < min(whole)


def _points_group(texts: list[str], cells: Iterable[Cell]) -> bool:
    """Whether 1.204 may be 1,204: every number with a point has three digits after it, and those without are large."""
    if not all(map(_THREE_AFTER_DOT.fullmatch, texts)):
        return False
    whole = [float(cell) for cell in cells if isinstance(cell, str) and cell.strip().isdigit()]
    return bool(whole) and max(map(float, texts)) * 20 < max(whole)
