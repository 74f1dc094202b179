"""The sheets of a book become facts, gathered from all their tables, forms and lists of events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.files.book import Book, Sheet
from mist_dash.core.intake.labels.times import NO_TIME
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.listed.event_list import EventReader
from mist_dash.core.intake.listed.lists import ListTable
from mist_dash.core.intake.reading import TablePlan
from mist_dash.core.intake.table.beside import with_numbers, without_block
from mist_dash.core.intake.table.cells import TableReader
from mist_dash.core.intake.table.claimed import without_set_aside
from mist_dash.core.intake.table.facts import TableFacts
from mist_dash.core.intake.table.footnotes import with_spans_told, without_marks
from mist_dash.core.intake.table.form_reader import FormReader
from mist_dash.core.intake.table.forms import forms
from mist_dash.core.intake.table.headerless import headerless
from mist_dash.core.intake.table.levels import Levels
from mist_dash.core.intake.table.odd_cells import what_blanks_are
from mist_dash.core.intake.table.outline import outlined
from mist_dash.core.intake.table.tables import SheetTable, tables
from mist_dash.core.intake.table.undated import times_of, year_elsewhere
from mist_dash.core.intake.why import LeftOut, Why, left_out


def facts_of(
    book: Book,
    theme: Theme,
    words: Words,
    today: str,
    answers: Mapping[str, str],
    events: Sequence[ListTable],
    started: ListTable | None,
    centre: str | None,
) -> tuple[TableFacts, list[TablePlan]]:
    """The facts of every table of every sheet, gathered; those of a list of events where there is no other table."""
    whole, plans = TableFacts(), []
    listed = [one.sheet for one in (*events, started) if one]
    filled_in, made, without = _tables(book, listed, theme, words, today, answers)
    whole.left_out += [_sheet(sheet.name, Why.NO_TABLE) for sheet in without]
    made, empty = with_numbers(made)
    whole.left_out += [_sheet(sheet.name, Why.NO_NUMBER) for sheet in empty]
    if len(made) > len({table.sheet.name for table in made}):  # what is rare is asked for only where it may be
        made, summaries = outlined(made, words)
        whole.left_out += summaries
    blocks = [without_block(table) for table in made]
    made = [table for table, _ in blocks]
    whole.left_out += [block for _, block in blocks if block]
    shared = _on_several_sheets(made)
    year = year_elsewhere([*without, *empty], words) if without or empty else NO_TIME
    readers = [TableReader(table, book.name, words, theme, today, answers, shared, year) for table in made]
    said = what_blanks_are(book, answers, whole)
    for reader in readers:
        reader.nothing = said
    _date(readers, book, today, answers, whole)
    read_tables = [form.read() for form in filled_in] + [reader.read() for reader in readers]
    read_tables = without_set_aside(read_tables, words, answers, whole)
    counted = any(_counts_something(one, theme) for one in read_tables)
    given = {fact.item for one in read_tables for fact in one.facts if not fact.rate}
    for one in read_tables:
        why = _why_not(one, theme, given) if counted else None
        if why:
            whole.left_out.append(_sheet(one.plan.sheet if one.plan else "", why))
            continue
        gather(whole, one)
        if one.plan:
            plans.append(one.plan)
    listed_events = [EventReader(one, book.name, words, theme, today, answers, centre) for one in events]
    _add_lists(whole, plans, listed_events)
    return whole, plans


def _sheet(name: str, why: Why) -> LeftOut:
    return left_out(f"sheet “{name}”", why, name)


def _tables(
    book: Book, listed: Sequence[Sheet], theme: Theme, words: Words, today: str, answers: Mapping[str, str]
) -> tuple[list[FormReader], list[SheetTable], list[Sheet]]:
    """The forms, the tables, and the sheets without either; one without headers is a table where there is no other."""
    filled_in: list[FormReader] = []
    made: list[SheetTable] = []
    without: list[Sheet] = []
    levels = Levels(theme, words)
    for sheet in (levels.spelt_out(sheet) for sheet in book.sheets if sheet not in listed):
        named = answers.get(f"header:{sheet.name}", "")
        if not named and (form := forms(sheet, words)):
            filled_in.append(FormReader(sheet, form, book, words, theme, today, answers))
            continue
        sheet = with_spans_told(without_marks(sheet, words))
        here = tables(sheet, words, int(named) - 1 if named.isdecimal() and 0 < int(named) <= len(sheet.rows) else None)
        if not here and any(sheet.rows):
            without.append(sheet)
        made += here
    if made or filled_in:
        return filled_in, made, without
    made = [table for sheet in without for table in headerless(sheet, words)]
    return [], made, [sheet for sheet in without if sheet not in [table.sheet for table in made]]


def _date(
    readers: Sequence[TableReader], book: Book, today: str, answers: Mapping[str, str], whole: TableFacts
) -> None:
    """Gives the tables without months the months that their sheets or titles name."""
    undated = [(reader, one) for reader in readers if (one := reader.undated)]
    if not any(one.near.part for _, one in undated):
        return
    found = times_of([one for _, one in undated], book.name, today, answers)
    for (reader, _), time in zip(undated, found.times, strict=True):
        reader.date(time)
    whole.warnings |= dict.fromkeys(found.warnings)
    for question in found.questions:
        whole.ask(question)


def _on_several_sheets(made: Sequence[SheetTable]) -> frozenset[str]:
    """The titles that are the same on several sheets: the hospital's name, what the workbook is about."""
    sheets: dict[str, set[str]] = defaultdict(set)
    for table in made:
        for line in table.context:
            sheets[line].add(table.sheet.name)
    return frozenset(line for line, on in sheets.items() if len(on) > 1)


def _add_lists(whole: TableFacts, plans: list[TablePlan], readers: Sequence[EventReader]) -> None:
    """Adds what lists of events add up to, unless another table already has the counts."""
    counted = bool(whole.facts)
    for reader in readers:
        if counted:
            whole.left_out.append(_sheet(reader.sheet, Why.COUNTED_ELSEWHERE))
            continue
        found = reader.read()
        gather(whole, found)
        if found.plan:
            plans.append(found.plan)


def _counts_something(one: TableFacts, theme: Theme) -> bool:
    """Whether a table has what the theme counts before all."""
    needed = {item.name for item in theme.items if item.required and item.kind == "count"}
    return any(fact.item in needed for fact in one.facts)


def _why_not(one: TableFacts, theme: Theme, given: Collection[str]) -> Why | None:
    """Why a table beside one with the counts is none: rates of those on a sheet of charts, or another thing."""
    if one.facts and all(fact.rate and fact.item in given for fact in one.facts):
        return Why.RATE
    return Why.OTHER_THEME if _about_something_else(one, theme) else None


def _about_something_else(one: TableFacts, theme: Theme) -> bool:
    """Whether a table, beside another that has what the theme counts, has only days and columns unknown here."""
    mine = {item.name for item in theme.items if item.kind == "count"} & {fact.item for fact in one.facts}
    return not mine and bool(one.unknown) and all(c.head.column >= 0 for c in one.unknown)


def gather(whole: TableFacts, one: TableFacts) -> None:
    """Adds what one table or list gave to what was found before."""
    whole.facts += one.facts
    whole.problems += one.problems
    whole.left_out += one.left_out
    whole.bad |= one.bad
    whole.warnings |= one.warnings
    whole.unknown += one.unknown
    whole.to_fill_in |= one.to_fill_in
    for question in one.questions.values():
        whole.ask(question)
