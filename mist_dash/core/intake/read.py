"""An opened file becomes counts, questions and problems by one explainable plan. Nothing is stored here.

The way: nothing of a patient -> tables of each sheet -> heads of its columns -> the use of each column -> labels of
each row -> facts (each number with what the labels around it say) -> counts -> checks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import Problem, Refused
from mist_dash.core.intake.admit import admit
from mist_dash.core.intake.corrections import corrected
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.labels.memory import one_file
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.listed import lists
from mist_dash.core.intake.listed.event_list import about_a_patient
from mist_dash.core.intake.listed.intervention_changes import InterventionRow
from mist_dash.core.intake.listed.intervention_list import InterventionReader
from mist_dash.core.intake.listed.lists import ListTable
from mist_dash.core.intake.reading import (
    TO_FILL_IN,
    Count,
    KeyTuple,
    Question,
    Reading,
    ReadingPlan,
    Recipe,
    TablePlan,
)
from mist_dash.core.intake.settling import checks, stored_clash
from mist_dash.core.intake.settling.as_meant import as_shares, ask_of_the_rest, without_doubtful_days
from mist_dash.core.intake.settling.centres import ask_of_members, other_centres
from mist_dash.core.intake.settling.settle import settle
from mist_dash.core.intake.settling.stored_clash import SentOn
from mist_dash.core.intake.settling.unused import ask_of_the_unused, list_the_unused
from mist_dash.core.intake.settling.unusual import unusual, year_slips
from mist_dash.core.intake.table.facts import TableFacts
from mist_dash.core.intake.table.rolling import only_rolling
from mist_dash.core.intake.table.sheets import facts_of, gather

MOST_QUESTIONS = 40  # that anybody would answer
NAMED = 3  # of more than those


@one_file()
def read(
    book: Book,
    theme: Theme,
    *,
    today: str,
    centre: str | None = None,
    recipe: Recipe | None = None,
    answers: Mapping[str, str] | None = None,
    usual_definition: str | None = None,
    history: Mapping[KeyTuple, float] | None = None,
    hidden: Collection[KeyTuple] = (),
    sent_on: SentOn | None = None,
    members: Collection[str] = (),
) -> Reading:
    """Everything a file says about a theme.

    today: the current month, such as "2026-11". centre: the name of the centre that sends it;
    members: the names of the others.
    history: what the centre has stored, for the checks that look back; hidden: what it has stored as suppressed.
    sent_on: when a stored number was sent, in words.
    """
    told = {**(recipe.answers if recipe else {}), **(answers or {})}
    try:
        book, staff_left_out, doubt = admit(book, theme, told)
    except Refused as no:
        return Reading(refused=no)
    if doubt:
        return Reading(questions=(doubt,), asked=(doubt,))
    book = corrected(book, theme, told)
    words = Words(theme)
    events, started = _lists(book, theme, words)
    refused = next(filter(None, map(about_a_patient, events)), None)
    if refused:
        return Reading(refused=refused)
    found, plans = facts_of(book, theme, words, today, told, events, started, centre)
    listed = InterventionReader(started, book, words, theme, today, told, centre) if started else None
    if listed and not (found.facts or found.problems or found.questions):
        list_the_unused(found)
    try:
        ask_of_members(found, book, plans, centre or "", members if centre else (), words, told)
    except Refused as no:
        return Reading(refused=no)
    found.warnings |= dict.fromkeys(year_slips(found.facts))
    ask_of_the_rest(found, theme, told)
    other_centres(found, centre)
    found.facts = as_shares(without_doubtful_days(found.facts, theme), theme)
    if found.unknown:
        ask_of_the_unused(found, theme, told)
    settled = settle(found, theme, told, _definition(found, theme, told, usual_definition))
    if all(count.key in hidden for count in settled if count.state == "suppressed"):
        found.questions.pop("suppressed", None)  # it was answered when they were stored
    if {count.item for count in settled} <= {item.name for item in theme.items if item.kind == "text"}:
        settled, found.to_fill_in = [], found.to_fill_in or bool(settled)  # the name of a model without its numbers
    counts = _checked(settled, found, theme, today, told, history or {}, sent_on)
    marks = _add_marks(found, plans, listed) if listed else None
    untouched = False
    if marks is None and not (counts or found.problems or found.questions):
        rolling = only_rolling(book, found)
        untouched = found.to_fill_in and not rolling
        if untouched:
            book = replace(book, notes=(*book.notes, TO_FILL_IN))
        else:
            found.problems.append(rolling or _nothing(book, theme))
    reading = _reading(found, plans, told, book, staff_left_out)
    titles = {item.name: item.title for item in theme.items}
    read = replace(reading, titles=titles, counts=counts, marks=marks, untouched=untouched, single_events=bool(events))
    return read if len(read.questions) <= MOST_QUESTIONS else _asks_too_much(read, book)


def _add_marks(found: TableFacts, plans: list[TablePlan], listed: InterventionReader) -> tuple[InterventionRow, ...]:
    """The interventions of a list; what is asked, wrong and left out of it is told with the counts."""
    marks, of_list = listed.read()
    gather(found, of_list)
    plans += [of_list.plan] if of_list.plan else []
    return marks


def _reading(
    found: TableFacts, plans: Sequence[TablePlan], told: Mapping[str, str], book: Book, staff_left_out: Sequence[str]
) -> Reading:
    """What was found, as a reading without its counts."""
    left_out = (*book.left_out, *staff_left_out, *dict.fromkeys(one.says for one in found.left_out))
    return Reading(
        plan=ReadingPlan(tuple(plans), book.notes, left_out),
        questions=tuple(question for question in found.questions.values() if not question.answer(told)),
        problems=_in_order(book, found.problems),
        warnings=tuple(found.warnings),
        left_out=left_out,
        asked=tuple(found.questions.values()),
        items=frozenset(fact.item for fact in found.facts),
        out=tuple(found.left_out),
        book=book,
        mendable={said: problem for said, problem in found.mendable.items() if problem.cells},
    )


def _lists(book: Book, theme: Theme, words: Words) -> tuple[list[ListTable], ListTable | None]:
    """The sheets that list single events, and the one that lists interventions."""
    countable = theme.event_list.items if theme.event_list else ()
    events = [listed for sheet in book.sheets if countable and (listed := lists.events(sheet, words, countable))]
    return events, lists.interventions(book, words)


def _checked(
    counts: Sequence[Count],
    found: TableFacts,
    theme: Theme,
    today: str,
    told: Mapping[str, str],
    history: Mapping[KeyTuple, float],
    sent_on: SentOn | None,
) -> tuple[Count, ...]:
    """The counts that can be true. A month and area with one that cannot stays out whole; the others may be odd."""
    new = _new(counts, history)

    def wrong_with(stored: Mapping[KeyTuple, float]) -> list[tuple[Problem, Count]]:
        return [one for one in checks.problems(counts, theme, today, stored) if (one[1].area, one[1].month) in new]

    wrong = wrong_with(history)
    clashing = {key: (count.area, count.month) for problem, count in wrong for key in problem.stored}
    give_way: dict[KeyTuple, tuple[str, str]] = {}
    if clashing:
        question = stored_clash.question({key: history[key] for key in clashing}, theme, sent_on)
        found.ask(question)
        if question.answer(told) == stored_clash.CLEAR_STORED:
            give_way, history = clashing, {key: value for key, value in history.items() if key not in clashing}
            wrong = wrong_with(history)
    found.problems += [problem for problem, _ in wrong]
    out = {(count.area, count.month) for _, count in wrong}
    # A stored number gives way only to a row that goes in.
    cleared = [stored_clash.cleared(key) for key, row in give_way.items() if row not in out]
    good = tuple(count for count in counts if (count.area, count.month) not in out)
    found.warnings |= dict.fromkeys(checks.warnings(good, theme, today, history))
    found.mendable = unusual(good, theme, today, history)
    found.warnings |= dict.fromkeys(found.mendable)
    return (*good, *cleared)


def _new(counts: Sequence[Count], history: Mapping[KeyTuple, float]) -> set[tuple[str, str]]:
    """The areas and months that are not all just as they are stored: the others need no second check."""
    return {(c.area, c.month) for c in counts if isinstance(c.value, float) and history.get(c.key) != c.value}


def _in_order(book: Book, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Each problem once, as a person meets them: by sheet, then by row."""
    sheets = {sheet.name: i for i, sheet in enumerate(book.sheets)}
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (sheets.get(p.sheet, 0), p.row or 0)))


def _definition(found: TableFacts, theme: Theme, answers: Mapping[str, str], usual: str | None) -> str:
    """The definition of every count whose row names none: what was asked, else the centre's usual one."""
    asked: Sequence[Question] = [q for q in found.questions.values() if q.kind == "definition"]
    if asked:
        return asked[0].answer(answers) or asked[0].default
    return usual or theme.definition.key


def _asks_too_much(reading: Reading, book: Book) -> Reading:
    """A column of names that no theme knows is one thing to be told, not a question for each name."""
    named = "; ".join(question.text for question in reading.questions[:NAMED])
    problem = Problem(
        book.sheets[0].name if book.sheets else book.name,
        None,
        "the whole file",
        f"{len(reading.questions):,} things to ask about, such as: {named}",
        f"at most {MOST_QUESTIONS}",
        "say under “Here is how I read your file” which column holds the area, or leave the one with these names out",
    )
    return replace(reading, questions=(), asked=(), counts=(), problems=(problem,))


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
