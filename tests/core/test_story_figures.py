"""The two figures of a card are the frozen story's own sides, and a control chart's newer fields end no agreement."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mist_dash.actions.catalogue import theme
from mist_dash.charts import control
from mist_dash.charts.style import DARK, LIGHT
from mist_dash.core import months
from mist_dash.core.catalogue import MeasureKind
from mist_dash.core.control import Baseline, Control, draw
from mist_dash.core.freezing import Frozen, pack, unpack
from mist_dash.core.series import Series
from mist_dash.core.since_when import since_when
from mist_dash.core.story_figures import figures

CHART = Control("t", "T", "why", "", (), (), "days", "higher", 0)
FROZEN = Frozen("clabsi-rate", "Infection rate", "ICU", "financial", "Fewer.", "", "2025-03", date(2025, 4, 1), CHART)


def of(measure: str, before: tuple[float, float] | None, after: tuple[float, float] | None) -> list[str] | None:
    known = next(one for name in ("clabsi", "medication") for one in theme(name).measures if one.id == measure)
    found = figures(replace(FROZEN, measure=measure, before=before, after=after), known)
    return found and [found.before, found.after, found.unit, found.counts_after]


@pytest.mark.parametrize(
    ("measure", "before", "after", "said"),
    [
        (
            "clabsi-rate",
            (20, 6361),
            (4, 8442),
            ["3.1", "0.47", "per 1,000 line days", "4 infections in 8,442 line days"],
        ),
        (
            "clabsi-rate",
            (2, 1000),
            (0, 1000),
            ["2.0", "0.00", "per 1,000 line days", "no infections in 1,000 line days"],
        ),
        (
            "med-harm-share",
            (9, 414),
            (3, 235),
            ["2.2", "1.3", "% of graded incidents", "3 incidents with harm in 235 graded incidents"],
        ),
        (
            "med-reported",
            (180, 23),
            (145, 16),
            ["7.8", "9.1", "incidents reported a month", "145 incidents reported in 16 months"],
        ),
        (
            "clabsi-gap",
            (20, 6361),
            (4, 8442),
            ["3.1", "0.47", "infections per 1,000 line days", "4 infections in 8,442 line days"],
        ),
        ("med-standard", (10, 12), (16, 12), None),
        ("clabsi-rate", None, (4, 3442), None),
        ("clabsi-rate", (4, 0), (4, 3442), None),
    ],
)
def test_they_are_rates_of_the_frozen_counts(
    measure: str, before: tuple[float, float] | None, after: tuple[float, float], said: list[str] | None
) -> None:
    assert of(measure, before, after) == said


def test_a_story_packed_before_there_were_baselines_is_packed_as_it_was() -> None:
    packed = pack(FROZEN)
    assert not {"baseline", "period", "incomplete"} & set(packed["control"]) and "since" not in packed
    assert unpack(packed) == FROZEN


def test_what_newer_charts_say_is_kept() -> None:
    newer = replace(CHART, period=3, baseline=Baseline("2022-01", "2023-12", "before it"))
    assert unpack(pack(replace(FROZEN, control=newer))).control == newer


@pytest.mark.parametrize("kind", ["rate", "between", "proportion"])
def test_the_change_that_stood_on_the_chart_stands_on_it_still(kind: MeasureKind) -> None:
    """Though none came after it, of which JSON knows neither the ratio nor how far apart they are."""
    counts = np.array([20.0] * 24 + [0.0] * 24)
    axis = months.between("2021-04", "2025-03")
    one = Series(axis, counts, np.full(48, 100.0), kind, 1000.0, "lower", events="infections")
    since = since_when(one, newest_whole=True)
    told = replace(FROZEN, control=draw(one), since=since)
    kept = unpack(json.loads(json.dumps(pack(told), allow_nan=False)))
    assert since.month and kept.since and kept.since.month == since.month
    for palette in (LIGHT, DARK):
        drawn, again = (control(x.control, (), x.since, palette) for x in (told, kept))
        assert any(trace.get("name") == "own level before and since" for trace in drawn["data"])
        assert again == drawn
    assert control(kept.control, ()) != control(kept.control, (), kept.since)
