"""A meeting is frozen and served: what was agreed is what is shown, to whom it may be shown, until it is taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from mist_dash.actions import meetings, presenting, promises, stories, votes
from mist_dash.core.consent import fingerprint
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.meeting import Meeting, WhoElse, pack
from mist_dash.core.people import VISITOR, Person, Role
from mist_dash.core.room import CardDraft
from mist_dash.core.stories import StoryDraft
from mist_dash.exports.minutes import markdown
from mist_dash.store import engine, people
from mist_dash.store import stories as kept_stories
from tests.meetings import KINDS, World, correct, numbers_in, withdraw, world


@pytest.fixture
def made(database: None) -> World:
    return world()


def everything(made: World, id: int, code: str) -> dict[str, str]:
    """All that a meeting gives away, to whoever asks, by what it was asked with."""
    asked: dict[str, Callable[[], object]] = {
        "present": lambda: presenting.present(made.facilitator, id),
        "pack": lambda: presenting.taken_along(made.facilitator, id),
        "phone": lambda: votes.joined(code),
        "prepare": lambda: meetings.see(made.facilitator, id),
        "every": lambda: meetings.every(made.facilitator),
        "proposals": lambda: meetings.proposals(made.facilitator),
        "minutes": lambda: presenting.minutes(made.facilitator, id),
        "minutes file": lambda: markdown(presenting.minutes(made.facilitator, id)).decode(),
        "promises": lambda: promises.every(made.facilitator),
        "packed": lambda: [pack(slide) for slide in presenting.present(made.facilitator, id).slides],
    }
    return {name: repr(ask()) for name, ask in asked.items()}


@pytest.mark.parametrize("speaks", [0, 3, 6])
def test_of_a_meeting_in_which_one_centre_agreed_no_other_centres_number_comes_out(made: World, speaks: int) -> None:
    centre = made.centres[speaks]
    keys = [made.agree(centre, kind, "meeting", "pack") for kind in KINDS]
    together = [one.item.key for one in meetings.proposals(made.facilitator) if one.item.kind == "together"]
    id = made.meeting(*keys, *together)
    code = presenting.freeze(made.facilitator, id).code
    given = {name: numbers_in(answer) for name, answer in everything(made, id, code).items()}
    assert together and len(presenting.present(made.facilitator, id).slides) == len(keys) + len(together) + 4
    for name in ("present", "pack"):
        assert len(given[name] & made.numbers[centre]) > 50, "a search of nothing proves nothing"
    for other in set(made.centres) - {centre}:
        for name, answer in given.items():
            found = made.numbers[other] & answer
            assert not found, f"{name} holds {found} of a centre that did not agree"


def test_a_frozen_figure_is_not_moved_by_what_is_sent_afterwards(made: World) -> None:
    keys = [made.agree(made.centres[0], kind) for kind in KINDS]
    together = [one.item.key for one in meetings.proposals(made.facilitator) if one.item.kind == "together"]
    id = made.meeting(*keys, *together)
    presenting.freeze(made.facilitator, id)
    before = presenting.present(made.facilitator, id)
    for centre in made.centres:
        correct(made, centre)
    after = presenting.present(made.facilitator, id)
    assert list(map(pack, after.slides)) == list(map(pack, before.slides)) and not after.gone
    assert len(before.slides) == len(keys) + len(together) + 4


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_taken_back_before_the_start_is_gone_and_only_the_facilitator_is_told(made: World, kind: str) -> None:
    stays, goes = made.centres[1], made.centres[4]
    other = "resource" if kind == "story" else "story"
    kept = made.agree(stays, other, "meeting", "pack")
    key = made.agree(goes, kind, "meeting", "pack")
    id = made.meeting(kept, key)
    frozen = presenting.freeze(made.facilitator, id)
    title = next(slide.title for slide in frozen.slides if slide.key == key)
    assert title in repr(presenting.taken_along(made.facilitator, id)) and title in repr(votes.joined(frozen.code))
    withdraw(made, goes, kind)
    served = presenting.present(made.facilitator, id)
    assert [slide.key for slide in served.slides] == ["lobby", "promises", kept, "room", "close"]
    assert served.gone == (title,)
    presenting.hold(made.facilitator, id)
    others = (
        presenting.taken_along(made.leads[stays], id),
        presenting.minutes(made.leads[stays], id),
        presenting.held(made.leads[stays]),
    )
    assert all(title not in repr(answer) for answer in others)


def test_a_phone_and_the_pack_never_hold_what_is_for_the_room_only(made: World) -> None:
    public, room = made.agree(made.centres[0], "story", "meeting", "pack"), made.agree(made.centres[1], "story")
    id = made.meeting(public, room)
    meetings.note(made.facilitator, id, public, 7, "Mind the time")
    code = presenting.freeze(made.facilitator, id).code
    for answer in (repr(votes.joined(code)), repr(presenting.taken_along(made.facilitator, id))):
        assert "What 0 did" in answer and "What 1 did" not in answer and "Mind the time" not in answer
    assert code not in repr(presenting.taken_along(made.facilitator, id))
    withdraw(made, made.centres[0], "story")
    assert "What 0 did" not in repr(votes.joined(code))


def test_a_story_told_anew_after_the_freeze_is_not_shown_as_it_was_before(made: World) -> None:
    key = made.agree(made.centres[2], "story")
    id, lead = made.meeting(key), made.leads[made.centres[2]]
    presenting.freeze(made.facilitator, id)
    number = int(key.removeprefix("story-"))
    with engine.begin() as db:
        found = kept_stories.story(db, number)
        assert found is not None
    stories.withdraw(lead, number)
    told = StoryDraft("clabsi", "ICU", "What 2 really did", "Why", "Did", "Found", "Means", measure="clabsi-rate")
    assert stories.tell(lead, told, number).id == number
    stories.publish(made.facilitator, number)
    with engine.reading() as db:
        again = kept_stories.story(db, number)
    assert again is not None
    stories.agree(lead, number, "meeting", fingerprint(again, "meeting"))
    assert presenting.present(made.facilitator, id).gone == ("What 2 did",)


def test_of_who_else_only_those_are_named_who_still_agree_from_a_to_z(made: World) -> None:
    for place in (5, 0, 3):  # agreed in another order than that of their names
        key = made.agree(made.centres[place], "who else", "meeting", "pack")
    id = made.meeting(key)
    presenting.freeze(made.facilitator, id)

    def named() -> list[str]:
        figure = next(one.figure for one in presenting.present(made.facilitator, id).slides if one.key == key)
        assert isinstance(figure, WhoElse)
        return [bar.centre for bar in figure.bars]

    assert named() == ["A Hospital", "D Hospital", "F Hospital"]
    withdraw(made, made.centres[3], "who else")
    made.agree(made.centres[6], "who else")  # too late for what was frozen
    assert named() == ["A Hospital", "F Hospital"]
    for place in (0, 5):
        withdraw(made, made.centres[place], "who else")
    assert presenting.present(made.facilitator, id).gone == ("Who else uses Biopatches?",)


def test_a_centre_that_has_left_is_in_nothing_that_is_served(made: World) -> None:
    keys = [made.agree(made.centres[1], kind, "meeting", "pack") for kind in KINDS]
    id = made.meeting(*keys)
    code = presenting.freeze(made.facilitator, id).code
    with engine.begin() as db:
        people.set_centre_active(db, made.centres[1], False)
    given = everything(made, id, code)
    assert all("B Hospital" not in given[name] for name in ("pack", "phone", "minutes"))
    served = presenting.present(made.facilitator, id)
    assert len(served.gone) == len(KINDS) and "B Hospital" not in repr(replace(served, gone=()))


def test_a_meeting_is_taken_along_and_read_by_members_only_after_it_was_held(made: World) -> None:
    id = made.meeting(made.agree(made.centres[0], "story", "meeting", "pack"))
    member = replace(made.leads[made.centres[3]], role=Role.MEMBER)
    for state in ("draft", "frozen"):
        for ask in (presenting.taken_along, presenting.minutes):
            with pytest.raises(NotFound):
                ask(member, id)
        assert presenting.held(member) == ()
        if state == "draft":
            with pytest.raises(NotFound):
                presenting.present(made.facilitator, id)
            presenting.freeze(made.facilitator, id)
    presenting.hold(made.facilitator, id)
    assert [one.title for one in presenting.held(member)] == ["Spring"]
    assert "What 0 did" in repr(presenting.taken_along(member, id))
    assert [one.title for one in presenting.minutes(member, id).shown] == ["What 0 did"]
    with pytest.raises(NotAllowed):
        presenting.taken_along(VISITOR, id)
    with pytest.raises(NotAllowed):
        presenting.minutes(VISITOR, id)
    with pytest.raises(Sorry):
        presenting.hold(made.facilitator, id)


def test_the_minutes_say_what_was_decided_promised_voted_and_who_was_there_by_centre(made: World) -> None:
    id = made.meeting()
    meetings.ask_the_room(made.facilitator, id, "Each *day*?", ["=Yes", "No"])
    code = presenting.freeze(made.facilitator, id).code
    for n in range(5):
        votes.answer(code, "ours-1", int(n == 0), f"the cookie of phone {n}")
    presenting.note_here(made.facilitator, id, [made.centres[4], made.centres[3], 999])
    presenting.note_here(made.facilitator, id, [made.centres[0]], [made.centres[3]])  # of another assistant
    due = date(2027, 1, 3)
    for told in (
        CardDraft("will try", "Ask each day", made.centres[2], due, leaves_room=True),
        CardDraft("offer", "Come and see", made.centres[1], leaves_room=True),
        CardDraft("decision", "Meet again in May"),
    ):
        assert promises.put_up(made.facilitator, id, told).id
    assert "4" not in markdown(presenting.minutes(made.facilitator, id)).decode().split("Promised")[0][-3:]
    assert not presenting.minutes(made.facilitator, id).votes[0].counts, "nobody has revealed it yet"
    votes.reveal(made.facilitator, id, "ours-1")
    presenting.hold(made.facilitator, id)
    found = presenting.minutes(made.leads[made.centres[6]], id)
    assert found.here == ("A Hospital", "E Hospital")
    file = markdown(found).decode()
    for said in (
        "- A Hospital\n- E Hospital",
        "- C Hospital: Ask each day (by 3 January 2027), open",
        "- B Hospital: Come and see",
        "- Meet again in May",
        r"- Each \*day\*? =Yes: 4, No: 1",
    ):
        assert said in file, said


def test_a_vote_is_taken_along_with_its_answers_once_they_were_revealed(made: World) -> None:
    id = made.meeting()
    for title in ("Each day?", "Each week?"):
        meetings.ask_the_room(made.facilitator, id, title, ["Yes", "No"])
    code = presenting.freeze(made.facilitator, id).code
    for n in range(7):
        votes.answer(code, "ours-1", int(n < 2), f"the cookie of phone {n}")
        votes.answer(code, "ours-2", 0, f"the cookie of phone {n}")

    def counted(who: Person) -> dict[str, tuple[int, ...]]:
        return {slide.key: slide.counts for slide in presenting.taken_along(who, id).slides if slide.choices}

    assert counted(made.facilitator) == {"ours-1": (), "ours-2": ()}
    votes.reveal(made.facilitator, id, "ours-1")
    presenting.hold(made.facilitator, id)
    assert counted(made.leads[made.centres[2]]) == {"ours-1": (5, 2), "ours-2": ()}


def test_a_frozen_meeting_comes_back_from_the_database_as_it_went_in(made: World) -> None:
    keys = [made.agree(made.centres[0], kind, "meeting", "pack") for kind in KINDS]
    together = [one.item.key for one in meetings.proposals(made.facilitator) if one.item.kind == "together"]
    id = made.meeting(*keys, *together)
    went_in: Meeting = presenting.freeze(made.facilitator, id)
    came_back = presenting.present(made.facilitator, id)
    assert list(map(pack, came_back.slides)) == list(map(pack, went_in.slides))
    assert {type(slide.figure).__name__ for slide in came_back.slides} == {
        "NoneType",
        "Frozen",
        "PooledFigure",
        "WhoElse",
    }


def test_no_person_is_named_in_anything_that_is_shown_or_taken_along(made: World) -> None:
    keys = [made.agree(made.centres[0], kind, "meeting", "pack") for kind in KINDS]
    id = made.meeting(*keys)
    code = presenting.freeze(made.facilitator, id).code
    given = everything(made, id, code)
    for name in ("present", "pack", "phone", "minutes"):
        assert all(word not in given[name] for word in ("Lead 0", "lead0", "Fran")), name
    assert "A Hospital" in given["present"]
