"""What a person handed over becomes a book to read; what taking it back did becomes a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Key, title_of
from mist_dash.core.errors import At
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.receive import receive
from mist_dash.store import scanner
from mist_dash.store.counts import SentUpload

NAMED = 5  # numbers left alone by an undo that are named one by one
Fixes = Mapping[At, str]  # a cell -> what stands there now


@dataclass(frozen=True)
class UploadedFile:
    """What a person handed over: the bytes, the cells mended on screen, and the answers to what we asked."""

    name: str
    data: bytes
    fixes: Fixes
    answers: Mapping[str, str]
    book: Book | None = None  # the same bytes, opened before in this session: opening takes longer than reading


@dataclass(frozen=True)
class Undone:
    """What undoing did: how many numbers and interventions went back, and which a later change had touched and were
    left alone."""

    upload: int
    restored: int
    left_alone: tuple[Key, ...]
    theme: Theme
    marks: int = 0

    @property
    def sentence(self) -> str:
        """ "3 numbers are as they were before. A later upload changed 1 again, which stays: Infections, ICU, May." """
        one = self.restored + self.marks == 1
        back = f"{are(self.restored, self.marks)} as {'it was' if one else 'they were'} before."
        if not self.left_alone:
            return back
        named = [f"{title_of(self.theme, k.item)}, {k.area}, {months.say(k.period)}" for k in self.left_alone[:NAMED]]
        rest = len(self.left_alone) - NAMED
        more = f"; and {rest} more" if rest > 0 else ""
        verb = "stays" if len(self.left_alone) == 1 else "stay"
        return f"{back} A later upload changed {len(self.left_alone)} again, which {verb}: {'; '.join(named)}{more}."


def are(numbers: int, marks: int = 0) -> str:
    """ "1 number is", "3 numbers and 2 interventions are"."""
    each = [f"{n} {what}{'s' if n > 1 else ''}" for n, what in ((numbers, "number"), (marks, "intervention")) if n]
    return f"{' and '.join(each)} {'is' if numbers + marks == 1 else 'are'}"


def undoing(sent: SentUpload) -> str:
    """How an undo stands in the history: "Undid what was sent on 3 May 2024"."""
    return f"{'Put back what was undone' if sent.undoes else 'Undid what was sent'} on {sent.at:%d %B %Y}"


def opened(file: UploadedFile, theme: Theme) -> Book:
    """The file as a book. The virus scanner sees it first: its bytes are kept in the history.

    Raises Refused as `receive` and the scanner do, and Sorry when the scanner does not answer.
    """
    scanner.scan(file.data)
    return receive(file.data, file.name, theme)


def book_of(file: UploadedFile, theme: Theme) -> Book:
    """The file as a book with its mended cells. Raises as `opened` does."""
    return mended(file.book or opened(file, theme), file.fixes)


def mended(book: Book, fixes: Fixes) -> Book:
    """The book with the cells that the person mended on screen, so that a fix is read like anything else."""
    if not fixes:
        return book
    sheets = []
    for sheet in book.sheets:
        rows = [list(row) for row in sheet.rows]
        width = max(map(len, rows), default=0)
        for (name, row, column), text in fixes.items():
            if name == sheet.name and 0 <= row < len(rows) and 0 <= column < width:
                rows[row] += [None] * (column + 1 - len(rows[row]))
                rows[row][column] = text
        sheets.append(replace(sheet, rows=tuple(map(tuple, rows))))
    return replace(book, sheets=tuple(sheets))
