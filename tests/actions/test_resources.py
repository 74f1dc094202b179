"""What centres share and try: files looked into, versions, links, leave, and the ribbon of who tries it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mist_dash.actions import learn, mark_events, resources
from mist_dash.actions.demo_learning import pdf
from mist_dash.actions.resources import ResourceFile
from mist_dash.core.errors import NotAllowed, NotFound, Refused, Sorry
from mist_dash.core.people import VISITOR
from mist_dash.core.resources import Other, ResourceDraft
from mist_dash.store import files
from tests.conftest import Cast
from tests.core.documents.files import picture

BUNDLE = ResourceDraft(
    "clabsi",
    "Line care",
    "bundle",
    ("ICU",),
    ("Biopatches",),
    "Fewer infections",
    licence="CC BY 4.0",
    elements=("Scrub the hub", "Is the line still needed?"),
)
PLAIN = pdf("A bundle (six)", ["Parafilm round the hub"])
TODAY = date.today()


def add(cast: Cast, offered: ResourceDraft = BUNDLE, data: bytes = PLAIN, name: str = "bundle.pdf") -> int:
    id = resources.add(cast.contributor, offered, ResourceFile(name, data)).id
    assert id
    return id


def test_a_shared_file_comes_back_byte_for_byte_under_a_plain_name(cast: Cast) -> None:
    version = resources.resource(cast.stranger, add(cast, name="a\u202efdp.exe")).latest
    assert resources.file(cast.stranger, version.id) == ("afdp.pdf", "application/pdf", PLAIN)


@pytest.mark.parametrize("bad", [b"<svg onload=alert(1)>", b"PK\x03\x04", PLAIN + b"9 0 obj << /S /JavaScript >>"])
def test_what_is_no_plain_document_is_refused_whatever_its_name(cast: Cast, bad: bytes) -> None:
    with pytest.raises(Refused):
        resources.add(cast.contributor, BUNDLE, ResourceFile("bundle.pdf", bad))
    assert learn.shelf(cast.member) == ()


def test_members_read_and_visitors_do_not(cast: Cast) -> None:
    id = add(cast)
    version = resources.resource(cast.member, id).latest.id
    for act in (lambda: resources.resource(VISITOR, id), lambda: resources.file(VISITOR, version)):
        with pytest.raises(NotAllowed):
            act()
    for person in (cast.member, cast.facilitator, VISITOR):
        with pytest.raises(NotAllowed):
            resources.add(person, BUNDLE, ResourceFile("a.pdf", PLAIN))
    with pytest.raises(NotFound):
        resources.file(cast.member, 999)


def test_everything_wrong_with_a_resource_is_told_at_once(cast: Cast) -> None:
    problems = resources.add(cast.contributor, ResourceDraft("clabsi", " ", "song")).problems
    assert {problem.column for problem in problems} == {"Title", "Kind", "File"}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "https://user@example.org",
        "https:///x",
        "ftp://a/b",
        "https://a\u202e.org\n",
        "https://a b",
        "https://[",
        "https://a\\@b",
    ],
)
def test_a_link_is_a_plain_web_address_or_is_refused(cast: Cast, url: str) -> None:
    outcome = resources.add(cast.contributor, replace(BUNDLE, kind="link", url=url))
    assert outcome.id is None and outcome.problems[0].column == "Address"


def test_a_link_needs_no_file(cast: Cast) -> None:
    id = resources.add(cast.contributor, replace(BUNDLE, kind="link", url="https://example.org/bundle?v=2")).id
    assert resources.resource(cast.member, id or 0).latest.url == "https://example.org/bundle?v=2"


def test_a_new_version_supersedes_the_old_one_which_can_still_be_opened(cast: Cast) -> None:
    id = add(cast)
    newer = pdf("A bundle (seven)", ["And body washes"])
    with pytest.raises(Sorry, match="what changed"):
        resources.renew(cast.contributor, id, BUNDLE, " ", ResourceFile("b.pdf", newer))
    resources.renew(cast.lead, id, BUNDLE, "One element more", ResourceFile("b.pdf", newer))
    found = resources.resource(cast.member, id)
    assert [(version.number, version.changed) for version in found.versions] == [(2, "One element more"), (1, "")]
    assert [resources.file(cast.member, version.id)[2] for version in found.versions] == [newer, PLAIN]
    with pytest.raises(NotFound):
        resources.renew(cast.stranger, id, BUNDLE, "Mine now", ResourceFile("b.pdf", newer))


def test_a_text_layer_like_a_patients_waits_for_a_person(cast: Cast) -> None:
    file = ResourceFile("a.pdf", pdf("Case", ["NHS number 943 476 5919"]))
    first = resources.add(cast.contributor, BUNDLE, file)
    assert first.id is None and first.doubts[0].field == "The file itself" and "943" not in str(first)
    other = ResourceFile("a.pdf", pdf("Case", ["NHS number 943 476 5919, and another"]))
    assert resources.add(cast.contributor, BUNDLE, other, first.doubts).doubts
    assert resources.add(cast.contributor, BUNDLE, file, first.doubts).id


def test_a_damaged_file_is_never_handed_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    version = resources.resource(cast.member, add(cast)).latest.id
    place = files._place()
    name = next(entry["path"] for page in place.list() for entry in page)
    place.put(name, b"something else")
    with pytest.raises(Sorry, match="damaged"):
        resources.file(cast.member, version)


def test_out_of_date_from_the_day_after_its_review() -> None:
    from tests.core.shapes import resource

    due = resource(review=TODAY)
    assert not due.out_of_date(TODAY) and due.out_of_date(TODAY + timedelta(days=1))
    assert not resource(review=None).out_of_date(TODAY)


def test_trying_a_resource_puts_its_start_on_the_centres_own_ribbon(cast: Cast) -> None:
    id = add(cast)
    start = TODAY - timedelta(days=60)
    resources.use(cast.stranger, id, "trying", start)
    (event,) = mark_events.events(cast.stranger, "clabsi")
    assert (event.kind, event.name, event.area, event.start, event.stop) == (
        "intervention",
        "Biopatches",
        "ICU",
        start,
        None,
    )
    assert "Line care" in event.note and mark_events.events(cast.member, "clabsi") == ()
    (use,) = resources.resource(cast.member, id).uses
    assert (use.centre_name, use.state, use.since) == ("Birch Hospital", "trying", start)


def test_stopping_says_why_and_ends_the_same_ribbon(cast: Cast) -> None:
    id = add(cast)
    start, end = TODAY - timedelta(days=60), TODAY - timedelta(days=3)
    resources.use(cast.stranger, id, "trying", start)
    resources.use(cast.stranger, id, "adapted", TODAY - timedelta(days=30), "Without the patch")
    with pytest.raises(Sorry, match="why"):
        resources.use(cast.stranger, id, "stopped", end)
    with pytest.raises(Sorry, match="before"):
        resources.use(cast.stranger, id, "stopped", start - timedelta(days=1), "Sore skin")
    resources.use(cast.stranger, id, "stopped", end, "Sore skin")
    (event,) = mark_events.events(cast.stranger, "clabsi")
    assert (event.start, event.stop) == (start, end)
    (use,) = resources.resource(cast.member, id).uses
    assert (use.state, use.why, use.since) == ("stopped", "Sore skin", start)
    for person in (cast.facilitator, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            resources.use(person, id, "trying", TODAY)


def test_a_member_says_where_the_centre_tries_it_and_an_event_taken_off_the_chart_ends_no_use(cast: Cast) -> None:
    id = add(cast, replace(BUNDLE, areas=("ICU", "Haem-Onc")))
    with pytest.raises(Sorry, match="areas"):
        resources.use(cast.member, id, "trying", TODAY, area="Nowhere")
    resources.use(cast.member, id, "trying", TODAY, area="Haem-Onc")
    (event,) = mark_events.events(cast.member, "clabsi")
    assert event.area == "Haem-Onc"
    mark_events.remove(cast.lead, event.id)
    assert mark_events.events(cast.member, "clabsi") == ()
    assert [use.state for use in resources.resource(cast.member, id).uses] == ["trying"]


def test_a_resource_takes_the_place_of_an_earlier_one_of_the_same_centre_only(cast: Cast) -> None:
    old = add(cast)
    new = add(cast, replace(BUNDLE, title="Line care, anew", supersedes=old))
    assert resources.resource(cast.stranger, old).superseded_by == Other(new, "Line care, anew")
    assert resources.resource(cast.stranger, new).supersedes == Other(old, "Line care")
    for who, offered in ((cast.stranger, replace(BUNDLE, supersedes=new)), (cast.lead, replace(BUNDLE, supersedes=99))):
        with pytest.raises(Sorry, match="earlier one"):
            resources.add(who, offered, ResourceFile("a.pdf", PLAIN))
    for itself_or_later in (old, new):
        with pytest.raises(Sorry, match="earlier one"):
            resources.renew(
                cast.lead, old, replace(BUNDLE, supersedes=itself_or_later), "New", ResourceFile("b.pdf", PLAIN)
            )


def test_filters_narrow_and_a_bundle_for_every_area_fits_each(cast: Cast) -> None:
    icu, every = add(cast), add(cast, replace(BUNDLE, title="For all", areas=(), interventions=()))

    def found(**wanted: str) -> list[int]:
        return [one.id for one in learn.shelf(cast.stranger, learn.Filters(**wanted))]

    assert found() == [every, icu] == found(area="ICU") == found(theme="clabsi", kind="bundle")
    both = add(cast, replace(BUNDLE, title="For two", areas=("ICU", "Elsewhere")))
    assert found(area="Elsewhere") == [both, every] and found(area="Haem-Onc") == [every]
    assert [both, icu] == found(intervention="Biopatches")
    assert found(theme="medication") == [] == found(kind="poster")
    assert found(words="PARAFILM hub") == [both, every, icu] and found(words="for all") == [every]


def test_a_shared_picture_does_not_say_where_or_by_whom_it_was_taken(cast: Cast) -> None:
    photo = picture("jpeg", comment=b"Ward 7, by Quincy")
    version = resources.resource(cast.member, add(cast, data=photo, name="poster.jpg")).latest
    kept = resources.file(cast.stranger, version.id)[2]
    assert b"Quincy" in photo and b"Quincy" not in kept and version.size == len(kept) < len(photo)
