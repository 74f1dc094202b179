"""An XLSX is read as openpyxl reads it, and refused for whatever no honest one holds."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mist_dash.core.errors import Refused
from mist_dash.core.intake.files import limits
from mist_dash.core.intake.files.opening import open_book
from tests import workbooks

PLAIN = workbooks.table([["month", "area", "clabsi"], ["2024-04", "ICU", 1]])


def rows(data: bytes | str, name: str = "data.csv") -> tuple[tuple[object, ...], ...]:
    return open_book(data.encode() if isinstance(data, str) else data, name).sheets[0].rows


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        open_book(data, "data.xlsx")
    assert caught.value.remedy, "every refusal says what to do"
    return caught.value


def workbook(*tables: list[list[object]], epoch_1904: bool = False) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    if epoch_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for number, table in enumerate(tables):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in table:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


CELLS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(-1e9, 1e9).map(lambda value: float(f"{value:.14g}"))
    | st.text(
        st.characters(
            min_codepoint=33, max_codepoint=0x24F, exclude_characters="'=+-@", exclude_categories=("Cc", "Cf", "Z")
        ),
        max_size=20,
    )
    | st.datetimes(datetime.datetime(1950, 1, 1), datetime.datetime(2100, 1, 1)).map(lambda d: d.replace(microsecond=0))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8).map(lambda rows: [["month"], *rows]), st.booleans())
def test_a_workbook_reads_as_openpyxl_reads_it(table: list[list[object]], epoch_1904: bool) -> None:
    data = saved(workbook(table, epoch_1904=epoch_1904))
    theirs = openpyxl.load_workbook(io.BytesIO(data), data_only=True).active.iter_rows(values_only=True)
    ours = open_book(data, "x.xlsx").sheets[0].rows
    for number, row in enumerate(theirs):
        mine = ours[number] if number < len(ours) else ()
        for column, value in enumerate(row):
            mine_here = mine[column] if column < len(mine) else None
            assert mine_here == value, (number, column)


def test_dates_percentages_and_results_of_formulas_read_as_they_are_shown() -> None:
    cells = (
        '<row><c s="1"><v>45383</v></c><c s="2"><v>45383.5</v></c><c s="3"><v>0.451</v></c><c><v>45383</v></c></row>'
    )
    more = '<row><c><f>1+1</f><v>2</v></c><c t="str"><f>A1</f><v>x</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c></row>'  # noqa: E501
    read = open_book(workbooks.zipped(workbooks.parts(cells + more)), "x.xlsx").sheets[0].rows
    april = datetime.datetime(2024, 4, 1)
    assert read == ((april, april.replace(hour=12), "45.1%", 45383), (2, "x", "#N/A", True))


def test_days_counted_from_1904_are_the_same_days() -> None:
    parts = workbooks.parts('<row><c s="1"><v>43921</v></c></row>', properties='<workbookPr date1904="1"/>')
    book = open_book(workbooks.zipped(parts), "x.xlsx")
    assert book.sheets[0].rows == ((datetime.datetime(2024, 4, 1),),)
    assert any("1904" in note for note in book.notes)


def test_a_formula_without_a_result_is_its_own_text_and_never_a_blank() -> None:
    book = open_book(workbooks.zipped(workbooks.parts("<row><c><f>SUM(A2:A9)</f></c></row>")), "x.xlsx")
    assert book.sheets[0].rows == (("=SUM(A2:A9)",),)
    assert "save it once" in book.notes[0]


def test_merged_cells_and_hidden_rows_are_told() -> None:
    rows_xml = '<row r="2" hidden="1"><c r="B2"><v>1</v></c></row>'
    data = workbooks.zipped(workbooks.parts(rows_xml, after='<mergeCells><mergeCell ref="B2:D3"/></mergeCells>'))
    book = open_book(data, "x.xlsx")
    assert book.sheets[0].rows == ((), (None, 1))
    assert book.sheets[0].merged == ((1, 1, 2, 3),)
    assert "hidden" in book.notes[0]


def test_shared_texts_are_joined_and_their_readings_left_out() -> None:
    shared = "<si><r><t>line </t></r><r><t>days</t></r><rPh><t>x</t></rPh></si>"
    data = workbooks.zipped(workbooks.parts('<row><c t="s"><v>0</v></c></row>', shared=shared))
    assert rows(data) == (("line days",),)


def test_a_prefix_or_the_strict_namespace_makes_no_difference() -> None:
    parts = workbooks.parts(PLAIN)
    prefixed = parts["xl/worksheets/sheet1.xml"].decode().replace("<", "<x:").replace("<x:/", "</x:")
    parts["xl/worksheets/sheet1.xml"] = prefixed.replace("xmlns=", "xmlns:x=").encode()
    strict = {
        name: content.replace(workbooks.DOCUMENT.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, content in parts.items()
    }
    assert rows(workbooks.zipped(strict)) == (("month", "area", "clabsi"), ("2024-04", "ICU", 1))


def hostile(name: str) -> bytes:
    """A workbook with one thing that is not let in."""
    plain = workbooks.parts(PLAIN)
    sheet = "xl/worksheets/sheet1.xml"
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    changed: dict[str, workbooks.Parts] = {
        "macros": {"xl/vbaProject.bin": b"x"},
        "macro sheets": {"xl/macrosheets/sheet1.xml": b"<x/>"},
        "macros by type": {"[Content_Types].xml": b"<Types><Override ContentType='macroEnabled'/></Types>"},
        "an embedded file": {"xl/embeddings/oleObject1.bin": b"x"},
        "a data model": {"xl/model/item.data": b"x"},
        "a DTD": {sheet: doctype + plain[sheet]},
        "a DTD in UTF-16": {sheet: (doctype + plain[sheet]).decode().encode("utf-16")},
        "a DTD beside the sheets": {"docProps/core.xml": doctype + b"<x>&b;</x>"},
        "a program to start": {"xl/externalLinks/externalLink1.xml": b"<x><ddeLink/></x>"},
        "a hidden sheet": {"xl/workbook.xml": plain["xl/workbook.xml"].replace(b"<sheet ", b'<sheet state="hidden" ')},
        "a very hidden sheet": {
            "xl/workbook.xml": plain["xl/workbook.xml"].replace(b"<sheet ", b'<sheet state="veryHidden" ')
        },
        "far cells": {sheet: workbooks.sheet('<row><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>')},
        "a far row": {sheet: workbooks.sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')},
        "cells far apart": {
            sheet: workbooks.sheet("".join(f'<row><c r="NA{n}"><v>1</v></c></row>' for n in range(1, 4000)))
        },
        "a cell twice": {sheet: workbooks.sheet('<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')},
        "a zip bomb": {"xl/media/image1.png": b"\0" * (limits.INFLATED_BYTES + 1)},
        "shared texts without end": {
            sheet: workbooks.sheet('<row><c t="s"><v>0</v></c></row>' * 400),
            "xl/sharedStrings.xml": f"<sst><si><t>{'a' * 32_000}</t></si></sst>".encode(),
        },
        "a text longer than a cell": {sheet: workbooks.sheet(f"<row>{workbooks.text('a' * 40_000)}</row>")},
        "a text that is not there": {sheet: workbooks.sheet('<row><c t="s"><v>7</v></c></row>')},
        "broken XML": {sheet: b"<worksheet><sheetData><row>"},
        "no filled cell": {sheet: workbooks.sheet('<row><c s="1"/></row>')},
        "too many cells": {sheet: workbooks.sheet(f"<row>{'<x:c><x:v>1</x:v></x:c>' * 390}</row>" * 260)},
        "too many empty cells": {sheet: workbooks.sheet(f"<row>{'<c/>' * 999}</row>" * 500)},
        "no sheet": {"xl/workbook.xml": b"<workbook/>"},
    }
    return workbooks.zipped({**plain, **changed[name]})


HOSTILE = (
    "macros",
    "macro sheets",
    "macros by type",
    "an embedded file",
    "a data model",
    "a DTD",
    "a DTD in UTF-16",
    "a DTD beside the sheets",
    "a program to start",
    "a hidden sheet",
    "a very hidden sheet",
    "far cells",
    "a far row",
    "cells far apart",
    "a cell twice",
    "a zip bomb",
    "shared texts without end",
    "a text longer than a cell",
    "a text that is not there",
    "broken XML",
    "no sheet",
    "no filled cell",
    "too many cells",
    "too many empty cells",
)


def test_the_plain_workbook_behind_the_hostile_ones_is_read() -> None:
    assert rows(workbooks.zipped(workbooks.parts(PLAIN)))[1] == ("2024-04", "ICU", 1)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_is_refused_for_holding(name: str) -> None:
    refusal(hostile(name))


def test_a_far_cell_is_named() -> None:
    assert refusal(hostile("far cells")).cell == "XFD1048576"


def test_what_a_zip_says_of_its_sizes_is_not_believed() -> None:
    data = bytearray(hostile("a zip bomb"))
    at = data.rfind(b"xl/media/image1.png") - 46
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")  # the uncompressed size in the central directory
    refusal(bytes(data))


def test_empty_styled_cells_far_away_are_not_far_cells() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="3"/></row>'
    assert rows(workbooks.zipped(workbooks.parts(far))) == ((1,),)


def test_links_to_other_workbooks_are_never_followed_and_their_values_are_looked_at() -> None:
    link = b"<externalLink><sheetData><row><cell><v>9434765919</v></cell></row></sheetData></externalLink>"
    book = open_book(workbooks.zipped({**workbooks.parts(PLAIN), "xl/externalLinks/externalLink1.xml": link}), "x.xlsx")
    assert any("were not opened" in note for note in book.notes)
    assert book.margin == (("the values of a linked workbook", "9434765919"),)


def test_comments_and_the_rows_behind_a_pivot_table_are_handed_on_to_be_looked_at() -> None:
    cache = b'<pivotCacheDefinition><cacheField name="NHS Number"><sharedItems><s v="x1"/></sharedItems></cacheField></pivotCacheDefinition>'  # noqa: E501
    more = {"xl/comments1.xml": b"<c><t>call her mother</t></c>", "xl/pivotCache/pivotCacheDefinition1.xml": cache}
    book = open_book(workbooks.zipped({**workbooks.parts(PLAIN), **more}), "x.xlsx")
    assert book.margin == (
        ("a comment", "call her mother"),
        ("the rows behind a pivot table", "NHS Number"),
        ("the rows behind a pivot table", "x1"),
    )


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_to_a_workbook_gives_a_book_or_a_refusal(data: st.DataObject) -> None:
    stored = data.draw(st.booleans())
    good = workbooks.zipped(workbooks.parts(PLAIN), zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    bad = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        bad[data.draw(st.integers(0, len(bad) - 1))] = data.draw(st.integers(0, 255))
    try:
        open_book(bytes(bad), "x")
    except Refused as no:
        assert no.remedy


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from('<>/="rcvstf :A1B2019&;!-'), max_size=60))
def test_any_xml_in_a_sheet_gives_a_book_or_a_refusal(inside: str) -> None:
    try:
        open_book(workbooks.zipped(workbooks.parts(inside)), "x")
    except Refused as no:
        assert no.remedy
