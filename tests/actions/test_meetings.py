"""A meeting is prepared: only what was agreed to is put in, whatever is pressed, and the lead sees what is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mist_dash.actions import finding, home, meetings, presenting, slide_consents, together, votes
from mist_dash.actions.catalogue import theme
from mist_dash.actions.stories import agree as agree_to_story
from mist_dash.core import freezing
from mist_dash.core.consent import Purpose, fingerprint
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.finding import Finding, FindingKind
from mist_dash.core.meeting import MeetingDraft, PooledFigure, Slide, WhoElse, pack
from mist_dash.core.people import VISITOR, Person, Role
from mist_dash.core.resources import ResourceDraft
from mist_dash.core.since_last import SinceLast
from mist_dash.core.slides import of_findings, of_story
from mist_dash.store import engine, resources, stories
from mist_dash.store.tables_learning import StoryRow
from tests.meetings import DAY, KINDS, World, correct, withdraw, world

DONE_BY_FACILITATORS = {  # each asked by a person of every other role
    "every": lambda who: meetings.every(who),
    "proposals": lambda who: meetings.proposals(who),
    "see": lambda who: meetings.see(who, 1),
    "begin": lambda who: meetings.begin(who, MeetingDraft("Mine", DAY)),
    "change": lambda who: meetings.change(who, 1, MeetingDraft("Mine", DAY)),
    "put in": lambda who: meetings.put_in(who, 1, "room"),
    "question": lambda who: meetings.ask_the_room(who, 1, "Why?"),
    "take out": lambda who: meetings.take_out(who, 1, "room"),
    "move": lambda who: meetings.move(who, 1, "room", 1),
    "note": lambda who: meetings.note(who, 1, "room", 3, "x"),
    "ask": lambda who: meetings.ask(who, "story-1"),
    "freeze": lambda who: presenting.freeze(who, 1),
    "thaw": lambda who: presenting.thaw(who, 1),
    "present": lambda who: presenting.present(who, 1),
    "hold": lambda who: presenting.hold(who, 1),
    "here": lambda who: presenting.note_here(who, 1, []),
}


@pytest.fixture
def made(database: None) -> World:
    return world()


def content(slide: Slide) -> Slide:
    """What is seen of it: all but who agreed, and what only the presenter knows."""
    return replace(slide, agreed=None, leaves_room=False, note="", minutes=0, content="", centre=None)


def shown(made: World, id: int) -> dict[str, Slide]:
    return {slide.key: slide for slide in meetings.see(made.facilitator, id).meeting.slides}


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_without_agreement_cannot_be_put_in_by_any_press(made: World, kind: str) -> None:
    id = made.meeting()
    for centre in made.centres[:2]:
        with pytest.raises(Sorry, match="has not agreed"):
            meetings.put_in(made.facilitator, id, made.keys[centre][kind])
    before = set(shown(made, id))
    made.agree(made.centres[0], kind)
    meetings.put_in(made.facilitator, id, made.keys[made.centres[0]][kind])
    assert set(shown(made, id)) - before == {made.keys[made.centres[0]][kind]}
    if kind != "who else":  # one key, of several centres
        with pytest.raises(Sorry, match="has not agreed"):
            meetings.put_in(made.facilitator, id, made.keys[made.centres[1]][kind])


@pytest.mark.parametrize("key", ["story-999", "without-clabsi-999", "lobby-2", "", "../1", "ours-1"])
def test_a_forged_key_puts_nothing_in(made: World, key: str) -> None:
    id = made.meeting()
    before = shown(made, id)
    with pytest.raises(NotFound):
        meetings.put_in(made.facilitator, id, key)
    assert shown(made, id) == before


@pytest.mark.parametrize("kind", KINDS)
def test_one_press_asks_the_lead_who_sees_exactly_what_is_shown_then(made: World, kind: str) -> None:
    centre, other = made.centres[2], made.centres[4]
    key, lead = made.keys[centre][kind], made.leads[centre]
    proposed = {one.item.key: one for one in meetings.proposals(made.facilitator)}[key]
    assert proposed.agreed == "ask" and not proposed.item.said and proposed.item.figure is None
    meetings.ask(made.facilitator, key)
    assert home.waiting(lead).slides == 1
    assert {one.item.key: one.asked for one in meetings.proposals(made.facilitator)}[key]
    (asked,) = slide_consents.of_centre(lead)
    assert asked.asked and asked.slide.key == key
    assert bool(slide_consents.of_centre(made.leads[other])) == (kind == "who else")  # of which all are asked
    slide_consents.agree(lead, key, "meeting", asked.content["meeting"])
    assert home.waiting(lead).slides == 0
    seen = shown(made, made.meeting(key))[key]
    figure = seen.figure
    if isinstance(figure, WhoElse) and isinstance(asked.slide.figure, WhoElse):
        assert figure.bars == asked.slide.figure.bars
    else:
        assert pack(content(seen)) == pack(content(asked.slide))
    assert seen.agreed is not None and not seen.leaves_room


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_lead_of_that_centre_agrees_and_only_to_what_was_shown(made: World, kind: str) -> None:
    centre, other = made.centres[1], made.centres[3]
    key = made.keys[centre][kind]
    (asked,) = slide_consents.shown(made.leads[centre], key)
    for role in (Role.MEMBER, Role.CONTRIBUTOR, Role.FACILITATOR, Role.ADMIN):
        who = replace(made.leads[centre], role=role)
        with pytest.raises(NotAllowed):
            slide_consents.agree(who, key, "meeting", asked.content["meeting"])
        with pytest.raises(NotAllowed):
            slide_consents.take_back(who, key, "meeting")
    with pytest.raises(Sorry, match=r"not as you read it|no such slide"):
        slide_consents.agree(made.leads[other], key, "meeting", asked.content["meeting"])
    for forged in ("", "0" * 64):
        with pytest.raises(Sorry, match="not as you read it"):
            slide_consents.agree(made.leads[centre], key, "meeting", forged)
    with pytest.raises(Sorry, match="not as you read it"):
        slide_consents.agree(made.leads[centre], key, "gallery", asked.content["meeting"])  # type: ignore[arg-type]
    assert {one.item.key: one.agreed for one in meetings.proposals(made.facilitator)}[key] == "ask"


def test_what_leaves_the_room_is_agreed_to_apart_and_taken_back_apart(made: World) -> None:
    for kind, centre in zip(KINDS, made.centres, strict=False):
        key = made.agree(centre, kind, "meeting")
        id = made.meeting(key, title=kind)
        assert not shown(made, id)[key].leaves_room
        made.agree(centre, kind, "pack")
        assert shown(made, id)[key].leaves_room
        slide_consents.take_back(made.leads[centre], key, "pack")
        assert key in shown(made, id) and not shown(made, id)[key].leaves_room
        made.agree(centre, kind, "pack")
        slide_consents.take_back(made.leads[centre], key, "meeting")
        assert key not in shown(made, id), "what may leave the room may not be shown in it without its own agreement"


def test_a_new_version_of_what_was_agreed_to_is_not_shown_before_it_is_agreed_to_again(made: World) -> None:
    key = made.agree(made.centres[3], "resource")
    id, number = made.meeting(key), int(key.removeprefix("resource-"))
    offered = ResourceDraft("clabsi", "Bundle 3", "link", url="https://example.org/c")
    with engine.begin() as db:
        resources.add_version(db, number, 1, offered, resources.Content(url=offered.url), "Less")
    assert key not in shown(made, id)
    made.agree(made.centres[3], "resource")
    assert "version 2" in shown(made, id)[key].source


def test_not_now_ends_the_question_and_tells_no_reason(made: World) -> None:
    key, lead = made.keys[made.centres[0]]["question"], made.leads[made.centres[0]]
    meetings.ask(made.facilitator, key)
    slide_consents.not_now(lead, key)
    assert not slide_consents.of_centre(lead) and home.waiting(lead).slides == 0
    assert {one.item.key: one.asked for one in meetings.proposals(made.facilitator)}[key] is None


def test_a_longest_time_is_told_only_while_its_centre_lets_it_and_as_it_was_agreed_to(made: World) -> None:
    centre = made.centres[0]
    key = made.agree(centre, "without")
    id = made.meeting(key)
    before = shown(made, id)[key]
    assert before.title == "ICU: no infections since March 2025" and before.centre == "A Hospital"
    correct(made, centre)
    assert shown(made, id)[key] == before
    finding.let_know(made.leads[centre], "clabsi", False)
    assert key not in shown(made, id)
    assert key not in {one.item.key for one in meetings.proposals(made.facilitator)}


@pytest.mark.parametrize(("kind", "quiet"), [("improved", True), ("improved", False), ("quiet", True)])
def test_a_longest_time_without_is_told_first_of_what_has_become_better(kind: FindingKind, quiet: bool) -> None:
    clabsi, found = theme("clabsi"), Finding("clabsi", "clabsi-rate", "ICU", kind, "2025-03")
    last = SinceLast(14, 9 if quiet else 20, "2025-08")
    slide = of_findings([found], None, clabsi, 1, "A Hospital", last)
    longest = "ICU: 14 months since the last infection, the longest yet"
    if kind == "quiet":
        assert slide.title == "ICU: no infections since March 2025" and not slide.said
    elif quiet:
        assert slide.title == longest and [line.text for line in slide.said] == [
            "ICU: fewer infections since about March 2025."
        ]
    else:
        assert slide.title == "ICU: fewer infections since about March 2025"


def test_a_new_meeting_proposes_itself_from_what_is_agreed_to_within_its_minutes(made: World) -> None:
    agreed = {made.agree(made.centres[0], "story"), made.agree(made.centres[1], "resource")}
    id = meetings.begin(made.facilitator, MeetingDraft("All", DAY, 60)).id or 0
    found = meetings.see(made.facilitator, id).meeting
    assert agreed < {slide.key for slide in found.slides} and found.planned <= 60
    assert [slide.key for slide in found.slides][:2] == ["lobby", "promises"] and found.slides[-1].key == "close"
    assert {slide.kind for slide in found.slides} >= {"together", "story", "resource"}
    unagreed = {key for keys in made.keys.values() for key in keys.values()} - agreed
    assert not unagreed & {slide.key for slide in found.slides}
    assert meetings.begin(made.facilitator, MeetingDraft("All", DAY, 60)).again, "a double click begins one meeting"


def test_the_running_order_is_moved_by_hand_and_its_minutes_add_up(made: World) -> None:
    key = made.agree(made.centres[0], "story")
    id = made.meeting(key)
    meetings.note(made.facilitator, id, key, 12, "Ask about Mondays")
    meetings.move(made.facilitator, id, key, -1)
    meetings.move(made.facilitator, id, "lobby", -1)  # as early as can be already
    found = meetings.see(made.facilitator, id).meeting
    assert [slide.key for slide in found.slides] == ["lobby", key, "promises", "room", "close"]
    assert found.slides[1].note == "Ask about Mondays" and found.planned == 3 + 12 + 5 + 10 + 1
    for by, place in ((3, 4), (-4, 0), (99, 4), (-3, 1)):
        meetings.move(made.facilitator, id, key, by)
        assert list(shown(made, id)).index(key) == place
    for fixed in ("promises", "lobby", "close"):
        meetings.take_out(made.facilitator, id, fixed)
        assert fixed not in shown(made, id)
    for fixed in ("close", "promises", "lobby"):  # each comes back where it belongs
        meetings.put_in(made.facilitator, id, fixed)
    order = list(shown(made, id))
    assert (order[0], order[-1], order.index("promises") + 1) == ("lobby", "close", order.index("room"))
    for minutes in (0, 481):
        with pytest.raises(Sorry):
            meetings.note(made.facilitator, id, key, minutes, "")


def test_a_question_of_ones_own_is_a_vote_with_two_answers_and_holds_no_patient(made: World) -> None:
    id = made.meeting()
    assert meetings.ask_the_room(made.facilitator, id, "Which day?", ["Monday"]).problems
    assert meetings.ask_the_room(made.facilitator, id, "", ["Yes", "No"]).problems
    assert meetings.ask_the_room(made.facilitator, id, "Does NHS number 943 476 5919 come?").doubts
    assert meetings.ask_the_room(made.facilitator, id, "Which day?", ["Monday", "Friday"]).id
    assert meetings.ask_the_room(made.facilitator, id, "And why?").id
    asked = [slide for slide in shown(made, id).values() if slide.kind == "question"]
    assert [slide.choices for slide in asked] == [("Monday", "Friday"), ()]


def test_a_frozen_meeting_is_changed_only_after_it_was_opened_again(made: World) -> None:
    id = made.meeting(made.agree(made.centres[0], "story"))
    code = presenting.freeze(made.facilitator, id).code
    changes: list[Callable[[], object]] = [
        lambda: meetings.put_in(made.facilitator, id, "promises"),
        lambda: meetings.take_out(made.facilitator, id, "room"),
        lambda: meetings.move(made.facilitator, id, "room", 1),
        lambda: meetings.note(made.facilitator, id, "room", 3, ""),
        lambda: meetings.ask_the_room(made.facilitator, id, "Why?"),
        lambda: meetings.change(made.facilitator, id, MeetingDraft("Other", DAY)),
    ]
    for change in changes:
        with pytest.raises(Sorry, match="frozen"):
            change()
    presenting.thaw(made.facilitator, id)
    for change in changes:
        change()
    assert not votes.joined(code).slides, "phones wait, and show no more than what the meeting is called"
    assert presenting.freeze(made.facilitator, id).code == code, "it is printed on invitations"
    assert votes.joined(code).slides


@pytest.mark.parametrize("what", DONE_BY_FACILITATORS)
def test_nobody_but_a_facilitator_prepares_or_holds_a_meeting(made: World, what: str) -> None:
    presenting.freeze(made.facilitator, made.meeting())
    lead = made.leads[made.centres[0]]
    others = [replace(lead, role=role) for role in (Role.MEMBER, Role.CONTRIBUTOR, Role.LEAD)]
    for who in (*others, Person(99, "Ada", Role.ADMIN), VISITOR):
        with pytest.raises(NotAllowed):
            DONE_BY_FACILITATORS[what](who)


def test_all_together_says_on_its_slide_what_its_page_says_of_every_area(made: World) -> None:
    slide = shown(made, made.meeting("together-clabsi"))["together-clabsi"]
    titles = {area.name: area.title for area in theme("clabsi").areas}
    page = {titles[area]: together.public("clabsi", area) for area in together.areas("clabsi")}
    seen = {area: one for area, one in page.items() if one and any(year.rate for year in one.periods)}
    assert isinstance(slide.figure, PooledFigure) and list(seen) == ["ICU", "Haem-Onc wards"]
    assert {one.area: one.periods for one in slide.figure.areas} == {area: one.periods for area, one in seen.items()}
    assert [(line.head, line.text) for line in slide.said[1:]] == [(area, one.sentence) for area, one in seen.items()]
    assert all(one.sentence for one in seen.values()) and slide.leaves_room


def test_a_centre_without_data_has_slides_as_good_as_others(made: World) -> None:
    """The same three presses, the same band, the same place; only the chart is not there."""
    with engine.reading() as db:
        (told,) = [one for one in stories.stories(db, states=("published",)) if one.centre == made.centres[0]]
    with_data, without = (of_story(one, theme("clabsi")) for one in (told, replace(told, frozen=None)))
    assert [line.head for line in with_data.said] == [line.head for line in without.said]
    assert all(line.text for line in without.said) and without.minutes == with_data.minutes
    assert without.source and without.centre == with_data.centre


def test_a_storys_old_figures_say_whether_they_still_hold_only_where_its_centre_lets_that_be_said(made: World) -> None:
    centre = made.centres[0]
    key = made.agree(centre, "story")
    number, lead = int(key.removeprefix("story-")), made.leads[centre]
    with engine.begin() as db:
        told = stories.story(db, number)
        assert told and told.frozen
        old = replace(told.frozen, before=(9000.0, 1e6), after=(900.0, 1e6), until="2025-06")
        row = db.get_one(StoryRow, number)
        row.frozen = freezing.pack(old)
        db.add(row)
    uses: tuple[Purpose, ...] = ("meeting", "holding")
    for use in uses:
        with engine.reading() as db:
            again = stories.story(db, number)
        assert again
        agree_to_story(lead, number, use, fingerprint(again, use))
        said = shown(made, made.meeting(key, title=use))[key].source
        assert ("after 15 months" in said) == (use == "holding"), said


def test_what_a_chart_says_stands_whole_on_its_slide_and_only_what_was_told_beside_it_is_cut(made: World) -> None:
    with engine.reading() as db:
        told = next(one for one in stories.stories(db, states=("published",)) if one.centre == made.centres[1])
    assert told.frozen
    sentence = told.frozen.sentence + " It could still be chance (95% range 0.11 to 1.02)." * 5
    long = replace(told, frozen=replace(told.frozen, sentence=sentence), found="and so on " * 90)
    came = of_story(long, theme("clabsi")).said[1].text
    assert came.startswith(f"{sentence} and so on") and came.endswith("…") and len(came) < len(sentence) + 250


def test_what_was_withdrawn_from_a_draft_is_named_to_its_facilitator(made: World) -> None:
    key = made.agree(made.centres[5], "story")
    id = made.meeting(key)
    withdraw(made, made.centres[5], "story")
    found = meetings.see(made.facilitator, id).meeting
    assert found.gone == ("What 5 did",) and key not in {slide.key for slide in found.slides}
    assert "story" not in {slide.kind for slide in presenting.freeze(made.facilitator, id).slides}
