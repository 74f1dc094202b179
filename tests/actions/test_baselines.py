"""The lead chooses a chart's baseline, with a reason that stands on the chart; nobody else does."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from mist_dash import charts
from mist_dash.actions import baselines, stories, themes
from mist_dash.actions.catalogue import theme
from mist_dash.core import freezing
from mist_dash.core.control import Baseline
from mist_dash.core.errors import NotAllowed
from mist_dash.core.query import Query
from mist_dash.store import engine
from mist_dash.store.tables import AuditRow
from tests.actions.test_themes import HEADER, clabsi, send
from tests.conftest import Cast

ICU = Query.of(theme("clabsi"), "clabsi-rate", "ICU")
WHY = "the ward moved after these months"


@pytest.fixture
def centre(cast: Cast) -> Cast:
    for area in ("ICU", "Haem-Onc"):
        send(cast.contributor, "clabsi", HEADER, *clabsi(area, [6, 4, 7, 5] * 9))
    return cast


def shown(cast: Cast, query: Query = ICU) -> Baseline | None:
    control = themes.see(cast.member, query).control
    assert control is not None
    return control.baseline


def test_the_leads_choice_and_its_reason_stand_on_the_chart_of_everybody_in_the_centre(centre: Cast) -> None:
    before = shown(centre, ICU.inside("Haem-Onc"))
    assert before is not None and before.why == "the first 24 months"
    baselines.choose(centre.lead, ICU, "2023-04", "2024-06", WHY)
    baselines.choose(centre.lead, ICU, "2023-06", "2024-08", f"  {WHY} ")
    assert shown(centre) == Baseline("2023-06", "2024-08", WHY), "the last choice stands, once"
    assert shown(centre, ICU.inside("Haem-Onc")) == before, "each area has its own"
    control = themes.see(centre.member, ICU).control
    assert control is not None and WHY in str(charts.control(control)).replace("<br>", " ")
    told = stories.freeze(centre.lead, ICU)
    assert told is not None
    kept = freezing.unpack(json.loads(json.dumps(freezing.pack(told))))
    assert kept.control.baseline == Baseline("2023-06", "2024-08", WHY), "a story keeps it"
    baselines.take_back(centre.lead, ICU)
    assert shown(centre) == before


def test_nobody_but_the_lead_chooses_it(centre: Cast) -> None:
    for person in centre.everybody:
        if person is not centre.lead:
            with pytest.raises(NotAllowed):
                baselines.choose(person, ICU, "2023-04", "2024-06", WHY)
            with pytest.raises(NotAllowed):
                baselines.take_back(person, ICU)
    assert baselines.chosen(centre.member, ICU) is None


def test_what_is_missing_is_said_all_at_once_and_nothing_is_kept(centre: Cast) -> None:
    outcome = baselines.choose(centre.lead, ICU, "2023-04", "2024-01", " ")
    assert [(one.column, one.found) for one in outcome.problems] == [("Why", "nothing"), ("From and to", "10 months")]
    assert baselines.choose(centre.lead, ICU, "2024-06", "2023-04", WHY).problems
    assert baselines.choose(centre.lead, ICU, "2023-04", "2024-06", "x" * 81).problems
    assert baselines.chosen(centre.lead, ICU) is None


def test_a_reason_that_looks_like_a_patient_is_kept_only_once_somebody_looked_again(centre: Cast) -> None:
    asked = baselines.choose(centre.lead, ICU, "2023-04", "2024-06", "before 943 476 5919 came")
    assert asked.doubts and baselines.chosen(centre.lead, ICU) is None


def test_each_choice_is_written_down_with_who_made_it(centre: Cast) -> None:
    baselines.choose(centre.lead, ICU, "2023-04", "2024-06", WHY)
    baselines.take_back(centre.lead, ICU)
    baselines.take_back(centre.lead, ICU)
    with engine.reading() as db:
        written = [row.what for row in db.exec(select(AuditRow)) if "baseline" in row.what.lower()]
    assert len(written) == 2 and any(WHY in line for line in written)
