"""A PDF becomes its text, or a refusal when it can do anything but be read.

Looked at twice: object by object through pypdf, compressed object streams included, and then in the raw bytes, because
a viewer that repairs a file may find objects that no table of the file mentions.
"""

from __future__ import annotations

import io
import re
import time
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from mist_dash.core.documents.model import TEXT
from mist_dash.core.errors import Refused

ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
ACTIVE_VALUES = {
    "/S": frozenset(
        {
            "/JavaScript",
            "/Launch",
            "/SubmitForm",
            "/ImportData",
            "/GoToE",
            "/GoToR",
            "/Thread",
            "/Rendition",
            "/RichMediaExecute",
        }
    ),
    "/Type": frozenset({"/EmbeddedFile"}),
    "/FS": frozenset({"/URL"}),
    "/Subtype": frozenset({"/FileAttachment", "/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"}),
}
_RAW = re.compile(
    rb"/S\s*/(?:JavaScript|Launch|SubmitForm|ImportData|GoToE|GoToR)\b|/JavaScript[\s/<(\[]|/EmbeddedFiles?[\s/<(\[]"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a name may hide its letters: /J#61vaScript
_PACKED = re.compile(rb"/ObjStm.{0,400}?stream\r?\n", re.S)
AT_ONCE = frozenset({"/OpenAction", "/AA"})  # done without a click
STAYS = frozenset({"/GoTo", "/Named", "/Trans", "/SetOCGState", "/Hide"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
MOST_UNPACKED = 32 * 1024 * 1024
SECONDS = 5.0  # of computing, for the text; what was read until then is kept
REMEDY = "Print it to a new PDF, and send that."


def text_of(data: bytes) -> str:
    """The text of all pages, as far as it goes. Raises Refused for scripts, launches, attached files and locks."""
    if any(_RAW.search(part) for part in _raw_parts(data)):
        raise _active()
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise Refused("This PDF is locked", remedy=REMEDY)
        if any(map(_is_active, _objects(reader))):
            raise _active()
        return _text(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        raise Refused("This PDF is damaged", remedy=REMEDY) from None


def _active() -> Refused:
    return Refused("This PDF holds a script, an attached file or something that starts a program", remedy=REMEDY)


def _raw_parts(data: bytes) -> Iterator[bytes]:
    """The file with its names spelt out, and every packed object stream in it, whether it is mentioned or not."""
    yield _plain(data)
    left = MOST_UNPACKED
    for found in _PACKED.finditer(data):
        try:
            unpacked = zlib.decompressobj().decompress(data[found.end() :], left)
        except zlib.error:
            continue
        left -= len(unpacked)
        if left <= 0:
            raise Refused("This PDF unpacks to more than 32 MB of objects", remedy=REMEDY)
        yield _plain(unpacked)


def _plain(data: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object that any table of the file mentions, and the trailer."""
    yield reader.trailer
    ids = {(number, generation) for generation, table in reader.xref.items() for number in table}
    ids |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(ids):
        try:
            yield reader.get_object(IndirectObject(number, generation, reader))
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
            continue  # unreadable, so no viewer runs it either; the raw bytes were searched


def _is_active(item: Any) -> bool:
    """Whether this object, or one written inside it, does something."""
    if isinstance(item, ArrayObject):
        return any(_is_active(one) for one in list.__iter__(item))
    if not isinstance(item, DictionaryObject):
        return False
    for key in dict.keys(item):
        value = item.raw_get(key)
        if key in ACTIVE_KEYS or (isinstance(value, str) and value in ACTIVE_VALUES.get(str(key), ())):
            return True
        if key == "/URI" and _leads_astray(value.get_object()):
            return True
        if key in AT_ONCE and _goes_out(value, 20):
            return True
        if key == "/F" and isinstance(item, StreamObject):  # what is drawn would come from another file
            return True
        if not isinstance(value, IndirectObject) and _is_active(value):
            return True
    return False


def _leads_astray(address: Any) -> bool:
    """Whether a click would run something or open a share: any scheme but the web's, in whatever spelling."""
    if not isinstance(address, str | bytes):
        return False  # the base of all addresses is a dictionary
    text = (
        address if isinstance(address, str) else address.decode("utf-16" if b"\0" in address else "latin-1", "replace")
    )
    plain = "".join(char for char in unquote(text) if char.isprintable() and not char.isspace()).lower()
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", plain)
    return plain.replace("\\", "/").startswith("//") or (scheme is not None and scheme[1] not in _SCHEMES)


def _goes_out(action: Any, depth: int) -> bool:
    """Whether an action done on opening, or one that follows it, leaves the document."""
    item = action.get_object() if isinstance(action, IndirectObject) else action
    if depth <= 0:
        return True
    if isinstance(item, ArrayObject):  # a place in the document, or actions one after another
        return any(_goes_out(one, depth - 1) for one in list.__iter__(item) if _is_action(one))
    if not isinstance(item, DictionaryObject):
        return False
    if "/S" in item:
        follows = item.raw_get("/Next") if "/Next" in item else None
        return item["/S"] not in STAYS or (follows is not None and _goes_out(follows, depth - 1))
    return any(_goes_out(item.raw_get(key), depth - 1) for key in dict.keys(item) if _is_action(item.raw_get(key)))


def _is_action(value: Any) -> bool:
    item = value.get_object() if isinstance(value, IndirectObject) else value
    return isinstance(item, DictionaryObject) and "/S" in item


def _text(reader: PdfReader) -> str:
    """Page after page, until the time or the room for text is used up."""
    until, found, room = time.process_time() + SECONDS, [], TEXT
    for page in reader.pages:
        if room <= 0 or time.process_time() > until:
            break
        try:
            found.append(page.extract_text()[:room])
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            continue  # a page whose text cannot be read is still a page that can be looked at
        room -= len(found[-1])
    return "\n".join(found)
