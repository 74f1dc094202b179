"""Small workbooks for the tests, made part by part, so that each can hold exactly one thing that no honest one does."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

Parts = dict[str, bytes]


def parts(rows: str, *, state: str = "", properties: str = "", after: str = "", shared: str = "") -> Parts:
    """The parts of a workbook with one sheet; rows is the XML inside sheetData."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"/>'.encode(),
        "_rels/.rels": _relations(("1", "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _relations(
            ("1", "worksheet", "worksheets/sheet1.xml"),
            ("2", "sharedStrings", "sharedStrings.xml"),
            ("3", "styles", "styles.xml"),
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}">{properties}<sheets>'
            f'<sheet name="Data" sheetId="1" {state} r:id="1"/></sheets></workbook>'
        ).encode(),
        "xl/worksheets/sheet1.xml": sheet(rows, after),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>'.encode(),
        "xl/styles.xml": (
            f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="[$-809]mmm\\-yy;@"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="9"/></cellXfs>'
            "</styleSheet>"
        ).encode(),
    }


def sheet(rows: str, after: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def text(value: str, at: str = "") -> str:
    """One cell with text inside itself; `at` is its reference."""
    place = f' r="{at}"' if at else ""
    return f'<c{place} t="inlineStr"><is><t>{value}</t></is></c>'


def table(rows: list[list[object]]) -> str:
    """Rows of XML from plain texts and numbers."""
    return "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)


def zipped(found: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return out.getvalue()


def _cell(value: object) -> str:
    return text(value) if isinstance(value, str) else f"<c><v>{value}</v></c>"


def _relations(*found: tuple[str, str, str]) -> bytes:
    inside = "".join(f'<Relationship Id="{id}" Type="{DOCUMENT}/{kind}" Target="{to}"/>' for id, kind, to in found)
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'.encode()
