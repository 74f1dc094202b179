"""A chart's points become a CSV to look at elsewhere: what is seen, with its limits, its signals and its sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from mist_dash.core import events as dated
from mist_dash.core import words
from mist_dash.core.control import Control
from mist_dash.core.events import Event
from mist_dash.core.intake.safe_text import neutral

HEADS = (
    "month",
    "value",
    "count",
    "exposure",
    "lower limit",
    "centre line",
    "upper limit",
    "unusual",
    "marked",
    "note",
)


def points(control: Control, events: Sequence[Event], about: Sequence[tuple[str, str]]) -> bytes:
    """about: (name, text) of what the numbers are: measure, area, sentence, definition. UTF-8 with a mark for Excel."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerows((neutral(name), neutral(text)) for name, text in about)
    sheet.writerow(())
    sheet.writerow(HEADS)
    for dot in control.dots:
        rules = "; ".join(signal.words for signal in dot.signals)
        values = (dot.value, dot.count, dot.exposure, dot.lower, dot.centre, dot.upper)
        told = (rules, dated.marked(events, dot.month), words.still_open(control, dot))
        sheet.writerow((dot.month, *values, *map(neutral, told)))
    return out.getvalue().encode("utf-8-sig")
