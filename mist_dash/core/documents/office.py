"""A Word, PowerPoint or Excel file becomes its kind and its text, or a refusal when it holds more than a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mist_dash.core.documents.model import TEXT
from mist_dash.core.documents.parts import unwanted
from mist_dash.core.errors import Refused
from mist_dash.core.intake.files import limits
from mist_dash.core.intake.files.archive import Entries, unpacked
from mist_dash.core.intake.files.xml_parts import walk

MAIN = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx", "xl/workbook.xml": "xlsx"}
TEXTS = {  # where each kind keeps what a reader sees
    "docx": re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml"),
    "pptx": re.compile(r"ppt/(slides/slide|notesSlides/notesSlide|comments/comment)\d+\.xml"),
    "xlsx": re.compile(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml"),
}
UNWANTED = (
    (re.compile(r"vbaproject|vbadata|macrosheets|\.vba", re.I), "macros"),
    (re.compile(r"activex|ctrlprops", re.I), "programs (ActiveX)"),
    (re.compile(r"/externalLinks/", re.I), "links to other files"),
    (re.compile(r"embeddings/(?!.*\.xlsx$)", re.I), "other files inside"),  # a chart keeps its numbers as .xlsx
)
_EVERY = re.compile("")
REMEDY = "Save it as PDF, and send that."


def read(data: bytes, nested: bool = False) -> tuple[str, str]:
    """(kind, text). Raises Refused for macros, programs, other files inside, links that load, locks and bombs."""
    parts = unpacked(
        data,
        _check_names,
        kept=_EVERY,
        too_large=Refused("This document unpacks to more than 64 MB", remedy=REMEDY),
        damaged=Refused("This file is damaged or locked", remedy=REMEDY),
    )
    kind = next((kind for part, kind in MAIN.items() if part in parts), None)
    if kind is None or "[Content_Types].xml" not in parts:
        raise Refused("This is a zip file, not a document", remedy="Take the document out of it, and send that.")
    if what := next(unwanted(parts), None):
        raise _holds(what)
    for name, content in parts.items():
        if re.search(r"embeddings/", name, re.I):
            if nested or not content.startswith(b"PK"):
                raise _holds("other files inside")
            read(content, nested=True)
    return kind, "" if nested else _text(kind, parts)


def _holds(what: str) -> Refused:
    return Refused(f"This document holds {what}", remedy=REMEDY)


def _check_names(entries: Entries) -> None:
    if len(entries) > limits.PARTS or len({entry.filename.lower() for entry in entries}) < len(entries):
        raise Refused("This file has too many parts, or two of the same name", remedy=REMEDY)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("This document is locked with a password", remedy="Save it without one, and send it again.")
    for pattern, what in UNWANTED:
        if any(pattern.search(entry.filename) for entry in entries):
            raise _holds(what)


def _text(kind: str, parts: dict[str, bytes]) -> str:
    return " ".join(_words(kind, parts))[:TEXT]


def _words(kind: str, parts: dict[str, bytes]) -> Iterator[str]:
    """What stands in the text elements; a paragraph ends with a line break, so that words do not run together."""
    for name in sorted(parts):
        if TEXTS[kind].fullmatch(name):
            found: list[str] = []

            def end(element: str, text: str, found: list[str] = found) -> None:
                if element == "t":
                    found.append(text)
                elif element in ("p", "si", "tab", "br"):
                    found.append("\n")

            walk(parts[name], name, lambda *_: None, end, frozenset({"t"}), limits.ELEMENTS)
            yield "".join(found)
