"""A patient in unusual dress or beside the cells is found; what is only a doubt is asked; what looks alike passes."""

from __future__ import annotations

import datetime
import random

import pytest

from mist_dash.core import catalogue
from mist_dash.core.errors import Refused
from mist_dash.core.intake.files.book import Book, Cell, Sheet
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import read
from mist_dash.core.personal import identifiers, patients
from tests import workbooks

CLABSI = catalogue.load().theme("clabsi")
HEAD = ("month", "area", "clabsi", "line days", "note")
FINE = ("2024-04", "ICU", "1", "204", None)


def look(*rows: tuple[Cell, ...], name: str = "data.csv", sheet: str = "") -> Refused | None:
    return patients.look(Book(name, "csv", (Sheet(sheet, rows),)), CLABSI)


@pytest.mark.parametrize(
    "note",
    [
        "943   476   5919",
        "943 476-5919",
        "943_476_5919",
        "943/476/5919",
        "943 – 476 – 5919",
        "943,476,5919",
        "943·476·5919",
        "943 (476) 5919",
        "943\u00a0476\u00a05919",
        "9 4 3 4 7 6 5 9 1 9",
        "9-4-3-4-7-6-5-9-1-9",
        "010101 / 0001",
        "line out, Mrs Okafor told",
        "discussed with Mr. J. Smith and Ms O'Neill",
        "Baby Boy Jones",
        "Master Tom",
        "DOB 3rd March 2019",
        "birthday 03.02.2019",
        "CRN: 4471234",
        "Unit no K123456",
        "pt no. 123456",
    ],
)
def test_a_patient_in_unusual_dress_is_refused(note: str) -> None:
    refused = look(HEAD, FINE, ("2024-05", "ICU", "0", "198", note))
    assert refused is not None and refused.cell == "E3" and note not in str(refused)


@pytest.mark.parametrize(
    "note",
    [
        "Near Miss Events",
        "Near Miss Reporting up",
        "Master Copy",
        "Master List of wards",
        "Baby Unit",
        "Baby Friendly ward",
        "Miss the first week",
        "Ms excel file",
        "943 476 5918",
        "1 204 567 890",
        "120, 340, 1204 days",
        "9434 765918",
        "10-12-2024 to 3-1-2025",
        "2024-04-30T10:15:00",
        "Version 1.2.3.4.5.6.7.8.9.0",
        "born in error",
        "Units 5 and 6",
        "case numbers 12345",
        "ref 2024/04/0012",
        "wards 3, 4 and 5A",
    ],
)
def test_what_looks_alike_is_neither_refused_nor_asked(note: str) -> None:
    book = Book("data.csv", "csv", (Sheet("", (HEAD, FINE, ("2024-05", "ICU", "0", "198", note))),))
    assert patients.look(book, CLABSI) is None and patients.doubts(book, CLABSI) == ()


@pytest.mark.parametrize(
    ("heading", "under", "kind"),
    [
        ("Unit No", ("1234567", "7654321"), identifiers.HOSPITAL_NUMBER),
        ("CRN", ("K123456", "K654321"), identifiers.HOSPITAL_NUMBER),
        ("Case number", (1234567, 2345671), identifiers.HOSPITAL_NUMBER),
        ("Born", ("03/02/2019", "04/05/2020"), identifiers.BIRTH),
        ("Birth", (datetime.datetime(2019, 2, 3), datetime.datetime(2020, 5, 4)), identifiers.BIRTH),
        ("who", ("Jane Smith", "Ben Okafor"), identifiers.NAME),
        ("Baby", ("AB", "CD"), identifiers.ONE_ROW_EACH),
    ],
)
def test_a_heading_that_may_be_a_patients_is_judged_by_what_stands_under_it(
    heading: str, under: tuple[Cell, ...], kind: str
) -> None:
    rows = [("2024-04", "ICU", "1", "204", cell) for cell in under]
    refused = look((*HEAD[:4], heading), *rows)
    assert refused is not None and kind in refused.rule
    assert look((*HEAD[:4], heading), *[(*row[:4], n + 2) for n, row in enumerate(rows)]) is None


def valid(numbers: random.Random) -> str:
    while True:
        digits = f"{numbers.randrange(4 * 10**9, 7 * 10**9)}"
        if identifiers.is_patient_number(digits):
            return digits


def test_a_number_in_three_cells_is_refused_in_three_rows_and_asked_of_in_one() -> None:
    numbers = random.Random(4)
    split = [(one[:3], one[3:6], one[6:]) for one in (valid(numbers) for _ in range(3))]
    head = ("month", "area", "clabsi", "line days", "a", "b", "c")
    rows = [("2024-04", "ICU", "1", "204", *parts) for parts in split]
    refused = look(head, *rows)
    assert refused is not None and refused.cell == "E2"
    for rest, asks in ((("2024-04", "ICU", "1", None), 1), (("2024-04", "ICU", "1", "204"), 0)):
        book = Book("x", "csv", (Sheet("", (head, (*rest, *split[0]))),))
        assert patients.look(book, CLABSI) is None and len(patients.doubts(book, CLABSI)) == asks
    counts = [("2024-04", "ICU", "1", "204", "123", "456", str(1000 + 37 * n)) for n in range(40)]
    assert patients.doubts(Book("x", "csv", (Sheet("", (head, *counts)),)), CLABSI) == ()


@pytest.mark.parametrize(("answer", "expected"), [("nobody", "read"), ("a patient", "refused"), ("", "asked")])
def test_one_number_among_other_long_ones_is_asked_and_nothing_is_read_meanwhile(answer: str, expected: str) -> None:
    numbers = random.Random(6)
    totals = [f"{n}" for n in range(5000000000, 5000000020) if not identifiers.is_patient_number(f"{n}")][:8]
    rows = [(f"2024-{n + 1:02}", "ICU", "1", "1204", one) for n, one in enumerate([*totals, valid(numbers)])]
    book = Book("data.csv", "csv", (Sheet("", (HEAD, *rows)),))
    reading = read(book, CLABSI, today="2026-11", answers={"patient": answer})
    assert bool(reading.counts) == (expected == "read"), reading.problems
    assert bool(reading.refused) == (expected == "refused")
    assert [one.id for one in reading.questions] == (["patient"] if expected == "asked" else [])
    assert rows[-1][4] not in f"{reading.questions} {reading.refused}"


RELATIONS = '<Relationships><Relationship Id="1" TargetMode="External" Type="x/hyperlink" Target="{}"/></Relationships>'


@pytest.mark.parametrize(
    ("part", "content", "where"),
    [
        ("after", "<headerFooter><oddHeader>&amp;L&amp;8NHS 943 476 5919</oddHeader></headerFooter>", "page header"),
        ("after", "<headerFooter><evenFooter>&amp;CMrs Okafor</evenFooter></headerFooter>", "page header or footer"),
        (
            "after",
            '<dataValidations><dataValidation><formula1>"Baby Jones,Ben"</formula1></dataValidation></dataValidations>',
            "list",
        ),
        ("after", '<hyperlinks><hyperlink ref="A1" tooltip="MRN 1234567"/></hyperlinks>', "a link"),
        ("xl/worksheets/_rels/sheet1.xml.rels", RELATIONS.format("http://pas/?nhs%20no%3D9434765919"), "a link"),
        ("xl/worksheets/_rels/sheet1.xml.rels", RELATIONS.format("mailto:mum@example.com"), "a link"),
        ("docProps/core.xml", "<c><title>Line of Master Okafor</title></c>", "the properties"),
        ("docProps/core.xml", "<c><keywords>943 476 5919</keywords></c>", "the properties"),
        ("docProps/custom.xml", "<c><lpwstr>DOB 03/02/2019</lpwstr></c>", "the properties"),
        ("names", '<definedName name="NHS_9434765919">Data!$A$1</definedName>', "a name that it defines"),
    ],
)
def test_a_patient_beside_the_cells_is_refused(part: str, content: str, where: str) -> None:
    refused = patients.look(open_book(with_part(part, content), "x.xlsx"), CLABSI)
    assert refused is not None and where in refused.rule


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("after", "<headerFooter><oddFooter>&amp;LPrepared by: Mr Jones&amp;RPage &amp;P</oddFooter></headerFooter>"),
        ("after", "<headerFooter><oddFooter>Tel 020 7946 0958, safety@trust.nhs.uk</oddFooter></headerFooter>"),
        (
            "after",
            '<dataValidations><dataValidation><formula1>"ICU,Haem-Onc"</formula1></dataValidation></dataValidations>',
        ),
        ("xl/worksheets/_rels/sheet1.xml.rels", RELATIONS.format("mailto:jane.smith@trust.nhs.uk")),
        ("docProps/core.xml", "<c><creator>Miss Jane Smith</creator><title>CLABSI 2024</title></c>"),
        ("names", '<definedName name="_xlnm.Print_Area">Data!$A$1:$AD$1048576</definedName>'),
    ],
)
def test_who_made_the_workbook_is_no_patient(part: str, content: str) -> None:
    assert patients.look(open_book(with_part(part, content), "x.xlsx"), CLABSI) is None


def with_part(part: str, content: str) -> bytes:
    rows = workbooks.table([list(HEAD[:4]), ["2024-04", "ICU", 1, 204]])
    if part == "after":
        return workbooks.zipped(workbooks.parts(rows, after=content))
    if part == "names":
        return workbooks.zipped(workbooks.parts(rows, properties=f"<definedNames>{content}</definedNames>"))
    return workbooks.zipped({**workbooks.parts(rows), part: content.encode()})


@pytest.mark.parametrize("name", ["Mrs_Okafor_lines.xlsx", "DOB 03-02-2019.csv", "MRN 1234567.csv"])
def test_a_patient_in_a_files_name_is_refused(name: str) -> None:
    assert look(HEAD, FINE, name=name) is not None
    assert look(HEAD, FINE, sheet=name.rpartition(".")[0]) is not None


def test_names_of_files_as_hospitals_write_them_pass() -> None:
    for name in ("CLABSI_20240401_101500.csv", "Near Miss Data 24-25.xlsx", "Master List.xlsx", "W1 Q2 2024.csv"):
        assert look(HEAD, FINE, name=name) is None, name
