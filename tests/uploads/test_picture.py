"""The picture of a sheet: each cell as it was read, each column to be told otherwise; what is told can be sent."""

from __future__ import annotations

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
    (sheet,) = pictures(book, reading, CLABSI)
    assert [column.name for column in sheet.columns] == [
        "A · month",
        "B · Infections · ICU",
        "C · Central line days · ICU",
        "D · Infections · Haem-Onc",
        "E · Central line days · Haem-Onc",
        "F · left out",
        "G · note",
    ]
    assert looks_like(reading, CLABSI) == "Central line infections, April to July 2026, 2 areas"
    by_row = dict(zip(sheet.rows, sheet.uses, strict=True))
    assert set(by_row[3]) == {"header"}
    assert by_row[4] == ("month", "number", "number", "number", "number", "left out", "empty")
    assert by_row[7][2] == "doubt" and set(by_row[8][:6]) == {"left out"}


def test_a_sheet_of_which_nothing_is_known_can_be_told_step_by_step_and_is_known_next_month() -> None:
    book, answers = open_book(STRANGE, "x.csv"), dict[str, str]()
    assert not read(book, CLABSI, today=TODAY).counts
    for id, answer in TOLD.items():
        (sheet,) = pictures(book, read(book, CLABSI, today=TODAY, answers=answers), CLABSI)
        offered = {column.step.id: [c.value for c in column.step.choices] for column in sheet.columns if column.step}
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
    (sheet,) = pictures(book, read(book, CLABSI, today=TODAY), CLABSI)
    assert (len(sheet.rows), sheet.more) == (60, 241)
