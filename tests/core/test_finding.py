"""Finding improvement: a set without values or order, quiet on what is stable though one looks every month."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from benchmarks.centre import AREAS, theme
from benchmarks.finder import centre
from benchmarks.operating_characteristics import Simulated
from benchmarks.since_when_series import each, rates
from mist_dash.core import months
from mist_dash.core.finding import Finding, SeriesKey, find, say
from mist_dash.core.query import Answer, Query
from mist_dash.core.series import Series
from mist_dash.core.since_when import since_when
from mist_dash.core.strength import PublishedYear

AXIS = months.between("2021-04", "2025-03")
FALLEN = np.repeat([2.0, 0.0], [24, 24]) + np.tile([0.0, 0, 0, 0, 0, 1], 8)
STEADY = np.tile([1.0, 0.0, 2.0], 16)
KEY, OTHER = ("clabsi", "clabsi-rate", AREAS[0]), ("clabsi", "clabsi-rate", AREAS[1])


def one(counts: np.ndarray, kind: str = "rate", better: str = "lower", exposure: float | None = 150) -> Series:
    size = None if exposure is None else np.full(len(counts), float(exposure))
    return Series(AXIS[-len(counts) :], counts.astype(float), size, kind, 1000, better)  # type: ignore[arg-type]


def found(
    series: dict[SeriesKey, Series], looked: tuple[str, ...] = (), published: tuple[PublishedYear, ...] = ()
) -> dict[str, str]:
    """area -> the kind of what is found."""
    query, days = Query(theme(), theme().measures[0]), theme().measures[0].exposure
    named = {key: replace(one, exposure_name=one.exposure_name or days) for key, one in series.items()}
    asked = {key: Answer(query, each, looked_differently=looked) for key, each in named.items()}
    return {each.area: each.kind for each in find(asked, dict.fromkeys(series, published))}


def told(data: Simulated, months: int = 60) -> dict[str, str]:
    """The same of a simulated centre after so many months."""
    seen = each(Simulated(data.counts[:, :months], data.exposure[:, :months]))
    return found({(*KEY[:2], area): one for area, one in zip(AREAS, seen, strict=False)})


def test_a_lasting_fall_is_found_and_neither_a_steady_series_nor_a_rise_is() -> None:
    assert found({KEY: one(FALLEN), OTHER: one(STEADY)}) == {KEY[2]: "improved"}
    assert found({KEY: one(FALLEN[::-1]), OTHER: one(STEADY)}) == {}


def test_it_is_the_change_that_the_series_own_chart_shows() -> None:
    ((told_of,), scan) = (
        find({KEY: Answer(Query(theme(), theme().measures[0]), one(FALLEN))}, {}),
        since_when(one(FALLEN)),
    )
    assert scan.direction == "down" and told_of == Finding(*KEY, "improved", str(scan.month))


def test_some_months_of_fewer_that_went_back_are_no_improvement() -> None:
    counts = np.r_[np.full(24, 9.0), np.full(10, 1.0), np.full(14, 9.0)]
    assert (scan := since_when(one(counts))).direction == "down" and scan.until
    assert found({KEY: one(counts)}) == {}


@pytest.mark.parametrize(("after", "said"), [(11, {}), (13, {KEY[2]: "improved"})])
def test_a_change_has_lasted_for_a_year_before_it_is_told(after: int, said: dict[str, str]) -> None:
    counts = np.r_[np.full(48 - after, 9.0), np.full(after, 1.0)]
    assert since_when(one(counts)).direction == "down"
    assert found({KEY: one(counts)}) == said


def test_a_share_that_should_grow_is_found_when_it_grows_and_not_when_it_shrinks() -> None:
    grown = np.repeat([12.0, 19.0], 24)
    assert found({KEY: one(grown, "proportion", "higher", 20)}) == {KEY[2]: "improved"}
    assert found({KEY: one(grown[::-1], "proportion", "higher", 20)}) == {}
    assert found({KEY: one(grown, "proportion", "lower", 20)}) == {}


@pytest.mark.parametrize(
    "kind, better, exposure, enters",
    [
        ("rate", "lower", 150, True),
        ("rate", "lower", None, True),
        ("count", "lower", None, True),
        ("between", "higher", 150, True),
        ("rate", "neither", 150, False),
        ("count", "neither", None, False),
        ("ratio", "neither", 150, False),
        ("ratio", "lower", 150, False),
        ("value", "lower", None, False),
        ("profile", "neither", 150, False),
        ("proportion", "neither", 150, False),
        ("proportion", "lower", 150, True),
        ("proportion", "lower", None, False),
        ("proportion", "higher", None, False),
    ],
)
def test_only_harm_with_a_good_direction_enters(kind: str, better: str, exposure: float | None, enters: bool) -> None:
    told_of = found({KEY: one(FALLEN, kind, better, exposure), OTHER: one(STEADY)})
    assert told_of == ({KEY[2]: "improved"} if enters else {})


def test_what_comes_out_holds_no_value_no_p_and_no_order_of_merit() -> None:
    assert [field.name for field in fields(Finding)] == ["theme", "measure", "area", "kind", "since"]
    falls = {(*KEY[:2], area): one(FALLEN * (n + 1)) for n, area in enumerate(AREAS[:4])}
    assert list(found(falls)) == list(AREAS[:4]) == list(found(dict(sorted(falls.items()))))


def test_a_change_of_looking_hides_what_lies_before_it() -> None:
    assert found({KEY: one(FALLEN)}, ("2023-04",)) == {}
    assert found({KEY: one(FALLEN)}, ("2020-01",)) == {KEY[2]: "improved"}


def test_who_stopped_sending_is_not_found() -> None:
    """A year without data since: nothing is known about now."""
    stopped = replace(one(FALLEN), months=months.between("2019-04", "2023-03"))
    assert found({KEY: stopped, OTHER: one(STEADY)}) == {}
    assert found({KEY: stopped}) == {KEY[2]: "improved"}, "nothing else says that time went on"


def test_nothing_to_look_at_finds_nothing() -> None:
    nothing = Series((), np.array([]), None, "count", 1, "lower")
    assert found({}) == found({KEY: nothing}) == found({KEY: one(np.full(48, np.nan))}) == {}


def test_a_stable_centre_is_told_nothing_though_it_looks_every_month_for_three_years() -> None:
    """12 centres of 20 series, where seven in ten were told something. How often it is: benchmarks/finder.py."""
    heard = 0
    for seed in range(12):
        data = centre(np.random.default_rng(seed), (0.25, 0.5, 1, 5), 60)
        heard += any(told(data, month) for month in range(24, 61))
    assert heard <= 3


def test_months_that_vary_more_than_chance_do_not_deceive() -> None:
    heard = [told(rates(np.random.default_rng(seed), 20, 15, 48, spread=2)) for seed in range(60)]
    assert np.mean([bool(each) for each in heard]) <= 0.05


def test_much_rarer_than_in_the_published_figures_is_strong_and_as_rare_is_not() -> None:
    """6 in three years where the others have about 36; and 36 where they have 36."""
    published = tuple(PublishedYear(f"{year}/{year - 1999}", 96, 12 * 1200, False) for year in (2022, 2023))
    few, same = np.tile([0.0, 0, 0, 1, 0, 0], 8), np.tile([1.0, 0, 2], 16)
    assert found({KEY: one(few)}) == {}
    assert found({KEY: one(few)}, published=published) == {KEY[2]: "rarer"}
    assert found({KEY: one(same)}, published=published) == {}
    other_days = replace(one(few), exposure_name="bed days")
    assert found({KEY: other_days}, published=published) == {}, "rates over another denominator are not comparable"


def test_the_sentences_say_since_when_and_no_value() -> None:
    said = [say(Finding(*KEY, kind, "2025-03"), theme()) for kind in ("improved", "quiet", "rarer")]  # type: ignore[arg-type]
    assert said == [
        f"{AREAS[0]}: fewer infections since about March 2025.",
        f"{AREAS[0]}: no infections since March 2025. That is longer than chance allows from your own past.",
        f"{AREAS[0]}: since March 2025, infections have been rarer than in the other centres taken together.",
    ]
