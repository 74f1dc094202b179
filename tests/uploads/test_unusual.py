"""A count far outside what its series has ever had is doubted; ordinary chance is not."""

from __future__ import annotations

import numpy as np
import pytest

from mist_dash.core import months
from mist_dash.core.intake.reading import Count, Stands
from mist_dash.core.intake.settling.unusual import unusual
from tests.uploads.reading_of import CATALOGUE
from tests.uploads.truth import TODAY

THEME = CATALOGUE.theme("clabsi")
PAST = months.between("2022-01", "2024-12")
Values = list[float]


def count(month: str, value: float, item: str = "clabsi") -> Count:
    at = ("", months.number(month), 2)
    return Count("ICU", month, item, float(value), "reported", 1, item, definition="d", stands=Stands(at))


def doubted(sent: dict[str, float], stored: dict[str, float], days: dict[str, float] | None = None) -> list[str]:
    counts = [count(month, value) for month, value in sent.items()]
    history = {("clabsi", "ICU", month, "d"): value for month, value in stored.items()}
    history |= {("central_line_days", "ICU", month, "d"): value for month, value in (days or {}).items()}
    return list(unusual(counts, THEME, TODAY, history))


def stable(mean: float, dice: np.random.Generator, many: int = 36, spread: float = 0) -> dict[str, float]:
    rates = dice.gamma(1 / spread, mean * spread, many) if spread else np.full(many, mean)
    return dict(zip(PAST[:many], map(float, dice.poisson(rates)), strict=True))


@pytest.mark.parametrize("spread", [0, 0.1], ids=["Poisson", "wider than Poisson"])
def test_ordinary_series_are_seldom_doubted_whole_or_month_by_month(spread: float) -> None:
    dice, whole, monthly = np.random.default_rng(5), 0, 0
    for mean in np.geomspace(0.1, 50, 1000):
        series = stable(mean, dice, spread=spread)
        whole += bool(doubted(series, {}))
        monthly += bool(doubted({PAST[-1]: series[PAST[-1]]}, {m: series[m] for m in PAST[:-1]}))
    assert whole < 20 and monthly < 20


@pytest.mark.parametrize("many", [12, 24, 36])
@pytest.mark.parametrize(("mean", "slip"), [(1, 11), (4, 40), (21, 210), (0.1, 6), (40, 4), (21, 0)])
def test_a_digit_too_many_or_too_few_is_doubted(mean: float, slip: float, many: int) -> None:
    for seed in range(20):
        past = stable(mean, np.random.default_rng(seed), many)
        assert len(doubted({"2025-01": slip}, past)) == 1, past.values()


@pytest.mark.parametrize(("mean", "slip"), [(1, 11), (4, 40), (21, 210), (0.1, 6)])
def test_a_first_file_is_held_against_its_own_other_months(mean: float, slip: float) -> None:
    caught = [doubted({**stable(mean, np.random.default_rng(seed), 12), "2022-05": slip}, {}) for seed in range(50)]
    assert sum(len(found) == 1 and "May 2022" in found[0] for found in caught) >= 45


def test_few_months_say_nothing_and_what_is_stored_so_already_is_not_doubted_again() -> None:
    assert not doubted({"2022-01": 1, "2022-02": 0, "2022-03": 1, "2022-04": 11}, {})
    past = stable(1, np.random.default_rng(1))
    assert not doubted({"2025-01": 11}, {**past, "2025-01": 11})


def test_many_in_many_days_are_no_surprise() -> None:
    past = dict.fromkeys(PAST, 2.0)
    days = dict.fromkeys(PAST, 800.0)
    assert doubted({"2025-01": 11}, past, {**days, "2025-01": 800})
    assert not doubted({"2025-01": 11}, past, {**days, "2025-01": 2400})


def test_a_month_that_is_not_over_may_be_low() -> None:
    assert doubted({"2026-10": 0}, dict.fromkeys(PAST, 20.0))
    assert not doubted({TODAY: 0}, dict.fromkeys(PAST, 20.0))
