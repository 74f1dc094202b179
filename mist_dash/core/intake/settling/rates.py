"""Rates become the counts they were made of, where the denominator stands beside them; a person confirms."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace

from mist_dash.core.catalogue import Measure, Theme
from mist_dash.core.errors import Problem
from mist_dash.core.intake.labels.numbers import CellNumber
from mist_dash.core.intake.reading import LEAVE_OUT, Question, QuestionChoice
from mist_dash.core.intake.table.facts import Fact, TableFacts
from mist_dash.core.intake.why import Why

NEAR_WHOLE = 0.06  # how far a counted-back number may lie from a whole one: what rounding a rate to 2 decimals can do
Where = tuple[str, str, str | None]


def counted_back(facts: list[Fact], found: TableFacts, theme: Theme, answers: Mapping[str, str]) -> list[Fact]:
    """The facts with each rate as its count; a rate beside its own count is left out and listed."""
    rates = [fact for fact in facts if fact.rate]
    if not rates:
        return facts
    plain = [fact for fact in facts if not fact.rate]
    known = {_where(fact, fact.item): fact for fact in plain}
    items = {(fact.item, fact.place[0]) for fact in plain}
    for fact in rates:
        if (fact.item, fact.place[0]) in items:
            title = fact.rate.title if fact.rate else fact.column
            at = fact.stands.number
            found.leave(f"“{title}”", Why.RATE, fact.sheet, *(((at[1], at[1]), (at[2], at[2])) if at else ()))
            continue
        made = _back(fact, known, rates, found, answers)
        plain += [made] if made else []
    return plain


def _where(fact: Fact, item: str) -> Where:
    return (item, fact.place[0], fact.when.period())


def _back(
    fact: Fact, known: Mapping[Where, Fact], rates: list[Fact], found: TableFacts, answers: Mapping[str, str]
) -> Fact | None:
    measure = fact.rate
    assert measure is not None
    if fact.number.value is None:
        return replace(fact, rate=None)
    beside = [known.get(_where(fact, total.items[0])) for total in measure.denominators if len(total.items) == 1]
    exposure = next((f.number.value for f in beside if f and f.number.value), None)
    if exposure is None:
        return _rate_only(fact, measure, rates, found, answers)
    found.ask(_question(fact, measure))
    if answers.get(f"rate:{measure.id}") == LEAVE_OUT:
        return None
    per = _per(fact, measure, rates)
    count = fact.number.value * exposure / per
    none_or_all = count == 0 or (measure.kind == "proportion" and count == exposure)
    rounding = 0.0 if none_or_all else 0.5 * 10.0 ** -_decimals(fact, rates, per) * exposure / per
    whole = _wholes(count, rounding)
    if len(whole) != 1:
        found.problems.append(_several(fact, exposure, whole) if whole else _not_whole(fact, count))
        found.bad.add(fact.record)
        return None
    return replace(
        fact,
        rate=None,
        number=CellNumber("reported", float(whole[0])),
        note=fact.note or "counted back from a rate",
        stands=replace(fact.stands, number=None),
    )


def _wholes(count: float, rounding: float) -> range:
    """The whole numbers that a counted-back number can be, by how far its rate was rounded."""
    near = max(rounding, NEAR_WHOLE)
    return range(max(math.ceil(count - near), 0), math.floor(count + near) + 1)


def _decimals(fact: Fact, rates: list[Fact], per: float) -> int:
    """The decimals to which a column is rounded: the most that one of its cells shows. A share of 0.9 has two."""
    same = [rate for rate in rates if rate.column == fact.column and rate.number.value is not None]
    return max(2 if per == 1 else 0, *map(_shown, same))


def _shown(fact: Fact) -> int:
    written = re.search(r"\.(\d+)\s*%?$", fact.cell) if isinstance(fact.cell, str) else None
    return max(len(written[1]) if written else 0, len(f"{fact.number.value:.12g}".partition(".")[2]))


def _per(fact: Fact, measure: Measure, rates: list[Fact]) -> float:
    """What the rate is per; a share written as 0.95 is per 1."""
    per = fact.per or measure.multiplier
    same = [f.number.value or 0 for f in rates if f.column == fact.column]
    return 1.0 if per == 100 and not fact.number.percent and max(same) <= 1 else per


def _question(fact: Fact, measure: Measure) -> Question:
    what = f"share, such as {str(fact.cell).strip()[:12]}" if measure.kind == "proportion" else "rate"
    return Question(
        f"rate:{measure.id}",
        f"“{fact.column}” is a {what}. Shall I count back how many {measure.events} it was made of?",
        (QuestionChoice("count back", "Yes, count back"), QuestionChoice(LEAVE_OUT, "No, leave the rate out")),
        about=fact.column,
        default="count back",
    )


def _rate_only(
    fact: Fact, measure: Measure, rates: list[Fact], found: TableFacts, answers: Mapping[str, str]
) -> Fact | None:
    """A rate without its denominator is kept under the measure's own id: it can be shown, and never added up."""
    found.ask(
        Question(
            f"rate only:{measure.id}",
            f"“{fact.column}” is a rate, and the numbers it is made of are not in the file. Keep it as a rate only?",
            (QuestionChoice("keep", "Yes, keep it as a rate only"), QuestionChoice(LEAVE_OUT, "No, leave it out")),
            about=fact.column,
            default="keep",
        )
    )
    if answers.get(f"rate only:{measure.id}") == LEAVE_OUT:
        return None
    value = (fact.number.value or 0) * measure.multiplier / _per(fact, measure, rates)
    return replace(
        fact, rate=None, item=measure.id, note=fact.note or "rate only", number=replace(fact.number, value=value)
    )


def _several(fact: Fact, exposure: float, whole: range) -> Problem:
    """A rounded rate of many: 87% of 400 may be 346, 347, 348, 349 or 350."""
    return Problem(
        fact.sheet,
        fact.row,
        fact.column,
        f"{str(fact.cell).strip()[:20]} of {exposure:g}, which may be {whole[0]} to {whole[-1]}",
        "a rate with enough decimals to come from one whole number",
        "send the number of events instead",
    )


def _not_whole(fact: Fact, count: float) -> Problem:
    return Problem(
        fact.sheet,
        fact.row,
        fact.column,
        f"{fact.cell}, which would be {count:.2f} events",
        "a rate that comes from a whole number of events",
        "send the number of events instead",
    )
