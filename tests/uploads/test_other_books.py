"""Old .xls and OpenDocument workbooks are read as any other; what they may hide is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from mist_dash.core.errors import Refused
from mist_dash.core.intake.files.sandbox import open_in_child
from mist_dash.core.intake.read import read
from mist_dash.core.personal import patients
from tests.uploads.reading_of import CATALOGUE, counts_of
from tests.uploads.truth import TODAY

CLABSI = CATALOGUE.theme("clabsi")
OLD = (Path(__file__).parent / "old.xls").read_bytes()
URN = "urn:oasis:names:tc:opendocument:xmlns:{0}:1.0"
NAMES = " ".join(f'xmlns:{one}="{URN.format(one)}"' for one in ("office", "table", "text", "script"))
MANIFEST = f'<manifest:manifest xmlns:manifest="{URN.format("manifest")}"/>'
TRUE = {
    ("ICU", "2024-04", "clabsi"): 1,
    ("ICU", "2024-04", "central_line_days"): 804,
    ("ICU", "2024-05", "clabsi"): 0,
    ("ICU", "2024-05", "central_line_days"): 790,
    ("ICU", "2024-06", "clabsi"): 2,
    ("ICU", "2024-06", "central_line_days"): 811,
}
ROWS = (("Month", "Area", "CLABSI", "Line days"), ("2024-04-01", "ICU", 1, 804), ("2024-05-01", "ICU", 0, 790))


def cell(value: object) -> str:
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if str(value)[:2] == "20":
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def ods(extra: str = "", more: dict[str, str] | None = None, before: str = "") -> bytes:
    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in ROWS)
    content = (
        f"{before}<office:document-content {NAMES}><office:body><office:spreadsheet>{extra}"
        f'<table:table table:name="Lines">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        for name, text in {"META-INF/manifest.xml": MANIFEST, **(more or {})}.items():
            archive.writestr(name, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@pytest.mark.parametrize(("data", "name"), [(OLD, "2024.xls"), (ods(), "2024.ods")])
def test_a_workbook_of_another_kind_gives_its_counts(data: bytes, name: str) -> None:
    book = open_in_child(data, name)
    found = counts_of(read(book, CLABSI, today=TODAY))
    assert found == {key: TRUE[key] for key in found} and len(found) == (6 if name.endswith("xls") else 4)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLD + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        (OLD[:3000], "damaged"),
        (ods("<office:event-listeners><script:event-listener/></office:event-listeners>"), "macros"),
        (ods(more={"Basic/Standard/Module1.xml": "<m/>"}), "macros"),
        (ods(before="<!DOCTYPE a [<!ENTITY b 'c'>]>"), "damaged"),
        (ods(more={"big.xml": "0" * (65 * 1024 * 1024)}), "64 MB"),
    ],
)
def test_what_such_a_workbook_may_hide_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        open_in_child(data, "x")


def test_a_patient_beside_the_cells_of_an_open_document_is_found() -> None:
    book = open_in_child(ods("<office:annotation><text:p>MRN 1234567</text:p></office:annotation>"), "x.ods")
    refused = patients.look(book, CLABSI)
    assert refused is not None and "a comment" in refused.rule
    assert patients.look(open_in_child(ods(), "x.ods"), CLABSI) is None
