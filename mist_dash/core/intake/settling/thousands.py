"""Days such as "1.204" become no number: a point between thousands there, a decimal point here, and no way to tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.labels.numbers import WRONG, tidy
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.table.facts import Fact

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
