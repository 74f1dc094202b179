"""Whatever bytes are dropped become a book or one clear sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mist_dash.core.errors import Refused
from mist_dash.core.intake.files import limits, sandbox
from mist_dash.core.intake.files.book import Book, place
from mist_dash.core.intake.files.opening import open_book, open_paste
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
    assert rows("1;3,5;4,5\n2;3,6;4,6\n") == (("1", "3,5", "4,5"), ("2", "3,6", "4,6"))


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
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 cut short", "damaged"),
        (workbooks.zipped({"word/document.xml": b"<w/>"}), "Word"),
        (workbooks.zipped({"content.xml": b"<w/>", "mimetype": b"x"}), "OpenDocument"),
        (workbooks.zipped({"figures.csv": b"a,b"}), "zip file"),
    ],
)
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


def test_a_cell_is_named_as_a_spreadsheet_names_it() -> None:
    assert [place(0, 0), place(1, 25), place(2, 26), place(1048575, 16383)] == ["A1", "Z2", "AA3", "XFD1048576"]
