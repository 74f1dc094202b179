"""What must hold for every series and every chart, tried on whatever hypothesis can think of."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mist_dash.core.control import Chart, Dot, draw, limits_of_many
from mist_dash.core.series import Series

CHARTS = get_args(Chart)
COUNTED = ("run", "xmr", "c", "u", "u'", "u-exact", "c-exact")
MIRROR = {"improvement": "concern", "concern": "improvement", "common cause": "common cause"}
MONTHS = tuple(f"{2015 + at // 12}-{at % 12 + 1:02d}" for at in range(60))
month = st.tuples(
    st.one_of(st.integers(0, 12), st.none(), st.floats(0, 50)), st.one_of(st.integers(0, 900), st.none(), st.just(0))
)
tables = st.lists(month, max_size=40)
RULES = st.sampled_from(["auto", "mdc", "anhoej", "none"])


def series_of(table: list[tuple[float | None, float | None]], kind: str = "rate", better: str = "lower") -> Series:
    counts = np.array([np.nan if count is None else count for count, _ in table], float)
    exposure = np.array([np.nan if size is None else size for _, size in table], float)
    if kind == "proportion":
        counts = np.minimum(counts, exposure)
    return Series(MONTHS[: len(table)], counts, exposure, kind, 1000, better)


def lines(dots: Iterable[Dot]) -> np.ndarray:
    """Value, centre, lower and upper of each dot; NaN for a gap, so that gaps are compared too."""
    rows = [(dot.value, dot.centre, dot.lower, dot.upper) for dot in dots]
    return np.array([[np.nan if number is None else number for number in row] for row in rows]).reshape(-1, 4)


@settings(max_examples=150, deadline=None)
@given(
    tables,
    st.sampled_from(["auto", *CHARTS]),
    st.sampled_from(["rate", "proportion", "ratio", "between"]),
    RULES,
    st.one_of(st.none(), st.integers(1, 40)),
    st.lists(st.integers(1, 40), max_size=3),
    st.lists(st.integers(1, 40), max_size=3),
)
@pytest.mark.filterwarnings("error")
def test_no_limit_is_ever_nan_or_infinite_or_on_the_wrong_side(table, chart, kind, rules, freeze, ends, out) -> None:
    control = draw(series_of(table, kind), chart, rules=rules, freeze=freeze, phase_ends=ends, excluded=out)
    for dot in control.dots:
        numbers = [dot.value, dot.centre, dot.lower, dot.upper, dot.warn_lower, dot.warn_upper]
        assert all(number is None or math.isfinite(number) for number in numbers)
        if dot.lower is not None and dot.upper is not None:
            assert dot.lower <= dot.upper
    if control.chart not in ("t", "g"):
        assert [dot.month for dot in control.dots] == list(MONTHS[: len(table)])  # no month vanishes


@settings(max_examples=60, deadline=None)
@given(tables, st.sampled_from(COUNTED), st.sampled_from([1.0, 7.0, 1e-3, 1e5]))
def test_scaling_the_multiplier_scales_the_chart(table, chart, factor) -> None:
    series = series_of(table)
    plain = draw(series, chart, rules="mdc")
    scaled = draw(replace(series, multiplier=series.multiplier * factor), chart, rules="mdc")
    by = 1.0 if chart in ("c", "c-exact") else factor
    np.testing.assert_allclose(lines(scaled.dots), lines(plain.dots) * by, rtol=1e-9)
    assert [dot.signals for dot in plain.dots] == [dot.signals for dot in scaled.dots]


@settings(max_examples=60, deadline=None)
@given(tables, st.sampled_from(["auto", *CHARTS]), st.booleans())
def test_a_missing_month_at_either_end_changes_no_limit(table, chart, first) -> None:
    assume(chart not in ("t", "g", "auto") or not first)  # the month before the first event is then known no longer
    longer = [(None, None), *table] if first else [*table, (None, None)]
    dots = [dot for dot in draw(series_of(table), chart).dots if not dot.still_open]
    other = [dot for dot in draw(series_of(longer), chart).dots if not dot.still_open]
    if len(other) > len(dots):
        other = other[1:] if first else other[:-1]
    np.testing.assert_allclose(lines(other), lines(dots), rtol=1e-12)


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(0, 39), st.sampled_from(["run", "c", "u", "p", "u-exact", "c-exact", "p-exact"]))
def test_a_missing_month_anywhere_changes_no_limit_that_comes_from_counts(table, at, chart) -> None:
    series = series_of([*table[:at], (None, None), *table[at:]], "proportion")
    dots = list(draw(series, chart).dots)
    del dots[min(at, len(table))]
    np.testing.assert_allclose(lines(dots), lines(draw(series_of(table, "proportion"), chart).dots), rtol=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables, st.sampled_from(["auto", *CHARTS]))
def test_a_mirrored_direction_mirrors_the_verdict(table, chart) -> None:
    lower = draw(series_of(table, better="lower"), chart, rules="mdc", target=3.0)
    higher = draw(series_of(table, better="higher"), chart, rules="mdc", target=3.0)
    for one, other in zip(lower.dots, higher.dots, strict=True):
        assert one.signals == other.signals
        assert MIRROR[one.meaning.rsplit(" ", 1)[0] if one.signals else one.meaning] == (
            other.meaning.rsplit(" ", 1)[0] if other.signals else other.meaning
        )
    verdicts = {"always met": "never met", "never met": "always met"}
    assert verdicts.get(lower.assurance, lower.assurance) == higher.assurance


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40))
def test_values_upside_down_give_limits_upside_down(values) -> None:
    up = Series(MONTHS[: len(values)], np.array(values), None, "value")
    down = replace(up, counts=-up.counts)
    for dot, other in zip(draw(up, "xmr").dots, draw(down, "xmr").dots, strict=True):
        assert (-dot.upper, -dot.lower) == pytest.approx((other.lower, other.upper), rel=1e-9, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_one_series_is_drawn_the_same_alone_and_among_many(table) -> None:
    assume(table)
    series = series_of(table)
    crowd = np.random.default_rng(3).poisson(4.0, (5, len(table))).astype(float)
    counts = np.concatenate([crowd, series.counts[None]])
    sizes = np.concatenate([crowd + 50, series.exposure[None]])
    many = limits_of_many("u-exact", counts, sizes)
    alone = [np.nan if dot.upper is None else dot.upper for dot in draw(series, "u-exact").dots]
    np.testing.assert_allclose(many.upper[-1] * 1000, alone, rtol=1e-12)
