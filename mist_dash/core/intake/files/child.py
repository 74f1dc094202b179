"""A file on standard input becomes a book, or a refusal, as JSON on standard output. Runs alone in its own process.

Imports the standard library and core only, so that it starts in a moment, and for .xls and .ods one library. JSON
because nothing but plain values may come back from a process that has read a stranger's file.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

from mist_dash.core.errors import Refused
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.files.opening import ODS, OLE, open_book

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 8


def confine() -> None:
    """Less memory and time for this process than a file could want; it can write no file. POSIX only."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit there
        return
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS knows some of these limits and will not set them
            resource.setrlimit(limit, (value, value))


def answer(data: bytes, name: str) -> dict[str, Any]:
    """The book, or why it is refused, as values that JSON knows."""
    try:
        return {"book": pack(open_book(data, name))}
    except Refused as no:
        return {"refused": [no.rule, no.sheet, no.cell, no.remedy]}


def pack(book: Book) -> dict[str, Any]:
    """A date becomes a list of its ISO text, which no cell is."""
    sheets = [
        [sheet.name, [[_packed(cell) for cell in row] for row in sheet.rows], sheet.merged] for sheet in book.sheets
    ]
    return {"name": book.name, "kind": book.kind, "sheets": sheets, "notes": book.notes, "margin": book.margin}


def _packed(cell: Any) -> Any:
    return [cell.isoformat()] if hasattr(cell, "isoformat") else cell


def main() -> None:
    name = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    if data.startswith(b"PK"):  # now: once confined, nothing may be written, bytecode neither
        import mist_dash.core.intake.files.xlsx
    if data.startswith(OLE) or ODS in data[:120]:
        import mist_dash.core.intake.files.other_books  # noqa: F401
    confine()
    said = json.dumps(answer(data, name), ensure_ascii=False, allow_nan=False)
    sys.stdout.buffer.write(said.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
