"""Small PDFs and Office files for the tests, honest and hostile, made byte by byte or by the usual libraries."""

from __future__ import annotations

import io
import zipfile
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from mist_dash.core.documents.model import KINDS

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"


def packed_script() -> bytes:
    """A PDF whose only script lies in a compressed object stream, where a search of the bytes does not see it."""
    inner = zlib.compress(b"7 0 << /S /JavaScript /JS (app.alert(1)) >>")
    out, places = bytearray(b"%PDF-1.5\n"), {}
    for number, body in {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 7 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: PAGE,
        6: b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(inner), inner),
    }.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    rows = [
        (0, 0, 0),
        *((1, places[n], 0) if n in places else (0, 0, 0) for n in range(1, 7)),
        (2, 6, 0),
        (1, start, 0),
    ]
    table = zlib.compress(b"".join(bytes([a]) + b.to_bytes(3, "big") + c.to_bytes(2, "big") for a, b, c in rows))
    out += b"8 0 obj\n<< /Type /XRef /Size 9 /W [1 3 2] /Root 1 0 R /Filter /FlateDecode /Length %d >>\n" % len(table)
    return bytes(out + b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % (table, start))


def acting(plain: bytes, action: str) -> bytes:
    """The PDF with an action of this kind when it opens."""
    writer = PdfWriter(clone_from=io.BytesIO(plain))
    does = {NameObject("/S"): NameObject(action), NameObject("/JS"): TextStringObject("app.alert(1)")}
    if action != "/JavaScript":
        does[NameObject("/F")] = TextStringObject("cmd.exe")
        del does[NameObject("/JS")]
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(does)
    return written(writer)


def on_opening(plain: bytes, action: str, key: str, value: str, *, after: bool = False, page: bool = False) -> bytes:
    """The PDF with an action of its own when it, or its first page, opens; after: it follows a harmless one."""
    writer = PdfWriter(clone_from=io.BytesIO(plain))
    does = DictionaryObject({NameObject("/S"): NameObject(action), NameObject(key): TextStringObject(value)})
    first = {NameObject("/S"): NameObject("/GoTo"), NameObject("/Next"): writer._add_object(does)}
    act = writer._add_object(DictionaryObject(first) if after else does)
    if page:
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})
    else:
        writer.root_object[NameObject("/OpenAction")] = act
    return written(writer)


def linking(plain: bytes, address: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(plain))
    does = DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(address)})
    writer.pages[0][NameObject("/Annots")] = ArrayObject(
        [DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): does})]
    )
    return written(writer)


def with_file(plain: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(plain))
    writer.add_attachment("setup.exe", b"MZ")
    return written(writer)


def locked(plain: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(plain))
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(kind: str, wide: int = 24, **more: object) -> bytes:
    """A small picture that is nowhere like its own mirror image; `more` goes to Pillow as it is."""
    drawn = Image.new("RGB", (wide, 16))
    drawn.putdata([(x * 10 % 256, y * 15, x * y % 256) for y in range(16) for x in range(wide)])
    out = io.BytesIO()
    drawn.save(out, kind, **more)
    return out.getvalue()


def word(*paragraphs: str, **more: bytes) -> bytes:
    """A DOCX of these paragraphs; `more` adds parts by their names."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return office("docx", "word/document.xml", f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>', **more)


def office(kind: str, main: str, content: str | bytes, main_type: str = "", **more: bytes) -> bytes:
    stated = main_type or f"{KINDS[kind][0]}.main+xml"
    types = f'<Types><Override PartName="/{main}" ContentType="{stated}"/></Types>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(main, content)
        for name, part in more.items():
            archive.writestr(name, part)
    return out.getvalue()
