"""Our charts agree with two R packages to nine digits, but for the packages' known faults (tests/oracle/README.md).

Each fault has a test here of what we do instead.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mist_dash.core import spc_file
from mist_dash.core.control import Control, Dot, Signal, draw
from mist_dash.core.series import Series

FOLDER = Path(__file__).parents[1] / "oracle"
CHARTS = {
    "run": "run",
    "i": "xmr",
    "mr": "mr",
    "c": "c",
    "u": "u",
    "up": "u'",
    "p": "p",
    "pp": "p'",
    "t": "t",
    "g": "g",
}
KINDS = {"value": "value", "tbe": "value", "obe": "value", "rate": "rate", "prop": "proportion", "count": "count"}
BETTER = {"increase": "higher", "decrease": "lower", "neutral": "neither"}
LABELS = {
    "Common Cause": None,
    "Above UCL": (Signal.OUTSIDE, 1),
    "Below LCL": (Signal.OUTSIDE, -1),
    "7 Points Above CL": (Signal.SHIFT, 1),
    "7 Points Below CL": (Signal.SHIFT, -1),
    "7 Point Trend (Increasing)": (Signal.TREND, 1),
    "7 Point Trend (Decreasing)": (Signal.TREND, -1),
    "2 in 3 Above CL": (Signal.TWO_IN_THREE, 1),
    "2 in 3 Below CL": (Signal.TWO_IN_THREE, -1),
}
POINT_TYPES = {
    "special_cause_improvement": "improvement",
    "special_cause_concern": "concern",
    "special_cause_neutral": "neutral",
}


@cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv.gz", low_memory=False)


@cache
def groups(name: str, *keys: str) -> dict[tuple[object, ...], pd.DataFrame]:
    return dict(iter(table(name).groupby(list(keys), sort=False)))


QICHARTS_KEYS = ("series", "variant", "chart", "screened_mr")
NHS_KEYS = ("series", "variant", "improvement_direction", "screen_outliers")


def series_of(name: str, better: str = "lower") -> Series:
    rows = groups("series", "series")[(name,)]
    kind = KINDS[rows.kind.iloc[0]]
    counts = rows.value if kind == "value" else rows.num
    exposure = rows.den.to_numpy(float) if kind in ("rate", "proportion") else None
    return Series(tuple(rows.month.str[:7]), counts.to_numpy(float), exposure, kind, better=better)


def options(name: str, variant: str) -> dict[str, object]:
    row = groups("variants", "series", "variant")[name, variant].iloc[0]
    numbers = {key: [int(float(n)) for n in str(row[key]).split(";") if n != "nan"] for key in ("part", "exclude")}
    return {
        "freeze": None if np.isnan(row.freeze) else int(row.freeze),
        "phase_ends": numbers["part"],
        "excluded": numbers["exclude"],
        "target": None if np.isnan(row.target) else float(row.target),
    }


def column(control: Control, name: str) -> np.ndarray:
    return np.array([np.nan if getattr(dot, name) is None else getattr(dot, name) for dot in control.dots], float)


def fired(control: Control, signal: Signal) -> list[bool]:
    return [signal in dot.signals for dot in control.dots]


QICHARTS = [case for case in groups("qicharts2_points", *QICHARTS_KEYS) if case[2] != "ip"]
CONSTANT = "g15_constant24"
ZERO = "g16_zero_den24"


@pytest.mark.parametrize("name, variant, chart, screened", QICHARTS)
def test_limits_and_points_outside_agree_with_qicharts2(name: str, variant: str, chart: str, screened: bool) -> None:
    theirs = groups("qicharts2_points", *QICHARTS_KEYS)[name, variant, chart, screened]
    ours = draw(series_of(name), CHARTS[chart], rules="mdc", screened=screened, **options(name, variant))
    names = {"value": "y", "centre": "cl", "lower": "lcl", "upper": "ucl", "warn_lower": "lcl95", "warn_upper": "ucl95"}
    for mine, their in names.items():
        expected = theirs[their].to_numpy(float)
        ok = np.isfinite(expected) if (name == CONSTANT and chart == "i") or name == ZERO else slice(None)
        np.testing.assert_allclose(column(ours, mine)[ok], expected[ok], rtol=1e-9, atol=1e-15, err_msg=mine)
    assert fired(ours, Signal.OUTSIDE) == theirs.sigma_signal.tolist()


SUMMARY = [case for case in groups("qicharts2_summary", *QICHARTS_KEYS) if case[2] != "ip"]


@pytest.mark.parametrize("name, variant, chart, screened", SUMMARY)
def test_runs_and_crossings_agree_with_qicharts2(name: str, variant: str, chart: str, screened: bool) -> None:
    theirs = groups("qicharts2_summary", *QICHARTS_KEYS)[name, variant, chart, screened]
    ours = draw(series_of(name), CHARTS[chart], screened=screened, **options(name, variant))
    for phase, row in zip(ours.phases, theirs.itertuples(), strict=True):
        expected = [row.longest_run, row.longest_run_max, row.n_crossings, row.n_crossings_min]
        found = [phase.longest_run, phase.longest_run_max, phase.crossings, phase.crossings_min]
        assert found == [None if np.isnan(number) else number for number in expected]
        assert (phase.useful, phase.runs_signal) == (row.n_useful, row.runs_signal)


def nhs(name: str, variant: str, direction: str, screened: bool) -> Control:
    better = BETTER[direction]
    return draw(
        series_of(name, better), "xmr", rules="mdc", two_in_three="within", screened=screened, **options(name, variant)
    )


@pytest.mark.parametrize("name, variant, direction, screened", groups("nhsrplotthedots_points", *NHS_KEYS))
def test_rules_and_their_meaning_agree_with_nhsrplotthedots(
    name: str, variant: str, direction: str, screened: bool
) -> None:
    theirs = groups("nhsrplotthedots_points", *NHS_KEYS)[name, variant, direction, screened]
    ours = nhs(name, variant, direction, screened)
    for mine, their in {"value": "y", "centre": "mean", "lower": "lpl", "upper": "upl"}.items():
        expected = theirs[their].to_numpy(float)
        found = column(ours, mine)
        if mine in ("lower", "upper"):  # its template writes 2.66 for 3 / 1.128
            found = column(ours, "centre") + (found - column(ours, "centre")) * 2.66 / (3 / 1.128)
        ok = np.isfinite(expected) if name == CONSTANT else slice(None)
        np.testing.assert_allclose(found[ok], expected[ok], rtol=1e-9, err_msg=mine)
    labels = [(dot.signals[0], dot.directions[0]) if dot.signals else None for dot in ours.dots]
    assert labels == [LABELS[text] for text in theirs.special_cause_type]
    assert [said(dot) for dot in ours.dots] == [point_type(text) for text in theirs.point_type]


def said(dot: Dot) -> str:
    return dot.meaning if dot.meaning.startswith("neutral") else dot.meaning.split(" ")[0]


def point_type(text: str) -> str:
    if text.startswith("special_cause_neutral"):
        return "neutral " + text.rsplit("_", 1)[1]
    return "common" if text == "common_cause" else text.rsplit("_", 1)[1]


ASSURANCE = {"fail.svg": "never met", "pass.svg": "always met", "inconsistent.svg": "hit or miss"}


@pytest.mark.parametrize("name, variant, direction, screened", groups("nhsrplotthedots_icons", *NHS_KEYS))
def test_icons_agree_with_nhsrplotthedots(name: str, variant: str, direction: str, screened: bool) -> None:
    theirs = groups("nhsrplotthedots_icons", *NHS_KEYS)[name, variant, direction, screened].iloc[0]
    ours = nhs(name, variant, direction, screened)
    assert ours.variation.replace(" ", "_") + ".svg" == theirs.variation_icon
    assert ours.assurance == ASSURANCE.get(theirs.assurance_icon, "")


@pytest.mark.parametrize("screened", [True, False])
def test_a_constant_series_has_limits_on_its_centre_where_the_reference_has_none(screened: bool) -> None:
    ours = draw(series_of(CONSTANT), "xmr", rules="mdc", screened=screened)
    assert {(dot.centre, dot.lower, dot.upper, dot.signals) for dot in ours.dots} == {(7.0, 7.0, 7.0, ())}
    assert ours.note == "No variation: every value is the same."


@pytest.mark.parametrize("chart", ["u", "u'"])
def test_a_month_without_exposure_keeps_a_floored_limit_where_the_reference_has_none(chart: str) -> None:
    ours = draw(series_of(ZERO), chart)
    assert [(dot.value, dot.lower, dot.upper) for dot in ours.dots[7:9]] == [(None, 0.0, None)] * 2
    assert all(dot.upper is not None for dot in ours.dots[:7] + ours.dots[9:])


def test_every_chart_honours_its_freeze_where_the_references_ip_chart_ignores_it() -> None:
    for chart in ("run", "xmr", "u", "u'", "u-exact"):
        frozen = draw(series_of("g17_clabsi_step120"), chart, freeze=72)
        first = draw(series_of("g17_clabsi_step120"), chart, phase_ends=[72])
        assert frozen.dots[100].centre == first.dots[0].centre


def test_a_missing_month_within_a_rising_window_breaks_the_trend_where_the_reference_stops() -> None:
    ours = draw(series_of("g08_missing36"), "xmr", rules="mdc")
    assert len(ours.dots) == 36
    rising = Series(tuple(map(str, range(9))), np.array([1, 2, 3, np.nan, 5, 6, 7, 8, 9.0]), None, "value")
    assert not any(fired(draw(rising, "xmr", rules="mdc"), Signal.TREND))


def csv_of(name: str) -> str:
    """A series of the oracle as an analyst would send it to the `spc` command."""
    rows = groups("series", "series")[(name,)]
    if KINDS[rows.kind.iloc[0]] == "value":
        return rows[["month", "value"]].to_csv(index=False)
    named = rows.rename(columns={"num": "numerator", "den": "denominator"})
    return named[["series", "month", "numerator", "denominator"]].to_csv(index=False)


@pytest.mark.parametrize("chart", sorted(CHARTS))
def test_the_spc_command_prints_what_the_references_say(chart: str) -> None:
    for name, variant, _, screened in [case for case in QICHARTS if case[2] == chart]:
        theirs = groups("qicharts2_points", *QICHARTS_KEYS)[name, variant, chart, screened]
        chosen = {key: value for key, value in options(name, variant).items() if key != "target"}
        (found,) = spc_file.answer(csv_of(name), CHARTS[chart], rules="mdc", screened=screened, **chosen)[
            "series"
        ].values()
        assert [point["month"] for point in found["points"]] == theirs.month.tolist()
        assert ["outside" in point["signals"] for point in found["points"]] == theirs.sigma_signal.tolist()
        for mine, their in {"value": "y", "centre": "cl", "lower": "lcl", "upper": "ucl"}.items():
            expected = theirs[their].to_numpy(float)
            printed = np.array([np.nan if point[mine] is None else point[mine] for point in found["points"]])
            ok = np.isfinite(expected) if (name == CONSTANT and chart == "i") or name == ZERO else slice(None)
            np.testing.assert_allclose(printed[ok], expected[ok], rtol=1e-9, atol=1e-15)
        last = theirs.groupby("part").last()
        assert [phase["runs_signal"] for phase in found["phases"]] == last.runs_signal.tolist()
        assert [phase["useful"] for phase in found["phases"]] == last.n_useful.tolist()
