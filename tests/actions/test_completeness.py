"""What is missing is named by month, area and item; and what a centre chose not to collect stays quiet."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mist_dash.actions import completeness, forms, share
from mist_dash.core import months
from mist_dash.core.errors import NotAllowed, NotFound
from mist_dash.core.people import Person
from mist_dash.store import audit, engine, not_collected
from mist_dash.store.tables import AuditRow
from tests.conftest import Cast

TODAY = "2024-08"  # the last whole month is July


def send(actor: Person, theme: str, *rows: str) -> None:
    file = share.UploadedFile("ours.csv", "\n".join(rows).encode(), {}, {})
    share.submit(actor, theme, file, share.propose(actor, theme, file).shown)


def missing(actor: Person, theme: str) -> list[str]:
    """What is still needed of one theme, as it is read."""
    needed = completeness.still_needed(actor, TODAY).needed
    return [line.words(one.theme) for one in needed if one.theme.id == theme for line in one.lines]


def quiet(actor: Person, theme: str, *areas: str) -> None:
    for area in areas:
        completeness.choose(actor, theme, area, collects=False)


def ids(found: tuple) -> list[str]:
    return [theme.id for theme in found]


LINES = "month,area,clabsi,central_line_days"


def test_one_number_does_not_tick_a_month_off(cast: Cast) -> None:
    quiet(cast.lead, "medication", "PICU")
    send(cast.contributor, "medication", "month,area,total_incidents,bed_days", "2024-06,Whole hospital,40,4000")
    send(cast.contributor, "medication", "month,area,bed_days", "2024-07,Whole hospital,4100")
    assert missing(cast.contributor, "medication") == ["July 2024, whole hospital: incidents reported"]
    send(cast.lead, "medication", "month,area,total_incidents", "2024-07,Whole hospital,0")
    assert missing(cast.contributor, "medication") == []
    assert "medication" in ids(completeness.still_needed(cast.member, TODAY).complete)


def test_a_run_of_months_is_said_in_one_line_and_another_area_apart(cast: Cast) -> None:
    quiet(cast.contributor, "clabsi", "Elsewhere")
    rows = [f"2024-0{month},{area},0,{300 + month}" for month in range(1, 8) for area in ("ICU", "Haem-Onc")]
    odd = [row for row in reversed(rows) if row[:11] not in {f"2024-0{month},ICU"[:11] for month in range(2, 6)}]
    send(cast.contributor, "clabsi", LINES, *odd)
    send(cast.lead, "clabsi", "month,area,clabsi", "2024-04,ICU,0", "2024-02,ICU,0", "2024-05,ICU,0")
    assert missing(cast.member, "clabsi") == [
        "February to May 2024, ICU: central line days",
        "March 2024, ICU: infections",
    ]


def test_a_count_without_its_exposure_asks_for_the_exposure_in_an_optional_area_too(cast: Cast) -> None:
    quiet(cast.contributor, "peripheral", "ICU", "Haem-Onc", "Elsewhere")
    send(cast.contributor, "peripheral", "month,area,stage_1", "2024-07,Neonatal,0")
    assert missing(cast.contributor, "peripheral") == ["July 2024, neonatal: peripheral line days"]


def test_another_denominator_that_the_centre_uses_is_exposure_enough(cast: Cast) -> None:
    quiet(cast.contributor, "peripheral", "Haem-Onc", "Elsewhere")
    header = "month,area,stage_1,stage_2,stage_3,stage_4,"
    send(cast.contributor, "peripheral", header + "bed_days", "2024-05,ICU,4,2,1,0,640", "2024-06,ICU,3,2,0,0,600")
    assert missing(cast.contributor, "peripheral") == ["July 2024, ICU: stage 1 and 4 more numbers"]
    send(cast.contributor, "peripheral", header.rstrip(","), "2024-07,ICU,0,0,0,0")
    assert missing(cast.contributor, "peripheral") == ["July 2024, ICU: bed days"], "not the line days it never sends"
    send(cast.contributor, "peripheral", "month,area,piv_line_days", "2024-07,ICU,300")
    assert missing(cast.contributor, "peripheral") == ["July 2024, ICU: bed days"], "sent in the months before"


def test_what_was_said_to_be_not_collected_is_answered_and_an_item_sent_long_ago_is_not_asked_for(cast: Cast) -> None:
    quiet(cast.contributor, "clabsi", "Haem-Onc", "Elsewhere")
    rows = [f"2024-{month:02},ICU,0,300" for month in range(1, 8)]
    earlier = [f"2023-{month:02},ICU,0,300" for month in range(4, 13)]
    send(cast.contributor, "clabsi", LINES, *earlier, *rows)
    send(cast.contributor, "clabsi", "month,area,bed_days,mbi_lcbi", "2024-06,ICU,700,", "2023-04,ICU,,0")
    assert missing(cast.contributor, "clabsi") == [
        "August 2023 to April 2024, ICU: of which with mucosal-barrier injury",
        "July 2024, ICU: bed days",
    ]
    asked = ["2024-07,ICU,n/a,", *(f"{month},ICU,,n/a" for month in ("2023-08", "2023-12", "2024-04"))]
    send(cast.contributor, "clabsi", "month,area,bed_days,mbi_lcbi", *asked)
    assert missing(cast.contributor, "clabsi") == [
        "September to November 2023, ICU: of which with mucosal-barrier injury",
        "January to March 2024, ICU: of which with mucosal-barrier injury",
    ]


def test_a_centre_of_the_whole_hospital_is_not_asked_for_its_parts_and_the_parts_not_for_the_whole(cast: Cast) -> None:
    send(cast.contributor, "clabsi", LINES, "2024-06,Whole hospital,1,900")
    assert missing(cast.contributor, "clabsi") == ["July 2024, whole hospital: infections and central line days"]
    send(cast.stranger, "clabsi", LINES, "2024-06,ICU,1,300", "2024-07,ICU,1,300")
    assert missing(cast.stranger, "clabsi") == [
        "June to July 2024, Haem-Onc and elsewhere: infections and central line days"
    ]
    assert missing(cast.contributor, "clabsi") == ["July 2024, whole hospital: infections and central line days"]


def test_a_centre_that_never_sent_anything_is_told_what_it_could_send_and_is_not_up_to_date(cast: Cast) -> None:
    send(cast.contributor, "clabsi", LINES, "2024-07,ICU,1,300")
    found = completeness.still_needed(cast.stranger, TODAY)
    assert (found.needed, found.complete, len(found.never_sent)) == ((), (), 6)


def test_what_a_centre_does_not_collect_is_quiet_for_it_alone_until_it_takes_it_back(cast: Cast) -> None:
    for who in (cast.contributor, cast.stranger):
        send(who, "clabsi", LINES, "2024-06,ICU,1,300")
    completeness.choose(cast.contributor, "clabsi", "", collects=False)
    completeness.choose(cast.lead, "clabsi", "", collects=False)  # said twice, kept once
    found = completeness.still_needed(cast.member, TODAY)
    assert ids(found.not_collected) == ["clabsi"] and not found.needed and "clabsi" not in ids(found.never_sent)
    assert missing(cast.stranger, "clabsi")
    (made,) = completeness.choices(cast.member, "clabsi")
    assert (made.area, made.person) == ("", "Contributor")
    completeness.choose(cast.lead, "clabsi", "", collects=True)
    assert missing(cast.contributor, "clabsi") == missing(cast.stranger, "clabsi") != []


def test_an_area_that_was_sent_and_is_no_longer_collected_is_quiet_alone(cast: Cast) -> None:
    rows = [f"2024-06,{area},0,300" for area in ("ICU", "Haem-Onc", "Elsewhere")]
    send(cast.contributor, "clabsi", LINES, *rows)
    quiet(cast.lead, "clabsi", "Elsewhere")
    assert missing(cast.member, "clabsi") == ["July 2024, ICU and Haem-Onc: infections and central line days"]


def test_only_who_sends_for_the_centre_chooses_and_the_audit_has_each_choice_once(cast: Cast) -> None:
    for who in (cast.member, cast.facilitator, cast.admin):
        with pytest.raises(NotAllowed):
            completeness.choose(who, "clabsi", "", collects=False)
    with pytest.raises(NotFound, match="no area called “Ward 9”"):
        completeness.choose(cast.lead, "clabsi", "Ward 9", collects=False)
    for collects in (True, False, False, True):
        completeness.choose(cast.lead, "clabsi", "ICU", collects)
    with engine.reading() as db:
        told = [row.what for row in db.query(AuditRow) if "collect" in row.what]
        assert audit.checked(db).whole
    short = "Central line infections"
    assert told == [f"{short}: we do not collect this in ICU", f"{short}: we collect this in ICU"]


def test_a_quarter_that_was_sent_stands_for_its_months(cast: Cast) -> None:
    quiet(cast.contributor, "clabsi", "Haem-Onc", "Elsewhere")
    send(cast.contributor, "clabsi", LINES, "2024-Q1,ICU,1,900", "2024-Q2,ICU,0,910")
    assert missing(cast.contributor, "clabsi") == ["July 2024, ICU: infections and central line days"]


def test_who_sends_what_was_said_not_to_be_collected_collects_it_again(cast: Cast) -> None:
    for area in ("ICU", "Elsewhere"):
        completeness.choose(cast.lead, "clabsi", area, collects=False)
    send(cast.contributor, "clabsi", "month,area,clabsi,central_line_days", "2026-01,ICU,0,300")
    with engine.reading() as db:
        assert not_collected.areas(db, cast.lead.centre or 0, "clabsi") == {"Elsewhere"}


def test_a_template_has_the_months_still_open_and_for_a_centre_that_is_up_to_date_the_one_that_runs_now(
    cast: Cast,
) -> None:
    now = months.of(datetime.now(UTC).date())
    quiet(cast.contributor, "clabsi", "Haem-Onc", "Elsewhere")
    before, last = (months.later(now, -n) for n in (2, 1))
    send(cast.contributor, "clabsi", LINES, f"{before},ICU,0,300")
    assert forms.template_file(cast.contributor, "clabsi", "csv")[1].decode().splitlines()[1:] == [f"{last},ICU"]
    send(cast.lead, "clabsi", LINES, f"{last},ICU,1,310")
    assert forms.template_file(cast.contributor, "clabsi", "csv")[1].decode().splitlines()[1:] == [f"{now},ICU"]
