"""What is read stands beside what is stored, and confirming is said in one plain sentence."""

from __future__ import annotations

from dataclasses import replace

from mist_dash.core.intake.compare import Stored, compare
from mist_dash.core.intake.reading import Count


def count(month: str, value: float | None, area: str = "ICU", item: str = "clabsi", state: str = "reported") -> Count:
    return Count(area, month, item, value, state, 2, "CLABSI")  # type: ignore[arg-type]


def test_the_sentence_says_what_confirming_does() -> None:
    old = [count(f"2023-{m:02d}", 1.0) for m in range(1, 13)]
    changed = count("2024-05", 3.0)
    stored = {c.key: Stored(1.0) for c in old} | {changed.key: Stored(2.0)}
    new = [count(f"2024-{m:02d}", 0.0) for m in (6, 7, 8)]
    found = compare([*old, changed, *new], stored, {"clabsi": "Infections"})
    assert found.sentence() == (
        "Add 3 months (Jun 2024 to Aug 2024, ICU: Infections), change 1 number (May 2024, ICU, Infections: 2 -> 3), "
        "leave 12 as they are."
    )
    assert [len(found.of(kind)) for kind in ("new", "changed", "unchanged")] == [3, 1, 12]  # type: ignore[arg-type]


def test_nothing_new_is_nothing_to_do() -> None:
    one = count("2024-05", 3.0)
    assert compare([one], {one.key: Stored(3.0)}).sentence().startswith("Nothing to do")
    assert compare([], {}).sentence() == "There is nothing in this file to store."


def test_a_number_that_becomes_hidden_or_uncollected_is_a_change() -> None:
    one = count("2024-05", None, state="suppressed")
    found = compare([one], {one.key: Stored(3.0)})
    assert found.sentence() == "Change 1 number (May 2024, ICU, clabsi: 3 -> suppressed)."


def test_a_note_is_told_once_for_its_row_and_apart_from_the_numbers() -> None:
    row = [replace(count("2024-05", 3.0, item=item), note="new pumps") for item in ("clabsi", "central_line_days")]
    other = count("2024-06", 2.0)
    stored = {c.key: Stored(3.0, note="old pumps") for c in row} | {other.key: Stored(1.0)}
    found = compare([*row, other], stored)
    assert found.sentence() == "Change 1 number (Jun 2024, ICU, clabsi: 1 -> 2), change 1 note (May 2024, ICU)."
    assert found.done() == "Changed 1 number (Jun 2024, ICU, clabsi: 1 -> 2), changed 1 note (May 2024, ICU)."
    assert not compare(row, {c.key: Stored(3.0, note="new pumps") for c in row}).of("changed")
    assert not compare([count("2024-06", 1.0)], {other.key: Stored(1.0, note="kept")}).of("changed")


def test_many_changes_are_counted_not_listed() -> None:
    cells = [count(f"2024-{m:02d}", 1.0) for m in range(1, 7)]
    assert "and 3 more" in compare(cells, {c.key: Stored(0.0) for c in cells}).sentence()


def test_another_definition_is_another_number() -> None:
    one = Count("ICU", "2024-05", "clabsi", 1.0, "reported", 2, "CLABSI", definition="Local definition")
    assert compare([one], {(*one.key[:3], "NHSN CLABSI 2024"): Stored(1.0)}).of("new")


def test_no_word_of_a_name_is_taken_for_a_verb() -> None:
    """ "Add HES 2023" and "leave" are names that people gave: what was done is never made by replacing words."""
    words = [
        Count("Change", "2024-04", "model", name, "reported", 2, "Model") for name in ("Add HES 2023", "leave as it is")
    ]
    for one in words:
        found = compare([one], {one.key: Stored("Replace")}, {"model": "Change the model"})
        said = f"hange 1 number (Apr 2024, Change, Change the model: Replace -> {one.value})."
        assert (found.sentence(), found.done()) == (f"C{said}", f"C{said}".replace("Change 1", "Changed 1"))


def test_what_is_new_is_named_by_months_areas_and_items() -> None:
    found = compare([count(month, 1.0, area) for month in ("2024-01", "2024-03") for area in ("ICU", "Ward")], {})
    assert found.sentence() == "Add 2 months (Jan 2024, Mar 2024, ICU, Ward: clabsi)."
