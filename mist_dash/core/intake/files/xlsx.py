"""An XLSX workbook becomes sheets of plain cells. Formulas are not run: a cell is what was last shown in it.

Its own reader because each guard must stand inside the loop, and because the child process that runs it starts ten
times faster without a library for writing workbooks. The tests hold it against openpyxl.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from mist_dash.core.errors import Refused
from mist_dash.core.intake.files import limits
from mist_dash.core.intake.files.archive import parts
from mist_dash.core.intake.files.book import Sheet
from mist_dash.core.intake.files.delimited import clean
from mist_dash.core.intake.files.xlsx_margin import margin
from mist_dash.core.intake.files.xlsx_sheet import Room, SheetReader
from mist_dash.core.intake.files.xlsx_values import read_styles
from mist_dash.core.intake.files.xml_parts import Attributes, elements, walk

Parts = dict[str, bytes]


@dataclass(frozen=True)
class _Listed:
    """A sheet as the workbook lists it."""

    name: str
    part: str


def read_workbook(data: bytes) -> tuple[tuple[Sheet, ...], tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The sheets in order, notes on what was done, and the texts outside the cells.

    Raises Refused for whatever UPLOADS does not let in: see archive.parts, and hidden sheets, and far cells.
    """
    found = parts(data)
    book_part = _book_part(found)
    links = _links(found, book_part)
    listed, from_1904 = _contents(found, book_part, links)
    texts = _shared_texts(found, _part_of(links, "sharedStrings"))
    styles = read_styles(found.get(_part_of(links, "styles")))
    room = Room(texts, styles, from_1904)
    readers = [SheetReader(sheet.name, room) for sheet in listed]
    read = [reader.read(found[sheet.part], sheet.part) for reader, sheet in zip(readers, listed, strict=True)]
    aside = [one for reader in readers for one in reader.aside]
    notes = [note for _, said in read for note in said]
    if from_1904:
        notes.append("Its days are counted from 1904, as older Macs did, and its dates were read so.")
    return tuple(sheet for sheet, _ in read), (*notes, *_about_links(found)), margin(found, aside)


def _book_part(found: Parts) -> str:
    for name, target, _ in _relations(found, ""):
        if name == "officeDocument" and target in found:
            return target
    raise limits.damaged("it has no workbook inside")


def _relations(found: Parts, part: str) -> list[tuple[str, str, str]]:
    """(kind, part, id) of what a part refers to inside the file."""
    folder, name = posixpath.split(part)
    content = found.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if content is None:
        return []
    return [
        (
            attributes.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/"),
            attributes.get("Id", ""),
        )
        for element, attributes, _ in elements(content, part)
        if element == "Relationship" and attributes.get("TargetMode") != "External"
    ]


_Links = dict[str, tuple[str, str]]  # id: (kind, part)


def _links(found: Parts, book_part: str) -> _Links:
    return {id: (kind, part) for kind, part, id in _relations(found, book_part)}


def _part_of(links: _Links, kind: str) -> str:
    return next((part for one, part in links.values() if one == kind), "")


def _contents(found: Parts, book_part: str, links: _Links) -> tuple[list[_Listed], bool]:
    """The sheets that hold cells, and whether days count from 1904."""
    listed: list[_Listed] = []
    from_1904 = False
    for element, attributes, _ in elements(found[book_part], book_part):
        if element == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in ("1", "true")
        if element == "sheet":
            id = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, part = links.get(id, ("", ""))
            _check_seen(attributes)
            if kind == "worksheet" and part in found:
                listed.append(_Listed(clean(attributes.get("name", "")) or f"Sheet {len(listed) + 1}", part))
    if not listed:
        raise limits.damaged("it has no sheet with cells")
    if len(listed) > limits.SHEETS or len({sheet.part for sheet in listed}) < len(listed):
        raise limits.too_much("too many sheets")
    return listed, from_1904


def _check_seen(sheet: Attributes) -> None:
    if sheet.get("state", "visible") != "visible":
        name = (clean(sheet.get("name", "")) or "")[:40]
        remedy = "Right-click a sheet's tab and choose Unhide to look at it, then delete it, or copy what you want to send into a new workbook"  # noqa: E501
        raise Refused(f"This workbook has a hidden sheet (“{name}”)", name, "", f"{remedy}.")


def _shared_texts(found: Parts, part: str) -> list[str | None]:
    """The texts that cells refer to by number, cleaned once each; readings of East Asian texts are left out."""
    texts: list[str | None] = []
    pieces: list[str] = []
    aside = 0

    def start(name: str, _: Attributes) -> None:
        nonlocal aside
        if name == "si":
            pieces.clear()
        aside += name == "rPh"

    def end(name: str, text: str) -> None:
        nonlocal aside
        if name == "t" and not aside:
            pieces.append(text)
        if name == "si":
            texts.append(clean(limits.fitting("".join(pieces))))
        aside -= name == "rPh"

    if part in found:
        walk(found[part], part, start, end, frozenset(["t"]), limits.ELEMENTS)
    return texts


def _about_links(found: Parts) -> list[str]:
    linked = [part for part in found if part.startswith("xl/externalLinks/") and part.endswith(".xml")]
    if any(b"ddeLink" in found[part] for part in linked):
        raise Refused("This workbook starts another program (DDE)", remedy=f"{limits.COPY_VALUES}.")
    if linked:
        return ["It refers to other workbooks; they were not opened, and their last known values were read."]
    return []
