"""Words that only a chart's maker knows stand beside a plain explanation, wherever they are said."""

from __future__ import annotations

import re

import pytest

from mist_dash.core import words
from mist_dash.core.since_last import SinceLast
from mist_dash.core.words.plain import PLAIN, explained
from tests.charts.drawn import sent, view

JARGON = ("median", "sigma", "variance", "confidence interval", "special cause", "common cause", "p-value", "poisson")
FREQUENT = {"ICU": [4, 6, 3, 5, 8, 4] * 7}
RARE = {"ICU": [0, 1, 0, 0, 0, 2] * 7}


@pytest.mark.parametrize(("counts", "terms"), [(FREQUENT, {"limit", "baseline"}), (RARE, {"limit", "centre line"})])
def test_all_that_is_written_in_a_chart_is_explained_under_it(counts: dict[str, list[int]], terms: set[str]) -> None:
    control = view(sent(counts)).control
    assert control is not None
    assert all(PLAIN[term] in words.plain.on_chart(control) for term in terms)
    few = view(sent({"ICU": counts["ICU"][:8]})).control
    assert few is not None and PLAIN["middle"] in words.plain.on_chart(few)
    assert PLAIN["limit"] not in words.plain.on_chart(few)


def test_behind_each_figure_with_a_range_stands_what_a_range_is_once() -> None:
    told = [one for line in view(sent(FREQUENT)).lines for one in line.caveats]
    assert any("95% range" in one for one in told)
    assert told.count(PLAIN["95% range"]) == len(view(sent(FREQUENT)).lines)


def test_an_explanation_uses_no_term_that_it_does_not_explain() -> None:
    for term, plain in PLAIN.items():
        assert not re.search("|".join(JARGON), plain, re.I), plain
        assert term in plain.casefold() and plain in explained(f"So it says in the {term.upper()}.")
    assert explained("Fewer infections than before.") == ""


def test_an_event_in_the_newest_month_is_not_said_to_be_nought_months_ago() -> None:
    assert words.picture.since_last(SinceLast(0, 6, "2026-10")) == "newest month, longest 6"
    assert words.picture.since_last(SinceLast(1, 6, "2026-09")) == "1 month, longest 6"
