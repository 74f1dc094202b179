"""Who belongs: an admin keeps people and centres, a lead the own centre's; who leaves takes what it shared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mist_dash.actions import excellence as reports
from mist_dash.actions import (
    home,
    learn,
    mark_events,
    membership,
    people,
    public_resources,
    resources,
    stories,
    themes,
    threads,
)
from mist_dash.actions.demo_learning import pdf
from mist_dash.actions.learn import Filters
from mist_dash.actions.resources import ResourceFile
from mist_dash.core.consent import PURPOSES, fingerprint, fingerprint_of_resource
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.excellence import Written
from mist_dash.core.people import VISITOR, Person, Role
from mist_dash.core.resources import ResourceDraft
from mist_dash.core.stories import StoryDraft
from mist_dash.core.threads import ThreadDraft
from mist_dash.store import audit, engine
from mist_dash.store import people as accounts
from tests.conftest import Cast

TOLD = StoryDraft("clabsi", "ICU", "One question a day", "Why", "What we did", "What we found", "What it means")


def test_only_leads_and_an_admin_keep_people_and_each_change_is_audited(cast: Cast) -> None:
    member, centre = cast.member.id or 0, cast.member.centre or 0
    for person in (VISITOR, cast.member, cast.contributor, cast.stranger, cast.facilitator):
        for act in (
            lambda who: membership.groups(who),
            lambda who: membership.set_role(who, member, Role.LEAD),
            lambda who: membership.set_active(who, member, False),
        ):
            with pytest.raises(NotAllowed):
                act(person)
    for person in (VISITOR, *cast.everybody[:-1]):
        for act in (
            lambda who: membership.set_centre_active(who, centre, False),
            lambda who: membership.add_centre(who, "Cedar Hospital"),
            lambda who: membership.first_steps(who),
        ):
            with pytest.raises(NotAllowed):
                act(person)
    membership.set_role(cast.admin, member, Role.LEAD)
    membership.set_active(cast.admin, member, False)
    membership.set_centre_active(cast.admin, centre, False)
    with engine.reading() as db:
        assert audit.checked(db).whole
    ash, birch, nowhere = membership.groups(cast.admin)
    assert (ash.name, birch.name, nowhere.centre) == ("Ash Hospital", "Birch Hospital", None)
    assert ash.leads == ("Lead",) and not ash.active


def test_a_new_role_holds_at_once_and_a_closed_account_is_out_and_stays_out(cast: Cast) -> None:
    token = people.sign_in(cast.member.username) or ""
    membership.set_role(cast.admin, cast.member.id or 0, Role.LEAD)
    assert people.who(token).role is Role.LEAD
    membership.set_active(cast.admin, cast.member.id or 0, False)
    assert people.who(token) == VISITOR and people.sign_in(cast.member.username) is None
    membership.set_active(cast.admin, cast.member.id or 0, True)
    assert people.who(token) == VISITOR and people.sign_in(cast.member.username)


def test_roles_stay_within_a_centre_or_within_the_collaborative_and_nobody_changes_themself(cast: Cast) -> None:
    for person, role in ((cast.member, Role.ADMIN), (cast.facilitator, Role.LEAD), (cast.member, Role.VISITOR)):
        with pytest.raises(Sorry, match="belong"):
            membership.set_role(cast.admin, person.id or 0, role)
    for act in (
        lambda: membership.set_role(cast.admin, cast.admin.id or 0, Role.FACILITATOR),
        lambda: membership.set_active(cast.admin, cast.admin.id or 0, False),
    ):
        with pytest.raises(Sorry, match="own account"):
            act()
    for act in (
        lambda: membership.set_role(cast.admin, 999, Role.LEAD),
        lambda: membership.set_centre_active(cast.admin, 999, False),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_centre_without_a_lead_gets_one_by_one_act_and_can_agree(cast: Cast) -> None:
    def alone() -> tuple[str, ...]:
        return home.waiting(cast.admin).without_lead

    assert alone() == ("Birch Hospital",)
    membership.set_role(cast.admin, cast.stranger.id or 0, Role.LEAD)
    assert alone() == () and membership.groups(cast.admin)[1].leads == ("Contributor",)


def shared(cast: Cast) -> tuple[int, int]:
    """A story and a resource of Ash, open to everybody, tried, asked about, with an excellence report; their ids."""
    file = ResourceFile("a.pdf", pdf("Line care", ["Scrub the hub"]))
    offered = ResourceDraft("clabsi", "Line care", "bundle", elements=("Scrub the hub",))
    resource = resources.add(cast.contributor, offered, file).id
    assert resource
    public_resources.agree(cast.lead, resource, fingerprint_of_resource(resources.resource(cast.member, resource)))
    resources.use(cast.member, resource, "trying", date.today())
    story = stories.tell(cast.contributor, replace(TOLD, resources=(resource,))).id
    assert story
    stories.publish(cast.facilitator, story)
    for purpose in PURPOSES:
        stories.agree(cast.lead, story, purpose, fingerprint(learn.story(cast.lead, story), purpose))
    report = reports.write(cast.member, Written("It went well", "We talked", "Time", "Ask")).id
    reports.set_shared(cast.lead, report or 0, True)
    threads.begin(cast.stranger, ThreadDraft("ask", "clabsi", "How often?", "We wonder.", resource=resource))
    return story, resource


def places(reader: Person, story: int, resource: int) -> dict[str, bool]:
    """Where something of the centre stands now."""
    version = 1

    def found(act) -> bool:  # type: ignore[no-untyped-def]
        try:
            return bool(act())
        except (NotFound, NotAllowed):
            return False

    return {
        "gallery": found(lambda: learn.gallery(reader)),
        "home": found(lambda: home.new_stories(reader)),
        "theme": any(themes.learn_from(reader, "clabsi")),
        "search": any(learn.find(reader, Filters(words="question"))) or any(learn.find(reader, Filters(words="hub"))),
        "story": found(lambda: learn.story(reader, story)),
        "shelf": found(lambda: learn.shelf(reader)),
        "resource": found(lambda: resources.resource(reader, resource)),
        "file": found(lambda: resources.file(reader, version)),
        "compare": found(lambda: resources.with_elements(reader)),
        "matrix": found(lambda: mark_events.interventions(reader, "clabsi")),
        "public stories": found(lambda: learn.public(VISITOR)),
        "public search": found(lambda: learn.public(VISITOR, Filters(words="question"))),
        "public resources": found(lambda: public_resources.shelf(VISITOR)),
        "public file": found(lambda: resources.file(VISITOR, version)),
        "excellence": found(lambda: reports.shared(reader)),
        "title on a thread": any(one.resource_title for one in threads.open_asks(reader)),
    }


def test_what_a_centre_shared_leaves_with_it_everywhere_and_returns_with_it(cast: Cast) -> None:
    ids, ash = shared(cast), cast.lead.centre or 0
    before = places(cast.stranger, *ids)
    assert all(before.values()), before
    membership.set_centre_active(cast.admin, ash, False)
    for reader in (cast.stranger, cast.facilitator, cast.admin):
        gone = places(reader, *ids)
        assert not any(gone.values()), (reader.role, gone)
    assert len(threads.open_asks(cast.stranger)) == 1  # what another centre asked stays
    membership.set_centre_active(cast.admin, ash, True)
    assert places(cast.stranger, *ids) == before  # with every agreement, as it was


def test_a_story_stays_when_the_centre_whose_bundle_it_used_leaves_and_loses_only_the_link(cast: Cast) -> None:
    _, bundle = shared(cast)
    with engine.begin() as db:
        accounts.change_role(db, cast.stranger.username, Role.LEAD)
    birch = replace(cast.stranger, role=Role.LEAD)
    id = stories.tell(birch, replace(TOLD, title="Ours, too", resources=(bundle,))).id
    assert id
    stories.publish(cast.facilitator, id)
    stories.agree(birch, id, "gallery", fingerprint(learn.story(birch, id), "gallery"))
    membership.set_centre_active(cast.admin, cast.lead.centre or 0, False)
    (left,) = learn.gallery(cast.facilitator)
    assert left.title == "Ours, too" and left.resources == ()
    membership.set_centre_active(cast.admin, cast.lead.centre or 0, True)
    assert [len(one.resources) for one in learn.gallery(cast.facilitator) if one.id == id] == [1]
