"""The deck's HTML, with its styles, its script, plotly and every figure inside. It holds no note and no person's name.

On the projector nothing is asked of the server but votes; in the pack nothing at all, and its charts can be pointed at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from itertools import repeat
from pathlib import Path
from typing import Any

import plotly
import segno

from mist_dash import charts
from mist_dash.charts.slide import MAGNIFIED
from mist_dash.charts.style import Figure
from mist_dash.core import months, words
from mist_dash.core.freezing import Frozen
from mist_dash.core.meeting import (
    Meeting,
    PooledArea,
    PooledFigure,
    Slide,
    SlideFigure,
    SlideLine,
    fingerprint_of_slide,
    for_the_pack,
)
from mist_dash.core.words.nouns import counted, number
from mist_dash.exports.presses import Press, band, presses

DATE = re.compile(rf"(\d\d?) ({'|'.join(months.NAMES)}) (\d{{4}})")
HERE = Path(__file__).parent
BODY = 600  # pixels of a slide between its upper edge and its band, less the space between its parts
# Letters that surely stand in a line of a headline and of small text, and pixels across: on a 16:9 screen, on 4:3.
CALLS = ("at", "votes", "cards", "notes", "standing")  # what a deck on the projector asks for, under its own address
SHAPES = ((54, 94, 1168), (40, 68, 848))


def projector(meeting: Meeting, address: str, join: str) -> str:
    """What is shown. address: of this page, to which its votes belong; join: what phones open, in full."""
    return _deck(meeting, {name: f"{address}/{name}" for name in CALLS}, join)


def pack(meeting: Meeting) -> str:
    """The same page to take home: only what may leave the room, without code and notes, with nothing to call."""
    return _deck(for_the_pack(meeting), {"pack": True}, "")


def notes(meeting: Meeting) -> str:
    """The presenter's own window, which copies its pictures from the window that opened it."""
    told = {slide.key: {"note": slide.note, "minutes": slide.minutes} for slide in meeting.slides}
    body = """<div id=gone></div><section><h2>Now <span id=place></span></h2><div class=frame id=now></div></section>
<section><h2>Next</h2><div class=frame id=next></div></section>
<section><p id=note></p></section>
<section><p id=time></p><p class=quiet id=elapsed></p><p class=quiet id=minutes></p>
<p class=quiet>Arrows: move · B: black · V: show the vote · Esc: dark · on the slides F: full screen</p></section>"""
    minutes = meeting.minutes or meeting.planned
    data = _json("notes", {"slides": told, "minutes": minutes, "gone": meeting.gone})
    return html(f"Notes: {meeting.title}", ("deck.css", "notes.css"), body, data, script(read("notes.js")))


def standing(meeting: Meeting) -> dict[str, Any]:
    """What an open deck asks for again and again: the slides that may still be shown, each just as it was, and where.

    gone: titles for the notes window alone.
    """
    shown = {slide.key: {"print": print_of(slide), "where": band(slide)[0]} for slide in meeting.slides}
    return {"slides": shown, "gone": meeting.gone}


def print_of(slide: Slide) -> str:
    """The same as long as the same is to be seen."""
    return fingerprint_of_slide(slide)[:16]


@dataclass
class Making:
    """A deck on its way: what each of its slides has to know, and the figures that were put in so far."""

    of: int
    code: str = ""
    join: str = ""  # the address that phones open; empty where none can
    taken: bool = False  # to be taken along
    figures: list[tuple[Figure, Figure]] = field(default_factory=list)


def _deck(meeting: Meeting, data: Mapping[str, Any], join: str) -> str:
    seen = list(presses(meeting))
    making = Making(len(seen), meeting.code, join, taken="pack" in data)
    slides = "".join(_slide(making, press, n) for n, press in enumerate(seen, 1))
    told = _json("deck", {**data, "figures": making.figures, "magnified": MAGNIFIED})
    body = f"<main id=stage>{slides}<div id=typed></div></main><div id=dark>{escape(meeting.title)}</div>"
    return html(meeting.title, ("deck.css",), body, told, script(_plotly()), script(read("deck.js")))


def _slide(making: Making, press: Press, n: int) -> str:
    kind = "vote" if press.slide.choices else press.slide.kind.replace(" ", "-")
    kind += " revealed" if press.slide.counts else ""
    named = f'class="slide {kind}" aria-label="{n} of {making.of}" data-key="{escape(press.slide.key)}"'
    if not making.taken:
        named += f' data-print="{print_of(press.slide)}"'
    foot = f"<footer class=band>{_band(press)}{_place(making, n)}</footer>"
    return f"<section {named}>{_inside(making, press)}{foot}</section>"


def _inside(making: Making, press: Press) -> str:
    """Headline and body, by what the slide has to show."""
    head = f"<h1>{escape(press.title)}</h1>{_quiet('about', press.about)}"
    source = _quiet("source", press.source)
    if press.slide.kind == "lobby":
        when = "".join(_quiet("about", line.text) for line in press.said)
        return f"<div class=body><div>{head}{when}</div>{_join(making)}</div>"
    if press.slide.choices:
        return f"{head}<div class=body>{_choices(press)}{_join(making)}</div>"
    if press.figure:
        return f"{head}{_lead(press)}<div class=body>{_figure(making, press, press.figure)}</div>{source}"
    if said := _words(press):
        return f"{head}<div class=body>{said}</div>{source}"
    return f"<div class=body><h1 class='words large'>{escape(press.title)}</h1></div>"


def _quiet(kind: str, text: str) -> str:
    return f"<p class={kind}>{escape(text)}</p>" if text else ""


def _band(press: Press) -> str:
    where, who, when = (f"<span>{escape(part)}</span>" for part in press.band)
    return f"<p class=safe>{where} {who} {when}</p>"


def _place(making: Making, n: int) -> str:
    """Which slide it is; in what was taken along with two buttons for who has no keys."""
    if not making.taken:
        return f"<span class=place>{n} / {making.of}</span>"
    back, on = (f'<button value="{key}" aria-label="{said}">{sign}</button>' for key, said, sign in ARROWS)
    return f"<span class=place>{back}{n} / {making.of}{on}</span>"


HINT = (
    "Say it aloud: what you ask, offer or will try stands here, with your centre’s name. "
    "Say, too, whether it may leave this room."
)
ARROWS = (("ArrowLeft", "The slide before", "‹"), ("ArrowRight", "The next slide", "›"))


def _words(press: Press) -> str:
    if press.slide.kind == "room":
        return f"<div class=words><dl></dl><p>{HINT}</p></div>"  # filled while the meeting goes on
    if not press.said:
        return ""
    if any(line.head for line in press.said):
        rows = "".join(f"<dt>{_sign(line)}{escape(line.head)}</dt><dd>{_text(line.text)}</dd>" for line in press.said)
        return f"<div class=words><dl>{rows}</dl></div>"
    size = " large" if press.large else ""
    return f'<div class="words{size}">{"".join(_paragraph(line) for line in press.said)}</div>'


def _text(typed: str) -> str:
    """Words of a slide; a date is not broken at the end of a line."""
    return escape(DATE.sub("\\1\u00a0\\2\u00a0\\3", typed)).replace("(by ", "(by\u00a0")


def _sign(line: SlideLine) -> str:
    """A shape beside the word, so that a promise's state is seen from the back."""
    sign = SIGNS.get(line.head.casefold())
    return f"<i aria-hidden=true>{sign}</i> " if sign else ""


SIGNS = {"kept": "●", "open": "○", "let go": "–"}


def _paragraph(line: SlideLine) -> str:
    return "".join(f"<p>{_text(part)}</p>" for part in line.text.splitlines() if part.strip())


def _lead(press: Press) -> str:
    """One or two lines over a figure."""
    return "".join(
        f"<p class=lead>{escape(': '.join(filter(None, (line.head, line.text))))}</p>" for line in press.said[:2]
    )


def _figure(making: Making, press: Press, figure: SlideFigure) -> str:
    """A place for a figure, which is kept twice: as high as there is room on a wide screen, and on a 4:3 one."""
    wide, narrow = (
        _plain(charts.slide(figure, _room(press, of_title, of_line), int(across / MAGNIFIED)))
        for of_title, of_line, across in SHAPES
    )
    making.figures.append((wide, narrow))
    return (
        f'<div class=figure role=img aria-label="{escape(_alt(figure))}" data-figure="{len(making.figures) - 1}"></div>'
    )


def _room(press: Press, of_title: int, of_line: int) -> int:
    """Pixels for the figure before it is magnified. of_title, of_line: letters that surely stand in a line of them."""
    taken = 92 if len(press.title) > of_title else 46
    taken += 40 if press.about else 0
    taken += sum(76 if len(line.text) > of_line else 42 for line in press.said[:2])
    taken += 76 if len(press.source) > of_line else 44 if press.source else 0
    return int((BODY - taken) / MAGNIFIED)


def _plain(figure: Figure) -> Figure:
    """In the letters of the deck, whatever the screen has."""
    layout = figure["layout"]
    return {**figure, "layout": {**layout, "font": {**layout["font"], "family": "Arial, Helvetica, sans-serif"}}}


def _alt(figure: SlideFigure) -> str:
    """What a figure says to somebody who cannot see it."""
    if isinstance(figure, Frozen):
        return words.describe(figure.control)
    if isinstance(figure, PooledFigure):
        areas = (f"{one.area}: {_rates(one, figure.decimals)}" for one in figure.areas)
        return f"{figure.title}, {figure.unit}. {' '.join(areas)}"
    since = (f"{one.centre} since {months.say(months.of(one.start))}" for one in figure.bars)
    return f"Who uses {figure.intervention}: {'; '.join(since)}."


def _rates(one: PooledArea, decimals: int) -> str:
    shown = (f"{year.name} {number(year.rate, decimals)}" for year in one.periods if year.rate is not None)
    return f"{'; '.join(shown)}."


def _choices(press: Press) -> str:
    counts = press.slide.counts or [None] * len(press.slide.choices)
    rows = "".join(map(_choice, press.slide.choices, counts, repeat(max(press.slide.counts, default=0) or 1)))
    total = counted(sum(press.slide.counts), "answers") if press.slide.counts else ""
    return f"<div class=choices>{_words(press)}{rows}<p class=answers>{total}</p></div>"


def _choice(answer: str, count: int | None, most: int) -> str:
    """One answer of a vote. count: of those who gave it; None where it comes only once it is revealed."""
    said, wide = ("", "") if count is None else (count, f' style="width:{100 * count / most:.0f}%"')
    return f"<div class=choice>{escape(answer)} <span class=count>{said}</span><div class=bar><i{wide}></i></div></div>"


def _join(making: Making) -> str:
    """The address as a QR code and in letters."""
    if not making.join:
        return ""
    drawn = segno.make(making.join, error="m").svg_inline(border=2, dark="#17202B", omitsize=True)
    shown = making.join.split("://")[-1].removesuffix(making.code)
    return f"<div class=join>{drawn}<p>{escape(shown)}</p><p class=code>{escape(making.code)}</p></div>"


def html(title: str, styles: Sequence[str], body: str, *scripts: str) -> str:
    css = "".join(read(name) for name in styles)
    return (
        "<!doctype html><html lang=en-GB><head><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width,initial-scale=1'><meta name=robots content=noindex>"
        f"<title>{escape(title)}</title><style>{css}</style></head><body>{body}{''.join(scripts)}</body></html>"
    )


def _json(name: str, data: Mapping[str, Any]) -> str:
    """Data in a script that is not run; no text in it can end the script."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    return f'<script id={name} type="application/json">{text}</script>'


def script(code: str) -> str:
    return f"<script>{code}</script>"


@cache
def read(name: str) -> str:
    return (HERE / name).read_text("utf-8")


@cache
def _plotly() -> str:
    """Plotly's own bundle, as its package holds it."""
    return (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text("utf-8")
