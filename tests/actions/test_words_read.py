"""Of random cases over the whole catalogue, no sentence contradicts its numbers; a benchmark reads thousands more."""

from __future__ import annotations

import re

from benchmarks.words_cases import case
from benchmarks.words_read import contradictions, said


def test_no_sentence_of_three_hundred_random_cases_contradicts_its_numbers() -> None:
    views = [case(seed) for seed in range(10_000, 10_300)]
    wrong = [one for view in views for one in contradictions(view)]
    assert wrong == []
    texts = [text for view in views for text in said(view).values() if text]
    assert len(texts) > 900 and len({view.measure.kind for view in views}) == 7
    for words in ("since about", " from .* to .*: ", "an improvement", "worth asking", "So far this year", "too few"):
        assert any(re.search(words, text) for text in texts), f"the cases must reach “{words}”"
