"""What gathering costs: the minutes of an upload, shared out among the measures whose numbers it brought."""

from __future__ import annotations

import pytest

from mist_dash.actions import burden, share
from mist_dash.core.errors import NotAllowed
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.people import Person
from tests.conftest import Cast


def send(actor: Person, text: str, seconds: float | None) -> None:
    sent = share.UploadedFile("ours.csv", text.encode(), {}, {}, open_book(text.encode(), "ours.csv"))
    share.submit(actor, "clabsi", sent, share.propose(actor, "clabsi", sent).shown, seconds)


def test_minutes_go_to_the_measures_whose_numbers_were_sent(cast: Cast) -> None:
    send(cast.contributor, "month,area,clabsi,central_line_days\n2024-04,ICU,1,800\n2024-05,ICU,0,790\n", 120)
    send(cast.stranger, "month,area,clabsi,central_line_days\n2024-04,ICU,1,700\n", 60)
    send(cast.lead, "month,area,clabsi,central_line_days\n2024-06,ICU,1,700\n", None)
    burden.note_opened(cast.member, "clabsi", "clabsi-rate")
    found = {one.measure: one for one in burden.burdens(cast.admin)}
    rate, use, audits = (found[title] for title in ("Infection rate", "Line use", "Insertion bundle done in full"))
    assert (rate.uploads, rate.median_minutes, rate.all_minutes, rate.opened) == (2, 1.5, 3.0, 1)
    assert (use.uploads, use.median_minutes, use.all_minutes, use.opened) == (2, 0.8, 1.5, 0)  # half of the numbers
    assert (audits.uploads, audits.median_minutes, audits.all_minutes) == (0, None, 0)


def test_only_who_keeps_the_collaborative_sees_what_gathering_costs(cast: Cast) -> None:
    for person in (cast.member, cast.contributor, cast.lead):
        with pytest.raises(NotAllowed):
            burden.burdens(person)
