"""Facts become those that were meant: a share where a count belongs, thousands of days, the rest of a hospital."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mist_dash.core.catalogue import WHOLE, Area, Measure, Theme
from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.numbers import WRONG, tidy
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.vocabulary import SPELT
from mist_dash.core.intake.reading import LEAVE_OUT, Question, QuestionChoice
from mist_dash.core.intake.table.counted import numerator
from mist_dash.core.intake.table.facts import Fact, TableFacts


def ask_of_the_rest(found: TableFacts, theme: Theme, answers: Mapping[str, str]) -> None:
    """Asks which area such words mean, and gives their facts what is answered; none until then."""
    named = {fact.place[0] for fact in found.facts}
    for area in theme.areas:
        for words in map(" ".join, map(tokens, area.ask_alone)):
            if not _others(area, words, theme) <= named and any(f.place == (area.name, words) for f in found.facts):
                found.facts = _asked(found, area.name, words, theme, answers)


def _others(area: Area, words: str, theme: Theme) -> set[str]:
    """The areas that the words might hold as well: "non ICU" everything but ICU."""
    others = (a.name for a in theme.areas if not a.optional and a.name not in (area.name, WHOLE))
    return {name for name in others if name.lower() not in words}


def _asked(found: TableFacts, area: str, words: str, theme: Theme, answers: Mapping[str, str]) -> list[Fact]:
    offered = (*(QuestionChoice(a.name, a.title) for a in theme.areas), QuestionChoice(LEAVE_OUT, "Leave it out"))
    question = Question(f"area:{words}", f"Which area is “{words.upper()}”?", offered, about=words.upper())
    found.ask(question)
    answer = question.answer(answers)
    return [
        fact if fact.place != (area, words) else replace(fact, place=(answer, words))
        for fact in found.facts
        if fact.place != (area, words) or answer != LEAVE_OUT
    ]


def as_shares(facts: list[Fact], theme: Theme) -> list[Fact]:
    """The facts, those of a column of shares each as the rate of the measure whose events its header names."""
    measures = _proportions(theme)
    groups: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.item in measures and not fact.rate:
            groups[(fact.sheet, fact.column, fact.item)].append(fact)
    shares = {id(fact) for group in groups.values() if _are_shares(group) for fact in group}
    return [replace(f, rate=measures[f.item], per=100) if id(f) in shares else f for f in facts] if shares else facts


def _proportions(theme: Theme) -> dict[str, Measure]:
    """The measure that is a proportion of one item, by that item; days are seldom whole, so they stay as they are."""
    found = {numerator(measure): measure for measure in theme.measures if measure.kind == "proportion"}
    return {item: measure for item, measure in found.items() if item and theme.item(item).kind == "count"}


def _are_shares(facts: Sequence[Fact]) -> bool:
    """Whether every number is marked as a percentage, or all lie between 0 and 1 and some are no whole number."""
    told = [fact.number for fact in facts if fact.number.value is not None]
    above = [number for number in told if number.value]
    marked = [number for number in above if number.percent]
    if marked:
        return len(marked) == len(above)
    return any(0 < (n.value or 0) < 1 for n in told) and all(0 <= (n.value or 0) <= 1 for n in told)


_FRACTION = re.compile(r"\d+\.(?=\d*[1-9])\d+|\d+\.\d{3}")
GROUPED = re.compile(r"[1-9]\d?\.\d{3}")


def without_doubtful_days(facts: Sequence[Fact], theme: Theme) -> list[Fact]:
    """The facts, with each number of an item that is counted in days and always written so as "wrong".

    Fewer than a hundred days in a month, each with three digits after the point, may be thousands of days; 412.333
    cannot, and one 12.5 among them shows what the point means.
    """
    in_days = {item.name for item in theme.items if item.kind == "exposure" and "day" in tokens(item.title)}
    written: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        if fact.item in in_days and not fact.rate and isinstance(fact.cell, str) and "." in fact.cell:
            written[fact.item] += filter(_FRACTION.fullmatch, [tidy(fact.cell)])
    tiny = _below_one(facts, in_days)
    doubtful = tiny | {item for item, texts in written.items() if all(map(GROUPED.fullmatch, texts))}
    return (
        list(facts)
        if not doubtful
        else [
            replace(fact, number=WRONG)
            if fact.item in doubtful
            and not fact.rate
            and (fact.item in tiny or GROUPED.fullmatch(tidy(str(fact.cell))))
            else fact
            for fact in facts
        ]
    )


def _below_one(facts: Sequence[Fact], in_days: set[str]) -> set[str]:
    """The items whose every month has less than one day, such as 0.284: thousands of days, or a share."""
    values: dict[str, list[float]] = defaultdict(list)
    for fact in facts:
        if fact.item in in_days and not fact.rate and fact.number.value:
            values[fact.item].append(fact.number.value)
    return {item for item, given in values.items() if all(0 < value < 1 for value in given)}


def spelt(cell: Cell) -> str:
    """The number that a cell writes as a word; "" when it is no such word."""
    return str(SPELT.get(str(cell).strip().lower(), ""))


def what_to_do(cell: Cell) -> str:
    """What to do about a cell that is no number, or may be read in two ways."""
    text = str(cell).strip()
    if isinstance(cell, datetime.datetime):
        return "write the number: the spreadsheet has made a date of it"
    if spelt(cell):
        return f"write {spelt(cell)}"
    if GROUPED.fullmatch(text):
        return f"write {text.replace('.', '')} if the point stands between thousands, else {float(text):.2f}"
    return "write the number alone, or leave the cell empty if it was not collected"
