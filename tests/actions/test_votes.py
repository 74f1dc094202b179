"""Votes on phones: one answer a phone, counted only until they are revealed, by a code that opens one meeting."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from mist_dash.actions import meetings, presenting, votes
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.meeting import MeetingDraft
from mist_dash.core.people import VISITOR, Role
from mist_dash.store import engine
from mist_dash.store.tables_meeting import Ballot
from tests.conftest import Cast
from tests.meetings import DAY, content_of_now

KEY = "ours-1"


def phone(n: int) -> str:
    return f"the random cookie of phone {n}"


def frozen(cast: Cast, title: str = "Spring") -> tuple[int, str]:
    """A meeting with one vote, and its code."""
    id = meetings.begin(cast.facilitator, MeetingDraft(title, DAY)).id or 0
    assert meetings.ask_the_room(cast.facilitator, id, "Each day?", ["Yes", "No"]).id
    return id, presenting.freeze(cast.facilitator, id).code


def test_forty_phones_at_once_are_forty_answers_and_a_second_one_takes_the_place_of_the_first(
    cast: Cast, tmp_path: Path
) -> None:
    (tmp_path / "m.sqlite3").write_bytes(content_of_now())
    engine.use(f"sqlite:///{tmp_path}/m.sqlite3")
    id, code = frozen(cast)
    with ThreadPoolExecutor(40) as pool:
        list(pool.map(lambda n: votes.answer(code, KEY, int(n < 13), phone(n)), range(40)))
    for n in range(3):  # three change their mind, one of them twice
        votes.answer(code, KEY, 0, phone(n))
    votes.answer(code, KEY, 1, phone(0))
    (vote,) = votes.votes(cast.facilitator, id)
    assert (vote.answered, vote.counts) == (40, None)
    assert votes.reveal(cast.facilitator, id, KEY).counts == (29, 11)
    assert votes.votes(cast.facilitator, id)[0].counts == (29, 11)


def test_nobody_sees_how_many_chose_what_before_it_is_revealed_and_then_it_is_closed(cast: Cast) -> None:
    id, code = frozen(cast)
    for n in range(9):
        votes.answer(code, KEY, int(n < 7), phone(n))
    asked = next(slide for slide in votes.joined(code).slides if slide.key == KEY)
    assert asked.vote and (asked.vote.answered, asked.vote.counts) == (9, None)
    assert presenting.minutes(cast.facilitator, id).votes[0].counts is None
    votes.reveal(cast.facilitator, id, KEY)
    shown = next(slide for slide in votes.joined(code).slides if slide.key == KEY)
    assert shown.vote and shown.vote.counts == (2, 7)
    with pytest.raises(Sorry, match="closed"):
        votes.answer(code, KEY, 1, phone(10))


def test_a_code_opens_its_own_meeting_until_it_was_held(cast: Cast) -> None:
    first, code = frozen(cast)
    _, other = frozen(cast, "Another")
    votes.answer(code.lower() + " ", KEY, 0, phone(1))
    assert next(one.vote for one in votes.joined(other).slides if one.vote).answered == 0
    for wrong in ("", "ZZZZZZ", code[:-1], code + "X", "' OR 1=1 --"):
        with pytest.raises(NotFound):
            votes.joined(wrong)
    presenting.hold(cast.facilitator, first)
    with pytest.raises(NotFound):
        votes.joined(code)
    with pytest.raises(NotFound):
        votes.answer(code, KEY, 0, phone(2))


@pytest.mark.parametrize(
    ("key", "choice", "cookie"),
    [(KEY, 2, phone(1)), (KEY, -1, phone(1)), (KEY, 0, "short"), (KEY, 0, "x" * 201), ("lobby", 0, phone(1))],
)
def test_a_forged_answer_is_not_counted(cast: Cast, key: str, choice: int, cookie: str) -> None:
    id, code = frozen(cast)
    with pytest.raises(Sorry):
        votes.answer(code, key, choice, cookie)
    assert votes.votes(cast.facilitator, id)[0].answered == 0


def test_of_a_phone_nothing_is_kept_that_is_the_same_in_two_meetings(cast: Cast) -> None:
    for title in ("One", "Two"):
        _, code = frozen(cast, title)
        votes.answer(code, KEY, 0, phone(1))
    with engine.reading() as db:
        kept = [row.phone for row in db.query(Ballot)]
    assert len(set(kept)) == 2 and all("cookie" not in one and len(one) == 64 for one in kept)


def test_only_a_facilitator_reveals_and_turns_and_phones_follow(cast: Cast) -> None:
    id, code = frozen(cast)
    for who in (cast.member, cast.lead, cast.stranger, cast.admin, VISITOR, replace(cast.lead, role=Role.CONTRIBUTOR)):
        for act in (votes.reveal, votes.turn):
            with pytest.raises(NotAllowed):
                act(who, id, KEY)
        with pytest.raises(NotAllowed):
            votes.votes(who, id)
    assert votes.joined(code).now == ""
    votes.turn(cast.facilitator, id, KEY)
    assert votes.joined(code).now == KEY
    votes.turn(cast.facilitator, id, "<script>")
    assert votes.joined(code).now == KEY


def test_answers_are_gone_when_the_meeting_is_opened_for_changes(cast: Cast) -> None:
    id, code = frozen(cast)
    votes.answer(code, KEY, 0, phone(1))
    votes.reveal(cast.facilitator, id, KEY)
    presenting.thaw(cast.facilitator, id)
    presenting.freeze(cast.facilitator, id)
    (vote,) = votes.votes(cast.facilitator, id)
    assert (vote.answered, vote.counts) == (0, None)
