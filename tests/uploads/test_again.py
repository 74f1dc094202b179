"""What went out comes back in as nothing to do: exports of every theme, templates, and what is cleared on purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake import template
from mist_dash.core.intake.compare import Stored, compare
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import Count, KeyTuple, Reading, Recipe
from tests.uploads.reading_of import CATALOGUE
from tests.uploads.truth import TODAY

EACH_THEME = pytest.mark.parametrize("theme", CATALOGUE.themes, ids=lambda theme: theme.id)
PERIODS = ("2023-12", "2024-01", "2024-02", "2024-Q2", "2019", "2021/22", "2011/12")
TEXTS = ("Cincinnati", "=1+1", "-local", "v 2.1", "n/a")
Known = dict[KeyTuple, Count]


@st.composite
def stored_numbers(draw: st.DrawFn, theme: Theme) -> Known:
    """Numbers of some months, quarters or years, areas and definitions, some hidden, some with a note."""
    kind = draw(st.sampled_from([PERIODS[:3], PERIODS[3:4], PERIODS[4:5], PERIODS[5:]]))
    definitions = (theme.definition.key, *theme.definition.others)
    found: Known = {}
    for period in draw(st.sets(st.sampled_from(kind), min_size=1)):
        for area in draw(st.sets(st.sampled_from(theme.area_names), min_size=1)):
            definition, note = draw(st.sampled_from(definitions)), draw(st.sampled_from(["", "a word", "=2"]))
            for item in theme.items:
                if draw(st.integers(0, 2)) == 0:
                    continue
                hidden = [] if item.kind == "text" else ["suppressed"]
                state = draw(st.sampled_from(["reported", "reported", "not collected", *hidden]))
                count = Count(
                    area, period, item.name, _value(draw, item.kind), state, 0, item.name, "", definition, note
                )  # type: ignore[arg-type]
                found[count.key] = count if state == "reported" else replace(count, value=None)
    return found


def _value(draw: st.DrawFn, kind: str) -> Any:
    if kind == "text":
        return draw(st.sampled_from(TEXTS))
    return float(draw(st.integers(0, 30))) if kind == "count" else draw(st.sampled_from([0.0, 1.5, 812.0, 12345.25]))


def _has_a_number(known: Known) -> bool:
    """A name without any number is not taken, so it cannot be stored alone."""
    return any(isinstance(count.value, float) or count.state == "suppressed" for count in known.values())


def again(theme: Theme, known: Known, data: bytes, recipe: Recipe | None = None) -> Reading:
    return read(
        open_book(data, "export.csv"),
        theme,
        today=TODAY,
        usual_definition=theme.definition.key,
        recipe=recipe,
        history={key: count.value for key, count in known.items() if isinstance(count.value, float)},
        hidden={key for key, count in known.items() if count.state == "suppressed"},
    )


@EACH_THEME
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_stored_and_exported_uploads_again_as_nothing_to_do(theme: Theme, data: st.DataObject) -> None:
    known = data.draw(stored_numbers(theme).filter(_has_a_number))
    reading = again(theme, known, template.filled(theme, known.values()))
    assert (reading.refused, reading.questions, reading.problems) == (None, (), ())
    stored = {key: Stored(count.value, count.state, count.note) for key, count in known.items()}
    assert compare(reading.counts, stored).nothing_to_do
    told = {key for key, count in known.items() if count.state != "not collected"}
    assert {count.key for count in reading.counts} == told  # nothing is lost on the way either


def test_a_hidden_number_is_asked_about_once_and_never_when_it_is_stored_as_hidden() -> None:
    theme = CATALOGUE.theme("clabsi")
    first = b"month,area,clabsi,central_line_days\n2024-04,ICU,<5,800\n"
    (question,) = again(theme, {}, first).questions
    recipe = Recipe().with_answers(again(theme, {}, first), {question.id: "yes"})
    known = {count.key: count for count in again(theme, {}, first, recipe).counts}
    assert not again(theme, known, first).questions
    assert [q.id for q in again(theme, known, first + b"2024-05,ICU,<5,800\n").questions] == ["suppressed"]
    assert not again(theme, known, first + b"2024-05,ICU,<5,800\n", recipe).questions


@EACH_THEME
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_untouched_template_is_no_mistake(theme: Theme, kind: str) -> None:
    months, areas = ("2026-09", "2026-10"), theme.area_names[:2]
    data = template.csv(theme, areas, months) if kind == "csv" else template.xlsx(theme, "Ash", areas, months)
    reading = read(open_book(data, f"template.{kind}"), theme, today=TODAY)
    assert (reading.untouched, reading.problems, reading.questions, reading.counts) == (True, (), (), ())
    assert any("still to be filled in" in said for said in reading.plan.words())


def test_a_blank_changes_nothing_and_only_its_own_word_clears_a_number() -> None:
    theme = CATALOGUE.theme("clabsi")
    key = ("clabsi", "ICU", "2024-04", theme.definition.key)
    stored = {key: Stored(5.0)}

    def sentence(cell: str) -> str:
        text = f"month,area,clabsi,central_line_days\n2024-04,ICU,{cell},800\n"
        return compare(again(theme, {}, text.encode()).counts, stored).sentence()

    assert ": 5" not in sentence("") and "Apr 2024, ICU, clabsi: 5 -> not collected" in sentence(template.CLEAR)
    book = open_book(template.xlsx(theme, "Ash", ("ICU",), ("2026-10",)), "a.xlsx")
    assert any(template.CLEAR in str(cell) for row in book.sheets[1].rows for cell in row)


def test_a_month_that_is_just_as_stored_needs_no_second_check_and_a_changed_one_does() -> None:
    theme = CATALOGUE.theme("clabsi")
    text = b"month,area,clabsi,mbi_lcbi\n2024-04,ICU,2,3\n"
    known = {
        (item, "ICU", "2024-04", theme.definition.key): Count("ICU", "2024-04", item, value, "reported", 0, "")
        for item, value in (("clabsi", 2.0), ("mbi_lcbi", 3.0))
    }
    assert again(theme, {}, text).problems and not again(theme, known, text).problems
    assert again(theme, known, text.replace(b",3\n", b",4\n")).problems
