"""Numbers of a made-up hospital become views as a page gets them, and figures are read back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from html import unescape
from typing import Any

from mist_dash.actions import themes
from mist_dash.actions.catalogue import theme
from mist_dash.charts import style
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


def plain_words(figure: dict[str, Any]) -> list[str]:
    """What is read: without marks, in one line."""
    return [unescape(re.sub("<[^>]*>", "", said.replace("<br>", " "))) for said in words_in(figure)]


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


def labels(figure: dict[str, Any], width: int) -> list[tuple[str, float, float, float, float]]:
    """Every label of a board so many pixels wide: its words, and its left, top, right and lower edge in pixels."""
    layout, found = figure["layout"], []
    margin, (left, right) = layout["margin"], layout["xaxis"]["range"]
    plot = width - margin["l"] - margin["r"]
    for note in layout["annotations"]:
        share = note["x"] if note.get("xref") == "paper" else (note["x"] - left) / (right - left)
        x = margin["l"] + share * plot + note.get("xshift", 0)
        wide, high = style.wide(note["text"]), 16 * (1 + note["text"].count("<br>"))
        x -= {"left": 0.0, "center": wide / 2, "right": wide}[note["xanchor"]]
        y = note["y"] - {"middle": high / 2, "bottom": high}[note["yanchor"]]
        found.append((note["text"], x, y, x + wide, y + high))
    return found
