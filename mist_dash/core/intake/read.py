"""An opened file becomes counts, questions and problems by one explainable plan. Nothing is stored here.

The way: nothing of a patient -> tables of each sheet -> heads of its columns -> the use of each column -> labels of
each row -> facts (each number with what the labels around it say) -> counts -> checks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import Problem
from mist_dash.core.intake import checks
from mist_dash.core.intake.book import Book
from mist_dash.core.intake.cells import TableReader
from mist_dash.core.intake.centres import other_centres
from mist_dash.core.intake.columns import Column, choices
from mist_dash.core.intake.facts import Found
from mist_dash.core.intake.patients import look
from mist_dash.core.intake.reading import LEAVE_OUT, Count, Key, Plan, Question, Reading, Recipe, TablePlan
from mist_dash.core.intake.settle import settle
from mist_dash.core.intake.staff import staff
from mist_dash.core.intake.tables import Table, tables
from mist_dash.core.intake.words import Words


def read(
    book: Book,
    theme: Theme,
    *,
    today: str,
    centre: str | None = None,
    recipe: Recipe | None = None,
    answers: Mapping[str, str] | None = None,
    usual_definition: str | None = None,
    history: Mapping[Key, float] | None = None,
) -> Reading:
    """Everything a file says about a theme.

    today: the current month, such as "2026-11". centre: the name of the centre that sends it.
    history: what the centre has stored, for the checks that look back.
    """
    refused = look(book, theme)
    if refused:
        return Reading(refused=refused)
    book, staff_left_out = staff(book)
    told = {**(recipe.answers if recipe else {}), **(answers or {})}
    found, plans = _facts(book, theme, today, told)
    other_centres(found, centre)
    _ask_for_missing(found, theme, told)
    definition = _definition(found, theme, told, usual_definition)
    counts = _checked(settle(found, theme, told, definition), found, theme, today, told, history or {})
    if not any(theme.item(count.item).kind != "text" for count in counts):
        counts = ()  # the name of a model without its numbers
    if not counts and not found.problems and not found.questions:
        found.problems.append(_nothing(book, theme))
    left_out = (*staff_left_out, *found.left_out)
    return Reading(
        plan=Plan(tuple(plans), book.notes, left_out),
        questions=tuple(question for question in found.questions.values() if not question.answer(told)),
        counts=counts,
        problems=_in_order(book, found.problems),
        warnings=tuple(found.warnings),
        left_out=left_out,
        asked=tuple(found.questions.values()),
    )


def _checked(
    counts: Sequence[Count],
    found: Found,
    theme: Theme,
    today: str,
    told: Mapping[str, str],
    history: Mapping[Key, float],
) -> tuple[Count, ...]:
    """The counts that can be true. A month and area with one that cannot stays out whole; the others may be odd."""
    waiting = any(q.id.startswith("column:") and not q.answer(told) for q in found.questions.values())
    wrong = checks.problems(counts, theme, today, history, waiting)
    found.problems += [problem for problem, _ in wrong]
    out = {(count.area, count.month) for _, count in wrong}
    good = tuple(count for count in counts if (count.area, count.month) not in out)
    found.warnings |= dict.fromkeys(checks.warnings(good, theme, today, history))
    return good


def _in_order(book: Book, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Each problem once, as a person meets them: by sheet, then by row."""
    sheets = {sheet.name: i for i, sheet in enumerate(book.sheets)}
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (sheets.get(p.sheet, 0), p.row or 0)))


def _facts(book: Book, theme: Theme, today: str, answers: Mapping[str, str]) -> tuple[Found, list[TablePlan]]:
    """The facts of every table of every sheet, gathered."""
    words, whole, plans = Words(theme), Found(), []
    made_tables: list[Table] = []
    for sheet in book.sheets:
        named = answers.get(f"header:{sheet.name}", "")
        made = tables(sheet, words, int(named) - 1 if named.isdecimal() and 0 < int(named) <= len(sheet.rows) else None)
        if not made and any(sheet.rows):
            whole.left_out[f"sheet “{sheet.name}”: no table was found on it"] = None
        made_tables += made
    shared = _on_several_sheets(made_tables)
    read_tables = [TableReader(table, book.name, words, theme, today, answers, shared).read() for table in made_tables]
    for one in read_tables:
        if _about_something_else(one, read_tables, theme):
            whole.left_out[f"sheet “{one.plan.sheet if one.plan else ''}”: it seems to be about something else"] = None
            continue
        _gather(whole, one)
        if one.plan and one.facts:
            plans.append(one.plan)
    return whole, plans


def _on_several_sheets(made: Sequence[Table]) -> frozenset[str]:
    """The titles that are the same on several sheets: the hospital's name, what the workbook is about."""
    sheets: dict[str, set[str]] = defaultdict(set)
    for table in made:
        for line in table.context:
            sheets[line].add(table.sheet.name)
    return frozenset(line for line, on in sheets.items() if len(on) > 1)


def _about_something_else(one: Found, others: Sequence[Found], theme: Theme) -> bool:
    """Whether a table has only days and columns unknown here, while another table has what the theme counts."""
    counted = {item.name for item in theme.items if item.kind == "count"}
    needed = {item.name for item in theme.items if item.required} & counted
    has = [bool(needed & {fact.item for fact in found.facts}) for found in others]
    mine = counted & {fact.item for fact in one.facts}
    return any(has) and not mine and bool(one.unknown) and all(c.head.column >= 0 for c in one.unknown)


def _gather(whole: Found, one: Found) -> None:
    whole.facts += one.facts
    whole.problems += one.problems
    whole.left_out |= one.left_out
    whole.bad |= one.bad
    whole.warnings |= one.warnings
    whole.unknown += one.unknown
    for question in one.questions.values():
        whole.ask(question)


def _ask_for_missing(found: Found, theme: Theme, answers: Mapping[str, str]) -> None:
    """Unknown columns are left out and listed; asked about only when something the theme needs was not found."""
    have = {fact.item for fact in found.facts}
    missing = [item for item in theme.items if item.required and item.kind != "text" and item.name not in have]
    for column in found.unknown:
        key = f"column:{column.head.key}"
        if missing and answers.get(key) != LEAVE_OUT:
            found.ask(_unknown(column, theme, key))
        else:
            found.left_out[f"column “{column.name}”: it names nothing that this theme counts"] = None


def _unknown(column: Column, theme: Theme, key: str) -> Question:
    return Question(key, f"What is in “{column.name[:60]}”?", choices(theme), about=column.name, default=LEAVE_OUT)


def _definition(found: Found, theme: Theme, answers: Mapping[str, str], usual: str | None) -> str:
    """The definition of every count whose row names none: what was asked, else the centre's usual one."""
    asked: Sequence[Question] = [q for q in found.questions.values() if q.id.startswith("definition:")]
    if asked:
        return asked[0].answer(answers) or asked[0].default
    return usual or theme.definition.key


def _nothing(book: Book, theme: Theme) -> Problem:
    needed = " and ".join(f"“{item.title}”" for item in theme.items if item.required)
    return Problem(
        book.sheets[0].name if book.sheets else book.name,
        None,
        "the whole file",
        "no table that this theme can read",
        f"a header row with Month, Area and {needed}, and a row for each month",
        "start from the template, or add a header row above the numbers",
    )
