"""What a centre uses of the agreed list: ticked once, many at a time, undone as it was, and seen by all, A to Z."""

from __future__ import annotations

from datetime import date

import pytest

from mist_dash.actions import agreed, mark_events, share, themes
from mist_dash.actions.catalogue import theme
from mist_dash.core import months
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.people import VISITOR, Person
from mist_dash.core.query import Query
from mist_dash.ui.pages import interventions_matrix
from tests.conftest import Cast

MEDICATION = theme("medication")
assert MEDICATION.agreed is not None
DRUGS = MEDICATION.agreed.items
SPRING, AUTUMN = date(2024, 3, 12), date(2024, 10, 1)


def tick(who: Person, names: tuple[str, ...], state: agreed.TickState = "in use", since: date = SPRING) -> None:
    agreed.tick(who, "medication", names, state, since)


def states(who: Person) -> list[str]:
    return [one.said for one in agreed.see(who, "medication") if one.event]


def view(who: Person) -> themes.View:
    return themes.see(who, Query.of(MEDICATION, "med-standard", "Whole hospital"))


def test_many_are_ticked_at_once_and_corrected_without_a_second_tick(cast: Cast) -> None:
    tick(cast.contributor, DRUGS[:3])
    tick(cast.contributor, DRUGS[2:4], "not applicable", AUTUMN)
    assert states(cast.member) == ["In use, since Mar 2024"] * 2 + ["Not applicable here"] * 2
    tick(cast.contributor, DRUGS[:1], "not yet")
    assert states(cast.member) == ["In use, since Mar 2024"] + ["Not applicable here"] * 2
    assert states(cast.stranger) == []


def test_the_last_press_is_undone_as_a_whole_and_the_one_before_it_then(cast: Cast) -> None:
    tick(cast.contributor, DRUGS[:3])
    tick(cast.lead, DRUGS[1:4], "not applicable", AUTUMN)
    assert agreed.undo_last(cast.contributor, "medication") == "Undone: 3 items as before."
    assert states(cast.member) == ["In use, since Mar 2024"] * 3
    agreed.undo_last(cast.contributor, "medication")
    assert states(cast.member) == []
    with pytest.raises(NotFound):
        agreed.undo_last(cast.contributor, "medication")
    assert len(agreed.history(cast.member, "medication")) == 12  # each tick, and each that was taken back


def test_the_ticks_are_the_step_line_until_a_centre_sends_numbers(cast: Cast) -> None:
    tick(cast.contributor, DRUGS[:3])
    tick(cast.contributor, DRUGS[3:8], since=AUTUMN)
    tick(cast.contributor, DRUGS[8:9], "not applicable")
    seen = view(cast.member)
    assert seen.series is not None and seen.control is not None and seen.control.chart == "step"
    counts = dict(zip(seen.series.months, seen.series.counts, strict=True))
    assert (counts["2024-03"], counts["2024-09"], counts["2024-10"]) == (3, 3, 8)
    assert months.of(date.today()) == seen.series.months[-1] and "8 drugs" in seen.headline.text
    assert "Whole hospital" in themes.sent(cast.member, "medication")["med-standard"]
    sheet = "month,area,total_incidents,standard_adopted\n2024-05,Whole hospital,30,12\n"
    file = share.UploadedFile("own.csv", sheet.encode(), {}, {})
    share.submit(cast.contributor, "medication", file, share.propose(cast.contributor, "medication", file).shown)
    sent = view(cast.member).series
    assert sent is not None and (sent.months, list(sent.counts)) == (("2024-05",), [12])


def test_a_tick_is_on_no_chart_and_no_intervention(cast: Cast) -> None:
    tick(cast.contributor, DRUGS[:3])
    assert mark_events.events(cast.member, "medication") == ()
    assert mark_events.interventions(cast.member, "medication") == ()
    tick(cast.contributor, DRUGS[:3], "not yet")
    assert mark_events.removed(cast.member, "medication") == ()


def test_everybody_sees_who_uses_which_a_to_z_and_never_who_does_not(cast: Cast) -> None:
    tick(cast.stranger, DRUGS[:2], since=AUTUMN)
    tick(cast.contributor, (DRUGS[1], DRUGS[3]))
    tick(cast.contributor, DRUGS[5:6], "not applicable")
    asked = agreed.names(cast.stranger, "medication")
    assert MEDICATION.agreed is not None
    assert asked == (MEDICATION.agreed.title, DRUGS[0], DRUGS[1], DRUGS[3])
    assert interventions_matrix.table(MEDICATION, agreed.used(cast.member, "medication", asked[0])) == [
        {"Centre": "Ash Hospital", DRUGS[0]: "", DRUGS[1]: "since Mar 2024", DRUGS[3]: "since Mar 2024"},
        {"Centre": "Birch Hospital", DRUGS[0]: "since Oct 2024", DRUGS[1]: "since Oct 2024", DRUGS[3]: ""},
    ]
    both = agreed.used(cast.member, "medication", DRUGS[1])
    assert [(one.centre, one.state) for one in both] == [
        ("Ash Hospital", "since Mar 2024"),
        ("Birch Hospital", "since Oct 2024"),
    ]
    assert agreed.used(cast.member, "clabsi", "Biopatches") == agreed.names(cast.member, "clabsi") == ()


def test_the_open_questions_of_the_measure_are_answered_by_the_ticks(cast: Cast) -> None:
    tick(cast.stranger, DRUGS[:2])
    assert dict(view(cast.member).answers)["Anybody else?"] == "1 other centre ticked what they use"
    assert dict(view(cast.member).answers)["What did we change?"] == "nothing ticked yet"
    tick(cast.contributor, DRUGS[:5])
    assert dict(view(cast.member).answers)["What did we change?"] == "5 of 20 ticked as in use"
    assert dict(view(cast.member).answers)["Anybody else?"] == "1 other centre ticked what they use"


def test_what_cannot_be_is_refused_and_only_senders_and_leads_tick(cast: Cast) -> None:
    with pytest.raises(Sorry, match="at least one"):
        tick(cast.contributor, ("Sugar",))
    with pytest.raises(Sorry, match="future"):
        tick(cast.contributor, DRUGS[:1], since=date(2099, 1, 1))
    with pytest.raises(NotFound):
        agreed.tick(cast.contributor, "clabsi", DRUGS[:1], "in use", SPRING)
    for person in (cast.member, cast.facilitator, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            tick(person, DRUGS[:1])
        with pytest.raises(NotAllowed):
            agreed.undo_last(person, "medication")
