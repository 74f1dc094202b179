"""The rows of a centre's one page become a table that eye, keyboard and screen reader read alike."""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlencode

from mist_dash.charts.style import Palette
from mist_dash.core.one_page import Row, YearCount
from mist_dash.core.words.nouns import number
from mist_dash.ui.parts import figure, pieces

WIDE, HIGH, EDGE = 150, 24, 3  # pixels of a spark
SHAPES = {"improvement": "▲", "concern": "◆", "neutral": "■", "common cause": "●"}
HEADS = ("Theme", "Measure and area", "5 years, by quarter", "How many, 12 months", "12 before", "In words")
NOW, BEFORE = "12 months", "12 before"  # on a phone, above each number


def show(rows: Sequence[Row]) -> None:
    pieces.raw(table(tuple(rows), figure.palette()))


@lru_cache(maxsize=64)
def table(rows: tuple[Row, ...], _palette: Palette) -> str:
    """Written once for rows that are cached, in each palette: it is a tenth of what home costs."""
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    body = "".join(_row(one, rows[place - 1] if place else None) for place, one in enumerate(rows))
    named = '<table class="one-page" aria-label="Every measure and area that is sent">'
    return f"{named}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _row(one: Row, above: Row | None) -> str:
    theme, measure = one.query.theme, one.query.measure
    first = above is None or above.query.theme.id != theme.id
    where = urlencode({"measure": measure.title, "area": one.area_title})
    name = html.escape(f"{measure.title}, {one.area_title}")
    view = f'<a href="/{theme.id}?{where}" target="_self">{name}</a> <small>{html.escape(measure.events)}</small>'
    head = (
        f'<th scope="rowgroup" style="--hue: {pieces.hue(theme)}">{html.escape(theme.short)}</th>'
        if first
        else "<td></td>"
    )
    meaning = one.headline.meaning
    shape = "▼" if meaning == "improvement" and one.headline.lower else SHAPES[meaning]
    verdict = f'<span aria-hidden="true">{shape}</span> {html.escape(one.headline.brief)}'
    now, before = f"<b>{_count(one.now)}</b>", _count(one.before)
    counts = f'<td data-head="{NOW}">{now}</td><td data-head="{BEFORE}">{before}</td>'
    cells = f'<td role="rowheader">{view}</td><td>{_spark(one)}</td>{counts}'
    kind = meaning.split(" ")[0]
    return f'<tr class="{"first" if first else "next"}">{head}{cells}<td class="verdict {kind}">{verdict}</td></tr>'


def _count(found: YearCount) -> str:
    """The events; of fewer months than twelve, of how many."""
    if found.events is None:
        return "–"
    return number(found.events) + (f" <small>in {found.sent} months</small>" if found.sent < 12 else "")


def _spark(one: Row) -> str:
    """A line with a gap where a quarter was not sent, on a scale from zero, its last value marked."""
    top = (
        100.0
        if one.share and max((v or 0 for v in one.spark), default=0) > 50
        else max((v or 0 for v in one.spark), default=0)
    )
    step = (WIDE - 2 * EDGE) / max(len(one.spark) - 1, 1)
    points = [
        None if value is None else (EDGE + step * place, HIGH - EDGE - (HIGH - 2 * EDGE) * (value / top if top else 0))
        for place, value in enumerate(one.spark)
    ]
    path, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        path.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "L"
    colour, hair = figure.palette().data, figure.palette().reference
    known = [point for point in points if point]
    dot = f'<circle cx="{known[-1][0]:.1f}" cy="{known[-1][1]:.1f}" r="3" fill="{colour}"/>' if known else ""
    base = f'<path d="M0 {HIGH - EDGE}H{WIDE}" stroke="{hair}" stroke-width=".6"/>'
    line = f'<path d="{" ".join(path)}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}">{base}{line}{dot}</svg>'
    return figure.image(svg, "", f'width="{WIDE}" height="{HIGH}"')
