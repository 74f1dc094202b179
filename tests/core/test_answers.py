"""What a first screen leaves open of a clinician's questions is answered beside it, or said not to be asked."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from mist_dash.core import months
from mist_dash.core.answers import Elsewhere, answers, over
from mist_dash.core.catalogue import MeasureKind
from mist_dash.core.change import YearSide
from mist_dash.core.control import Picture
from mist_dash.core.events import Event
from mist_dash.core.series import Series
from mist_dash.core.since_last import SinceLast
from mist_dash.core.since_when import SinceWhen

FOUND = SinceWhen("level", p=0.001, direction="down", month="2025-02", after=YearSide("after", (), 1.0, None))
NOT_FOUND = SinceWhen("level", p=0.4)


def series(kind: MeasureKind) -> Series:
    axis = months.between("2022-01", "2025-12")
    ones = np.ones(len(axis))
    return Series(axis, ones, None if kind in ("count", "value") else ones * 100, kind)


def used(name: str, area: str = "", kind: str = "intervention") -> Event:
    return Event(0, area, kind, name, date(2024, 7, 1), None, "")  # type: ignore[arg-type]


def said(
    kind: MeasureKind = "rate",
    since: SinceWhen = NOT_FOUND,
    last: SinceLast | None = None,
    picture: Picture = "control",
    events: tuple[Event, ...] = (),
    elsewhere: tuple[Elsewhere, ...] = (),
) -> dict[str, str]:
    return dict(answers(series(kind), since, last or SinceLast(0, 3, "2025-12"), picture, events, elsewhere))


def test_all_that_stands_nowhere_else_is_answered() -> None:
    assert said() == {
        "Since when?": "no lasting change since Jan 2022",
        "How long since the last?": "the last in Dec 2025",
        "What did we change?": "nothing marked here yet",
        "Anybody else?": "no other centre yet; see what they share",
    }


def test_what_table_and_picture_say_is_not_said_twice() -> None:
    assert set(said(since=FOUND, picture="timeline", events=(used("Biopatches"),))) == {"Anybody else?"}
    drawn_without_a_ribbon = said("ratio", picture="rolling", events=(used("Biopatches"),))
    assert drawn_without_a_ribbon["What did we change?"] == "Biopatches, since Jul 2024"


@pytest.mark.parametrize(("kind", "thing"), [("proportion", "a share"), ("value", "a level"), ("ratio", "a ratio")])
def test_what_cannot_be_asked_is_said_to_be_so(kind: MeasureKind, thing: str) -> None:
    told = said(kind, since=SinceWhen("level"))
    assert told["How long since the last?"] == f"{thing} has no last one"
    assert told["Since when?"].startswith({"proportion": "too little", "value": "people set"}.get(kind, "a ratio is"))


def test_no_change_is_claimed_across_a_change_in_how_we_look() -> None:
    looked = used("Hourly checks", kind="looked differently")
    assert said(events=(looked,))["Since when?"] == "no lasting change since Jul 2024"


def test_other_centres_are_counted_once_each_and_first_those_that_did_the_same() -> None:
    patches, in_icu = used("Biopatches"), used("Biopatches", "ICU")
    others = ((2, patches), (2, in_icu), (3, used("Body washes")), (4, used("biopatches")))
    assert said(elsewhere=others)["Anybody else?"] == "3 other centres marked a change here"
    assert said(elsewhere=others[2:3])["Anybody else?"] == "1 other centre marked a change here"
    own = (used("Parafilm"), used("Biopatches"))
    assert said(events=own, elsewhere=others)["Anybody else?"] == "2 other centres marked Biopatches, too"
    assert [who for who, _ in over("Haem-Onc", others)] == [2, 3, 4]
    assert len(over("Whole hospital", others)) == 4
