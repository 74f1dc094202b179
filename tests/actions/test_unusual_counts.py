"""A slip in the events is doubted beside a field that mends it, and holds nothing back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mist_dash.actions import share
from mist_dash.actions.catalogue import theme as theme_of
from tests.actions.test_share import file, send, stored
from tests.conftest import Cast

YEAR = [f"2024-{month:02d},ICU,{month % 3},{800 + month}" for month in range(1, 13)]


def test_eleven_for_one_is_a_warning_with_its_cell_and_goes_in_when_it_is_right(cast: Cast) -> None:
    send(cast.contributor, file(*YEAR))
    slip = file("2025-01,ICU,11,810", "2025-02,ICU,1,790")
    proposal = share.propose(cast.contributor, "clabsi", slip)
    ((said, problem),) = proposal.reading.mendable.items()
    assert "January 2025, ICU: “Infections” is 11, where 12 other months had 0 to 2" in said
    assert said in proposal.reading.warnings and not proposal.reading.problems
    mended = replace(slip, fixes={problem.cells[0]: "1"})
    again = share.propose(cast.contributor, "clabsi", mended)
    assert not again.reading.mendable
    send(cast.contributor, slip)
    assert stored(cast.contributor)[("2025-01", "ICU", "clabsi")] == 11


def test_line_days_with_a_digit_too_many_have_their_field_too(cast: Cast) -> None:
    send(cast.contributor, file(*YEAR))
    (problem,) = share.propose(cast.contributor, "clabsi", file("2025-01,ICU,1,8100")).reading.mendable.values()
    assert problem.cells[0][1:] == (1, 3)


def test_where_small_numbers_are_hidden_the_stored_past_says_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(cast.contributor, file(*YEAR))
    monkeypatch.setattr(share, "theme_of", lambda id: replace(theme_of(id), hide_small=True))
    slip = file("2025-01,ICU,11,810")
    assert share.propose(cast.lead, "clabsi", slip).reading.mendable
    assert not share.propose(cast.contributor, "clabsi", slip).reading.mendable
