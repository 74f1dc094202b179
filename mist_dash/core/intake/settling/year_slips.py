"""A series that steps back eleven months is told as a warning: in January the old year is often typed once more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from mist_dash.core import months
from mist_dash.core.intake.table.facts import Fact


def warnings(facts: Iterable[Fact]) -> list[str]:
    """One sentence for each January of a sheet that stands next to the December of its own year."""
    series: dict[tuple[object, ...], dict[str, int]] = defaultdict(dict)
    for fact in facts:
        period = fact.when.period()
        if period and months.is_month(period):
            series[(fact.sheet, fact.item, fact.place)].setdefault(period, fact.row)
    found: dict[str, None] = {}
    for (sheet, *_), rows in series.items():
        order = list(rows)
        for slip in filter(None, map(_slip, ["", *order], order, [*order[1:], ""])):
            on = f" on “{sheet}”" if sheet else ""
            found[f"{months.say(slip)} stands next to December {slip[:4]}{on}. Is its year right?"] = None
    return list(found)


def _slip(before: str, month: str, after: str) -> str:
    """The January that follows its own December, or comes before it where the months run backwards."""
    december = f"{month[:4]}-12"
    back = bool(before) and before == months.later(month, 1) and after == december
    return month if month[5:] == "01" and (before == december or back) else ""
