"""Rows that name another centre are problems: the centre comes from the person who sends the file."""

from __future__ import annotations

from mist_dash.core.errors import Problem
from mist_dash.core.intake.labels.words import tokens
from mist_dash.core.intake.table.facts import Fact, TableFacts

_COMMON = frozenset(tokens("nhs trust foundation ft hospital children childrens child the of and for royal university"))


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
