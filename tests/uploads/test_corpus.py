"""Honest files, as messy as they come, are read right at the first try: without a word, or with the one question."""

from __future__ import annotations

import pytest

from tests.uploads.by_hand import by_hand
from tests.uploads.corpus import cases
from tests.uploads.reading_of import failure
from tests.uploads.truth import Case

ALL = [*cases(), *by_hand()]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_an_honest_file_gives_its_counts(case: Case) -> None:
    assert not failure(case)


def test_the_corpus_is_large_and_its_names_are_its_own() -> None:
    assert len(ALL) >= 120
    assert len({case.name for case in ALL}) == len(ALL)
