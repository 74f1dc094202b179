"""An old .xls or an OpenDocument workbook becomes sheets of plain cells, by a library. Formulas are not run.

Runs in the child process only, with its limits: whatever the library makes of a hostile file stays there.
"""

from __future__ import annotations

import datetime
import io
import re
from html import unescape

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from mist_dash.core.errors import Refused
from mist_dash.core.intake.files import limits
from mist_dash.core.intake.files.archive import unpacked
from mist_dash.core.intake.files.book import Cell, Sheet
from mist_dash.core.intake.files.delimited import clean, trimmed
from mist_dash.core.intake.files.xlsx_margin import HEADER

MACROS = "_VBA_PROJECT".encode("utf-16-le")
_ODS_PROGRAMS = re.compile(rb"<(?:\w+:)?(?:event-listener|script|plugin|applet|object-ole)\b")
_TAG = re.compile(rb"<[^>]*>")
_ASIDE = (
    ("content.xml", re.compile(rb"<office:annotation\b.*?</office:annotation>", re.S), "a comment"),
    ("content.xml", re.compile(rb"<draw:text-box\b.*?</draw:text-box>", re.S), "a text box"),
    ("styles.xml", re.compile(rb"<style:(?:header|footer)\b.*?</style:(?:header|footer)>", re.S), HEADER),
    ("meta.xml", re.compile(rb"<(?:dc:title|dc:subject|dc:description|meta:keyword)\b[^<]*<", re.S), "the properties"),
)
OLD_NOTE = "Of this old kind of workbook only the cells were read, not comments, text boxes or page headers."


def read_xls(data: bytes) -> tuple[Sheet, ...]:
    """Raises Refused for macros, hidden sheets, and more than a table needs."""
    if MACROS in data:
        raise Refused("This workbook holds macros", remedy=f"{limits.SAVE_XLSX}.")
    return _sheets(data)


def read_ods(data: bytes) -> tuple[tuple[Sheet, ...], tuple[tuple[str, str], ...]]:
    """The same, and the texts outside the cells. The zip is inflated within limits before the library sees it."""
    too_large = limits.too_much("it unpacks to more than 64 MB")
    found = unpacked(data, lambda _: None, re.compile(r"\.xml$"), too_large, limits.damaged())
    content = found.get("content.xml", b"")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or not content:
        raise limits.damaged()
    if _ODS_PROGRAMS.search(content) or any(part.startswith(("Basic/", "Scripts/", "Object ")) for part in found):
        raise Refused("This workbook holds macros or other files inside", remedy=f"{limits.SAVE_XLSX}.")
    if len(content) > limits.INFLATED_BYTES // 4:
        raise limits.too_much("too much in its sheets")
    return _sheets(data), tuple(
        (where, text)
        for part, pattern, where in _ASIDE
        for piece in pattern.findall(found.get(part, b""))
        if (text := clean(unescape(_TAG.sub(b" ", piece).decode("utf-8", "replace")).strip()))
    )


def _sheets(data: bytes) -> tuple[Sheet, ...]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = next((one for one in workbook.sheets_metadata if one.visible != SheetVisibleEnum.Visible), None)
        if hidden:
            raise Refused(
                f"This workbook has a hidden sheet (“{hidden.name[:40]}”)",
                remedy="Unhide it and look at it; then delete it, or copy what you want to send into a new workbook.",
            )
        names = [one.name for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        if len(names) > limits.SHEETS:
            raise limits.too_much("too many sheets")
        return _together(tuple(_sheet(workbook, name) for name in names))
    except (CalamineError, OSError, ValueError):
        raise limits.damaged() from None


def _together(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    cells = [cell for sheet in sheets for row in sheet.rows for cell in row]
    if sum(cell is not None for cell in cells) > limits.CELLS or len(cells) > limits.AREA:
        raise limits.too_much("too many cells")
    if sum(len(cell) for cell in cells if isinstance(cell, str)) > limits.CHARACTERS:
        raise limits.too_much("too much text")
    return sheets


def _sheet(workbook: CalamineWorkbook, name: str) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height > limits.ROWS or sheet.total_width > limits.COLUMNS:
        raise limits.too_much("a cell far from the others", name)
    rows = [tuple(map(_cell, row)) for row in sheet.to_python(skip_empty_area=False)]
    spans = sheet.merged_cell_ranges or []
    return Sheet(
        clean(name) or "Sheet",
        trimmed(rows),
        tuple((top, left, bottom, right) for (top, left), (bottom, right) in spans),
    )


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return clean(limits.fitting(value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, datetime.datetime | bool | int | float):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime.combine(value, datetime.time())
    return None if value is None else str(value)
