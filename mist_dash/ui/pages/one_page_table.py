"""The rows of a centre's one page become a table that eye, keyboard and screen reader read alike."""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlencode

from mist_dash.charts.style import Palette
from mist_dash.core import months
from mist_dash.core.catalogue import MeasureKind
from mist_dash.core.months import YEARS
from mist_dash.core.one_page import Row
from mist_dash.core.words import figures
from mist_dash.ui.parts import figure, pieces

WIDE, HIGH, EDGE = 150, 24, 3  # pixels of a spark
SHAPES = {"improvement": "▲", "concern": "◆", "neutral": "■", "common cause": "●"}
BEFORE = "the 12 before"
IN_MUCH: dict[MeasureKind, str] = {"rate": "in", "between": "in", "ratio": "against"}  # of a share its own words say it


def show(rows: Sequence[Row]) -> None:
    pieces.raw(table(tuple(rows), figure.palette()))


@lru_cache(maxsize=64)
def table(rows: tuple[Row, ...], _palette: Palette) -> str:
    """Written once for rows that are cached, in each palette: it is a tenth of what home costs."""
    newest = max((one.change.this.months[-1] for one in rows if one.change.this.months), default="")
    now = f"12 months to {months.say(newest, short=True)}"
    names = ("Theme", "Measure and area", "5 years, by quarter", now, BEFORE, "In words")
    heads = "".join(f'<th scope="col">{head}</th>' for head in names)
    body = "".join(_row(one, rows[place - 1] if place else None, newest) for place, one in enumerate(rows))
    named = '<table class="one-page" aria-label="Every measure and area that is sent">'
    return f"{named}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _row(one: Row, above: Row | None, newest: str) -> str:
    """newest: the month to which the page's columns reach; a row that ends earlier says so."""
    theme, measure = one.query.theme, one.query.measure
    first = above is None or above.query.theme.id != theme.id
    where = urlencode({"measure": measure.title, "area": one.area_title, "basis": YEARS[one.query.basis]})
    name = html.escape(f"{measure.title}, {one.area_title}")
    view = f'<a href="/{theme.id}?{where}" target="_self">{name}</a> <small>{html.escape(_things(one))}</small>'
    head = (
        f'<th scope="rowgroup" style="--hue: {pieces.hue(theme)}">{html.escape(theme.short)}</th>'
        if first
        else "<td></td>"
    )
    meaning = one.headline.meaning
    shape = "▼" if meaning == "improvement" and one.headline.lower else SHAPES[meaning]
    verdict = f'<span aria-hidden="true">{shape}</span> {html.escape(one.headline.brief)}'
    to = "12 months" if _end(one) in ("", newest) else f"12 months to {months.say(_end(one), short=True)}"
    now, before = _count(one.now, _months(one, newest)), _count(one.before)
    counts = f'<td data-head="{to}">{now}</td><td data-head="{BEFORE}">{before}</td>'
    cells = f'<td role="rowheader">{view}</td><td>{_spark(one)}</td>{counts}'
    kind = meaning.split(" ")[0]
    return f'<tr class="{"first" if first else "next"}">{head}{cells}<td class="verdict {kind}">{verdict}</td></tr>'


def _things(one: Row) -> str:
    """ "infections in line days": what is counted, in or against what."""
    change = one.change
    within = IN_MUCH.get(change.kind)
    return f"{change.events} {within} {change.exposure_name or 'days'}" if within else change.events


def _count(said: str, which: str = "") -> str:
    """ "**3** in 2,701", and of which months, where those are not all twelve."""
    if not said:
        return "–"
    first, _, rest = said.partition(" ")
    return f"<b>{first}</b> {rest}".strip() + (f" <small>{html.escape(which)}</small>" if which else "")


def _end(one: Row) -> str:
    return one.change.this.months[-1] if one.change.this.months else ""


def _months(one: Row, newest: str) -> str:
    """ "without Jul", "to Sep 2026": where a row's months are not those of the head."""
    to = f"to {months.say(_end(one), short=True)}" if _end(one) not in ("", newest) else ""
    return ", ".join(filter(None, (to, figures.left_out(one.change))))


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
