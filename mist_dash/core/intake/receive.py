"""A stranger's bytes become a Book with nobody in it, or a refusal: the one door for uploads and the shell."""

from __future__ import annotations

from dataclasses import replace

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.files.opening import open_paste
from mist_dash.core.intake.files.sandbox import open_in_child
from mist_dash.core.personal import patients


def receive(data: bytes, name: str, theme: Theme) -> Book:
    """A dropped file, opened in a child process; what staff wrote of themselves is left out and listed in `left_out`.

    Raises Refused for what is no table, does harm, or looks like a patient.
    """
    return _with_nobody(open_in_child(data, name), theme)


def receive_paste(text: str, theme: Theme) -> Book:
    """The same for cells pasted from a spreadsheet: text alone needs no child process."""
    return _with_nobody(open_paste(text), theme)


def _with_nobody(book: Book, theme: Theme) -> Book:
    kept, listed = patients.admitted(book, theme)
    return replace(kept, left_out=listed)
