"""Since when: the reference answers, one case by hand, and the command that prints them (docs/statistics-since.md)."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import special
from typer.testing import CliRunner

from benchmarks.since_when_quantiles import strengths
from mist_dash.cli import app
from mist_dash.core.since_when import chance
from mist_dash.core.since_when.scan import Shape, spans_of, weigh
from mist_dash.core.spread import Rows

ORACLE = Path(__file__).parents[1] / "oracle"


def print_of(tmp_path: Path, text: str, *options: str) -> dict[str, dict[str, Any]]:
    file = tmp_path / "file.csv"
    file.write_text(text)
    result = CliRunner().invoke(app, ["spc", str(file), "--since-when", "--json", *options])
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["series"]  # type: ignore[no-any-return]


def test_the_command_prints_the_reference_statistics_to_nine_digits(tmp_path: Path) -> None:
    text = gzip.decompress((ORACLE / "scan_series.csv.gz").read_bytes()).decode()
    theirs = pd.read_csv(ORACLE / "scan_statistics.csv.gz").set_index("series")
    ours = print_of(tmp_path, text, "--no-spread", "--no-season")
    assert list(ours) == list(theirs.index)
    for name, one in ours.items():
        assert [one["down"], one["up"]] == pytest.approx([theirs.down[name], theirs.up[name]], rel=1e-9, abs=1e-9)
        assert (one["direction"] is not None) == (max(one["down"], one["up"]) > one["critical"])
        assert set(one) == {"down", "up", "critical", "p", "direction", "month", "first", "last", "before", "after"}
    told = ours["scan06"]
    assert (told["direction"], told["first"], told["month"], told["last"]) == ("down", "2021-08", "2021-10", "2022-06")
    assert told["before"] > 2 * told["after"] > 0


def test_critical_values_are_the_references_within_what_two_simulations_may_differ() -> None:
    """A quantile from n draws has the standard error sqrt(p (1 - p) / n) over the density there; ours has 40,000 draws,
    the reference 20,000. Five of them for the worst of 84 cells, and two hundredths for the steps of rare counts."""
    theirs = pd.read_csv(ORACLE / "scan_critical.csv.gz")
    table = chance.quantiles("level", theirs.months.to_numpy(), theirs.events.to_numpy(float))
    for row, (events, level, critical) in enumerate(zip(theirs.events, theirs.level, theirs.critical, strict=True)):
        ours = chance.critical(table[row : row + 1], level)[0]
        wide = chance.critical(table[row : row + 1], level / 2)[0] - chance.critical(table[row : row + 1], level * 2)[0]
        density = 1.5 * level / wide
        error = math.sqrt(level * (1 - level) * (1 / 20_000 + 1 / 40_000)) / density
        assert abs(ours - critical) < 5 * error + 0.02, (events, level)


@pytest.mark.parametrize("shape", ["level", "outbreak", None])
def test_a_row_of_the_shipped_table_comes_out_of_its_command_again(shape: Shape | None) -> None:
    drawn = strengths(shape, 6, 8)
    again = np.quantile(drawn, 1 - np.array(chance.LEVELS), method="higher")
    assert chance.quantiles(shape, np.array([6]), np.array([8.0]))[0] == pytest.approx(again, abs=6e-4)


def test_two_events_then_one_then_none_by_hand(tmp_path: Path) -> None:
    """Four months of equal exposure: only a change after the second. N = 3, none after, half of the exposure after:
    L = 1 / (1 + (1/r - 1) / 2)^3, for r = 1.5, 2, 3, 4, 6 the cubes of 6/5, 4/3, 3/2, 8/5, 12/7."""
    text = "month,numerator,denominator\n2024-01,2,100\n2024-02,1,100\n2024-03,0,100\n2024-04,0,100\n"
    (found,) = print_of(tmp_path, text).values()
    by_hand = math.log((1.728 + 2.37037037 + 3.375 + 4.096 + 5.03790087) / 5)
    assert found["down"] == pytest.approx(by_hand, rel=1e-9)
    assert found["up"] == pytest.approx(math.log(sum((2 / (1 + r)) ** 3 for r in (1.5, 2, 3, 4, 6)) / 5), rel=1e-9)
    assert found["direction"] is None, "four months say nothing"


def test_the_command_says_what_is_wrong_and_takes_its_options(tmp_path: Path) -> None:
    runner, file = CliRunner(), tmp_path / "file.csv"
    file.write_text("month,value\n2024-01,2\n2024-02,3\n")
    result = runner.invoke(app, ["spc", str(file), "--since-when"])
    assert result.exit_code == 1 and "needs counts" in result.stderr
    counts = [*[3, 2, 4, 2] * 6, *[1, 2, 1, 2] * 6]
    text = "month,numerator\n" + "\n".join(f"{at},{count}" for at, count in enumerate(counts))
    file.write_text(text)
    result = runner.invoke(app, ["spc", str(file), "--since-when", "--level", "2"])
    assert result.exit_code == 1 and "--level" in result.stderr
    (strict,), (loose,) = (print_of(tmp_path, text, "--level", level).values() for level in ("0.001", "0.05"))
    assert strict["critical"] > loose["critical"] and strict["p"] == loose["p"]
    assert loose["direction"] == "down" and int(loose["first"]) <= int(loose["month"]) <= int(loose["last"])


def test_the_factor_of_a_share_is_that_of_every_table_with_the_same_total() -> None:
    """The saddlepoint against the full hypergeometric sum, small numbers and shares near the whole included."""
    tables = ((2, 6, 5, 6), (9, 10, 6, 10), (1, 40, 4, 30), (30, 30, 27, 30), (60, 120, 80, 120), (110, 120, 80, 120))
    for x1, n1, x2, n2 in tables:
        rows = Rows(np.array([[x1, 0, x2, 0.0]]), np.array([[n1 / 2, n1 / 2, n2 / 2, n2 / 2]]), np.array([4]), True)
        found = weigh(rows, spans_of("level", rows.length))
        for way, factors in ((found.up, (1.5, 2, 3, 4, 6)), (found.down, (1 / 1.5, 1 / 2, 1 / 3, 1 / 4, 1 / 6))):
            k = np.arange(max(0, x1 + x2 - n1), min(x1 + x2, n2) + 1)
            ways = special.binom(n1, x1 + x2 - k) * special.binom(n2, k)
            exact = np.mean([r**x2 / ((ways / ways.sum()) @ r ** k.astype(float)) for r in factors])
            assert way[0, 0] == pytest.approx(np.log(exact), abs=0.04 if n1 < 120 else 0.002)


def test_p_and_critical_value_never_contradict_each_other() -> None:
    rng = np.random.default_rng(17)
    length, events = rng.integers(4, 200, 300), np.exp(rng.uniform(0.7, 8.5, 300))
    table = chance.quantiles("level", length, events)
    strength = rng.uniform(table[:, 0], table[:, -1] + 2)
    p = chance.p_value(table, strength)
    for level in (0.2, 0.05, 0.02, 0.005, 0.0002):
        critical = chance.critical(table, level)
        above, some = strength > critical, critical > 0
        assert (p[above] <= level * 1.0001).all() and (p[~above & some] >= level * 0.9999).all()
        assert (critical >= 0).all(), "no change is the likelier story below"


def test_running_numbers_have_no_season_to_take_out(tmp_path: Path) -> None:
    counts = [round(20 + 8 * math.cos(math.pi * at / 6)) for at in range(48)]
    numbered = "month,numerator\n" + "\n".join(f"{at},{count}" for at, count in enumerate(counts))
    dated = "month,numerator\n" + "\n".join(f"{2020 + at // 12}-{at % 12 + 1:02d},{x}" for at, x in enumerate(counts))
    with_season, without = (
        [print_of(tmp_path, text, *options)["series"] for text in (numbered, dated)]
        for options in ((), ("--no-season",))
    )
    assert with_season[0] == without[0] and with_season[1]["p"] > without[1]["p"]
