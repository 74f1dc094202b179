"""Bytes become a document, or a refusal with its remedy. The kind is decided by the content, never by the name."""

from __future__ import annotations

from mist_dash.core.documents import office, pdf, pictures
from mist_dash.core.documents.model import Document
from mist_dash.core.errors import Refused

LARGEST = 10 * 1024 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
WANTED = "Resources are PDF, Word, PowerPoint, Excel, PNG or JPEG files"


def open_document(data: bytes) -> Document:
    """The document in these bytes. Raises Refused for anything active, locked, damaged or of another kind."""
    if len(data) > LARGEST:
        raise Refused("This file is over 10 MB", remedy="Make the pictures in it smaller, and send it again.")
    if data.startswith(b"%PDF-"):
        return Document("pdf", pdf.text_of(data))
    if data.startswith(ZIP):
        return Document(*office.read(data))
    if data.startswith(pictures.PNG):
        return Document("png", bare=pictures.bare_png(data))
    if data.startswith(pictures.JPEG):
        return Document("jpeg", bare=pictures.bare_jpeg(data))
    if data.startswith(OLE):
        raise Refused("This is an old or a locked Office file", remedy="Save it as .docx, .pptx or .xlsx, unlocked.")
    raise Refused("This is not a kind of file that can be shared here", remedy=f"{WANTED}. Save it as PDF.")
