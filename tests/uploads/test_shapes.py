"""Tables without headers, twelve-month figures, national levels of harm: asked about, kept apart, never guessed."""

from __future__ import annotations

import numpy as np
import pytest

from mist_dash.core import months
from mist_dash.core.counts import Key, Number, profile_of, series_of
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import Reading, Recipe
from tests.uploads.reading_of import CATALOGUE, counts_of
from tests.uploads.truth import TODAY

BARE = "Apr-24,PICU,1,800\nMay-24,PICU,0,790\n"
COLUMNS = {"column:column c of 4": "clabsi", "column:column d of 4": "central_line_days"}
TRUE = {
    ("ICU", "2024-04", "clabsi"): 1,
    ("ICU", "2024-04", "central_line_days"): 800,
    ("ICU", "2024-05", "clabsi"): 0,
    ("ICU", "2024-05", "central_line_days"): 790,
}


def reading_of(text: str, theme: str = "clabsi", **more: object) -> Reading:
    return read(open_book(text.encode(), "data.csv"), CATALOGUE.theme(theme), today=TODAY, **more)  # type: ignore[arg-type]


def test_without_headers_each_column_of_numbers_is_asked_about_once_and_remembered() -> None:
    asked = reading_of(BARE)
    assert [question.id for question in asked.questions] == list(COLUMNS) and not asked.counts
    told = reading_of(BARE, answers=COLUMNS)
    assert (counts_of(told), told.questions, told.problems) == (TRUE, (), ())
    later = reading_of("Jun-24,PICU,1,700\nJul-24,PICU,0,710\n", recipe=Recipe().with_answers(told, COLUMNS))
    assert counts_of(later)[("ICU", "2024-06", "clabsi")] == 1 and not later.questions


def test_an_answer_for_one_width_says_nothing_of_a_table_of_another() -> None:
    wider = reading_of("Apr-24,PICU,9,1,800\nMay-24,PICU,9,0,790\n", answers=COLUMNS)
    assert len(wider.questions) == 3 and not wider.counts


@pytest.mark.parametrize(
    "text", ["CLABSI report\n\n" + BARE, BARE.replace("Apr-24", "45383").replace("May-24", "45413")]
)
def test_a_title_or_excels_own_days_change_nothing(text: str) -> None:
    assert counts_of(reading_of(text, answers=COLUMNS)) == TRUE


def test_a_ward_without_a_header_is_asked_as_well() -> None:
    text = BARE.replace("PICU", "Dolphin")
    column, *_ = reading_of(text).questions
    given = {**COLUMNS, column.id: "area", "area:dolphin": "ICU"}
    assert counts_of(reading_of(text, answers=given)) == TRUE


def test_headers_that_nobody_knows_are_asked_by_their_own_words() -> None:
    asked = reading_of("Mth,Wd,Nasties,Dwell\n" + BARE)
    assert [question.about for question in asked.questions] == ["Nasties", "Dwell"]


def _hsmr(observed: np.ndarray, header: str = "Month", title: str = "") -> Reading:
    over = months.between("2023-01", months.later("2023-01", len(observed) - 1))
    rows = [f"{month},{value},{value}.5" for month, value in zip(over, observed, strict=True)]
    return reading_of(
        "\n".join([*([title, ""] if title else []), f"{header},Observed deaths,Expected deaths", *rows]), "hsmr"
    )


def test_sums_over_twelve_months_show_in_their_neighbours_and_single_months_do_not() -> None:
    dice, found, alarms = np.random.default_rng(7), 0, 0
    for mean in (1, 3, 8, 20) * 10:
        single = dice.poisson(mean, 35)
        alarms += bool(_hsmr(single[11:]).questions)
        found += bool(_hsmr(np.convolve(single, np.ones(12, int), "valid")).questions)
    assert (found, alarms) == (40, 0)


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("12 months to", ""),
        ("Rolling year ending", ""),
        ("Month", "HSMR, rolling 12 months"),
        ("Month", "Moving annual total"),
    ],
)
def test_a_header_or_title_that_says_so_is_asked_about_and_nothing_is_taken_meanwhile(header: str, title: str) -> None:
    reading = _hsmr(np.array([2, 1, 3]), header, title)
    assert [question.id for question in reading.questions] == ["rolling:data"] and not reading.counts


def test_columns_that_are_all_rolling_are_told_as_that() -> None:
    (problem,) = reading_of("Month,Rolling 12 month observed\nMar-25,20\nApr-25,21\n", "hsmr").problems
    assert problem.found == "figures of twelve months each"


PHYSICAL = ("harm_none", "harm_low", "harm_moderate", "harm_severe", "harm_fatal")


@pytest.mark.parametrize(
    "heads", ["None,Low,Moderate,Severe,Death", "No harm,Low harm,Moderate harm,Severe harm,Fatal"]
)
def test_national_levels_of_harm_are_read_beside_the_levels_a_to_i_and_never_merged(heads: str) -> None:
    reading = reading_of(f"Month,Area,Incidents,A,E,{heads}\nApr-24,Trust,40,7,2,30,6,2,1,0\n", "medication")
    counts = {item: value for (_, _, item), value in counts_of(reading).items()}
    assert (reading.questions, reading.problems) == ((), ())
    assert [counts[item] for item in PHYSICAL] == [30, 6, 2, 1, 0] and (counts["merp_a"], counts["merp_e"]) == (7, 2)


def test_more_national_levels_than_incidents_is_a_problem() -> None:
    text = "Month,Area,Incidents,No harm,Low harm\nApr-24,Trust,10,9,2\n"
    assert [p.expected for p in reading_of(text, "medication").problems] == ["at most 10 in all, where there are 11"]


def test_the_national_levels_have_a_share_and_a_profile_of_their_own() -> None:
    theme = CATALOGUE.theme("medication")
    numbers = {
        Key(item, "Whole hospital", "2024-04", "d"): Number(float(n))
        for item, n in zip((*PHYSICAL, "merp_e"), (30, 6, 2, 1, 1, 9), strict=True)
    }
    series = series_of(theme, theme.measure("med-physical-share"), "Whole hospital", numbers)
    assert series is not None and series.exposure is not None
    assert (series.counts[0], series.exposure[0]) == (4, 40)  # the nine of level E are of the other scale
    profile = profile_of(theme, theme.measure("med-physical"), "Whole hospital", numbers, "financial")
    assert profile is not None and profile.counts == ((30, 6, 2, 1, 1),)


def test_a_number_under_stage_that_may_be_a_count_is_asked_and_never_taken_for_a_level() -> None:
    rows = "Apr-24,PICU,1,3,800\nMay-24,PICU,2,4,800\n"
    reading = reading_of(f"Month,Area,Stage,Number,PIV days\n{rows}", "peripheral")
    assert "column:stage" in [question.id for question in reading.questions]
    assert {item for _, _, item in counts_of(reading)} == {"piv_line_days"}


def test_days_that_differ_between_the_stages_of_a_month_are_told() -> None:
    rows = "Apr-24,PICU,1,3,800\nApr-24,PICU,2,4,700\n"
    reading = reading_of(f"Month,Area,Stage,Number,PIV days\n{rows}", "peripheral")
    assert {problem.row for problem in reading.problems} == {2, 3} and not reading.counts
