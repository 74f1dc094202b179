"""An XLSX's bytes become its parts, inflated and counted on the way: a zip is not believed when it tells its sizes."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable

from mist_dash.core.errors import Refused
from mist_dash.core.intake.files import limits

Entries = list[zipfile.ZipInfo]
_CHUNK = 1 << 16
_KINDS = (  # a part that tells what the zip is, when it is no workbook
    ("word/document.xml", "This is a Word document, not a table"),
    ("ppt/presentation.xml", "This is a PowerPoint file, not a table"),
    ("content.xml", "This is an OpenDocument file, which is not read here"),
    ("xl/workbook.bin", "This is a workbook of the .xlsb kind, which is not read here"),
)
_UNWANTED = (  # a part that a table of counts does not need and that may do or hide something
    (re.compile(r"vbaproject|xl/macrosheets/|xl/vbadata", re.I), "This workbook holds macros", limits.SAVE_XLSX),
    (re.compile(r"/(activex|ctrlprops)/.*\.bin$", re.I), "This workbook holds programs (ActiveX)", limits.COPY_VALUES),
    (re.compile(r"/embeddings/", re.I), "This workbook holds other files inside", limits.COPY_VALUES),
    (re.compile(r"xl/model/", re.I), "This workbook holds a data model behind its sheets", limits.COPY_VALUES),
)
_KEPT = re.compile(r"\.(xml|rels)$", re.I)


def parts(data: bytes) -> dict[str, bytes]:
    """Every XML part of an Office file by its name.

    Raises Refused for a zip bomb, an encrypted or damaged zip, another kind of file, macros, embedded files and DTDs.
    """
    found = unpacked(data, _check_names, _KEPT, limits.too_much("it unpacks to more than 64 MB"), limits.damaged())
    _check_kind(found)
    for content in found.values():
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise unsafe_xml()
    return found


def unpacked(
    data: bytes, check: Callable[[Entries], None], kept: re.Pattern[str], too_large: Refused, damaged: Refused
) -> dict[str, bytes]:
    """Every part of a zip by its name, really unpacked; of a part whose name is not one of those `kept`, no content.

    check: raises Refused for entries that may not be there. Raises what it raises, and `too_large` or `damaged`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check(archive.infolist())
            return _inflated(archive, kept, too_large)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise damaged from None


def unsafe_xml() -> Refused:
    return Refused("This workbook defines XML entities, which no spreadsheet program writes", remedy=f"{limits.AGAIN}.")


def _check_names(entries: Entries) -> None:
    if len(entries) > limits.PARTS:
        raise limits.too_much("too many parts")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise limits.damaged("two of its parts have the same name")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("This file is locked with a password", remedy="Save it without a password, and send it again.")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise limits.damaged("it is packed in a way that no spreadsheet program uses")
    for pattern, what, remedy in _UNWANTED:
        if any(pattern.search(entry.filename) for entry in entries):
            raise Refused(what, remedy=f"{remedy}.")


def _inflated(archive: zipfile.ZipFile, kept: re.Pattern[str], too_large: Refused) -> dict[str, bytes]:
    left = limits.INFLATED_BYTES
    found: dict[str, bytes] = {}
    for entry in archive.infolist():
        content, wanted = bytearray(), bool(kept.search(entry.filename))
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise too_large
                if wanted:
                    content += chunk
        name = entry.filename.lstrip("/")
        found[name] = bytes(content) if wanted else found.get(name, b"")
    return found


def _check_kind(found: dict[str, bytes]) -> None:
    for part, what in _KINDS:
        if part in found:
            raise Refused(what, remedy=f"{limits.SAVE_XLSX}.")
    types = found.get("[Content_Types].xml")
    if types is None:
        raise Refused("This is a zip file, not a workbook", remedy="Take the file out of it, and send that.")
    if b"macroEnabled" in types:
        raise Refused("This workbook holds macros", remedy=f"{limits.SAVE_XLSX}.")
