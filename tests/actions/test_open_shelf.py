"""What everybody may see of the resources: only what a lead agreed to, as it was then, and not a moment longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mist_dash.actions import learn, public_resources, resources
from mist_dash.actions.demo_learning import pdf
from mist_dash.actions.learn import Filters
from mist_dash.actions.resources import ResourceFile
from mist_dash.core.consent import fingerprint_of_resource
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.people import VISITOR
from mist_dash.core.resources import Resource, ResourceDraft
from tests.conftest import Cast

BUNDLE = ResourceDraft(
    "clabsi",
    "Line care",
    "bundle",
    "ICU",
    ("Biopatches",),
    "Fewer infections",
    lead="Quincy, ext 4471",
    licence="CC BY 4.0",
    elements=("Scrub the hub",),
)


def add(cast: Cast, offered: ResourceDraft = BUNDLE, inside: str = "Parafilm round the hub") -> Resource:
    id = resources.add(cast.contributor, offered, ResourceFile("a.pdf", pdf(offered.title, [inside]))).id
    assert id
    return resources.resource(cast.member, id)


def opened(cast: Cast, offered: ResourceDraft = BUNDLE, inside: str = "Parafilm round the hub") -> Resource:
    found = add(cast, offered, inside)
    public_resources.agree(cast.lead, found.id, fingerprint_of_resource(found))
    return found


def seen(words: str = "") -> list[str]:
    return [one.title for one in public_resources.shelf(VISITOR, Filters(words=words))]


def refused(version: int) -> str:
    with pytest.raises(NotAllowed) as refusal:
        resources.file(VISITOR, version)
    return str(refusal.value)


def test_nothing_is_open_to_all_before_the_lead_agrees(cast: Cast) -> None:
    found = add(cast)
    assert seen() == [] and refused(found.latest.id)
    content = fingerprint_of_resource(found)
    for person in (cast.member, cast.contributor, cast.facilitator, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            public_resources.agree(person, found.id, content)
    with pytest.raises(NotFound):
        public_resources.agree(replace(cast.lead, centre=cast.stranger.centre), found.id, content)
    public_resources.agree(cast.lead, found.id, content)
    assert seen() == ["Line care"] and resources.file(VISITOR, found.latest.id)[0] == "a.pdf"


def test_taking_it_back_holds_at_once_for_the_page_the_search_and_the_file(cast: Cast) -> None:
    found = opened(cast)
    with pytest.raises(NotFound):
        public_resources.take_back(replace(cast.lead, centre=cast.stranger.centre), found.id)
    public_resources.take_back(cast.lead, found.id)
    assert seen() == [] == seen("parafilm") and refused(found.latest.id)
    assert resources.file(cast.stranger, found.latest.id) and learn.shelf(cast.stranger)  # members keep it


def test_a_new_version_is_not_what_was_agreed_to(cast: Cast) -> None:
    found = opened(cast)
    newer = ResourceFile("b.pdf", pdf("Line care", ["Chlorhexidine"]))
    resources.renew(cast.contributor, found.id, BUNDLE, "One more", newer)
    renewed = resources.resource(cast.member, found.id)
    assert seen() == [] == seen("chlorhexidine")
    assert refused(found.latest.id) == refused(renewed.latest.id)
    public_resources.agree(cast.lead, found.id, fingerprint_of_resource(renewed))
    assert resources.file(VISITOR, renewed.latest.id) and refused(found.latest.id)  # the old one stays among members


@pytest.mark.parametrize(
    "edit",
    [{"title": "Other"}, {"aim": "Else"}, {"elements": ()}, {"licence": "All rights"}, {"review": date(2030, 1, 1)}],
)
def test_any_edit_that_would_show_ends_the_agreement(cast: Cast, edit: dict[str, object]) -> None:
    found = opened(cast)
    same = ResourceFile("a.pdf", resources.file(cast.member, found.latest.id)[2])
    resources.renew(cast.contributor, found.id, replace(BUNDLE, **edit), "Edited", same)  # type: ignore[arg-type]
    with pytest.raises(Sorry, match="not as you read it"):
        public_resources.agree(cast.lead, found.id, fingerprint_of_resource(found))
    assert seen() == []


def test_a_visitor_sees_neither_the_lead_nor_who_tries_it_nor_older_versions(cast: Cast) -> None:
    found = opened(cast)
    resources.use(cast.stranger, found.id, "stopped", date.today(), "Sore skin")
    (shown,) = public_resources.shelf(VISITOR)
    assert "Quincy" not in repr(shown) and "Sore skin" not in repr(shown) and "Birch" not in repr(shown)
    assert shown.aim == "Fewer infections" and len(shown.versions) == 1


def test_the_public_search_finds_by_no_word_that_is_not_public(cast: Cast) -> None:
    """Also not by its beginning: a search that answers would spell the rest out, letter by letter."""
    opened(cast)
    add(cast, replace(BUNDLE, title="Members only"), "Secret words")
    assert seen("parafilm hub") == ["Line care"] == seen("SCRUB")
    assert seen("quincy") == seen("qui") == seen("4471") == seen("secret") == seen("members") == []
    assert {one.title for one in learn.shelf(cast.stranger, Filters(words="hub"))} == {"Line care", "Members only"}


def test_filters_of_the_open_shelf_narrow_it(cast: Cast) -> None:
    opened(cast)
    for wanted, many in (
        (Filters(theme="clabsi", kind="bundle"), 1),
        (Filters(theme="medication"), 0),
        (Filters(area="Elsewhere"), 0),
        (Filters(kind="poster"), 0),
    ):
        assert len(public_resources.shelf(VISITOR, wanted)) == many


def test_a_visitor_cannot_tell_a_file_of_members_from_one_that_does_not_exist(cast: Cast) -> None:
    version = add(cast).latest.id
    assert refused(version) == refused(version + 1) == refused(0) == refused(10**30)
    for forged in (version + 1, 0, 2**31, 2**63, 10**30):
        with pytest.raises(NotFound):
            resources.file(cast.member, forged)
