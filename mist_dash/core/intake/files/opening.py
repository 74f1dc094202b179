"""Bytes become a Book: what kind of file it is shows in its content, never in its name. Nothing is stored here."""

from __future__ import annotations

import re
from typing import Literal

from mist_dash.core.errors import Refused
from mist_dash.core.intake.files import limits
from mist_dash.core.intake.files.book import Book, Sheet
from mist_dash.core.intake.files.delimited import decode, read_rows

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old .xls files and of encrypted new ones
ODS = b"application/vnd.oasis.opendocument.spreadsheet"  # the first part of such a zip, by its standard
NOT_TABLES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a sound"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
SEND_TABLE = "Send the table itself as XLSX or CSV"
_MARKUP = re.compile(r"\s*<(!doctype|!--|\?xml|html|head|body|table|meta|style|script|svg|div|p\b|[a-z]+:)", re.I)
_JSON = re.compile(r"\s*(\{\s*[\"}]|\[\s*[\[{\"\]])")


def open_book(data: bytes, name: str) -> Book:
    """The file as sheets of plain cells: str, int, float, bool, datetime or None.

    CSV cells stay text as typed; a percentage in XLSX is text too ("45%"), as it would be in a CSV; a formula is its
    last result, and its own text ("=A1+B1") when it was saved without one.
    Raises Refused with one sentence for whatever is not a table, or holds what a table should not.
    """
    if len(data) > limits.FILE_BYTES:
        raise limits.too_big()
    if not data.strip(b"\x00 \t\r\n"):
        raise Refused("This file is empty", remedy="Save it again in Excel, and look that its size is not 0 kB.")
    if data.startswith(b"PK"):
        return _open_document(data, name) if ODS in data[:120] else _workbook(data, name)
    if data.startswith(OLE):
        return _old_workbook(data, name)
    for start, what in NOT_TABLES:
        if data.startswith(start):
            raise Refused(f"This is {what}, not a table", remedy=f"{SEND_TABLE}.")
    return _text_file(data, name)


def open_paste(text: str) -> Book:
    """What was pasted from a spreadsheet, as one sheet. Raises Refused as `open_book` does."""
    if len(text) > limits.FILE_BYTES:
        raise limits.too_much("more text than can be pasted")
    rows, delimiter, notes = read_rows(text)
    if not rows:
        raise Refused("Nothing was pasted", remedy="Copy the cells in Excel, headers too, and paste them again.")
    return Book("pasted", "paste", (Sheet("pasted", rows),), (f"Read as pasted cells between {delimiter}.", *notes))


def _workbook(data: bytes, name: str) -> Book:
    from mist_dash.core.intake.files.xlsx import read_workbook  # a CSV needs no zip and no XML

    sheets, notes, margin = read_workbook(data)
    return Book(name, "xlsx", _filled(sheets), (*_named_otherwise(name, "xlsx"), *notes), margin)


def _open_document(data: bytes, name: str) -> Book:
    from mist_dash.core.intake.files.other_books import read_ods

    sheets, margin = read_ods(data)
    return Book(name, "ods", _filled(sheets), (), margin)


def _old_workbook(data: bytes, name: str) -> Book:
    if "EncryptedPackage".encode("utf-16-le") in data:
        unlock = "In Excel choose File > Info > Protect Workbook, take the password out, save, and send it again"
        raise Refused("This workbook is locked with a password", remedy=f"{unlock}.")
    if "WordDocument".encode("utf-16-le") in data:
        raise Refused("This is a Word document, not a table", remedy=f"{SEND_TABLE}.")
    from mist_dash.core.intake.files.other_books import OLD_NOTE, read_xls

    return Book(name, "xls", _filled(read_xls(data)), (OLD_NOTE,))


def _filled(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    if not any(sheet.rows for sheet in sheets):
        raise Refused("No cell of this workbook is filled", remedy="Send the workbook that holds the table.")
    return sheets


def _text_file(data: bytes, name: str) -> Book:
    text, encoding = decode(data)
    if _MARKUP.match(text):
        raise Refused("This is a web page or an XML file, not a table", remedy=f"{limits.SAVE_XLSX}.")
    if _JSON.match(text):
        raise Refused("This is a JSON file, not a table", remedy=f"{SEND_TABLE}.")
    rows, delimiter, notes = read_rows(text)
    if all(len(row) < 2 for row in rows):
        raise Refused("This file is not a table: no line has two columns", remedy=f"{SEND_TABLE}.")
    said = f"Read as text in {encoding}, its columns between {delimiter}."
    return Book(name, "csv", (Sheet("", rows),), (*_named_otherwise(name, "csv"), said, *notes))


def _named_otherwise(name: str, kind: Literal["csv", "xlsx"]) -> tuple[str, ...]:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if kind == "xlsx" and ending != "xlsx":
        return ("It is an Excel workbook, whatever its name says, and was read as one.",)
    if kind == "csv" and ending in ("xlsx", "xls", "xlsm"):
        return ("It is plain text, not an Excel workbook, whatever its name says, and was read as text.",)
    return ()
