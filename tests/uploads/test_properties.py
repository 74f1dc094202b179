"""What holds for any file: counts written in any supported way come back equal, and nothing at all makes it fall."""

from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from mist_dash.core import months
from mist_dash.core.errors import Refused
from mist_dash.core.intake.compare import Stored, compare
from mist_dash.core.intake.files.book import Book, Sheet
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import read
from tests.uploads import dress
from tests.uploads.corpus import AREA_WORDS, HEADERS
from tests.uploads.layouts import LAYOUTS, Names
from tests.uploads.reading_of import CATALOGUE, counts_of
from tests.uploads.truth import AREAS, TODAY, Counts

THEME = CATALOGUE.theme("clabsi")


@st.composite
def tables_of_counts(draw: st.DrawFn) -> Counts:
    first = months.later("2015-01", draw(st.integers(0, 118)))
    over = months.between(first, months.later(first, draw(st.integers(2, 14))))
    areas = AREAS[: draw(st.integers(2, 3))]
    counts: Counts = {}
    for month in over:
        for area in areas:
            counts[(area, month, "clabsi")] = draw(st.integers(0, 4))
            counts[(area, month, "central_line_days")] = draw(st.integers(200, 1500))
    return counts


@settings(max_examples=100, deadline=None)
@given(
    tables_of_counts(),
    st.sampled_from(sorted(LAYOUTS)),
    st.sampled_from(sorted(dress.MONTHS)),
    st.sampled_from(HEADERS),
    st.sampled_from(AREA_WORDS),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
def test_any_counts_in_any_supported_style_come_back_equal(
    counts: Counts, layout: str, style: str, heads: Names, areas: tuple[str, ...], delimiter: str, encoding: str
) -> None:
    names = Names(heads.month, heads.area, heads.items, tuple(zip(AREAS, areas, strict=True)))
    rows = LAYOUTS[layout](counts, names, dress.MONTHS[style])
    reading = read(open_book(dress.text(rows, delimiter, encoding), "lines.csv"), THEME, today=TODAY)
    assert not reading.refused and not reading.problems, (reading.refused, reading.problems[:2])
    assert counts_of(reading) == counts or reading.questions


WORDS = st.sampled_from(
    [
        "Month",
        "Area",
        "Ward",
        "PICU",
        "CLABSI",
        "Line days",
        "Total",
        "Rate",
        "Apr-24",
        "May",
        "2024/25",
        "01/04/2024",
        "Q1",
        "Haem/Onc",
        "HDU",
        "CRBSI",
        "n/a",
        "<5",
        "1,204",
        "12.5",
        "0",
        "3",
        "-1",
        "45383",
        "All",
        "%",
        "Year",
        "Trust",
        "numerator",
        "denominator",
        "value",
        "measure",
        "clabsi-rate",
        "Target",
        "202404",
        "M1 24/25",
        "note",
        "Centre",
        "YTD",
    ]
)
CELLS = st.one_of(
    st.none(),
    WORDS,
    WORDS,
    st.text(max_size=12),
    st.integers(-5, 60000),
    st.floats(),
    st.booleans(),
    st.datetimes(datetime.datetime(2015, 1, 1), datetime.datetime(2027, 1, 1)),
)
SHEETS = st.lists(st.lists(CELLS, max_size=7).map(tuple), max_size=12).map(tuple)


@settings(max_examples=250, deadline=None)
@given(st.lists(SHEETS, min_size=1, max_size=2), st.sampled_from(["clabsi", "medication", "hsmr"]))
def test_any_cells_at_all_give_a_reading(sheets, id) -> None:  # type: ignore[no-untyped-def]
    theme = CATALOGUE.theme(id)
    book = Book("f", "xlsx", tuple(Sheet(f"S{i}", rows) for i, rows in enumerate(sheets)))
    reading = read(book, theme, today=TODAY)
    assert reading.plan.words() is not None and reading.as_json()
    again = read(book, theme, today=TODAY, answers={q.id: q.choices[0].value for q in reading.questions})
    assert all(count.month <= "2026-12" for count in again.counts)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_read_or_refused(data: bytes) -> None:
    try:
        book = open_book(data, "file.csv")
    except Refused:
        return
    read(book, THEME, today=TODAY)


@settings(max_examples=30, deadline=None)
@given(tables_of_counts())
def test_the_same_file_again_is_nothing_to_do(counts: Counts) -> None:
    data = dress.text(LAYOUTS["wide"](counts, Names(), dress.MONTHS["2024-04"]))
    reading = read(open_book(data, "a.csv"), THEME, today=TODAY)
    stored = {count.key: Stored(count.value, count.state) for count in reading.counts}
    assert compare(reading.counts, stored).nothing_to_do
    assert not compare(reading.counts, {}).nothing_to_do
