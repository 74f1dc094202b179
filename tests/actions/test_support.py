"""The second victim: where to turn, and the quiet way there after a severe incident was entered."""

from __future__ import annotations

import pytest

from mist_dash.actions import support
from mist_dash.core.counts import Key, Number
from mist_dash.core.errors import NotAllowed, Sorry
from mist_dash.store import counts, engine
from mist_dash.store.counts import CountChange
from tests.conftest import Cast


def sent(cast: Cast, theme: str, numbers: dict[str, tuple[float | None, float]]) -> int:
    """An upload that changed these items from one value to the other."""
    changes = [
        CountChange(Key(item, "Whole hospital", "2026-09", ""), None if old is None else Number(old), Number(new))
        for item, (old, new) in numbers.items()
    ]
    with engine.begin() as db:
        return counts.apply(
            db,
            cast.contributor.centre or 0,
            theme,
            cast.contributor.id or 0,
            changes,
            file_name="",
            file_hash="",
            file=b"",
            sentence="",
        )


def test_the_theme_of_support_names_places_with_a_safe_address(cast: Cast) -> None:
    theme = support.theme_of_support()
    assert theme is not None
    assert any("116 123" in place.reach for place in theme.places)
    assert all(place.address.startswith("https://") for place in theme.places if place.address)


def test_only_the_lead_says_where_the_centres_people_find_support(cast: Cast) -> None:
    for other in (cast.member, cast.contributor, cast.facilitator, cast.admin):
        with pytest.raises(NotAllowed):
            support.set_contact(other, "Me")
    support.set_contact(cast.lead, "The peer supporters, extension 4321")
    support.set_contact(cast.lead, "The peer supporters, extension 1234")
    assert support.contact(cast.member) == "The peer supporters, extension 1234"
    assert support.contact(cast.stranger) == ""
    with pytest.raises(Sorry):
        support.set_contact(cast.lead, "x" * 601)


def test_a_text_like_a_patients_waits_for_a_look_and_a_colleagues_telephone_does_not(cast: Cast) -> None:
    colleagues = "Ring 01632 960 123, or write to peers@example.org"
    assert support.set_contact(cast.lead, colleagues).doubts == ()
    doubts = support.set_contact(cast.lead, "Ask about NHS number 943 476 5919").doubts
    assert doubts and "943" not in str(doubts) and support.contact(cast.member) == colleagues
    assert support.set_contact(cast.lead, "Ask about NHS number 943 476 5919", doubts).doubts == ()


def test_a_new_severe_incident_calls_for_support_and_nothing_else_does(cast: Cast) -> None:
    uploads = [
        (sent(cast, "medication", {"total_incidents": (None, 20), "merp_f": (None, 3), "merp_g": (None, 0)}), False),
        (sent(cast, "medication", {"merp_g": (0, 1)}), True),
        (sent(cast, "medication", {"merp_i": (None, 1)}), True),
        (sent(cast, "medication", {"merp_g": (1, 0)}), False),
        (sent(cast, "excellence", {"lfe_reports": (None, 9)}), False),
    ]
    assert [support.called_for(cast.contributor, id) for id, _ in uploads] == [expected for _, expected in uploads]
    assert not support.called_for(cast.stranger, uploads[1][0])
