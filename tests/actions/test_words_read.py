"""Of random cases over the whole catalogue, no sentence contradicts its numbers; a benchmark reads thousands more."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from benchmarks.words_cases import case, drawn
from benchmarks.words_read import contradictions, said
from mist_dash.core.headline import Headline
from mist_dash.core.lines import Line


def test_no_sentence_of_three_hundred_random_cases_contradicts_its_numbers() -> None:
    views = [case(seed) for seed in range(10_000, 10_300)]
    wrong = [one for view in views for one in contradictions(view)]
    assert wrong == []
    texts = [text for view in views for text in said(view).values() if text]
    assert len(texts) > 900 and len({view.measure.kind for view in views}) == 7
    for words in ("since about", " from .* to .*: ", "an improvement", "worth asking", "So far this year", "too few"):
        assert any(re.search(words, text) for text in texts), f"the cases must reach “{words}”"


FAULTS = [  # what was once read on a page, and the name of its fault
    ("broken", "None infections, against 3 the year before."),
    ("broken", "In the month before Biopatches, 17 of 44 reports (38.6 %)."),
    ("one of many", "1 months have a count."),
    ("one of many", "In the 12 months before, 1 were observed."),
    ("a word twice", "Before: 47 of 47 of of audits."),
    ("two colons", "Last point 2.10: an improvement: higher than chance explains."),
    ("jargon", "A count without a denominator: limits from the exact chances."),
    ("a small month", "In the 12 months to nov 2021: 1 at prescribing."),
    ("days of nothing", "7.50 per 1,000 days instead of none."),
    ("days of nothing", "None in 183 days, 30 days between."),
    ("none of nothing", "None of no graded incidents did harm."),
    ("none of nothing", "1 infection, where 1 was expected: 0 more."),
    ("none of nothing", "In 183 days, none days between infections."),
    ("a rate said as nothing", "In 24 months, 1 infection in 63,601 line days (0.0 per 1,000 line days)."),
    ("a range from one figure to the same", "0.3 days between incidents (95% range 0.3 to 0.3)."),
    ("per cent of few", "People told: 1 of 3 reports (33%)."),
    ("too long", f"So it goes on{' and on' * 40}."),
    ("no full stop", "Nothing has been sent yet"),
    ("begins small", "so far nothing."),
]


@pytest.mark.parametrize("fault, text", FAULTS, ids=[f"{name}: {text[:30]}" for name, text in FAULTS])
def test_a_fault_that_was_read_once_is_known_again(fault: str, text: str) -> None:
    view = replace(case(10_000), lines=(Line("2025/26", "1", "", "", "", (text,)),))
    assert f"{fault}: {text}" in list(contradictions(view))
    assert not list(contradictions(case(10_000)))


@pytest.mark.parametrize(
    "fault, text",
    [
        ("of what", "More so far this year; this could be chance"),
        ("no doubt", "4 of 9 audits so far this year, 3 of 4 before"),
        ("per cent of few", "Audits with every element done: 44% this year; no year before yet"),
        ("too long", "Fewer leaks that needed irrigation or plastic surgery from October 2021 to July 2022"),
    ],
)
def test_a_headline_that_says_too_little_or_too_much_is_known_again(fault: str, text: str) -> None:
    bundles = (one for one in map(drawn, range(10_000, 12_000)) if one.query.measure.id == "maintenance-bundle")
    views = (one.view() for one in bundles)
    few = next(view for view in views if view.change and 0 < (view.change.this.exposure or 0) < 20)
    told = list(contradictions(replace(few, headline=Headline(text, "no year before yet", "few"))))
    assert f"{fault}: {text}" in told
