"""What a shared file is once it has been looked into: its kind, decided by its content, and the text inside it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {  # kind -> (the only media type it is served as, the only ending its name may have)
    "pdf": ("application/pdf", ".pdf"),
    "docx": (f"{_OFFICE}.wordprocessingml.document", ".docx"),
    "pptx": (f"{_OFFICE}.presentationml.presentation", ".pptx"),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", ".xlsx"),
    "png": ("image/png", ".png"),
    "jpeg": ("image/jpeg", ".jpg"),
}
LONGEST_NAME = 120
TEXT = 500_000  # characters of text kept for the search; a thick guideline has half of that


@dataclass(frozen=True)
class Document:
    """A file that may be shared. `text` is what can be searched: empty for a picture or a scan.

    bare: a picture without what the camera wrote beside it, to be kept in place of what was sent.
    """

    kind: str
    text: str = ""
    bare: bytes = b""

    @property
    def media_type(self) -> str:
        return KINDS[self.kind][0]


def display_name(name: str, kind: str) -> str:
    """A file's name as text to show: no path, no control or direction-changing signs, and the kind's own ending."""
    plain = unicodedata.normalize("NFC", name)
    seen = "".join(char for char in plain if unicodedata.category(char)[0] != "C" and char not in '/\\:*?"<>|')
    ending = KINDS[kind][1]
    stem = PurePosixPath(" ".join(seen.split())).stem.strip(". ") or "resource"
    return stem[: LONGEST_NAME - len(ending)] + ending
