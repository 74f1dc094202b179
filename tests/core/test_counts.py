"""Counts become a series: what is added, what is missing, and which denominator stands."""

from __future__ import annotations

import numpy as np

from mist_dash.core.catalogue import load
from mist_dash.core.change import year_on_year
from mist_dash.core.counts import Key, Number, by_quarter, on_months, profile_of, series_of
from mist_dash.core.sharing import without_small

CATALOGUE = load()
CLABSI, PERIPHERAL = CATALOGUE.theme("clabsi"), CATALOGUE.theme("peripheral")


def numbers(theme, rows: dict[tuple[str, str, str], float | None]) -> dict[Key, Number]:
    return {
        Key(item, area, month, theme.definition.key): Number(
            value, "reported" if value is not None else "not collected"
        )
        for (item, area, month), value in rows.items()
    }


def test_a_month_not_collected_is_a_gap_and_zero_is_a_number() -> None:
    sent = numbers(
        CLABSI,
        {
            ("clabsi", "ICU", "2024-01"): 2,
            ("central_line_days", "ICU", "2024-01"): 300,
            ("clabsi", "ICU", "2024-03"): 0,
            ("central_line_days", "ICU", "2024-03"): 280,
            ("clabsi", "ICU", "2024-04"): None,
        },
    )
    series = series_of(CLABSI, CLABSI.measure("clabsi-rate"), "ICU", sent)
    assert series is not None and series.months == ("2024-01", "2024-02", "2024-03")
    np.testing.assert_equal(series.counts, [2, np.nan, 0])
    np.testing.assert_equal(series.exposure, [300, np.nan, 280])


def test_the_hospital_is_the_sum_of_its_areas_only_in_months_when_all_were_sent() -> None:
    rows: dict[tuple[str, str, str], float | None] = {}
    for month, areas in {"2024-01": ("ICU", "Haem-Onc", "Elsewhere"), "2024-02": ("ICU", "Haem-Onc")}.items():
        for place, area in enumerate(areas, 1):
            rows |= {("clabsi", area, month): place, ("central_line_days", area, month): 100 * place}
    series = series_of(CLABSI, CLABSI.measure("clabsi-rate"), "Whole hospital", numbers(CLABSI, rows))
    assert series is not None and series.months == ("2024-01",)
    assert series.counts[0] == 6 and series.exposure is not None and series.exposure[0] == 600


def test_a_number_sent_for_the_whole_hospital_stands_before_the_sum() -> None:
    rows = {("clabsi", area, "2024-01"): 1 for area in ("ICU", "Haem-Onc", "Elsewhere")}
    rows |= {("central_line_days", area, "2024-01"): 100 for area in ("ICU", "Haem-Onc", "Elsewhere")}
    rows |= {("clabsi", "Whole hospital", "2024-01"): 5, ("central_line_days", "Whole hospital", "2024-01"): 400}
    series = series_of(CLABSI, CLABSI.measure("clabsi-rate"), "Whole hospital", numbers(CLABSI, rows))
    assert series is not None and series.counts[0] == 5


def test_one_denominator_serves_the_whole_series() -> None:
    """Line days in one month and bed days in five: rates over both would not be comparable."""
    stages = {f"stage_{n}": 1 for n in range(1, 5)}
    rows: dict[tuple[str, str, str], float | None] = {}
    for month in range(1, 7):
        rows |= {(item, "ICU", f"2024-{month:02d}"): value for item, value in stages.items()}
        rows[("piv_line_days" if month == 1 else "bed_days", "ICU", f"2024-{month:02d}")] = 200
    series = series_of(PERIPHERAL, PERIPHERAL.measure("pivie-rate"), "ICU", numbers(PERIPHERAL, rows))
    assert series is not None and series.exposure_name == "bed days" and series.unit == "per 1,000 bed days"
    np.testing.assert_equal(series.exposure, [np.nan, 200, 200, 200, 200, 200])


def test_small_numbers_and_what_would_give_them_away_are_taken_out() -> None:
    theme = CATALOGUE.theme("second-victim")
    rows: dict[tuple[str, str, str], float | None] = {}
    for month, (offers, incidents) in enumerate([(8, 30), (3, 30), (28, 30), (0, 9), (8, 8)], 1):
        rows |= {("svs_offers", "Whole hospital", f"2024-{month:02d}"): offers}
        rows |= {("svs_incidents", "Whole hospital", f"2024-{month:02d}"): incidents}
    series = series_of(theme, theme.measures[0], "Whole hospital", numbers(theme, rows))
    assert series is not None
    shown = without_small(series)
    np.testing.assert_equal(shown.counts, [8, np.nan, np.nan, 0, 8])
    np.testing.assert_equal(np.isnan(shown.exposure), np.isnan(shown.counts))


def test_a_quarter_with_a_missing_month_is_missing() -> None:
    rows = {("clabsi", "ICU", f"2024-{month:02d}"): 1 for month in (1, 2, 3, 4, 6)}
    rows |= {("central_line_days", "ICU", f"2024-{month:02d}"): 100 for month in (1, 2, 3, 4, 6)}
    series = series_of(CLABSI, CLABSI.measure("clabsi-rate"), "ICU", numbers(CLABSI, rows))
    assert series is not None
    quarters = by_quarter(series)
    assert quarters.months == ("2024-03", "2024-06")
    np.testing.assert_equal(quarters.counts, [3, np.nan])


def test_a_profile_adds_up_each_year() -> None:
    medication = CATALOGUE.theme("medication")
    rows = {("merp_a", "PICU", f"2024-{month:02d}"): 2 for month in (3, 4, 5)}
    rows |= {(f"merp_{letter}", "PICU", f"2024-{month:02d}"): 1 for letter in "bcdefghi" for month in (3, 4, 5)}
    profile = profile_of(medication, medication.measure("med-severity"), "PICU", numbers(medication, rows), "financial")
    assert profile is not None and profile.years == ("2023/24", "2024/25")
    assert profile.counts == ((2, *[1] * 8), (4, *[2] * 8))


def test_quarters_laid_on_months_add_up_to_the_same_year() -> None:
    rows = {("clabsi", "ICU", f"{year}-{month:02d}"): month for year in (2023, 2024) for month in range(1, 13)}
    rows |= {("central_line_days", "ICU", key[2]): 100 for key in list(rows)}
    series = series_of(CLABSI, CLABSI.measure("clabsi-rate"), "ICU", numbers(CLABSI, rows))
    assert series is not None
    laid = on_months(by_quarter(series))
    assert laid.months == series.months and laid.exposure is not None
    assert laid.counts.sum() == series.counts.sum() and laid.exposure.sum() == 2400
    change = year_on_year(laid, "calendar")
    assert change.this.events == sum(range(1, 13)) and change.ratio == 1
