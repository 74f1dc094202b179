"""Bytes of text become rows of cells: encoding and delimiter are found out. Cells stay as they were typed."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import chain

from mist_dash.core.errors import Refused
from mist_dash.core.intake.files import limits
from mist_dash.core.intake.files.book import CellRow
from mist_dash.core.intake.safe_text import plain

DELIMITERS = {"\t": "tabs", ";": "semicolons", "|": "upright bars", ",": "commas"}  # on a tie the first wins
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f"),
    " ",
)
_QUOTES = {**dict.fromkeys(map(ord, "‘’‚‛′"), "'"), **dict.fromkeys(map(ord, "“”„‟″"), '"')}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_UNSEEN = dict.fromkeys(
    [
        *range(9),
        *range(14, 32),
        0x7F,
        0xAD,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
    ]
)
_PLAIN = {**_UNSEEN, **_SPACES, **_QUOTES, **_DASHES, ord("\r"): "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_QUOTED = re.compile(r"^(?:>[ \t]*)*>(?:[ \t]+|$)", re.M)  # as an answer to a mail repeats it
_RULE = re.compile(r":?-{3,}:?|[=_]{3,}")  # cells of a line drawn with characters
_COLUMNS = re.compile(r"[ \t]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def clean(text: str) -> str | None:
    """One cell's text without odd spaces, smart quotes, long dashes and unseen characters; None when empty."""
    if not (text.isascii() and text.isprintable()):
        text = text.translate(_PLAIN)
    return plain(text.strip()) or None


def trimmed(rows: list[CellRow]) -> tuple[CellRow, ...]:
    """Rows without the empty cells at their ends and without the empty rows at the end."""
    short = []
    for row in rows:
        end = len(row)
        while end and row[end - 1] is None:
            end -= 1
        short.append(row[:end])
    while short and not short[-1]:
        short.pop()
    return tuple(short)


def decode(data: bytes) -> tuple[str, str]:
    """Text and the encoding's name. Raises Refused when the bytes are not text."""
    text, encoding = _decoded(data)
    if len(_CONTROL.findall(text[:100_000])) > len(text[:100_000]) // 500:
        raise limits.damaged("it is not a table but something else")
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for bom, codec, name in BOMS:
        if data.startswith(bom):
            return data.decode(codec, "replace"), name
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "Windows-1252"


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: nearly every other byte of a table is then zero."""
    start = data[:2000]
    odd, even = start[1::2].count(0), start[0::2].count(0)
    if max(odd, even) * 4 < len(start) or min(odd, even):
        return None
    return "utf-16-le" if odd else "utf-16-be"


def read_rows(text: str) -> tuple[tuple[CellRow, ...], str, list[str]]:
    """Rows, the delimiter's name, and notes. Row 0 is the first line, and a line break inside quotes makes no row.

    Raises Refused when quotation marks do not pair or the table is too large.
    """
    if len(text) > limits.CHARACTERS:
        raise limits.too_much("too much text")
    text, named = _hinted(_QUOTED.sub("", text))
    text = text if named or any(_score(text[:100_000], one) for one in DELIMITERS) else _set_apart(text)
    delimiter = named or sniff(text)
    if text.count(delimiter) + text.count("\n") + text.count("\r") > limits.AREA:
        raise limits.too_much("too many cells")
    fields = _fields(text, delimiter)
    cells = {typed: clean(typed) for typed in set(chain.from_iterable(fields))}  # a file repeats itself: each once
    cells |= dict.fromkeys([typed for typed, cell in cells.items() if cell and _RULE.fullmatch(cell)])
    rows: list[CellRow] = [tuple(map(cells.__getitem__, typed)) for typed in fields]
    _check_size(rows)
    if any("\n" in cell for cell in cells.values() if cell):
        _check_quotes(rows, delimiter)
    note = ["The first line only names the delimiter and was left out."] if named else []
    return trimmed(rows), DELIMITERS.get(delimiter, "its own mark"), note


def _hinted(text: str) -> tuple[str, str | None]:
    """Excel's first line "sep=;" names the delimiter; it stays as an empty row, so that row numbers are kept."""
    hint = re.match(r'"?sep=([;,|\t])"?[^\S\r\n]*(?=[\r\n])', text)
    return (text[hint.end() :], hint[1]) if hint else (text, None)


def _set_apart(text: str) -> str:
    """Columns that only spaces set apart, with tabs between them; as it was where a line has a gap in it.

    A cell that is empty cannot be seen there, so each line below the header must have as many columns as the header.
    """
    lines = [_COLUMNS.sub("\t", line.strip()) for line in text.splitlines()]
    widths = [line.count("\t") for line in lines]
    usual = max(Counter(filter(None, widths)).items(), key=lambda one: one[1], default=(0, 0))[0]
    if not usual or not set(widths[widths.index(usual) :]) <= {0, usual}:
        return text
    return "\n".join(lines)


def sniff(text: str) -> str:
    """The delimiter that cuts most of the first 200 lines into the same number of cells."""
    head = text[:100_000]
    # Decimal commas cut as regularly as the semicolons around them: on a tie the first in the table wins.
    return max(DELIMITERS, key=lambda delimiter: _score(head, delimiter))


def _score(text: str, delimiter: str) -> int:
    """Cuts in the lines that agree on the commonest number of cells."""
    if delimiter not in text:
        return 0
    widths: Counter[int] = Counter()
    try:
        for fields, _ in zip(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), range(200), strict=False):
            widths[len(fields)] += len(fields) > 1
    except csv.Error:
        return 0
    return max((lines * (width - 1) for width, lines in widths.items()), default=0)


def _fields(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "field larger" in str(error):
            raise limits.too_much("a cell longer than a page") from None
        if "unexpected end" in str(error):
            raise _unpaired(None) from None
    # A quotation mark in the middle of a cell: harmless, and read as it is.
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _check_size(rows: list[CellRow]) -> None:
    if len(rows) > limits.ROWS:
        raise limits.too_much(f"more than {limits.ROWS:,} rows")
    for number, row in enumerate(rows):
        if len(row) > limits.COLUMNS and any(row[limits.COLUMNS :]):
            raise limits.too_much(f"more than {limits.COLUMNS} columns in line {number + 1}")
    if sum(len(row) - row.count(None) for row in rows) > limits.CELLS:
        raise limits.too_much(f"more than {limits.CELLS:,} cells")


def _check_quotes(rows: list[CellRow], delimiter: str) -> None:
    """Two stray quotation marks swallow the rows between them: a cell that holds whole lines is not believed."""
    width = max(map(len, rows), default=0)
    for number, row in enumerate(rows):
        for cell in row:
            lines = str(cell).split("\n") if cell else ()
            if len(lines) > 1 and any(line.count(delimiter) >= max(2, width // 2) for line in lines):
                raise _unpaired(number)


def _unpaired(row: int | None) -> Refused:
    place = "" if row is None else f" in row {row + 1}"
    return Refused(f"A quotation mark is opened and never closed{place}", remedy="Take it out, or close it.")
