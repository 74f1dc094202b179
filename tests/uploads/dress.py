"""Rows of a sheet become the bytes of a file, as different programs and people write them."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import openpyxl

from mist_dash.core import months
from tests.uploads.layouts import Rows

MONTHS = {
    "2024-04": lambda m: m,
    "Apr-24": lambda m: f"{months.say(m)[:3]}-{m[2:4]}",
    "Apr 2024": lambda m: months.say(m, short=True),
    "April 24": lambda m: f"{months.say(m)[:-4]}{m[2:4]}",
    "April 2024": months.say,
    "01/04/2024": lambda m: f"01/{m[5:]}/{m[:4]}",
    "30/04/2024": lambda m: f"{_last(m):02d}/{m[5:]}/{m[:4]}",
    "04/30/2024": lambda m: f"{m[5:]}/{_last(m):02d}/{m[:4]}",
    "04/01/2024": lambda m: f"{m[5:]}/01/{m[:4]}",
    "2024-04-30 00:00:00": lambda m: f"{m}-{_last(m):02d} 00:00:00",
    "45383": lambda m: str((_first(m) - datetime.datetime(1899, 12, 30)).days),
    "202404": lambda m: m.replace("-", ""),
    "M1 24/25": lambda m: f"M{(int(m[5:]) - 4) % 12 + 1} {_fy(m)[2:]}",
    "Sept-24": lambda m: f"{'Sept' if m[5:] == '09' else months.say(m)[:3]}-{m[2:4]}",
    "1 Apr 2024": lambda m: f"1 {months.say(m, short=True)}",
    "APR 2024": lambda m: months.say(m, short=True).upper(),
    "24-Apr": lambda m: f"{m[2:4]}-{months.say(m)[:3]}",
    "04/2024": lambda m: f"{m[5:]}/{m[:4]}",
    "Apr'24": lambda m: f"{months.say(m)[:3]}'{m[2:4]}",
    "2024/04": lambda m: m.replace("-", "/"),
    "01.04.2024": lambda m: f"01.{m[5:]}.{m[:4]}",
    "01-Apr-24": lambda m: f"01-{months.say(m)[:3]}-{m[2:4]}",
}


def _first(month: str) -> datetime.datetime:
    return datetime.datetime(int(month[:4]), int(month[5:]), 1)


def _last(month: str) -> int:
    return (_first(months.later(month, 1)) - datetime.timedelta(days=1)).day


def _fy(month: str) -> str:
    return months.year_of(month, "financial", month)


def date(month: str) -> datetime.datetime:
    """The first of a month as a real date cell."""
    return _first(month)


def text(rows: Rows, delimiter: str = ",", encoding: str = "utf-8", ends: str = "\r\n") -> bytes:
    """Rows as delimited text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ends).writerows(
        [["" if cell is None else _shown(cell) for cell in row] for row in rows]
    )
    return out.getvalue().encode(encoding)


def _shown(cell: Any) -> str:
    return cell.strftime("%d/%m/%Y") if isinstance(cell, datetime.datetime) else str(cell)


def xlsx(
    sheets: dict[str, Rows], merges: dict[str, tuple[str, ...]] | None = None, number_format: str = "mmm-yy"
) -> bytes:
    """Sheets as a workbook; dates are shown in `number_format`."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                cell = sheet.cell(r, c, value)
                if isinstance(value, datetime.datetime):
                    cell.number_format = number_format
        for merge in (merges or {}).get(name, ()):
            sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def titled(rows: Rows, *lines: str) -> Rows:
    """Title lines and a blank row above."""
    return [*[[line] for line in lines], [], *rows]


def with_totals(rows: Rows) -> Rows:
    """A Total row below, with the sums of the columns of numbers."""
    sums: list[Any] = ["Total"]
    for c in range(1, len(rows[-1])):
        column = [row[c] for row in rows if len(row) > c and isinstance(row[c], int)]
        sums.append(sum(column) if column else None)
    return [*rows, sums]
