"""Headline, sentence, chart, years and finder read one result: over random series none contradicts another."""

from __future__ import annotations

from math import sqrt

import numpy as np

from mist_dash import charts
from mist_dash.actions import themes
from mist_dash.actions.catalogue import theme
from mist_dash.core import months, words
from mist_dash.core.change import Verdict
from mist_dash.core.counts import Key, Number, Numbers
from mist_dash.core.finding import search
from mist_dash.core.query import Query
from mist_dash.core.since_when import incomplete, level, since_when_of_all

CLABSI = theme("clabsi")
GOOD = {"clabsi-rate": "down", "clabsi-gap": "down", "maintenance-bundle": "up"}
ITEMS = {"clabsi": 1.0, "central_line_days": 400.0}


def drawn(seed: int) -> Numbers:
    """ICU of 14 to 80 months: stable, stepping, over-dispersed, with gaps and months without days; audits beside."""
    rng = np.random.default_rng(seed)
    length = int(rng.integers(14, 80))
    level = float(rng.choice([0.2, 0.6, 2.0, 8.0, 30.0]))
    rates = np.full(length, level)
    start, lasts = int(rng.integers(6, length)), int(rng.choice([4, 9, 100]))
    rates[start : start + lasts] *= float(rng.choice([0.2, 0.5, 1.0, 1.0, 2.0, 4.0]))
    if rng.random() < 0.3:
        rates = rates * rng.gamma(4, 0.25, length)
    numbers = {}
    for month, rate in zip(months.between("2020-01", months.later("2020-01", length - 1)), rates, strict=True):
        days, audits = float(rng.integers(200, 600)), int(rng.integers(5, 40))
        told = {
            "clabsi": float(rng.poisson(rate * days / 400)),
            "central_line_days": days,
            "maintenance_audits": float(audits),
            "maintenance_compliant": float(rng.binomial(audits, 0.7)),
        }
        for item, value in told.items():
            if rng.random() > 0.04:
                numbers[Key(item, "ICU", month, CLABSI.definition.key)] = Number(value)
    return numbers


def test_nothing_that_is_said_or_drawn_contradicts_another() -> None:
    """450 series: 150 centres' areas, by three measures each."""
    spoke = judged = ended = 0
    for seed in range(150):
        numbers = drawn(seed)
        found = {one.measure: one for one in search([(CLABSI, numbers, ())])}
        for measure, good in GOOD.items():
            view = themes.view(Query.of(CLABSI, measure, "ICU"), numbers)
            if view.series is None or view.since is None or view.control is None or view.change is None:
                continue
            since, change = view.since, view.change
            headline, sentence = (say(since, view.series) for say in (words.since.headline, words.since.say))
            assert bool(headline) == bool(sentence) == (since.direction is not None)
            traces = {trace.get("name"): trace for trace in charts.control(view.control, (), since)["data"]}
            lasting, short = "own level before and since", "own level then and otherwise"
            assert (lasting in traces) == (since.direction is not None and since.until is None)
            assert (short in traces) == (since.until is not None)
            assert view.control.incomplete == since.incomplete == incomplete(view.series)
            assert not since.incomplete or "may still be incomplete." in words.describe(view.control)
            if since.until and view.control.dots[-1].month > since.until and not since.going_on:
                ended += 1
                drawn_at = traces[short]["y"]
                usual = level(since.before, view.control.chart) or 0
                assert drawn_at[-1] in (usual, sqrt(usual)) and " so far" not in sentence  # gaps stand on a root scale
                assert months.say(since.until) in sentence and " since " not in sentence + headline
            if since.direction:
                spoke += 1
                assert since.incomplete is not None and (since.until or since.last or "") < since.incomplete
                assert since.first and since.month and since.last and since.first <= since.month <= since.last
                assert sentence.startswith("More" if since.direction == "up" else "Fewer") or "share" in sentence
            said = words.say(change)
            if change.better in (Verdict.BETTER, Verdict.WORSE):
                judged += 1
                assert change.low is not None and change.high is not None and not change.low <= 1 <= change.high
                assert "could still be chance" not in said.rpartition("So far this year")[2]
            if change.better in (Verdict.TOO_FEW, Verdict.SUSPENDED, Verdict.NOT_COMPARABLE):
                assert change.ratio is None
            if (one := found.get(measure)) and one.kind == "improved":
                assert since.direction == good and not since.until, "the finder names only what the chart says"
    assert spoke > 60 and judged > 3 and ended > 8


def test_home_says_nothing_that_the_page_of_a_measure_does_not_say() -> None:
    """Among many, a headline may fall silent; it never says another month or another direction."""
    told = 0
    for seed in range(40):
        numbers = drawn(seed)
        views = [themes.view(Query.of(CLABSI, measure, "ICU"), numbers) for measure in GOOD]
        shown = [view for view in views if view.series is not None and view.since is not None]
        together = since_when_of_all([view.series for view in shown if view.series], together=True)
        for view, one in zip(shown, together, strict=True):
            told += one.direction is not None
            assert view.series is not None and view.since is not None
            assert words.since.headline(one, view.series) in ("", words.since.headline(view.since, view.series))
    assert told > 5
