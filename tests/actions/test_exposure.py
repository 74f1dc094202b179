"""A count without its line days is stored as it is; no rate is made of it, nor of the months that are left."""

from __future__ import annotations

import pytest

from mist_dash.actions import share, themes
from mist_dash.actions.catalogue import theme
from mist_dash.core import words
from mist_dash.core.holding import side
from mist_dash.core.people import Person
from mist_dash.core.query import Query
from tests.actions.test_share import file, send, stored
from tests.conftest import Cast

EVENTS = (2, 0, 1, 3, 0, 1, 0, 2, 0, 1, 0, 0)  # ten, six months of them zero
DAYS = (410, 395, 402, 420, 388, 401, 399, 412, 405, 408, 411, 415)  # 4,866
MONTHS = tuple(f"2025-{month:02d}" for month in range(1, 13))
COUNTS = [f"{month},ICU,{events}" for month, events in zip(MONTHS, EVENTS, strict=True)]
EXPOSURE = [f"{month},ICU,{days}" for month, days in zip(MONTHS, DAYS, strict=True)]


def counts_alone(*rows: str) -> share.UploadedFile:
    return file(*rows, header="month,area,clabsi")


def days_alone(*rows: str) -> share.UploadedFile:
    return file(*rows, header="month,area,central_line_days")


def said(actor: Person, area: str = "ICU", measure: str = "clabsi-rate") -> str:
    change = themes.see(actor, Query.of(theme("clabsi"), measure, area, "calendar")).change
    return "" if change is None else words.say(change)


def test_counts_go_in_as_they_are_and_no_rate_is_made_of_the_months_that_are_zero(cast: Cast) -> None:
    proposal = share.propose(cast.contributor, "clabsi", counts_alone(*COUNTS))
    assert not proposal.reading.problems and len([w for w in proposal.reading.warnings if "no rate" in w]) == 1
    send(cast.contributor, counts_alone(*COUNTS))
    assert sum(value or 0 for value in stored(cast.contributor).values()) == 10
    for measure in ("clabsi-rate", "clabsi-gap"):
        view = themes.see(cast.member, Query.of(theme("clabsi"), measure, "ICU", "calendar"))
        assert view.change is not None and view.change.this.rate is None and view.years == ()
        assert "For 12 months the number of line days is still to come" in said(cast.member, measure=measure)
        assert "none" not in said(cast.member).lower() and "no infections" not in said(cast.member).lower()


@pytest.mark.parametrize("days_first", [False, True])
def test_a_year_sent_in_two_files_is_one_year_in_either_order(cast: Cast, days_first: bool) -> None:
    files = [counts_alone(*COUNTS), days_alone(*EXPOSURE)]
    for sent in reversed(files) if days_first else files:
        send(cast.contributor, sent)
    assert "10 infections in 4,866 line days" in said(cast.member)
    (year,) = themes.see(cast.member, Query.of(theme("clabsi"), "clabsi-rate", "ICU", "calendar")).years
    assert (year.events, year.exposure) == (10, 4866) and "no line days yet" not in said(cast.member)


def test_months_whose_days_have_come_are_the_only_ones_in_the_rate(cast: Cast) -> None:
    send(cast.contributor, counts_alone(*COUNTS))
    send(cast.contributor, days_alone(*EXPOSURE[:4]))
    assert "6 infections in 1,627 line days" in said(cast.member)
    assert "For 8 months the number of line days is still to come" in said(cast.member)
    series = themes.see(cast.member, Query.of(theme("clabsi"), "clabsi-rate", "ICU")).series
    assert series is not None and side(series, MONTHS) == (6, 1627)


def test_the_whole_hospital_waits_for_the_days_of_every_area(cast: Cast) -> None:
    for area in ("Haem-Onc", "Elsewhere"):
        send(cast.contributor, file(*(f"{month},{area},1,100" for month in MONTHS)))
    send(cast.contributor, counts_alone(*COUNTS))
    assert "For 12 months the number of line days is still to come" in said(cast.member, "Whole hospital")
    send(cast.contributor, days_alone(*EXPOSURE))
    assert "34 infections in 7,266 line days" in said(cast.member, "Whole hospital")


def test_events_with_a_stored_zero_of_days_are_an_error_until_one_of_them_gives_way(cast: Cast) -> None:
    send(cast.contributor, days_alone("2025-01,ICU,0"))
    sent = counts_alone("2025-01,ICU,2", "2025-02,ICU,1")
    proposal = share.propose(cast.contributor, "clabsi", sent)
    (question,) = proposal.reading.questions
    assert "January 2025, ICU, Central line days: 0, sent on" in question.text and "by Contributor" in question.text
    assert [problem.found for problem in proposal.reading.problems] == ["2"]
    clear = share.UploadedFile(sent.name, sent.data, {}, {"stored:": "clear"})
    upload = send(cast.contributor, clear)
    assert stored(cast.contributor)[("2025-01", "ICU", "clabsi")] == 2
    assert stored(cast.contributor)[("2025-01", "ICU", "central_line_days")] is None
    share.undo(cast.contributor, upload or 0)
    assert stored(cast.contributor) == {("2025-01", "ICU", "central_line_days"): 0}
    keep = share.UploadedFile(sent.name, sent.data, {}, {"stored:": "keep"})
    send(cast.contributor, keep)
    assert ("2025-01", "ICU", "clabsi") not in stored(cast.contributor)
    assert "1 row with problems was left out." in share.history(cast.contributor)[0].sentence
    assert share.propose(cast.contributor, "clabsi", sent).reading.questions, "the answer holds for one file only"
