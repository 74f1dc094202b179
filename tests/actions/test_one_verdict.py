"""Headline, table, sentence, scan, picture, its words and the finder are born of one result: none contradicts another.

Held over 3,000 random series of every measure, area and basis, with months missing, closed, half reported and looked at
in another way (`benchmarks.words_cases`), through the road of the pages; and over cases that once went wrong, by name.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import get_args

import pytest

from benchmarks.words_cases import Drawn, drawn
from mist_dash.actions import catalogue
from mist_dash.actions.themes import View
from mist_dash.core import months, words
from mist_dash.core.counts import Key, Number, Numbers
from mist_dash.core.months import Basis
from mist_dash.core.query import Query
from tests.one_verdict import agree, found, home

SERIES = 3000
LEAST = {  # of each, so that nothing holds for want of cases
    "since": 250,
    "longest": 20,
    "year": 12,
    "same": 600,
    "few": 500,
    "looked differently": 100,
    "hidden": 30,
    "outbreak": 80,
    "half reported": 150,
    "closed": 150,
    "looked": 250,
    "found": 8,
    "home": 60,
}


def test_nothing_that_is_said_or_drawn_of_three_thousand_series_contradicts_another() -> None:
    kinds: Counter[str] = Counter()
    reached: set[tuple[str, str, str]] = set()
    page: list[tuple[Drawn, View]] = []
    for seed in range(SERIES):
        given = drawn(seed)
        view = given.view()
        try:
            kinds[agree(view)] += 1
            kinds["found"] += len(found(given, view)) if seed % 5 == 0 else 0
        except AssertionError as wrong:
            raise AssertionError(f"seed {seed}, {view.measure.id} in {view.area}: {wrong}") from wrong
        kinds["outbreak"] += bool(view.since and view.since.until)
        kinds["half reported"] += given.half and view.series is not None
        kinds["closed"] += view.series is not None and view.series.exposure is not None and 0 in view.series.exposure
        kinds["looked"] += any(one.kind == "looked differently" for one in given.events)
        reached.add((view.measure.id, view.area, view.query.basis))
        page.append((given, view))
        if len(page) == 20:
            kinds["home"] += home(page)
            page = []
    assert all(kinds[kind] >= many for kind, many in LEAST.items()), kinds
    asked = {
        (one.id, area, basis)
        for known in catalogue.themes()
        for one in known.measures
        for area in one.areas
        for basis in get_args(Basis)
    }
    assert len(reached & asked) > 0.95 * len(asked), "all measures, areas and bases"


def sent(measure: str, *columns: list[float], first: str = "2022-04") -> Drawn:
    """Monthly numbers of what one measure is made of, the numerator's first item before the denominator's."""
    known = next(one for one in catalogue.themes() for id in one.measures if id.id == measure)
    asked = known.measure(measure)
    items = [one.terms[0].item for one in (*asked.numerator[:1], *asked.denominators[:1])]
    axis = months.between(first, months.later(first, len(columns[0]) - 1))
    numbers: Numbers = {
        Key(item, asked.areas[0], month, known.definition.key): Number(float(value))
        for item, column in zip(items, columns, strict=False)
        for month, value in zip(axis, column, strict=True)
    }
    return Drawn(Query(known, asked, asked.areas[0]), numbers, (), False)


FALLEN = [*[2] * 12, *[0, 0, 1] * 4]
NAMED = [  # name, what was sent, and what headline, sentence and table say of it
    (
        "an improvement in March is still one in April",
        sent("clabsi-rate", [*FALLEN, 1], [160] * 25),
        ("half|third|[Ff]ewer", "2023/24: .* an improvement .*So far this year: .*too few so far", "improvement"),
    ),
    (
        "four of four against one of four is too few",
        sent("maintenance-bundle", [0, 0, 1, *[0] * 9, *[1] * 4, *[0] * 8], [*[1] * 4, *[0] * 8] * 2),
        ("^4 of 4 audits .*too few", "4 of 4 audits, against 1 of 4 the year before: too few", "Too few"),
    ),
    (
        "a ratio says which of the two moved it, and is neither good nor bad",
        sent("hsmr", [15] * 12 + [46] * 12, [16] * 12 + [16.5] * 12),
        ("^Ratio 279 .*neither good nor bad", "rose mostly because more deaths were observed", "180 against 192.0"),
    ),
    (
        "three months are too short a time to judge",
        sent("clabsi-rate", [9, 9, 9, *[1] * 9, 1, 1, 1], [160] * 15),
        ("could be chance$", "could still be chance", "so early in the year"),
    ),
    (
        "months that vary more than chance are allowed for",
        sent("lfe-reports", [1, 30, 2, 40] * 3 + [25, 1, 44, 2] * 3),
        ("chance|vary too much|same", "Months vary more than chance alone here|vary too much", "chance|vary too much"),
    ),
    (
        "nobody calls fifty-seven and fifty-eight fewer",
        sent("med-reported", [5] * 11 + [3] + [5] * 11 + [2]),
        ("57 incidents reported .* 58 before; about the same", "about the same, but chance could be", "About the same"),
    ),
    (
        "half the infections in half the line days are the same rate",
        sent("clabsi-rate", [10] * 12 + [5] * 12, [800] * 12 + [400] * 12),
        ("about the same rate$", "about the same rate, but chance", "About the same rate"),
    ),
    (
        "a quarter that is not whole yet is nothing to compare",
        sent("svs-offered", [3], [9]),
        ("^Nothing to compare yet$", "^Nothing that could be compared has been sent yet.$", "^$"),
    ),
    (
        "a closed ward that has reopened is compared with nothing",
        sent("clabsi-rate", [4] * 12 + [0], [700] * 12 + [0]),
        ("^No line days so far this year: nothing to compare", "without line days there is nothing", "nothing"),
    ),
]


@pytest.mark.parametrize("given, says", [row[1:] for row in NAMED], ids=[row[0] for row in NAMED])
def test_what_once_went_wrong_is_said_as_one(given: Drawn, says: tuple[str, str, str]) -> None:
    view = given.view()
    agree(view)
    assert view.change is not None
    texts = (view.headline.text, words.say(view.change), " ".join(line.told for line in view.lines))
    for text, wanted in zip(texts, says, strict=True):
        assert re.search(wanted, text), texts
