"""A theme becomes an empty table to fill in, and counts become a table again. All of it can be uploaded as it is."""

from __future__ import annotations

import csv as csv_format
import datetime
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from mist_dash.core.catalogue import Item, Theme
from mist_dash.core.errors import Problem
from mist_dash.core.intake.files.book import Cell, Sheet, place
from mist_dash.core.intake.safe_text import neutral

WHAT_TO_FIX = "What to fix"
HOW_TO = "How to fill in"
SUPPRESSED = "suppressed"
CLEAR = "n/a"  # in a cell, takes a stored number away; a blank cell never does
_LONGEST_ADVICE = 190  # a cell over 200 characters is refused as a story about somebody


class ReadNumber(Protocol):
    """One number as it was read or stored. value: None unless the state is "reported"."""

    @property
    def area(self) -> str: ...
    @property
    def month(self) -> str: ...
    @property
    def item(self) -> str: ...
    @property
    def value(self) -> float | str | None: ...
    @property
    def state(self) -> str: ...
    @property
    def definition(self) -> str: ...
    @property
    def note(self) -> str: ...


def file_name(theme: Theme, centre: str, ending: str) -> str:
    """ "clabsi-fernhill-children-s.xlsx": letters, digits and hyphens, whatever the centre is called."""
    safe = re.sub(r"[^a-z0-9]+", "-", f"{theme.id} {centre}".lower()).strip("-")
    return f"{safe[:80]}.{ending}"


def csv(theme: Theme, areas: Sequence[str], missing: Sequence[str]) -> bytes:
    """The wide format with a row for each missing month ("2024-04") and area, its numbers left to fill in."""
    return _written([list(theme.headings), *([month, area] for month in missing for area in areas)])


def xlsx(theme: Theme, centre: str, areas: Sequence[str], missing: Sequence[str]) -> bytes:
    """The same as a workbook: areas chosen from a list, numbers checked as they are typed, a sheet that says how."""
    import openpyxl  # here alone: 0.8 seconds that reading a file does not need

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = theme.short[:31]
    sheet.append(list(theme.headings))
    for month in missing:
        for area in areas:
            sheet.append([datetime.datetime(int(month[:4]), int(month[5:7]), 1), neutral(area)])
    guide = book.create_sheet(HOW_TO)
    for line in (*_guide(theme, centre), *theme.area_names):
        guide.append([line])
    _dress(sheet, guide)
    _check_as_typed(sheet, theme, first_area=guide.max_row - len(theme.areas) + 1, last_area=guide.max_row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _guide(theme: Theme, centre: str) -> tuple[str, ...]:
    return (
        f"{theme.title}: {centre}",
        "One row is one month in one area. Fill in what you have and send the file as it is.",
        "0 means: looked for, and none happened. Leave a cell empty when it was not collected.",
        f"An empty cell changes nothing that was sent before. To take a number away, write {CLEAR} in its cell.",
        "Only totals, please: no names, no dates of birth, no hospital numbers, nothing about one child.",
        *(f"{item.heading}: {item.title}" for item in theme.items if item.heading),
        "The areas are:",
    )


def _dress(sheet: Any, guide: Any) -> None:
    from openpyxl.styles import Font

    sheet.freeze_panes = "C2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = max(14, len(str(cell.value)) + 3)
    for (cell,) in sheet.iter_rows(min_row=2, max_col=1):
        cell.number_format = "mmm yyyy"
    guide.column_dimensions["A"].width = 100
    guide["A1"].font = Font(bold=True)


def _check_as_typed(sheet: Any, theme: Theme, first_area: int, last_area: int) -> None:
    """Excel's own checks, as warnings: whoever has "<5" or "n/a" to say may still say it."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    columns = {name: get_column_letter(number) for number, name in enumerate(theme.columns, 1)}
    areas = DataValidation(type="list", formula1=f"'{HOW_TO}'!$A${first_area}:$A${last_area}", allow_blank=True)
    checks = {columns["area"]: areas}
    for item in theme.items:
        if item.kind != "text":
            kind = "whole" if item.kind == "count" else "decimal"
            check = DataValidation(type=kind, operator="greaterThanOrEqual", formula1="0", allow_blank=True)
            checks[columns[item.name]] = _worded(check, item)
    for letter, check in checks.items():
        sheet.add_data_validation(check)
        check.add(f"{letter}2:{letter}1000")


def _worded(check: Any, item: Item) -> Any:
    number = "A whole number, 0 or more" if item.kind == "count" else "A number, 0 or more"
    check.prompt = f"{item.title}. {number}; empty when not collected."
    check.errorStyle, check.error = "warning", f"{number} is expected here."
    check.showInputMessage = check.showErrorMessage = True
    return check


def filled(theme: Theme, counts: Iterable[ReadNumber]) -> bytes:
    """Counts as a CSV in the wide format, by month and area. Not collected is blank; uploaded again, nothing changes.

    A column "Definition" is added only when some were counted by another definition than the theme's own.
    """
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for count in counts:
        row = rows.setdefault((count.month, count.area, count.definition or theme.definition.key), {})
        row[count.item] = SUPPRESSED if count.state == SUPPRESSED else count.value
        if count.note:
            row["note"] = count.note
    other = any(definition != theme.definition.key for _, _, definition in rows)
    order = {area: number for number, area in enumerate(theme.area_names)}
    lines: list[list[Any]] = [[*theme.headings, *(["Definition"] if other else [])]]
    for month, area, definition in sorted(rows, key=lambda key: (key[0], order.get(key[1], len(order)), *key[1:])):
        row = {"month": _period(month), "area": area, **rows[month, area, definition]}
        lines.append([*(row.get(column) for column in theme.columns), *([definition] if other else [])])
    return _written(lines)


def _period(period: str) -> str:
    """A period as it is stored; the financial year 2011/12 by its full name, since "2011/12" is a December too."""
    return f"FY {period}" if re.fullmatch(r"\d{4}/(0\d|1[0-2])", period) else period


def problem_file(tables: Iterable[tuple[Sheet, Sequence[int]]], problems: Sequence[Problem]) -> bytes:
    """The rows that could not go in, under their own titles and headers, with what to do about each in a last column.

    tables: each sheet with its header rows, numbered from 1 as in Problem.row. Mend it and upload it as it is.
    """
    lines: list[list[Any]] = []
    for sheet, header_rows in tables:
        advice = _advice(sheet, header_rows, problems)
        if not advice:
            continue
        head = max(header_rows, default=0)
        width = max(len(sheet.rows[row - 1]) for row in (*range(1, head + 1), *advice))
        lines += [_padded(sheet.rows[row - 1], width, WHAT_TO_FIX if row == head else "") for row in range(1, head + 1)]
        lines += [_padded(sheet.rows[row - 1], width, _shortened(advice[row])) for row in sorted(advice)]
        lines.append([])
    return _written(lines[:-1])


def _advice(sheet: Sheet, header_rows: Sequence[int], problems: Sequence[Problem]) -> dict[int, list[str]]:
    """What to do in each row. A column is named by its letter: its header's own words would read as a header again."""
    letters = {
        cell: place(0, column)[:-1]
        for row in header_rows
        for column, cell in enumerate(sheet.rows[row - 1])
        if cell is not None
    }
    advice: dict[int, list[str]] = {}
    for problem in problems:
        if problem.sheet == sheet.name and problem.row is not None:
            where = f"column {letters[problem.column]}: " if problem.column in letters else ""
            advice.setdefault(problem.row, []).append(where + problem.remedy)
    return advice


def _padded(row: Sequence[Cell], width: int, last: str) -> list[Any]:
    return [*row, *[None] * (width - len(row)), last]


def _shortened(advice: list[str]) -> str:
    said = "; ".join(dict.fromkeys(advice))
    return said if len(said) <= _LONGEST_ADVICE else f"{said[: _LONGEST_ADVICE - 4]} ..."


def _written(lines: Iterable[Sequence[Any]]) -> bytes:
    """CSV as Excel opens it with a double click: UTF-8 with its mark, CRLF."""
    out = io.StringIO()
    csv_format.writer(out).writerows([_cell(value) for value in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value
