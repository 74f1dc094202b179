"""The picture of a sheet: each cell as it was read, each column to be told otherwise; what is told can be sent."""

from __future__ import annotations

from mist_dash.core.intake.corrections import BELOW
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.picture import looks_like, pictures
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import Recipe
from tests.uploads.reading_of import CATALOGUE, counts_of
from tests.uploads.truth import TODAY

CLABSI = CATALOGUE.theme("clabsi")
SHEET = b"""Harrow Wing IPC - line infections 2026/27,,,,,,
,PICU,,Onc ward,,TOTAL,
Month,CLABSI,Line days,CLABSI,Line days,CLABSI,comments
Apr-26,1,301,0,375,1,
May-26,0,372,1,381,1,one MBI
Jun-26,0,318,0,360,0,
Jul-26,1,3290,0,352,1,
YTD,2,4281,1,1468,3,
"""
STRANGE = b"our list,,,\n,,,\nwk,q,r,s\nApr 26,3,211,B5\nMay 26,4,222,B5\n"
TOLD = {"header:": "3", "column:q": "clabsi", "column:r": "central_line_days", "column:s": "area", "area:b5": "ICU"}


def test_each_cell_is_drawn_as_what_it_was_read_as() -> None:
    book = open_book(SHEET, "x.csv")
    reading = read(book, CLABSI, today=TODAY)
    (sheet,) = pictures(book, reading, CLABSI, {})
    assert [column.name for column in sheet.columns] == [
        "A · month",
        "B · Infections · ICU",
        "C · Central line days · ICU",
        "D · Infections · Haem-Onc",
        "E · Central line days · Haem-Onc",
        "F · left out: total",
        "G · note",
    ]
    assert looks_like(reading, CLABSI) == "Central line infections, April to July 2026, 2 areas"
    by_row = {row.number: row for row in sheet.drawn}
    assert by_row[3].uses == ("header",) * 5 + ("left out", "header")
    assert by_row[4].uses == ("month", "number", "number", "number", "number", "left out", "empty")
    assert by_row[5].uses[6] == "label"  # a note goes along with its counts
    assert by_row[7].uses[2] == "doubt" and set(by_row[8].uses[:6]) == {"left out"}
    assert [by_row[n].said for n in (1, 4, 8)] == ["left out: title", "", "left out: a total, a summary or a target"]


def test_a_sheet_of_which_nothing_is_known_can_be_told_step_by_step_and_is_known_next_month() -> None:
    book, answers = open_book(STRANGE, "x.csv"), dict[str, str]()
    assert not read(book, CLABSI, today=TODAY).counts
    for id, answer in TOLD.items():
        (sheet,) = pictures(book, read(book, CLABSI, today=TODAY, answers=answers), CLABSI, answers)
        offered = {column.step.id: [c.value for c in column.choices] for column in sheet.columns if column.step}
        asked = {
            one.id: [c.value for c in one.choices] for one in read(book, CLABSI, today=TODAY, answers=answers).questions
        }
        assert id == sheet.header or answer in {**offered, **asked}[id]  # a person can say it from what is on screen
        answers[id] = answer
    told = read(book, CLABSI, today=TODAY, answers=answers)
    assert counts_of(told) == {
        ("ICU", "2026-04", "clabsi"): 3,
        ("ICU", "2026-04", "central_line_days"): 211,
        ("ICU", "2026-05", "clabsi"): 4,
        ("ICU", "2026-05", "central_line_days"): 222,
    }
    later = open_book(STRANGE.replace(b"Apr", b"Jun").replace(b"May", b"Jul"), "y.csv")
    again = read(later, CLABSI, today=TODAY, recipe=Recipe().with_answers(told, answers))
    assert {month for _, month, _ in counts_of(again)} == {"2026-06", "2026-07"} and not again.questions


def test_a_long_sheet_is_drawn_in_part_and_says_how_much_more_there_is() -> None:
    rows = [f"{2000 + n // 12}-{n % 12 + 1:02},ICU,{n % 3},1{n:03}" for n in range(300)]
    book = open_book("\n".join(["month,area,clabsi,line days", *rows]).encode(), "x.csv")
    (sheet,) = pictures(book, read(book, CLABSI, today=TODAY), CLABSI, {})
    assert (len(sheet.drawn), sheet.more) == (60, 241)


STACKED = b"""Line infections,,
,,
Red team,,
Month,CLABSI,Line days
Apr-26,1,301
,,
Blue team,,
Month,CLABSI,Line days
Apr-26,0,101
,,
the old ones,,
Apr-25,5,999
"""


def told(text: bytes, answers: dict[str, str]) -> dict[tuple[str, str, str], float]:
    return counts_of(read(open_book(text, "x.csv"), CLABSI, today=TODAY, answers=answers))


def test_each_section_is_told_its_area_beside_its_headers_and_last_years_rows_are_left_out_together() -> None:
    book = open_book(STACKED, "x.csv")
    reading = read(book, CLABSI, today=TODAY)
    (sheet,) = pictures(book, reading, CLABSI, {})
    rows = {row.number: row for row in sheet.drawn}
    assert (rows[5].said, set(rows[5].uses)) == ("waits for your answer", {"asked"})
    answers = {rows[4].section: "ICU", rows[8].section: "Elsewhere", rows[11].id: BELOW}
    reading = read(book, CLABSI, today=TODAY, answers=answers)
    assert not reading.questions and not reading.problems
    assert counts_of(reading) == {
        ("ICU", "2026-04", "clabsi"): 1,
        ("ICU", "2026-04", "central_line_days"): 301,
        ("Elsewhere", "2026-04", "clabsi"): 0,
        ("Elsewhere", "2026-04", "central_line_days"): 101,
    }
    (sheet,) = pictures(book, reading, CLABSI, answers)
    rows = {row.number: row for row in sheet.drawn}
    assert [rows[n].said for n in (4, 8, 11, 12)] == [
        "ICU",
        "Elsewhere",
        "left out: as you said",
        "left out: as you said",
    ]
    later = open_book(STACKED.replace(b"Apr-26", b"Jun-26"), "y.csv")
    again = read(later, CLABSI, today=TODAY, recipe=Recipe().with_answers(reading, answers))
    assert {month for _, month, _ in counts_of(again)} == {"2026-06"} and not again.questions


def test_rows_of_names_nobody_knows_are_told_what_they_hold_and_a_sheet_whose_it_is() -> None:
    across = b",Apr 26,May 26\nfoo,1,2\nbar,300,301\nfoo,9,9\n"
    book = open_book(across, "x.csv")
    (sheet,) = pictures(book, read(book, CLABSI, today=TODAY), CLABSI, {})
    foo, bar, second = (row.id for row in sheet.drawn[1:])
    answers = {foo: "clabsi", bar: "central_line_days", second: "leave out", sheet.id: "ICU"}
    assert told(across, answers) == {
        ("ICU", "2026-04", "clabsi"): 1,
        ("ICU", "2026-05", "clabsi"): 2,
        ("ICU", "2026-04", "central_line_days"): 300,
        ("ICU", "2026-05", "central_line_days"): 301,
    }
    assert told(across, {**answers, sheet.id: "leave out"}) == {}
    assert told(across, {**answers, bar: ""}) != told(across, answers)  # taken back: as the sheet says


def test_two_columns_of_one_name_each_are_told_whose_numbers_they_hold() -> None:
    beside = b"wk,aa,ab,ba,bb\nApr 26,3,211,1,100\n"
    book, answers = open_book(beside, "x.csv"), dict[str, str]()
    (sheet,) = pictures(book, read(book, CLABSI, today=TODAY), CLABSI, {})
    for column, item, area in zip(
        sheet.columns[1:], ["clabsi", "central_line_days"] * 2, ["ICU"] * 2 + ["Elsewhere"] * 2, strict=True
    ):
        assert column.step
        answers |= {column.step.id: item, column.step.id.replace("column:", "place:"): area}
    assert told(beside, answers) == {
        ("ICU", "2026-04", "clabsi"): 3,
        ("ICU", "2026-04", "central_line_days"): 211,
        ("Elsewhere", "2026-04", "clabsi"): 1,
        ("Elsewhere", "2026-04", "central_line_days"): 100,
    }


def test_what_was_told_of_a_row_without_words_holds_for_this_file_only() -> None:
    text = b"month,area,clabsi,line days\n2026-04,ICU,1,301\n2026-05,,2,302\n"
    book = open_book(text, "x.csv")
    (sheet,) = pictures(book, read(book, CLABSI, today=TODAY), CLABSI, {})
    answers = {sheet.drawn[2].id: "leave out"}
    reading = read(book, CLABSI, today=TODAY, answers=answers)
    assert {month for _, month, _ in counts_of(reading)} == {"2026-04"}
    assert not Recipe().with_answers(reading, answers).answers


def test_a_list_of_what_was_started_and_a_template_still_empty_wait_for_no_answer() -> None:
    for text in (
        b"area,intervention,start,stop\nPICU,Line rounds,03/02/2026,\n",
        b"Month,Area,Infections,Central line days\n2026-04,ICU,,\n2026-05,ICU,,\n",
    ):
        book = open_book(text, "x.csv")
        (sheet,) = pictures(book, read(book, CLABSI, today=TODAY), CLABSI, {})
        assert {row.said for row in sheet.drawn} == {""}
        assert {use for row in sheet.drawn[1:] for use in row.uses} == {"label", "empty"}
