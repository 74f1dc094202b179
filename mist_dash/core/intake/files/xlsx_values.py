"""How a workbook's stored numbers are meant: which are dates, which percentages, and where days begin."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass

from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.files.xml_parts import elements

_DATES = frozenset([14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)])  # ECMA-376 part 1, 18.8.30
_PERCENT = frozenset([9, 10])
_NOT_MEANT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')  # quoted text, colours and locales, escapes, padding
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


@dataclass(frozen=True)
class Styles:
    """Cell styles by their index: the ones that show a date, and the ones that show a percentage."""

    dates: frozenset[int] = frozenset()
    percent: frozenset[int] = frozenset()


def read_styles(content: bytes | None) -> Styles:
    """The styles part of a workbook; none at all when it has none."""
    if content is None:
        return Styles()
    codes: dict[str, str] = {}
    used: list[str] = []
    inside = False
    for name, attributes, _ in elements(content, "styles.xml"):
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        if name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = name == "cellXfs"
        if name == "xf" and inside:
            used.append(attributes.get("numFmtId", "0"))
    return Styles(
        frozenset(index for index, id in enumerate(used) if _is_date(id, codes)),
        frozenset(index for index, id in enumerate(used) if _is_percent(id, codes)),
    )


def _is_date(id: str, codes: dict[str, str]) -> bool:
    if id not in codes:
        return id.isdecimal() and int(id) in _DATES
    shown = re.sub(r"s\.0+", "s", _NOT_MEANT.sub("", codes[id].split(";")[0]).lower())
    if "general" in shown or "0" in shown or "#" in shown:
        return False
    return "d" in shown or "y" in shown or "mmm" in shown


def _is_percent(id: str, codes: dict[str, str]) -> bool:
    if id not in codes:
        return id.isdecimal() and int(id) in _PERCENT
    return "%" in _NOT_MEANT.sub("", codes[id])


def number(text: str) -> Cell:
    """A stored number as int or float, to the 15 digits that a spreadsheet shows; other text as it is."""
    if len(text) > 40 or not _NUMBER.fullmatch(text):
        return text
    value = float(text)
    if not math.isfinite(value):
        return text
    value = float(f"{value:.15g}")
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def shown(value: Cell, style: int, styles: Styles, from_1904: bool) -> Cell:
    """A number as its style shows it: a date, a percentage as text, or the number itself."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if style in styles.dates:
        return day(value, from_1904) or value
    if style in styles.percent:
        return f"{value * 100:.12g}%"
    return value


def day(serial: float, from_1904: bool) -> datetime.datetime | None:
    """The date of a serial number; None outside the years 1900 to 9999. Day 60 of 1900 never was (a known fault)."""
    start = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30 if serial >= 60 else 31)
    if not 1 <= serial < 2_958_466:
        return None
    try:
        return start + datetime.timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return None
