"""Excellence reports: who writes, who sees, whose name is kept, and how they become the centre's numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mist_dash.actions import excellence, share
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.excellence import Written
from mist_dash.store import audit, counts, engine
from mist_dash.store import excellence as kept
from tests.conftest import Cast

GOOD = Written("The night was calm.", "Everybody had eaten.", "A colleague brought soup.", "Bring soup.")
OCTOBER = datetime(2026, 10, 12, 9, tzinfo=UTC)


def wrote(actor, at: datetime = OCTOBER, written: Written = GOOD) -> int:  # type: ignore[no-untyped-def]
    with engine.begin() as db:
        return kept.add(db, actor.centre, actor.id, written, at)


def stored(cast: Cast) -> dict[tuple[str, str], float | None]:
    with engine.reading() as db:
        found = counts.numbers(db, cast.lead.centre or 0, "excellence")
    return {(key.period, key.item): number.value for key, number in found.items()}


def test_any_member_of_a_centre_may_write_a_report_and_nobody_without_one(cast: Cast) -> None:
    assert excellence.write(cast.member, GOOD).id
    assert [report.author_name for report in excellence.own(cast.lead)] == ["Member"]
    for outsider in (cast.facilitator, cast.admin):
        with pytest.raises(NotAllowed):
            excellence.write(outsider, GOOD)


def test_a_name_is_kept_only_with_agreement(cast: Cast) -> None:
    excellence.write(cast.member, replace(GOOD, named="Sister Joy"))
    excellence.write(cast.member, replace(GOOD, named="The bay team", agreed=True))
    assert [report.whom for report in excellence.own(cast.member)] == ["The bay team", "a colleague"]


def test_everything_missing_is_said_at_once(cast: Cast) -> None:
    outcome = excellence.write(cast.member, Written("", " ", "x" * 2001, "ok"))
    assert outcome.id is None
    assert [problem.column for problem in outcome.problems] == [
        "What happened?",
        "Why did it go so well this time?",
        "What made it happen?",
    ]


def test_what_looks_like_a_patient_is_kept_only_once_a_person_confirmed_that_very_doubt(cast: Cast) -> None:
    like_one = replace(GOOD, happened="NHS number 943 476 5919 went home.")
    first = excellence.write(cast.member, like_one)
    assert first.id is None and len(first.doubts) >= 1 and "943" not in str(first.doubts)
    also = replace(like_one, others="Born: 3/4/2019")
    assert excellence.write(cast.member, also, first.doubts).id is None
    assert excellence.write(cast.member, like_one, first.doubts).id
    with engine.reading() as db:
        assert audit.checked(db).whole


def test_another_centre_sees_a_report_only_when_the_lead_shares_it(cast: Cast) -> None:
    id = excellence.write(cast.member, GOOD).id or 0
    assert excellence.shared(cast.stranger) == () and excellence.own(cast.stranger) == ()
    for not_the_lead in (cast.member, cast.contributor, cast.facilitator):
        with pytest.raises(NotAllowed):
            excellence.set_shared(not_the_lead, id, True)
    excellence.set_shared(cast.lead, id, True)
    assert [report.id for report in excellence.shared(cast.stranger)] == [id]
    assert excellence.shared(cast.member) == ()  # the own ones stand among the own
    excellence.set_shared(cast.lead, id, False)
    assert excellence.shared(cast.stranger) == ()


def test_nobody_touches_another_centres_report(cast: Cast) -> None:
    id = excellence.write(cast.member, GOOD).id or 0
    stranger_lead = replace(cast.stranger, role=cast.lead.role)
    for attempt in (
        lambda: excellence.tell(cast.stranger, id, date(2026, 10, 1), "me"),
        lambda: excellence.not_told(cast.stranger, id),
        lambda: excellence.take_back(cast.stranger, id),
        lambda: excellence.set_shared(stranger_lead, id, True),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert excellence.story_from(cast.stranger, str(id)) == {}


def test_feedback_is_tracked_and_can_be_taken_back(cast: Cast) -> None:
    id = excellence.write(cast.member, GOOD).id or 0
    excellence.tell(cast.contributor, id, date(2026, 10, 20), "The matron")
    told = excellence.own(cast.member)[0].told
    assert told and (told.on, told.by) == (date(2026, 10, 20), "The matron")
    with pytest.raises(Sorry):
        excellence.tell(cast.contributor, id, date(2999, 1, 1), "The matron")
    excellence.not_told(cast.contributor, id)
    assert excellence.own(cast.member)[0].told is None


def test_the_reports_of_a_month_become_its_numbers_with_one_click_and_one_undo(cast: Cast) -> None:
    ids = [wrote(cast.member) for _ in range(3)]
    wrote(cast.member, datetime(2026, 11, 2, tzinfo=UTC))  # a month that is not over is not counted
    excellence.tell(cast.member, ids[0], date(2026, 10, 20), "The matron")
    months = excellence.by_month(cast.contributor, "2026-11")
    assert [month.say() for month in months] == ["October 2026: 3 reports, of which 1 told"]
    with pytest.raises(NotAllowed):
        excellence.send_numbers(cast.member, months, "2026-11")
    upload = excellence.send_numbers(cast.contributor, months, "2026-11")
    assert stored(cast) == {("2026-10", "lfe_reports"): 3, ("2026-10", "lfe_told"): 1}
    assert not excellence.by_month(cast.contributor, "2026-11")[0].to_send
    assert upload is not None
    share.undo(cast.contributor, upload)
    assert stored(cast) == {}


def test_numbers_from_the_reports_are_renewed_when_one_more_was_told(cast: Cast) -> None:
    id = wrote(cast.member)
    excellence.send_numbers(cast.lead, excellence.by_month(cast.lead, "2026-11"), "2026-11")
    excellence.tell(cast.member, id, date(2026, 11, 1), "The matron")
    again = excellence.by_month(cast.lead, "2026-11")
    assert again[0].to_send and again[0].source == "reports"
    excellence.send_numbers(cast.lead, again, "2026-11")
    assert stored(cast)["2026-10", "lfe_told"] == 1


def test_uploaded_numbers_win_over_the_reports(cast: Cast) -> None:
    wrote(cast.member)
    before = excellence.by_month(cast.lead, "2026-11")
    file = share.UploadedFile("ours.csv", b"month,lfe_reports,lfe_told\n2026-10,12,9\n", {}, {})
    share.submit(cast.lead, "excellence", file, share.propose(cast.lead, "excellence", file).shown)
    month = excellence.by_month(cast.lead, "2026-11")[0]
    assert (month.source, month.to_send, month.stored) == ("uploaded", False, (12, 9))
    with pytest.raises(Sorry):
        excellence.send_numbers(cast.lead, before, "2026-11")
    assert stored(cast)["2026-10", "lfe_reports"] == 12


def test_a_report_taken_back_is_gone_from_lists_and_counts(cast: Cast) -> None:
    id = wrote(cast.member)
    with pytest.raises(Sorry):
        excellence.take_back(cast.contributor, id)
    excellence.take_back(cast.member, id)
    assert excellence.own(cast.lead) == () and excellence.by_month(cast.lead, "2026-11") == ()


def test_a_story_begins_with_the_reports_answers_and_without_its_name(cast: Cast) -> None:
    id = excellence.write(cast.member, replace(GOOD, named="Sister Joy", agreed=True)).id
    start = excellence.story_from(cast.contributor, str(id))
    assert start == {"why": GOOD.happened, "did": GOOD.made, "found": GOOD.well, "means": GOOD.others}
    assert excellence.story_from(cast.contributor, "1 or 1=1") == {}
