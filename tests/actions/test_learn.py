"""Stories and resources: who tells, who publishes, who reads, and what is refused."""

from __future__ import annotations

import pytest

from mist_dash.actions import learn
from mist_dash.actions.demo import pdf
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.learning import Told
from mist_dash.core.people import VISITOR
from tests.conftest import Cast

TOLD = Told("clabsi", "ICU", "One question a day", "Why", "What we did", "What we found", "What it means")


def test_everything_missing_from_a_story_is_told_at_once(cast: Cast) -> None:
    id, problems = learn.tell(cast.contributor, Told("clabsi", "", " ", "", "", "", ""))
    assert id is None and len(problems) == 5


def test_a_member_may_not_tell_and_a_contributor_may_not_publish(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        learn.tell(cast.member, TOLD)
    id, _ = learn.tell(cast.contributor, TOLD)
    for person in (cast.contributor, cast.lead, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            learn.publish(person, id or 0)


def test_an_unpublished_story_is_not_there_for_another_centre(cast: Cast) -> None:
    id, _ = learn.tell(cast.contributor, TOLD)
    assert learn.story(cast.member, id or 0).state == "submitted"
    for asked in (id or 0, 999):
        with pytest.raises(NotFound):
            learn.story(cast.stranger, asked)


def test_what_is_no_plain_pdf_is_refused(cast: Cast) -> None:
    def add(file: bytes) -> int:
        return learn.add_resource(cast.contributor, theme="clabsi", title="Bundle", kind="bundle", about="",
                                  licence="", file_name="a\u202egnp.pdf", file=file)  # fmt: skip

    for bad in (b"<svg onload=alert(1)>", b"PK\x03\x04", pdf("t", ["x"]) + b"/JavaScript (app.alert(1))"):
        with pytest.raises(Sorry):
            add(bad)
    name, kind, file = learn.resource_file(cast.stranger, add(pdf("A bundle (six)", ["one", "two"])))
    assert name == "agnp.pdf" and kind == "application/pdf" and file.startswith(b"%PDF")
