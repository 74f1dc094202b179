"""What a centre's numbers look like wherever they could come out, and every number that a file of a meeting gives away.

A number from 10 on is searched for by itself. A smaller one, or a year, stands everywhere, so it is searched for with
its label: the month at which it is drawn, or the noun behind it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import unescape
from math import ceil, floor, sqrt
from typing import Any, Self

import openpyxl

from mist_dash.actions import catalogue
from mist_dash.core import months
from mist_dash.core.control import Control, draw
from mist_dash.core.query import Query, answer
from mist_dash.core.words.nouns import counted
from mist_dash.store import counts, engine
from tests.exports.test_deck import data, own
from tests.exports.test_powerpoint import charts_in, shapes

YEARS = range(2000, 2040)
WAYS = (floor, ceil)
SHEET_EPOCH, SHEET_EPOCH_TO_2000 = date(1899, 12, 30), 36_526  # days are numbered in a spreadsheet


@dataclass
class Told:
    """alone: numbers from 10 on, as text. at: (month, height). said: "3 infections", "2 in 310"."""

    alone: set[str] = field(default_factory=set)
    at: set[tuple[int, str]] = field(default_factory=set)
    said: set[str] = field(default_factory=set)

    def __or__(self, other: Told) -> Told:
        return Told(self.alone | other.alone, self.at | other.at, self.said | other.said)

    def __and__(self, other: Told) -> set[Any]:
        return (self.alone & other.alone) | (self.at & other.at) | (self.said & other.said)

    def __sub__(self, other: Told) -> Told:
        return Told(self.alone - other.alone, self.at - other.at, self.said - other.said)

    def number(self, value: float) -> Self:
        if abs(value) >= 10 and value not in YEARS:
            self.alone.add(f"{value:.9g}")
        return self

    def height(self, month: float, value: float) -> None:
        self.number(value).at.add((round(month), f"{value:.9g}"))

    def words(self, text: str) -> Self:
        plain = text.replace(",", "").replace("\u00a0", " ")
        for found in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)", plain):
            self.number(float(found))
        self.said |= set(re.findall(r"(?<![\w.])(?:\d+ in \d+|\d [a-z]+)", plain))
        return self


def of_centre(centre: int) -> Told:
    """Every number that it has sent, and every dot and limit that a chart of it could draw, on a root's scale, too."""
    told = Told()
    with engine.reading() as db:
        for theme in catalogue.themes():
            numbers = counts.numbers(db, centre, theme.id)
            for one in numbers.values():
                told.number(one.value or 0)
            for measure, area in ((one, area) for one in theme.measures for area in one.areas):
                found = answer(Query.of(theme, measure.id, area), numbers).series if measure.kind != "profile" else None
                told |= of_chart(draw(found), measure.events) if found else Told()
    return told


def of_chart(control: Control, events: str = "") -> Told:
    told = Told()
    for dot in control.dots:
        month = months.number(months.covered(dot.month)[-1])
        for value in (dot.value, dot.upper, dot.lower, dot.centre):
            if value is not None:
                told.height(month, value)
                told.height(month, sqrt(abs(value)))
        if dot.count and dot.exposure:
            told.words(f"{dot.count:.0f} in {dot.exposure:.0f}")
        if dot.count and events:
            told.words(counted(dot.count, events))
    return told


def rounded(told: Told) -> Told:
    """The same as it is written, and as several events of one month share it out between its neighbours."""
    exact = [float(one) for one in told.alone]
    written = {f"{way(one * 10**digits) / 10**digits:.9g}" for one in exact for digits in range(4) for way in WAYS}
    return told | Told(written, {(month + by, height) for month, height in told.at for by in (-1, 1)})


def in_html(html: str) -> Told:
    """Of a deck or a pack: what its figures draw, what is said at their points, and every word that can be read."""
    told = Told()
    for figure in (figure for pair in data(html)["figures"] for figure in pair):
        for trace in figure["data"]:
            pixels = "yaxis2" in figure["layout"] and trace.get("yaxis") != "y2"  # a ribbon's or a rug's own place
            for month, value in () if pixels else zip(trace.get("x", ()), trace.get("y", ()), strict=False):
                if isinstance(value, int | float) and isinstance(month, int | float):
                    told.height(month, value)
                elif isinstance(value, int | float):
                    told.number(value)
            told.words(_texts([trace.get("text"), trace.get("customdata"), trace.get("name")]))
        told.words(_texts([note.get("text") for note in figure["layout"].get("annotations", ())]))
    seen = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", own(html))
    return told.words(_plain(seen))


def in_pptx(file: bytes) -> Told:
    """Of a PowerPoint file: every cell behind its charts, every label and every word."""
    told = Told()
    for chart in charts_in(file):
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        for first, *row in book.active.iter_rows(values_only=True):
            for value in (one for one in row if isinstance(one, int | float)):
                if isinstance(first, datetime | date):
                    told.height(months.number(f"{first:%Y-%m}"), value)
                elif isinstance(first, str) and (month := _month(first)):
                    told.height(month, value)
                elif isinstance(first, int | float) and first > SHEET_EPOCH_TO_2000:
                    told.height(months.number(f"{SHEET_EPOCH + timedelta(first):%Y-%m}"), value)
                else:
                    told.number(value)
        told.words(" ; ".join(chart._chartSpace.xpath(".//a:t/text()")))
    return told.words(" ; ".join(shape.text_frame.text for shape in shapes(file) if shape.has_text_frame))


def _month(said: str) -> int | None:
    """Of "Mar 2024"."""
    try:
        return months.number(f"{datetime.strptime(said, '%b %Y'):%Y-%m}")
    except ValueError:
        return None


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ; ", html))


def _texts(part: Any) -> str:
    return _plain(" ; ".join(_each(part)))


def _each(part: Any) -> Iterator[str]:
    if isinstance(part, Iterable) and not isinstance(part, str):
        for one in part:
            yield from _each(one)
    elif part is not None:
        yield str(part)
