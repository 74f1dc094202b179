"""Nothing of a patient gets in, the cell is named and never the value, and honest tables pass."""

from __future__ import annotations

import datetime
import random
import traceback
from pathlib import Path

import pytest
from stdnum.gb import nhs

from mist_dash.core import catalogue
from mist_dash.core.errors import Refused
from mist_dash.core.intake.files.book import Book, Cell, Sheet
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.receive import receive, receive_paste
from mist_dash.core.personal import identifiers, patients
from tests import workbooks
from tests.uploads import corpus

THEMES = catalogue.load()
CLABSI = THEMES.theme("clabsi")
HEAD = ("month", "area", "clabsi", "line days", "note")
FINE = ("2024-04", "ICU", "1", "204", None)


def look(*rows: tuple[Cell, ...], name: str = "data.csv", sheet: str = "") -> Refused | None:
    return patients.look(Book(name, "csv", (Sheet(sheet, rows),)), CLABSI)


def in_cell(value: Cell) -> Refused | None:
    return look(HEAD, FINE, ("2024-05", "ICU", "0", "198", value))


def check_digit(nine: str) -> int:
    """Modulo 11 by the book: weights 10 to 2, eleven less the rest."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return 0 if rest == 11 else rest


@pytest.mark.parametrize(
    "value",
    [
        "9434765919",
        "943 476 5919",
        "943-476-5919",
        "943.476.5919",
        " 9434765919 ",
        "9434765919.0",
        "9434765919.00",
        9434765919,
        9434765919.0,
        "seen as 9434765919 in ED",
        "NHS:9434765919",
        "x9434765919x",
        "9434765919,4010232137",
        "９４３４７６５９１９",
        "3200000015",
        "010101 0001",
        "0101010001",
        101010001,
        "101010001",
    ],
)
def test_a_patients_number_in_any_dress_is_refused_at_its_cell_and_never_repeated(value: Cell) -> None:
    refused = in_cell(value)
    assert refused is not None and refused.cell == "E3" and "number" in refused.rule
    assert str(value).strip()[:6] not in str(refused)


@pytest.mark.parametrize(
    "value",
    [
        "1111111111",
        1111111111,
        "9434765918",
        "1234567890",
        1234567890,
        "0.9434765919",
        "9434765919.5",
        "943476591",
        "94347659190",
        "1,943,476,591",
        "2024-04-30 00:00:00",
        "01-04-2024 00:00",
        "30/04/2024",
        "45383",
        "202404",
        "2024040101",
        17233.6666666627,
        "0.123456789",
        "1 204 567 890",
        "Q1 24",
        "M1 24/25",
        "W1 1st",
        "E10 2nd",
        "Stage 1 2ND",
        "12 (2 UB)",
        "0161",
        "01/04/2024-30/04/2024",
        "2023/24",
        "<5",
        "1-7",
        "PICU, HDU",
        "Ward 5A closed from 3 to 9 May",
        "020",
        "Master sheet",
        "@",
        "3 @ 12",
        datetime.datetime(2024, 4, 1),
        True,
        -4,
    ],
)
def test_what_only_looks_a_little_like_a_patient_passes(value: Cell) -> None:
    assert in_cell(value) is None


def test_the_check_digit_agrees_with_a_sum_by_hand() -> None:
    numbers = random.Random(11)
    for _ in range(2000):
        nine = f"{numbers.randrange(4 * 10**8, 8 * 10**8)}"
        digit = numbers.randrange(10)
        assert identifiers.is_patient_number(f"{nine}{digit}") == (check_digit(nine) == digit)


def patients_number(numbers: random.Random) -> str:
    while True:
        nine = f"{numbers.randrange(4 * 10**8, 8 * 10**8)}"
        if check_digit(nine) < 10:
            return f"{nine}{check_digit(nine)}"


def test_a_column_of_ten_digit_totals_passes_although_one_in_eleven_is_valid() -> None:
    numbers = random.Random(5)
    totals = [numbers.randrange(10**9, 10**10) for _ in range(60)]
    assert any(nhs.is_valid(str(total)) for total in totals)
    for as_read in (int, str):
        assert look(HEAD, *[("2024-04", "ICU", "1", as_read(total)) for total in totals]) is None


def test_patients_among_totals_and_a_lone_valid_total_are_still_refused() -> None:
    numbers = random.Random(6)
    rows = [("2024-04", "ICU", "1", patients_number(numbers)) for _ in range(12)]
    assert look(HEAD, *rows, ("2024-04", "ICU", "1", "4000000000")) is not None
    assert look(HEAD, ("2024-04", "ICU", "1", int(patients_number(numbers)))) is not None


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("NHS number", identifiers.NUMBER),
        ("NHS No.", identifiers.NUMBER),
        ("NHSNumber", identifiers.NUMBER),
        ("nhs_no", identifiers.NUMBER),
        ("CHI number", identifiers.NUMBER),
        ("H&C Number", identifiers.NUMBER),
        ("Hospital number", identifiers.HOSPITAL_NUMBER),
        ("Hosp. No", identifiers.HOSPITAL_NUMBER),
        ("MRN", identifiers.HOSPITAL_NUMBER),
        ("Patient ID", identifiers.HOSPITAL_NUMBER),
        ("Patient's number", identifiers.HOSPITAL_NUMBER),
        ("PAS id", identifiers.HOSPITAL_NUMBER),
        ("Patient name", identifiers.NAME),
        ("Surname", identifiers.NAME),
        ("FIRST NAME", identifiers.NAME),
        ("Initials", identifiers.NAME),
        ("Child's name", identifiers.NAME),
        ("Mother's name", identifiers.NAME),
        ("DOB", identifiers.BIRTH),
        ("D.O.B.", identifiers.BIRTH),
        ("Date of Birth (dd/mm/yyyy)", identifiers.BIRTH),
        ("Postcode", identifiers.POSTCODE),
        ("Home address", identifiers.POSTCODE),
        ("Mobile no", identifiers.PHONE),
    ],
)
def test_a_heading_that_announces_a_patient_is_refused(heading: str, kind: str) -> None:
    refused = look((*HEAD, heading), (*FINE, "x"))
    assert refused is not None and kind in refused.rule and refused.cell == "F1"


@pytest.mark.parametrize(
    "heading",
    [
        "Patient days",
        "Patients",
        "No of patients",
        "Number of patients",
        "Patient numbers",
        "Case numbers",
        "Child days",
        "Patient safety incidents",
        "Inpatient days",
        "Hospital",
        "Hospital name",
        "Ward name",
        "Centre name",
        "Unit",
        "Model name",
        "Patients with a line",
        "Admissions",
        "Discharges",
        "Name of the staging scale",
        "Datix ID",
        "Line days / patient days",
        "Occupied bed days",
        "Age group",
        "Insertion",
        "Removal",
        "NHS trust",
        "Number",
    ],
)
def test_an_honest_heading_passes(heading: str) -> None:
    assert look((*HEAD, heading), (*FINE, "3"), (*FINE, "4")) is None


def test_every_column_of_every_theme_passes() -> None:
    for theme in THEMES.themes:
        synonyms = [word for item in theme.items for word in (item.name, item.title, *item.synonyms, *item.ask)]
        areas = [word for area in theme.areas for word in (area.name, area.title, *area.synonyms, *area.ask)]
        rows = [("month", "area", *synonyms), *[("2024-04", area, *["1"] * len(synonyms)) for area in areas]]
        assert patients.look(Book("x", "csv", (Sheet("", tuple(rows)),)), theme) is None


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("WC1N 3JH", identifiers.POSTCODE),
        ("M11AE", identifiers.POSTCODE),
        ("from m1 1ae", identifiers.POSTCODE),
        ("EC1A 1BB", identifiers.POSTCODE),
        ("mum@example.com", identifiers.EMAIL),
        ("a.b-c@trust.nhs.uk asked", identifiers.EMAIL),
        ("020 7946 0958", identifiers.PHONE),
        ("07700900123", identifiers.PHONE),
        ("07700 900 123", identifiers.PHONE),
        ("+44 7700 900123", identifiers.PHONE),
        ("(0161) 496 0000", identifiers.PHONE),
        ("0044 161 496 0000", identifiers.PHONE),
        ("born 03/02/2019", identifiers.BIRTH),
        ("MRN 1234567", identifiers.HOSPITAL_NUMBER),
        ("Hospital number: K123456", identifiers.HOSPITAL_NUMBER),
        ("Mrs Okafor", identifiers.NAME),
        ("x" * 201, identifiers.LONG_TEXT),
    ],
)
def test_what_reaches_a_family_is_refused_anywhere_in_the_table(value: str, kind: str) -> None:
    refused = in_cell(value)
    assert refused is not None and kind in refused.rule and refused.cell == "E3"
    assert value not in str(refused)


def test_two_hundred_characters_are_a_note() -> None:
    assert in_cell("x" * 200) is None


@pytest.mark.parametrize(
    "rows",
    [
        (("month", "age", "sex", "days"), ("2024-04", "3", "F", "2")),
        (("date of insertion", "organism", "ward", "days"), ("2024-04-03", "S. aureus", "ICU", "9")),
        (("Patient", "month", "days"), ("AB", "2024-04", "3"), ("CD", "2024-04", "5")),
        (("Patient", "month", "days"), ("1", "2024-04", "3"), ("2", "2024-04", "5"), ("3", "2024-04", "5")),
        (("who", "month", "days"), ("Patient 1", "2024-04", "3"), ("Patient 2", "2024-04", "5")),
    ],
)
def test_one_row_for_each_patient_is_refused(rows: tuple[tuple[Cell, ...], ...]) -> None:
    refused = look(*rows)
    assert refused is not None and identifiers.ONE_ROW_EACH in refused.rule


def test_a_name_column_is_refused_when_people_stand_in_it_and_not_when_areas_do() -> None:
    assert look(("Name", "month", "n"), ("Jane Smith", "2024-04", "1")) is not None
    assert look(("Name", "month", "n"), ("Haem-Onc wards", "2024-04", "1"), ("ICU", "2024-04", "1")) is None
    assert look(("who", "month", "n"), ("SMITH, Jane", "2024-04", "1"), ("OKAFOR, Ben", "2024-04", "1")) is not None
    assert look(("Consultant", "month", "n"), ("Dr Okafor", "2024-04", "1")) is not None
    assert look(("Reported by", "month", "n"), ("4", "2024-04", "1")) is None
    assert look(("Patient", "Line", "n"), ("days", "days", "n"), ("4", "2", "1")) is None


def test_a_number_in_the_files_or_a_sheets_name_is_refused_and_not_repeated() -> None:
    for refused in (look(HEAD, FINE, name="9434765919.csv"), look(HEAD, FINE, sheet="943 476 5919")):
        assert refused is not None and "5919" not in str(refused)
    both = look(HEAD, (*FINE[:4], "mum@example.com"), sheet="07700 900123")
    assert both is not None and both.cell and "900123" not in f"{both} {both.sheet}"
    assert look(HEAD, FINE, name="export_20240401_101500.csv") is None


def test_comments_and_the_rows_behind_a_pivot_table_are_looked_at() -> None:
    plain = workbooks.parts(workbooks.table([list(HEAD[:4]), ["2024-04", "ICU", 1, 204]]))
    cache = b'<c><cacheField name="NHS Number"/><cacheField name="Ward"/></c>'
    for part, content, where in (
        ("xl/comments1.xml", b"<c><t>9434765919</t></c>", "a comment"),
        ("xl/pivotCache/pivotCacheDefinition1.xml", cache, "pivot table"),
        ("xl/drawings/drawing1.xml", b"<c><t>call 020 7946 0958</t></c>", "a text box"),
    ):
        refused = patients.look(open_book(workbooks.zipped({**plain, part: content}), "x.xlsx"), CLABSI)
        assert refused is not None and where in refused.rule


STAFF_ROWS: tuple[tuple[Cell, ...], ...] = (
    ("CLABSI 2024/25", "Prepared by:", "Jane Smith"),
    ("Questions: jane.smith@trust.nhs.uk, tel 020 7946 0958",),
    ("Completed by Ann Other, June 2024",),
    ("month", "area", "clabsi", "line days", "Reviewed by"),
    ("2024-04", "ICU", "1", "204", "J Smith"),
    ("2024-05", "ICU", "0", "198", "AO"),
    ("Checked by: A Other",),
)


def test_what_staff_wrote_of_themselves_is_dropped_and_listed_and_no_reason_to_refuse() -> None:
    book, listed = patients.staff(Book("x", "csv", (Sheet("", STAFF_ROWS),)))
    kept = str(book.sheets[0].rows)
    assert not [word for word in ("Smith", "smith", "Other", "7946", "AO") if word in kept]
    assert [word for word in ("CLABSI 2024/25", "June 2024", "2024-05", "198") if word not in kept] == []
    assert [sum(f"{cell}:" in line for line in listed) for cell in ("B1", "C1", "A2", "A3", "E4", "A7")] == [1] * 6
    assert not [word for word in ("Smith", "Other") if word in str(listed)]
    assert look(*STAFF_ROWS) is None
    assert patients.staff(book)[0] == book


def test_an_email_or_a_staff_name_in_any_other_column_is_refused() -> None:
    assert in_cell("jane.smith@trust.nhs.uk") is not None
    assert look((*HEAD, "Email"), (*FINE, "jane.smith@trust.nhs.uk")) is not None


def test_stories_and_notes_are_looked_at_the_same_way() -> None:
    assert patients.in_text("We rang 020 7946 0958 about 943 476 5919.") == (identifiers.NUMBER, identifiers.PHONE)
    assert patients.in_text("In 2024 we had 3 infections in 1,204 line days; the year before 9 in 1,310.") == ()


def test_a_refusal_carries_no_value_in_its_traceback_either() -> None:
    refused = in_cell("9434765919")
    assert refused is not None
    assert "9434765919" not in "".join(traceback.format_exception(refused)) + repr(vars(refused))


def honest(numbers: random.Random) -> Book:
    """A table as centres send it, with everything that looks a little like a person."""
    theme = numbers.choice(THEMES.themes)
    heads = [numbers.choice((item.name, item.title, *item.synonyms)) for item in theme.items]
    months = [datetime.date(2019 + n // 12, n % 12 + 1, 1) for n in range(numbers.choice((12, 60)))]
    form = numbers.choice(("%d/%m/%Y", "%Y-%m-%d 00:00:00", "%b-%y", "%B %Y", "%Y%m", "%d-%m-%Y 00:00", "serial"))
    title = numbers.choice(("Report run 03/06/2025 14:05", "Trust-wide figures Q1 24/25", "CLABSI 2019-2024 v1.2"))
    rows: list[tuple[Cell, ...]] = [(title,), ("month", "area", *heads, "note")]
    for month in months:
        said = (month - datetime.date(1899, 12, 30)).days if form == "serial" else month.strftime(form)
        values = [
            numbers.choice(
                (
                    numbers.randrange(4),
                    numbers.random() * 1e4,
                    f"{numbers.randrange(10**5):,}",
                    None,
                    numbers.random(),
                    f"{numbers.random() * 1e3:.12g}",
                )
            )
            for _ in heads
        ]
        note = numbers.choice((None, None, "Ward 5B closed 3-9 May", "new lines from 01/04", "2 of 3 on F1 3rd floor"))
        rows.append((said, numbers.choice(theme.area_names), *values, note))
    return Book("CLABSI_20240401_1015.csv", "csv", (Sheet("2024-25", tuple(rows)),))


def test_no_honest_table_of_two_hundred_is_refused() -> None:
    numbers = random.Random(2024)
    refused = [patients.look(honest(numbers), CLABSI) for _ in range(200)]
    assert [str(one) for one in refused if one] == []


def test_a_received_file_has_nobody_in_it_and_says_who_was_left_out() -> None:
    book = receive(b"Prepared by: Jane Smith\nmonth,area,clabsi\n2024-04,ICU,1\n", "x.csv", CLABSI)
    assert "Smith" not in str(book) and "staff" in book.left_out[-1]
    for refused_by in (
        lambda: receive(b"month,area,clabsi\n2024-04,ICU,9434765919\n", "x.csv", CLABSI),
        lambda: receive_paste("month\tarea\n2024-04\t9434765919", CLABSI),
    ):
        with pytest.raises(Refused, match="number"):
            refused_by()


def test_no_file_of_the_honest_corpus_is_refused() -> None:
    for case in corpus.cases():
        theme = THEMES.theme(case.theme)
        assert patients.look(open_book(case.data, case.file), theme) is None, case


REAL = Path(__file__).parents[3] / "shared" / "real" / "hospital_infections.csv"


@pytest.mark.skipif(not REAL.exists(), reason="other people's data, not part of the project")
def test_real_monthly_data_are_not_refused() -> None:
    book = open_book(REAL.read_bytes(), REAL.name)
    assert len(book.sheets[0].rows) > 24 and patients.look(book, CLABSI) is None
