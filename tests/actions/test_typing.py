"""The grid of a month: every area by every item, what stands beside it, and a small file read like any other."""

from __future__ import annotations

from mist_dash.actions import completeness, forms, share
from mist_dash.core.people import Person
from tests.conftest import Cast

TODAY = "2024-08"
LINES = "month,area,clabsi,central_line_days"


def send(actor: Person, theme: str, *rows: str) -> None:
    file = share.UploadedFile("ours.csv", "\n".join(rows).encode(), {}, {})
    share.submit(actor, theme, file, share.propose(actor, theme, file).shown)


def grid(actor: Person, theme: str) -> forms.Typing:
    return forms.typing(actor, theme, TODAY)


def check(actor: Person, theme: str, month: str, values: dict) -> share.Proposal:
    """What was typed, on the road of every file."""
    data = forms.typed(grid(actor, theme), month, values)
    return share.propose(actor, theme, share.UploadedFile("typed.csv", data, {}, {}))


def confirm(actor: Person, theme: str, month: str, values: dict) -> int | None:
    data = forms.typed(grid(actor, theme), month, values)
    return share.submit(
        actor,
        theme,
        share.UploadedFile("typed.csv", data, {}, {}),
        check(actor, theme, month, values).shown,
    )


def test_every_area_is_asked_though_one_alone_was_sent_before(cast: Cast) -> None:
    send(cast.contributor, "clabsi", LINES, "2024-06,ICU,1,300")
    assert grid(cast.contributor, "clabsi").areas("2024-07") == ("ICU", "Haem-Onc", "Elsewhere")
    send(cast.contributor, "peripheral", "month,area,stage_1,piv_line_days", "2024-06,Neonatal,1,300")
    assert grid(cast.lead, "peripheral").areas("2024-07") == ("ICU", "Haem-Onc", "Elsewhere", "Neonatal")
    completeness.choose(cast.lead, "clabsi", "Elsewhere", collects=False)
    assert grid(cast.contributor, "clabsi").areas("2024-07") == ("ICU", "Haem-Onc")


def test_the_items_are_all_levels_and_stages_and_optional_ones_once_they_were_sent(cast: Cast) -> None:
    levels = [f"merp_{letter}" for letter in "abcdefghi"]
    assert grid(cast.contributor, "medication").items("Whole hospital", "2024-07") == (
        "total_incidents",
        *levels,
        "ungraded",
    )
    send(cast.contributor, "medication", "month,area,bed_days", "2024-06,Whole hospital,4000")
    assert "bed_days" in grid(cast.contributor, "medication").items("Whole hospital", "2024-07")
    assert "bed_days" not in grid(cast.contributor, "medication").items("PICU", "2024-07")
    assert "bed_days" not in grid(cast.stranger, "medication").items("Whole hospital", "2024-07")
    stages = ("stage_1", "stage_2", "stage_3", "stage_4", "unstaged", "piv_line_days", "bed_days")
    assert grid(cast.contributor, "peripheral").items("ICU", "2024-07") == stages


def test_a_month_typed_for_two_areas_is_read_without_a_question_and_stored(cast: Cast) -> None:
    values = {
        ("ICU", "clabsi"): 1,
        ("ICU", "central_line_days"): 310.5,
        ("Haem-Onc", "clabsi"): 0,
        ("Haem-Onc", "central_line_days"): 290.0,
        ("Elsewhere", "clabsi"): None,
    }
    proposal = check(cast.contributor, "clabsi", "2024-07", values)
    assert not proposal.reading.questions and not proposal.reading.problems
    assert {(c.count.area, c.count.item, c.count.value) for c in proposal.comparison.cells} == {
        (area, item, value) for (area, item), value in values.items() if value is not None
    }
    confirm(cast.contributor, "clabsi", "2024-07", values)
    assert grid(cast.lead, "clabsi").stands("ICU", "central_line_days", "2024-07") == "310.5"
    assert grid(cast.stranger, "clabsi").stands("ICU", "clabsi", "2024-07") == ""


def test_a_blank_leaves_what_somebody_typed_before_and_another_number_says_what_it_changes(cast: Cast) -> None:
    confirm(cast.contributor, "clabsi", "2024-07", {("ICU", "clabsi"): 3, ("ICU", "central_line_days"): 310})
    known = grid(cast.lead, "clabsi")
    assert known.stands("ICU", "clabsi", "2024-07") == "3" and known.beside("ICU", "clabsi", "2024-07") == ("", "")
    later = {("ICU", "clabsi"): None, ("ICU", "central_line_days"): 312, ("ICU", "mbi_lcbi"): None}
    said = check(cast.lead, "clabsi", "2024-07", later).sentence
    assert said == "Change 1 number (Jul 2024, ICU, Central line days: 310 -> 312)."
    confirm(cast.lead, "clabsi", "2024-07", later)
    assert grid(cast.contributor, "clabsi").stands("ICU", "clabsi", "2024-07") == "3"


def test_after_a_month_comes_the_next_that_is_open_and_then_the_first(cast: Cast) -> None:
    rows = [f"2024-0{month},{area},0,300" for month in (2, 5, 7) for area in ("ICU", "Haem-Onc", "Elsewhere")]
    send(cast.contributor, "clabsi", LINES, *rows)
    known = grid(cast.contributor, "clabsi")
    assert tuple(known.open) == ("2024-03", "2024-04", "2024-06")
    assert [known.first_open(month) for month in ("", "2024-03", "2024-04", "2024-06", "2024-07")] == [
        "2024-03",
        "2024-04",
        "2024-06",
        "2024-03",
        "2024-03",
    ]
    assert grid(cast.stranger, "clabsi").first_open() == "2024-07"


def test_what_is_typed_carries_the_definition_that_the_centre_uses(cast: Cast) -> None:
    header = f"{LINES},definition"
    send(cast.contributor, "clabsi", header, "2024-06,ICU,1,300,Local definition", "2024-06,Haem-Onc,1,300,")
    values = {(area, "central_line_days"): 200 for area in ("ICU", "Haem-Onc")}
    cells = check(cast.contributor, "clabsi", "2024-07", values).comparison.cells
    assert {(c.count.area, c.count.definition) for c in cells} == {
        ("ICU", "Local definition"),
        ("Haem-Onc", "NHSN CLABSI 2024"),
    }


def test_a_name_stays_with_the_numbers_and_alone_makes_nothing_to_send(cast: Cast) -> None:
    send(cast.contributor, "hsmr", "month,observed,expected,model", "2024-06,4,4.5,Model 7")
    known, where = grid(cast.contributor, "hsmr"), "Whole hospital"
    assert known.word(where, "model", "2024-07") == "Model 7"
    assert forms.typed(known, "2024-07", {(where, "model"): "Model 7", (where, "observed"): None}) == b""
    values = {(where, "model"): "Model 7", (where, "observed"): 5, (where, "expected"): 4.4}
    cells = check(cast.contributor, "hsmr", "2024-07", values).comparison.cells
    assert [c.count.value for c in cells] == [5, 4.4, "Model 7"]


def test_forged_areas_and_items_are_not_written(cast: Cast) -> None:
    known = grid(cast.contributor, "clabsi")
    values = {("Ward 9", "clabsi"): 4, ("ICU", "total_incidents"): 3, ("ICU", "clabsi"): 1}
    assert forms.typed(known, "2024-07", values).decode().split() == ["month,area,clabsi", "2024-07,ICU,1"]
