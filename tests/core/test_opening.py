"""Whatever bytes are dropped become a book or one clear sentence, and the server stays up."""

from __future__ import annotations

import datetime
import io
import json
import subprocess
import sys
import threading
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mist_dash.core.errors import Refused
from mist_dash.core.intake import child, limits, sandbox
from mist_dash.core.intake.book import Book, place
from mist_dash.core.intake.opening import open_book, open_paste
from tests import workbooks

TABLE = "month,area,clabsi,line days\n2024-04,ICU,1,204\n2024-05,ICU,0,198\n"
ROWS = (("month", "area", "clabsi", "line days"), ("2024-04", "ICU", "1", "204"), ("2024-05", "ICU", "0", "198"))
PLAIN = workbooks.table([["month", "area", "clabsi"], ["2024-04", "ICU", 1]])


def rows(data: bytes | str, name: str = "data.csv") -> tuple[tuple[object, ...], ...]:
    return open_book(data.encode() if isinstance(data, str) else data, name).sheets[0].rows


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        open_book(data, "data.xlsx")
    assert caught.value.remedy, "every refusal says what to do"
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_encoding_delimiter_and_line_end_gives_the_same_rows(encoding: str, delimiter: str, end: str) -> None:
    text = TABLE.replace(",", delimiter).replace("\n", end)
    assert rows(text.encode(encoding)) == ROWS


def test_what_was_found_out_is_said() -> None:
    book = open_book("area;n\nÉlan;1\n".encode("cp1252"), "x.csv")
    assert book.notes == ("Read as text in Windows-1252, its columns between semicolons.",)
    assert book.sheets[0].rows[1] == ("Élan", "1")


def test_excels_unicode_text_and_a_paste_are_read() -> None:
    assert rows(TABLE.replace(",", "\t").encode("utf-16"), "x.txt") == ROWS
    pasted = open_paste(TABLE.replace(",", "\t"))
    assert (pasted.kind, pasted.sheets[0].rows) == ("paste", ROWS)


def test_odd_spaces_quotes_dashes_and_unseen_characters_become_plain() -> None:
    text = "a,b\n1\u00a0204,\u201cHaem\u2013Onc\u201d\n\u200b7 ,Apr \u201924\u202e\n"
    assert rows(text) == (("a", "b"), ("1 204", '"Haem-Onc"'), ("7", "Apr '24"))


def test_trailing_commas_and_blank_rows_keep_the_sheets_own_row_numbers() -> None:
    assert rows("Title,,,\n\na,b,,\n,,,\n1,2,,\n,,,\n\n") == (("Title",), (), ("a", "b"), (), ("1", "2"))


def test_decimal_commas_between_semicolons_stay_in_their_cells() -> None:
    assert rows("m;a;b\n1;3,5;4,5\n2;3,6;4,6\n") == (("m", "a", "b"), ("1", "3,5", "4,5"), ("2", "3,6", "4,6"))


def test_titles_with_commas_do_not_hide_the_semicolons_of_the_table() -> None:
    text = "Unit report, April, May, June, final\nmonth;n\nApr;1\nMay;2\nJun;3\nJul;4\nAug;5\n"
    assert rows(text)[1:3] == (("month", "n"), ("Apr", "1"))


def test_a_line_that_names_the_delimiter_is_left_out_and_keeps_its_row() -> None:
    assert rows("sep=;\na;b\n1;2\n") == ((), ("a", "b"), ("1", "2"))


def test_a_quoted_cell_may_hold_commas_and_a_line_break() -> None:
    assert rows('month,"line\ndays",note\nApr,"1,204","a ""b"""\n')[1] == ("Apr", "1,204", 'a "b"')


def test_an_open_quotation_mark_is_refused_and_never_swallows_rows() -> None:
    assert "quotation mark" in refusal(b'month,n,m\nApr,"1,2\nMay,3,4\nJun,5,6\n').rule
    swallowing = b'month,n,m\nApr,1,"2\nMay,3,4\nJun,5,6\nJul,7",8\n'
    assert "row 2" in refusal(swallowing).rule


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n...", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"<html><table><tr><td>1</td></tr></table>", "web page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "XML"),
        (b'{"a": 1}', "JSON"),
        (b"{\\rtf1 ...}", "text document"),
        (bytes(range(256)) * 40, "not a table"),
        (b"Dear all,\nplease find the figures below.\n", "no line has two columns"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old .xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 cut short", "damaged"),
        (workbooks.zipped({"word/document.xml": b"<w/>"}), "Word"),
        (workbooks.zipped({"content.xml": b"<w/>", "mimetype": b"x"}), "OpenDocument"),
        (workbooks.zipped({"figures.csv": b"a,b"}), "zip file"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_table_get_one_clear_sentence(data: bytes, said: str) -> None:
    if said == "no line has two columns":
        data = data.replace(b",", b"")
    assert said in refusal(data).rule


def test_a_file_over_ten_megabytes_is_refused_in_this_process_and_in_the_child() -> None:
    data = b"a,b\n" * (limits.FILE_BYTES // 4 + 1)
    assert "10 MB" in refusal(data).rule
    with pytest.raises(Refused, match="10 MB"):
        sandbox.open_in_child(data, "x.csv")


def test_the_kind_shows_in_the_content_and_a_wrong_name_is_only_noted() -> None:
    book = open_book(workbooks.zipped(workbooks.parts(PLAIN)), "data.csv")
    assert (book.kind, "whatever its name says" in book.notes[0]) == ("xlsx", True)
    book = open_book(TABLE.encode(), "data.xlsx")
    assert (book.kind, "whatever its name says" in book.notes[0]) == ("csv", True)


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
    | st.text(st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_characters="'=+-@\x7f\xad"), max_size=20)
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
    strict = {name: content.replace(
        workbooks.DOCUMENT.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ) for name, content in parts.items()}  # fmt: skip
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
    }  # fmt: skip
    return workbooks.zipped({**plain, **changed[name]})


HOSTILE = (
    "macros", "macro sheets", "macros by type", "an embedded file", "a data model", "a DTD", "a DTD in UTF-16",
    "a DTD beside the sheets", "a program to start", "a hidden sheet", "a very hidden sheet", "far cells", "a far row",
    "cells far apart", "a cell twice", "a zip bomb", "shared texts without end", "a text longer than a cell",
    "a text that is not there", "broken XML", "no sheet", "no filled cell", "too many cells",
    "too many empty cells",
)  # fmt: skip


def test_the_plain_workbook_behind_the_hostile_ones_is_read() -> None:
    assert rows(workbooks.zipped(workbooks.parts(PLAIN)))[1] == ("2024-04", "ICU", 1)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_is_refused_for_holding(name: str) -> None:
    refusal(hostile(name))


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


def test_a_comma_separated_file_without_end_is_refused_before_it_is_cut() -> None:
    assert "more than a monthly table" in refusal(b"," * 2_000_000 + b"\n1,2").rule
    assert "rows" in refusal(b"1,2\n" * (limits.ROWS + 1)).rule
    assert "columns" in refusal(b"1," * limits.COLUMNS + b"1,1\n").rule


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore")))
def test_any_bytes_at_all_give_a_book_or_a_refusal(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"a,b\n"):
        try:
            assert isinstance(open_book(start + data, "x"), Book)
        except Refused as no:
            assert no.remedy


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


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8), min_size=2, max_size=5), min_size=1, max_size=6))  # fmt: skip  # noqa: E501
def test_a_book_comes_back_from_the_child_as_it_was(table: list[list[str]]) -> None:
    text = "\r\n".join("\t".join(cell.replace('"', "") for cell in row) for row in table)
    try:
        book = open_book(text.encode(), "x.csv")
    except Refused:
        return
    assert sandbox.unpack(json.loads(json.dumps(child.pack(book)))) == book


def test_the_child_gives_the_same_book_and_the_same_refusal() -> None:
    for data in (TABLE.encode(), workbooks.zipped(workbooks.parts('<row><c s="1"><v>45383</v></c></row>'))):
        assert sandbox.open_in_child(data, "é.csv") == open_book(data, "é.csv")
    with pytest.raises(Refused, match="hidden sheet") as caught:
        sandbox.open_in_child(hostile("a hidden sheet"), "x.xlsx")
    assert str(caught.value) == str(refusal(hostile("a hidden sheet")))


def replaced(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """A child that does something worse than any file is known to make it do."""
    start = "from mist_dash.core.intake import child; child.confine(); import sys; sys.stdin.buffer.read()\n"
    monkeypatch.setattr(sandbox, "_COMMAND", (sys.executable, "-S", "-c", start + code))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("kept = [bytearray(1 << 20) for _ in range(4096)]", "memory or time"),
        ("open('stolen.txt', 'w').write('x' * 9000)", "memory or time"),
        ("import os; os.abort()", "memory or time"),
        ("import time; time.sleep(60)", "too long"),
    ],
)
def test_a_child_without_bounds_is_ended_and_said(code: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced(monkeypatch, code)
    with pytest.raises(Refused, match=said):
        sandbox.open_in_child(b"a,b\n1,2\n", "x.csv", seconds=2)


def test_others_are_served_while_a_child_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    real = sandbox._COMMAND
    replaced(monkeypatch, "import time; time.sleep(60)")
    ended: list[str] = []

    def hang() -> None:
        try:
            sandbox.open_in_child(b"a,b\n1,2\n", "x.csv", seconds=2)
        except Refused as no:
            ended.append(no.rule)

    hanging = threading.Thread(target=hang)
    hanging.start()
    monkeypatch.setattr(sandbox, "_COMMAND", real)
    assert sandbox.open_in_child(TABLE.encode(), "x.csv").sheets[0].rows == ROWS
    hanging.join()
    assert ended == ["This file takes too long to open"]


def test_the_child_knows_nothing_of_this_process_and_imports_nothing_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIST_DATABASE_URL", "postgresql://secret")
    assert "secret" not in str(sandbox._environment())
    code = "import sys, mist_dash.core.intake.child; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    seen = subprocess.run(
        [sys.executable, "-S", "-c", code], env=sandbox._environment(), capture_output=True, text=True
    )
    assert {"mist_dash", "zipfile"} <= set(seen.stdout.split())
    assert not {"numpy", "pandas", "openpyxl", "stdnum", "streamlit"} & set(seen.stdout.split())


def test_a_cell_is_named_as_a_spreadsheet_names_it() -> None:
    assert [place(0, 0), place(1, 25), place(2, 26), place(1048575, 16383)] == ["A1", "Z2", "AA3", "XFD1048576"]
