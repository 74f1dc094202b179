"""How much of a file is opened, and the sentences for what is not. A monthly table for a hospital is far below each."""

from __future__ import annotations

from mist_dash.core.errors import Refused

FILE_BYTES = 10 * 1024 * 1024
INFLATED_BYTES = 64 * 1024 * 1024  # every part of an XLSX together, really inflated
PARTS = 2_000
SHEETS = 100
ROWS = 50_000
COLUMNS = 400
CELLS = 100_000  # filled cells in the whole book
AREA = 600_000  # cells of all rows together, the empty ones before a filled one included
ELEMENTS = 400_000  # XML elements in a book: empty styled cells cost time too
CELL_CHARACTERS = 32_767  # Excel's own limit
CHARACTERS = 3_000_000  # of all cells together; each is looked at for a patient

COPY_VALUES = "Copy the table's cells into a new workbook with Paste Special > Values, and send that"
SAVE_XLSX = "Open it in Excel, choose Save As > Excel Workbook (.xlsx), and send that file"
AGAIN = "Open it in Excel, save it again as Excel Workbook (.xlsx) or CSV, and send that file"


def too_much(what: str, sheet: str = "", cell: str = "") -> Refused:
    """The refusal of a file that holds more than any table of monthly counts could."""
    remedy = "Send only the table of monthly counts: copy its cells into a new workbook"
    return Refused(f"This file holds more than a monthly table could: {what}", sheet, cell, f"{remedy}.")


def too_big() -> Refused:
    return Refused("This file is over 10 MB", remedy="Send only the sheet with the monthly counts.")


def damaged(what: str = "it is damaged or cut short") -> Refused:
    return Refused(f"This file cannot be opened: {what}", remedy=f"{AGAIN}.")


def fitting(text: str) -> str:
    """The text of one cell. Raises Refused when it is longer than a spreadsheet's cell can be."""
    if len(text) > CELL_CHARACTERS:
        raise too_much("a cell longer than a page")
    return text
