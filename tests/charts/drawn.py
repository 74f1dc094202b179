"""Numbers of a made-up hospital become views as a page gets them, and figures are read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from mist_dash.actions import themes
from mist_dash.actions.catalogue import theme
from mist_dash.core import months
from mist_dash.core.counts import Key, Number, Numbers
from mist_dash.core.events import Event
from mist_dash.core.query import Query

CLABSI = theme("clabsi")
DAYS = 400.0


def sent(counts: dict[str, Sequence[int | None]], first: str = "2021-04", days: float = DAYS) -> Numbers:
    """area -> a count a month; None is a month that was not sent."""
    found = {}
    for area, row in counts.items():
        for month, count in zip(months.between(first, months.later(first, len(row) - 1)), row, strict=True):
            for item, value in (("clabsi", count), ("central_line_days", days)):
                if count is not None and value is not None:
                    found[Key(item, area, month, CLABSI.definition.key)] = Number(float(value))
    return found


def view(numbers: Numbers, area: str = "ICU", measure: str = "clabsi-rate", **more: Any) -> themes.View:
    return themes.view(Query.of(CLABSI, measure, area), numbers, **more)


def began(name: str, month: str, kind: Any = "intervention", stop: str = "") -> Event:
    days = [date.fromisoformat(f"{one}-01") if one else None for one in (month, stop)]
    return Event(hash((name, month)), "", kind, name, days[0] or date.max, days[1], "")


def boxes(figure: dict[str, Any], colour: str) -> list[tuple[float, float]]:
    found = [one for one in figure["layout"]["shapes"] if one["type"] == "rect" and one.get("fillcolor") == colour]
    return [(one["x0"], one["x1"]) for one in found]


def words_in(figure: dict[str, Any]) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def sizes(part: Any) -> Iterator[float]:
    """Every size of letters in a figure."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name.endswith("font") and "size" in value:
                yield value["size"]
            yield from sizes(value)
    elif isinstance(part, list):
        for one in part:
            yield from sizes(one)
