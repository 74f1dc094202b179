"""Templates and exports: what goes out can come back in, and nothing in it runs as a formula."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass, replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mist_dash.core import catalogue
from mist_dash.core.catalogue import Item, Theme
from mist_dash.core.errors import Problem
from mist_dash.core.intake import template
from mist_dash.core.intake.files.book import Sheet
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import read
from mist_dash.core.intake.safe_text import neutral, plain
from mist_dash.core.personal import patients

THEMES = catalogue.load().themes
CLABSI = next(theme for theme in THEMES if theme.id == "clabsi")
MACHINE = {item.name for theme in THEMES for item in theme.items}
EACH_THEME = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)


@dataclass(frozen=True)
class Count:
    area: str
    month: str
    item: str
    value: float | str | None
    state: str = "reported"
    definition: str = ""
    note: str = ""


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\r=x", "'=x", "''@", "＝1", "-a"]
)
def test_a_formula_is_neutralised_and_reads_back_as_it_was(text: str) -> None:
    assert neutral(text)[0] == "'"
    assert plain(neutral(text)) == text


@pytest.mark.parametrize("text", ["-3", "-3.5", "+4", "-1,204", "-", "-5%", "ICU", "'90s", "a=b", "", "3-4"])
def test_numbers_a_lone_dash_and_plain_words_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


@given(st.text())
def test_any_text_comes_back_and_never_begins_a_formula(text: str) -> None:
    assert plain(neutral(text)) == text
    assert not neutral(text).startswith(("=", "@", "\t", "\r"))


@EACH_THEME
def test_the_csv_template_has_every_column_and_a_row_for_each_missing_month_and_area(theme: Theme) -> None:
    areas = theme.area_names[:2]
    rows = open_book(template.csv(theme, areas, ["2024-04", "2024-05"]), "x.csv").sheets[0].rows
    assert rows[0] == theme.headings
    assert rows[1:] == tuple((month, area) for month in ("2024-04", "2024-05") for area in areas)


@EACH_THEME
def test_the_workbook_is_let_in_with_months_as_dates_areas_as_a_list_and_numbers_checked(theme: Theme) -> None:
    data = template.xlsx(theme, "=HYPERLINK(1) Children's", theme.area_names[:1], ["2024-04"])
    opened = open_book(data, "x.xlsx")
    assert patients.look(opened, theme) is None
    assert opened.sheets[0].rows == (theme.headings, (datetime.datetime(2024, 4, 1), theme.area_names[0]))
    assert all(len(row) == 1 for row in opened.sheets[1].rows), "a sheet of one column is no table"
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    table, guide = book.worksheets
    checks = {next(iter(check.sqref.ranges)).min_col: check for check in table.data_validations.dataValidation}
    area_cells = checks[2].formula1.split("!")[1].replace("$", "")
    assert tuple(cell.value for (cell,) in guide[area_cells]) == theme.area_names
    counted = [number for number, item in enumerate(theme.items, 3) if item.kind == "count"]
    assert {checks[number].type for number in counted} <= {"whole"}


@EACH_THEME
def test_headings_are_words_that_are_read_again_and_names_of_machines_stand_in_none(theme: Theme) -> None:
    heads = theme.headings
    assert len(set(heads)) == len(heads) and not any("_" in head or head in MACHINE for head in heads)
    value = {"text": "x", "count": "0"}
    row = ["2024-04", theme.area_names[0], *(value.get(item.kind, "500") for item in theme.items), ""]
    text = io.StringIO()
    csv.writer(text).writerows([heads, row])
    reading = read(open_book(text.getvalue().encode(), "x.csv"), theme, today="2026-11")
    assert not reading.questions and not reading.problems
    assert [count.item for count in reading.counts] == [item.name for item in theme.items]


def test_a_file_is_named_after_the_theme_and_the_centre_whatever_the_centre_is_called() -> None:
    assert template.file_name(CLABSI, "../É St Mary's\n", "csv") == "clabsi-st-mary-s.csv"


def test_counts_go_out_as_the_wide_format_zero_blank_and_suppressed_apart() -> None:
    counts = [
        Count("Haem-Onc", "2024-05", "clabsi", 0),
        Count("ICU", "2024-05", "clabsi", 2.0, note="=new lines"),
        Count("ICU", "2024-05", "central_line_days", 204.5),
        Count("ICU", "2024-04", "clabsi", None, "suppressed"),
        Count("ICU", "2024-04", "central_line_days", None, "not collected"),
    ]
    data = template.filled(CLABSI, counts)
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    short = [[line[name] for name in ("Month", "Area", "Infections", "Central line days", "Note")] for line in lines]
    assert short == [
        ["2024-04", "ICU", "suppressed", "", ""],
        ["2024-05", "ICU", "2", "204.5", "'=new lines"],
        ["2024-05", "Haem-Onc", "0", "", ""],
    ]
    assert open_book(data, "x.csv").sheets[0].rows[2][-1] == "=new lines"


def test_another_definition_goes_out_beside_its_counts_and_only_then() -> None:
    own = Count("ICU", "2024-05", "clabsi", 1, definition=CLABSI.definition.key)
    other = Count("ICU", "2024-05", "clabsi", 2, definition="CRBSI")
    assert b"Definition" not in template.filled(CLABSI, [own])
    lines = list(csv.DictReader(io.StringIO(template.filled(CLABSI, [own, other]).decode("utf-8-sig"))))
    assert {line["Definition"]: line["Infections"] for line in lines} == {CLABSI.definition.key: "1", "CRBSI": "2"}


def problem(row: int | None, column: str, sheet: str = "") -> Problem:
    return Problem(sheet, row, column, "four", "a whole number, 0 or more", "Write 4.")


def test_problem_rows_go_out_under_their_own_headers_with_what_to_do() -> None:
    rows = (
        ("Unit A 2024",),
        ("month", "area", "clabsi"),
        ("Apr", "ICU", "four"),
        ("May", "ICU", "1"),
        ("Jun", "=x", "x"),
    )
    sheet = Sheet("", rows)
    problems = [
        problem(3, "clabsi"),
        problem(5, "area"),
        problem(5, "clabsi"),
        problem(None, "file"),
        problem(9, "n", "B"),
    ]
    read = open_book(template.problem_file([(sheet, (2,))], problems), "x.csv").sheets[0].rows
    assert read == (
        ("Unit A 2024",),
        ("month", "area", "clabsi", "What to fix"),
        ("Apr", "ICU", "four", "column C: Write 4."),
        ("Jun", "=x", "x", "column B: Write 4.; column C: Write 4."),
    )


def test_advice_is_never_so_long_that_the_file_is_refused_for_it() -> None:
    sheet = Sheet("", (("month", "n"), ("Apr", "x")))
    problems = [replace(problem(2, "n"), remedy=f"Write it as the number {n}.") for n in range(20)]
    data = template.problem_file([(sheet, (1,))], problems)
    assert patients.look(open_book(data, "x.csv"), CLABSI) is None


def test_days_of_a_workbook_go_out_as_they_can_be_read() -> None:
    sheet = Sheet(
        "Data", (("month", "n"), (datetime.datetime(2024, 4, 1), -3), (datetime.datetime(2024, 5, 1, 9), 2.0))
    )
    data = template.problem_file([(sheet, (1,))], [problem(2, "n", "Data"), problem(3, "n", "Data")])
    rows = open_book(data, "x.csv").sheets[0].rows
    assert [row[:2] for row in rows[1:]] == [("2024-04-01", "-3"), ("2024-05-01 09:00:00", "2")]


def sendable(theme: Theme) -> list[Count]:
    """A year of counts that no rule of the theme objects to: events among the first required item only."""
    events = next(item.name for item in theme.items if item.required)
    return [
        Count(area, f"2024-{month:02d}", item.name, value_of(item, events, month))
        for month in range(1, 13)
        for area in theme.area_names[:2]
        for item in theme.items
    ]


def value_of(item: Item, events: str, month: int) -> float | str:
    if item.kind == "text":
        return "=Model 3"
    return month % 4 if item.name == events else 0 if item.kind == "count" else 20.5 if item.kind == "exposure" else 20


@EACH_THEME
def test_what_is_exported_reads_again_as_it_was_without_a_question(theme: Theme) -> None:
    counts = sendable(theme)
    reading = read(open_book(template.filled(theme, counts), "x.csv"), theme, today="2026-11")
    assert (reading.questions, reading.problems) == ((), ())
    sent = {(count.area, count.month, count.item): count.value for count in counts}
    assert {(count.area, count.month, count.item): count.value for count in reading.counts} == sent


@EACH_THEME
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_filled_in_reads_without_a_question(theme: Theme, ending: str) -> None:
    areas, months = theme.area_names[:2], ["2024-04", "2024-05"]
    data = template.csv(theme, areas, months) if ending == "csv" else template.xlsx(theme, "A", areas, months)
    opened = open_book(data, f"x.{ending}")
    table, *others = opened.sheets
    wanted = {(c.area, c.month, c.item): c.value for c in sendable(theme) if c.month in months and c.area in areas}
    month = {row[0]: key for row, key in zip(table.rows[1:], [m for m in months for _ in areas], strict=True)}
    rows = [(*row, *(wanted[str(row[1]), month[row[0]], item.name] for item in theme.items)) for row in table.rows[1:]]
    filled = replace(opened, sheets=(replace(table, rows=(table.rows[0], *rows)), *others))
    reading = read(filled, theme, today="2026-11")
    assert (reading.questions, reading.problems) == ((), ())
    assert {(count.area, count.month, count.item): count.value for count in reading.counts} == wanted


def test_problem_rows_mended_in_their_own_file_go_in() -> None:
    sent = "Unit A 2024\nmonth,area,clabsi,line days\n2024-04,ICU,four,200\n2024-05,ICU,1,200\n2024-06,ICU,-1,200\n"
    book = open_book(sent.encode(), "x.csv")
    reading = read(book, CLABSI, today="2026-11")
    tables = [(book.sheets[0], reading.plan.tables[0].header_rows)]
    mended = template.problem_file(tables, reading.problems).replace(b"four", b"4").replace(b",-1,", b",1,")
    again = read(open_book(mended, "x.csv"), CLABSI, today="2026-11")
    assert (again.questions, again.problems) == ((), ())
    assert [(c.month, c.value) for c in again.counts if c.item == "clabsi"] == [("2024-04", 4), ("2024-06", 1)]
