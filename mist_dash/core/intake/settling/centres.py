"""Rows that name another centre are problems, and a file that names another member is asked about.

The centre comes from the person who sends the file, never from the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from mist_dash.core.errors import Problem, Refused
from mist_dash.core.intake.files.book import Book, Sheet
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.vocabulary import words_of
from mist_dash.core.intake.labels.whens import whens
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.reading import Question, QuestionChoice, TablePlan
from mist_dash.core.intake.table.facts import Fact, TableFacts
from mist_dash.core.intake.table.places import lasting

_COMMON, _EVERYDAY, _PLACES = (
    frozenset(tokens(" ".join(words_of(kind)))) for kind in ("common_in_centres", "everyday_in_centres", "of_wards")
)
_LINES = 60  # lines of one sheet, outside its tables, that are looked at
YES_OR_NO = (QuestionChoice("yes", "Yes, it is ours"), QuestionChoice("no", "No, take it away"))


def other_centres(found: TableFacts, centre: str | None) -> None:
    """Adds a problem for every row of another centre, or one for a file that mixes centres."""
    named = [fact for fact in found.facts if fact.centre]
    if not named:
        return
    if centre is None:
        if len({tokens(fact.centre) for fact in named}) > 1:
            found.problems.append(_mixed(named))
            found.facts.clear()
        return
    others = {fact.record: fact for fact in named if not same_centre(fact.centre, centre)}
    found.problems += [_other(fact, centre) for fact in others.values()]
    found.facts = [fact for fact in found.facts if fact.record not in others]


def same_centre(one: str, other: str) -> bool:
    """Whether two names mean the same centre: equal but for common words, or one the initials of the other."""
    if tokens(one) == tokens(other):
        return True
    a, b = (set(tokens(name)) - _COMMON for name in (one, other))
    initials = {"".join(word[0] for word in tokens(name)) for name in (one, other)}
    return bool(a and b and (a <= b or b <= a)) or bool(initials & {"".join(tokens(one)), "".join(tokens(other))})


def _mixed(named: list[Fact]) -> Problem:
    return Problem(
        named[0].sheet,
        None,
        "centre",
        "rows of several centres",
        "the rows of one centre",
        "send each centre's rows in a file of its own, or say which centre this is",
    )


def _other(fact: Fact, centre: str) -> Problem:
    return Problem(
        fact.sheet, fact.row, "centre", "another centre", f"rows of {centre} only", "delete the row, or mend the name"
    )


def ask_of_members(
    found: TableFacts,
    book: Book,
    plans: Iterable[TablePlan],
    centre: str,
    members: Collection[str],
    words: Words,
    answers: Mapping[str, str],
) -> None:
    """Asks whose a file is whose name, sheets or lines around the tables name another member.

    Raises Refused when it is not the own centre's.
    """
    named: dict[str, str] = {}
    for text in _around(book, list(plans), words):
        if name := member_named(text, centre, members, words):
            named.setdefault(name, text)
    for name, text in named.items():
        said = f"This file speaks of {name}; you send for {centre}. Is it yours? (“{text[:60]}”)"
        question = Question(f"member:{lasting(name)}:{lasting(text)}", said, YES_OR_NO, about=name)
        found.ask(question)
        if question.answer(answers) == "no":
            raise Refused(f"You said that it is not yours: it speaks of {name}", remedy="Drop your own file instead")


def _around(book: Book, plans: list[TablePlan], words: Words) -> Iterator[str]:
    """The file's name, and of each sheet that was read its name, the lines outside its tables, headers and areas."""
    yield book.name
    for sheet in book.sheets:
        spans = [range(min((*p.header_rows, p.first_row)), p.last_row + 1) for p in plans if p.sheet == sheet.name]
        if not spans:
            continue
        yield sheet.name
        outside = [row for n, row in enumerate(sheet.rows, 1) if not any(n in span for span in spans)]
        for row in outside[:_LINES]:
            yield " ".join(cell for cell in row if isinstance(cell, str))
        for plan in (plan for plan in plans if plan.sheet == sheet.name):
            yield from _places(sheet, plan, words)
            for number in plan.header_rows:
                yield from (cell for cell in sheet.rows[number - 1] if isinstance(cell, str))


def _places(sheet: Sheet, plan: TablePlan, words: Words) -> Iterator[str]:
    """The areas of a table that have more words than the theme knows; rows of another centre are problems already."""
    columns = [step.at for step in plan.columns if step.at is not None and step.value in ("", "area", "item", "label")]
    rows = sheet.rows[plan.first_row - 1 : plan.last_row]
    for text in dict.fromkeys(row[at] for row in rows for at in columns if at < len(row)):
        if isinstance(text, str) and words.meaning(text).areas and words.meaning(text).rest:
            yield text


def member_named(text: str, centre: str, members: Collection[str], words: Words) -> str:
    """The member that a text names, when it is not the own centre; "" when it names none.

    A name is its words, those that are its own, its first, or its initials. The longest name in a place counts, so
    that "Birch Hill" is not "Birch"; of two as long the surer; of two as sure the own.
    """
    said = tokens(text)
    found = [
        (start, start + len(form), sure, name)
        for name in (centre, *members)
        for form, sure in _forms(name).items()
        for start in range(len(said) - len(form) + 1)
        if said[start : start + len(form)] == form and not _says_something_else(form, said, start, words)
    ]
    for start, end, sure, name in found:
        if name != centre and not any(
            s <= start and end <= e and (e - s, more, whose == centre) > (end - start, sure, False)
            for s, e, more, whose in found
        ):
            return name
    return ""


def _forms(name: str) -> dict[tuple[str, ...], bool]:
    """The ways in which a centre is named, and whether it is a sure one."""
    full = tokens(name)
    own = tuple(word for word in full if word not in _COMMON)
    initials = "".join(word[0] for word in full)
    short = [own[:1]] * (bool(own) and len(own[0]) > 3) + [(initials,)] * (len(initials) > 2)
    forms = {**dict.fromkeys(short, False), own: True, full: True}
    return {form: sure for form, sure in forms.items() if form and not (len(form) == 1 and form[0] in _EVERYDAY)}


def _says_something_else(form: tuple[str, ...], said: tuple[str, ...], start: int, words: Words) -> bool:
    """Whether one word alone is a word of the theme, a month, or the name of a ward."""
    beside = {*said[max(start - 1, 0) : start], *said[start + 1 : start + 2]}
    return len(form) == 1 and (words.uses(form[0]) or bool(whens(form[0])) or not _PLACES.isdisjoint(beside))
