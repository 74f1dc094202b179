"""Percentages that stand where a count belongs become rates to be counted back: 87% under "Audits compliant".

A column is taken so only as a whole: a share among counts is a mistake to be told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from mist_dash.core.catalogue import Measure, Theme
from mist_dash.core.intake.table.counted import numerator
from mist_dash.core.intake.table.facts import Fact


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
