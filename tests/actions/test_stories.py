"""A story's way: who tells, who agrees, who publishes, who reads, and that taking back works at once, everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from sqlmodel import select

from benchmarks.holding import equal_to_the_action
from mist_dash.actions import home, learn, stories, thanks, themes
from mist_dash.actions.catalogue import theme
from mist_dash.core.consent import PURPOSES, fingerprint, seen
from mist_dash.core.counts import Key, Number
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.events import Event
from mist_dash.core.people import VISITOR
from mist_dash.core.query import Query
from mist_dash.core.stories import StoryDraft
from mist_dash.store import chart_events, counts, engine
from mist_dash.store.counts import CountChange
from mist_dash.store.tables_learning import SearchText
from tests.conftest import Cast

TOLD = StoryDraft(
    "clabsi",
    "ICU",
    "One question a day",
    "Why",
    "What we did",
    "What we found",
    "What it means",
    "Stickers",
    "The line team",
    elements=("Scrub the hub",),
)


def send(cast: Cast, theme: str, months: dict[str, tuple[int, int]], definition: str = "NHSN CLABSI 2024") -> None:
    """Sends infections and line days of the ICU for these months, as our own centre."""
    changes = [
        CountChange(Key(item, "ICU", month, definition), None, Number(float(value)))
        for month, values in months.items()
        for item, value in zip(("clabsi", "central_line_days"), values, strict=True)
    ]
    name = f"{sorted(months)}"
    with engine.begin() as db:
        counts.apply(
            db,
            cast.lead.centre or 0,
            theme,
            cast.lead.id or 0,
            changes,
            file_name="a.csv",
            file=name.encode(),
            file_hash=name,
            sentence="sent",
        )


def year(first: int, infections: int) -> dict[str, tuple[int, int]]:
    """Twelve months from April: this many infections in 100 line days each month."""
    return {f"{first + (n > 8)}-{(n + 3) % 12 + 1:02d}": (infections, 100) for n in range(12)}


def agree(cast: Cast, id: int, *purposes: str) -> None:
    for purpose in purposes:
        stories.agree(cast.lead, id, purpose, fingerprint(learn.story(cast.lead, id), purpose))  # type: ignore[arg-type]


def published(cast: Cast, told: StoryDraft = TOLD, *purposes: str) -> int:
    outcome = stories.tell(cast.contributor, told)
    id = outcome.id
    assert id, outcome
    stories.publish(cast.facilitator, id)
    agree(cast, id, *(purposes or ("gallery",)))
    return id


def test_everything_missing_from_a_story_is_told_at_once(cast: Cast) -> None:
    outcome = stories.tell(cast.contributor, StoryDraft("clabsi", "", " ", "", "", "", ""))
    assert outcome.id is None and len(outcome.problems) == 5


def test_a_draft_may_be_incomplete_and_is_seen_by_its_own_centre_only(cast: Cast) -> None:
    id = stories.draft(cast.contributor, StoryDraft("clabsi", "", "Begun", "", "", "", "")).id
    assert id and learn.story(cast.member, id).state == "draft"
    for person in (cast.stranger, cast.facilitator, cast.admin):
        for asked in (id, 999):
            with pytest.raises(NotFound):
                learn.story(person, asked)


def test_every_member_of_a_centre_may_tell_and_only_a_facilitator_publishes(cast: Cast) -> None:
    for outsider in (cast.facilitator, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            stories.tell(outsider, TOLD)
    id = stories.tell(cast.member, TOLD).id
    with pytest.raises(NotAllowed):
        stories.withdraw(cast.member, id or 0)  # what the centre said is taken back by who speaks for it
    for person in (cast.contributor, cast.lead, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            stories.publish(person, id or 0)


def test_a_story_stands_in_the_gallery_only_with_the_leads_agreement_and_the_facilitators_yes(cast: Cast) -> None:
    id = stories.tell(cast.contributor, TOLD).id
    assert id
    stories.publish(cast.facilitator, id)
    assert learn.gallery(cast.stranger) == ()
    agree(cast, id, "gallery")
    assert [story.id for story in learn.gallery(cast.stranger)] == [id]
    second = stories.tell(cast.contributor, replace(TOLD, title="Not yet published")).id
    agree(cast, second or 0, "gallery")
    assert [story.id for story in learn.gallery(cast.stranger)] == [id]


def test_a_forged_agreement_is_refused(cast: Cast) -> None:
    id = stories.tell(cast.contributor, TOLD).id
    assert id
    content = fingerprint(learn.story(cast.lead, id), "gallery")
    other_lead = replace(cast.lead, centre=cast.stranger.centre)
    for person in (cast.contributor, cast.member, cast.facilitator, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            stories.agree(person, id, "gallery", content)
    with pytest.raises(NotFound):
        stories.agree(other_lead, id, "gallery", content)
    for purpose, forged in (("gallery", "0" * 64), ("public", content), ("everything", content)):
        with pytest.raises(Sorry):
            stories.agree(cast.lead, id, purpose, forged)  # type: ignore[arg-type]
    assert learn.story(cast.lead, id).agreed == frozenset()


def test_an_agreement_is_for_what_was_read_and_ends_when_the_story_is_changed(cast: Cast) -> None:
    id = stories.tell(cast.contributor, TOLD).id
    assert id
    agree(cast, id, "gallery")
    stories.send_back(cast.facilitator, id, "Say more, please.")
    assert learn.story(cast.lead, id).note == "Say more, please."
    stories.tell(cast.contributor, replace(TOLD, found="Something the lead has never read"), id)
    stories.publish(cast.facilitator, id)
    assert learn.gallery(cast.stranger) == () and learn.story(cast.lead, id).agreed == frozenset()
    with pytest.raises(NotFound):
        learn.story(cast.stranger, id)


def test_taking_back_takes_effect_at_once_everywhere(cast: Cast) -> None:
    id = published(cast, TOLD, *PURPOSES)

    def seen_somewhere() -> list[bool]:
        return [
            bool(learn.gallery(cast.stranger)),
            bool(home.new_stories(cast.stranger)),
            bool(themes.learn_from(cast.stranger, "clabsi")[0]),
            bool(learn.gallery(cast.stranger, learn.Filters(words="question"))),
        ]

    assert all(seen_somewhere()) and learn.public(VISITOR)
    stories.take_back(cast.lead, id, "public")
    assert not learn.public(VISITOR) and all(seen_somewhere())
    stories.take_back(cast.lead, id, "gallery")
    assert not any(seen_somewhere())
    agree(cast, id, "gallery")
    stories.withdraw(cast.contributor, id)
    assert not any(seen_somewhere()) and learn.story(cast.lead, id).agreed == frozenset()


def test_whom_to_learn_from_begins_with_others(cast: Cast) -> None:
    others_lead = replace(cast.lead, centre=cast.stranger.centre)
    others = published(replace(cast, contributor=cast.stranger, lead=others_lead), TOLD, "gallery")
    own = published(cast, TOLD, "gallery")
    for reader, order in ((cast.contributor, [others, own]), (cast.stranger, [own, others])):
        assert [one.id for one in themes.learn_from(reader, "clabsi")[0]] == order


def test_a_story_that_was_sent_in_cannot_be_changed_by_anybody(cast: Cast) -> None:
    id = published(cast)
    with pytest.raises(Sorry, match="Withdraw it first"):
        stories.tell(cast.contributor, TOLD, id)
    with pytest.raises(NotFound):
        stories.draft(cast.stranger, TOLD, id)


def test_the_public_reads_words_only(cast: Cast) -> None:
    send(cast, "clabsi", year(2022, 2) | year(2023, 0))
    id = published(cast, replace(TOLD, measure="clabsi-rate"), "gallery", "public")
    assert learn.story(cast.stranger, id).frozen
    (open_,) = learn.public(VISITOR)
    assert (open_.frozen, open_.contact, open_.resources) == (None, "", ()) and open_.did == "What we did"
    with pytest.raises(NotAllowed):
        learn.gallery(VISITOR)


def test_the_chart_and_the_sentence_stay_as_they_were(cast: Cast) -> None:
    send(cast, "clabsi", year(2022, 2) | year(2023, 0))
    with engine.begin() as db:
        chart_events.add_event(
            db,
            cast.lead.centre or 0,
            "clabsi",
            Event(0, "ICU", "intervention", "Biopatches", date(2023, 4, 1), None, ""),
        )
    id = stories.draft(cast.contributor, replace(TOLD, measure="clabsi-rate")).id
    before = learn.story(cast.lead, id or 0).frozen
    assert before and before.sentence.startswith("Fewer infections since about April 2023")
    assert before.rates == (
        "Before: 24 infections in 1,200 line days (20.00 per 1,000 line days). "
        "Since: no infections in 1,100 line days. At most 0.15 times as often (95% range)."
    )
    assert (before.before, before.after) == ((24, 1200), (0, 1100))
    assert before.marks[0].name == "Biopatches" and len(before.control.dots) == 24
    send(cast, "clabsi", year(2024, 5))
    assert learn.story(cast.lead, id or 0).frozen == before
    stories.draft(cast.contributor, replace(TOLD, measure="clabsi-rate", title="Better words"), id)
    assert learn.story(cast.lead, id or 0).frozen == before
    view = themes.see(cast.lead, Query.of(theme("clabsi"), "clabsi-rate", "ICU"))
    assert view.control and len(view.control.dots) == 36


def test_a_story_tells_its_interventions_months_where_no_change_was_found(cast: Cast) -> None:
    send(cast, "clabsi", year(2021, 1) | year(2022, 1) | year(2023, 1))
    with engine.begin() as db:
        started = Event(0, "ICU", "intervention", "Biopatches", date(2023, 4, 1), None, "")
        chart_events.add_event(db, cast.lead.centre or 0, "clabsi", started)
    frozen = stories.freeze(cast.contributor, Query.of(theme("clabsi"), "clabsi-rate", "ICU"))
    assert frozen and frozen.sentence.startswith("In the 24 months before Biopatches, 24 infections in 2,400 line days")
    assert (frozen.before, frozen.after) == ((24, 2400), (12, 1200))


def test_whether_it_still_holds_is_said_with_the_centres_agreement_only(cast: Cast) -> None:
    send(cast, "clabsi", year(2022, 2) | year(2023, 0))
    id = published(cast, replace(TOLD, measure="clabsi-rate"))
    told = learn.gallery(cast.stranger)
    send(cast, "clabsi", {f"2024-{month:02d}": (0, 100) for month in range(4, 10)})
    assert learn.still(cast.stranger, told) == {}
    agree(cast, id, "holding")
    assert str(learn.still(cast.stranger, told)[id]) == "still holding after 6 months"


def test_facilitators_read_no_numbers_before_the_lead_has_agreed(cast: Cast) -> None:
    send(cast, "clabsi", year(2022, 2) | year(2023, 0))
    id = stories.tell(cast.contributor, replace(TOLD, measure="clabsi-rate")).id
    assert stories.to_review(cast.facilitator)[0].frozen is None
    assert learn.story(cast.facilitator, id or 0).frozen is None
    agree(cast, id or 0, "gallery")
    assert stories.to_review(cast.facilitator)[0].frozen


def test_a_story_begins_from_the_ribbon_and_from_what_the_centre_tries(cast: Cast) -> None:
    with engine.begin() as db:
        for name, area in (("Biopatches", "ICU"), ("Body washes", "")):
            event = Event(0, area, "intervention", name, date(2024, 7, 5), None, "")
            chart_events.add_event(db, cast.lead.centre or 0, "clabsi", event)
    begun = stories.beginning(cast.member, "clabsi")
    assert begun.answers == {"did": "Biopatches in ICU, since Jul 2024.\nBody washes, since Jul 2024."}
    assert begun.interventions == ("Biopatches", "Body washes")
    assert stories.beginning(cast.stranger, "clabsi").interventions == ()


def test_whether_stories_hold_is_read_as_the_benchmark_counts_it(database: None) -> None:
    equal, said = equal_to_the_action(np.random.default_rng(1), 25)
    assert equal == len(said) and set(said) == {"still holding", "no longer holds", "not known yet", "no new data"}


def test_the_centre_is_told_first_whether_its_story_still_holds(cast: Cast) -> None:
    send(cast, "clabsi", year(2022, 2) | year(2023, 0))
    id = published(cast, replace(TOLD, measure="clabsi-rate"))
    send(cast, "clabsi", {f"2024-{month:02d}": (2, 100) for month in range(4, 10)})
    told = learn.gallery(cast.stranger)
    assert str(learn.own_still(cast.member, told)[id]) == "no longer holds after 6 months"
    assert learn.own_still(cast.stranger, told) == {} and learn.still(cast.stranger, told) == {}


def test_a_centre_without_a_lead_is_told_so_and_the_admin_sees_who_needs_one(cast: Cast) -> None:
    assert stories.nobody_agrees(cast.stranger) and not stories.nobody_agrees(cast.member)
    assert home.waiting(cast.admin).without_lead == ("Birch Hospital",)
    assert home.waiting(cast.facilitator).without_lead == ()


def test_what_waits_stands_before_the_one_who_can_do_it(cast: Cast) -> None:
    id = stories.tell(cast.member, TOLD).id

    def waits() -> list[tuple[int, int, int]]:
        found = [home.waiting(one) for one in (cast.facilitator, cast.lead, cast.contributor, cast.stranger)]
        return [(one.to_review, one.to_agree, len(one.returned)) for one in found]

    assert waits() == [(1, 0, 0), (0, 1, 0), (0, 0, 0), (0, 0, 0)]
    agree(cast, id or 0, "gallery")
    stories.send_back(cast.facilitator, id or 0, "Say more, please.")
    assert waits() == [(0, 0, 0), (0, 0, 1), (0, 0, 1), (0, 0, 0)]


def test_observed_against_expected_deaths_make_no_story_chart(cast: Cast) -> None:
    send(cast, "hsmr", year(2022, 2) | year(2023, 0), "local")
    assert stories.freeze(cast.contributor, Query.of(theme("hsmr"), "hsmr")) is None
    assert stories.asked_by(replace(TOLD, measure="no-such-measure")) is None


def test_what_looks_like_a_patient_waits_for_a_person_and_is_never_quoted(cast: Cast) -> None:
    told = replace(TOLD, why="Baby 943 476 5919 was born 01/02/2023", contact="line.team@example.org")
    first = stories.tell(cast.contributor, told)
    assert first.id is None and first.doubts and "943" not in str(first)
    assert {doubt.field for doubt in first.doubts} == {"Why did you start?"}
    assert stories.tell(cast.contributor, told, confirmed=first.doubts).id


def test_a_doubt_is_confirmed_for_just_the_text_that_was_doubted(cast: Cast) -> None:
    one, other = replace(TOLD, why="Baby 943 476 5919"), replace(TOLD, why="Baby 943 476 5919, and 401 023 2137")
    first = stories.tell(cast.contributor, one)
    changed = stories.tell(cast.contributor, other, confirmed=first.doubts)
    assert changed.id is None and changed.doubts
    assert stories.tell(cast.contributor, other, confirmed=changed.doubts).id


def test_a_story_with_a_second_doubt_asks_for_both_together(cast: Cast) -> None:
    """Else the tick for the second would forget the first, and the form would ask without end."""
    first = stories.tell(cast.contributor, replace(TOLD, why="Baby 943 476 5919"))
    both = replace(TOLD, why="Baby 943 476 5919", did="Ring 01632 960 123")
    second = stories.tell(cast.contributor, both, confirmed=first.doubts)
    assert {doubt.field for doubt in second.doubts} == {"Why did you start?", "What did you do?"}
    assert stories.tell(cast.contributor, both, confirmed=second.doubts).id


def test_forged_areas_and_resources_are_dropped(cast: Cast) -> None:
    id = stories.tell(cast.contributor, replace(TOLD, area="Nowhere", resources=(999,), elements=("x" * 999,) * 99)).id
    kept = learn.story(cast.lead, id or 0)
    assert kept.area == "" and kept.resources == () and len(kept.elements) == 30 and len(kept.elements[0]) == 200


def test_a_thank_you_is_seen_by_its_centre_only(cast: Cast) -> None:
    id = published(cast)
    thanks.thank(cast.stranger, "story", id, "Your question saved us a month.")
    thanks.thank(cast.stranger, "story", id, "Thank you!")
    assert [(one.who, one.text) for one in thanks.received(cast.member)] == [("Contributor", "Thank you!")]
    assert thanks.received(cast.stranger) == ()
    with pytest.raises(Sorry):
        thanks.thank(cast.member, "story", id, "")
    with pytest.raises(NotAllowed):
        thanks.received(cast.facilitator)


def test_visitors_search_public_stories_by_public_words_only(cast: Cast) -> None:
    told = replace(TOLD, interventions=("Biopatches",), not_worked="Glitter stickers")
    published(cast, told, "gallery", "public")
    published(cast, replace(TOLD, title="Members only", did="Zirconium"), "gallery")

    def found(**wanted: str) -> list[str]:
        return [one.title for one in learn.public(VISITOR, learn.Filters(**wanted))]

    assert found() == found(words="scrub") == found(words="GLITTER") == ["One question a day"]
    assert found(words="line team") == found(words="zirc") == found(words="members") == []
    assert found(area="ICU") == found(intervention="Biopatches") == ["One question a day"]
    assert found(area="Haem-Onc wards") == found(theme="hsmr") == found(intervention="Parafilm") == []


def test_every_word_by_which_a_story_is_found_stands_in_its_public_form(cast: Cast) -> None:
    """So that no search of a visitor can spell out what the public form leaves away."""
    id = published(cast, replace(TOLD, interventions=("Biopatches",)), *PURPOSES)
    shown = repr(seen(learn.story(cast.lead, id), "public"))
    with engine.reading() as db:
        row = db.exec(select(SearchText).where(SearchText.kind == "story", SearchText.item_id == id)).one()
    assert all(word in shown for word in f"{row.title} {row.body}".split()) and "Biopatches" in row.body
