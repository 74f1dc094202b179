"""A theme's view, a slide of a meeting or a whole meeting becomes a PowerPoint file with charts that can be edited.

Only what may leave the room is given to it: no note, no code, no name of a person.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from textwrap import wrap

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.presentation import Presentation as NativeDeck
from pptx.slide import Slide as NativeSlide
from pptx.util import Pt

from mist_dash.charts.style import LIGHT
from mist_dash.core import months
from mist_dash.core.freezing import Frozen
from mist_dash.core.meeting import Meeting, PooledFigure, Slide, SlideFigure, SlideLine, WhoElse
from mist_dash.core.words.nouns import capital
from mist_dash.exports.presses import Press, presses
from mist_dash.exports.slides import bars, between, native
from mist_dash.exports.slides.native import fill, write

WIDE, HIGH, EDGE, BAND = 1280, 720, 56, 56  # pixels, as in the deck
TOP, LINE = 156, 40  # where the body begins; of one line
AUTHOR = "Making it Safer Together"
LONGEST_PROPERTY = 255  # characters that a file may have in one
TITLE_ONLY = 5  # the layout of python-pptx's own template that has a title and nothing else
SIZES = (36, 32, 28, 24)


def pptx_of_view(view: Frozen, centre: str, headline: str = "", definition: str = "") -> bytes:
    """A theme's view of one's own centre on one slide. definition: of the measure, with its version."""
    deck = _new(f"{view.title}, {view.area}, {centre}")
    slide = _slide(deck, headline or view.sentence, f"{view.title}, {view.area}, {centre}")
    source = f"{definition} Source: {centre}, numbers to {months.say(view.until)}.".strip()
    _body(slide, view, (), source, HIGH - 12)
    return _saved(deck)


def pptx_of_slide(meeting: Meeting, key: str) -> bytes:
    """One slide of a meeting; of a story all three presses."""
    return _of(meeting.title, [press for press in presses(meeting) if press.slide.key == key])


def pptx_of_meeting(meeting: Meeting) -> bytes:
    """Every slide that is in it. Give it what `for_the_pack` made of a meeting."""
    return _of(meeting.title, list(presses(meeting)))


def _of(title: str, seen: Sequence[Press]) -> bytes:
    deck = _new(title)
    for press in seen:
        slide = _slide(deck, press.title, press.about)
        _band(slide, " ".join(filter(None, press.band)))
        if press.slide.counts:
            bars.vote(slide, press.slide.choices, press.slide.counts, (EDGE, TOP, WIDE - 2 * EDGE, HIGH - BAND - TOP))
        else:
            _body(slide, press.figure, press.said or _choices(press.slide), press.source, HIGH - BAND)
    return _saved(deck)


def _choices(slide: Slide) -> tuple[SlideLine, ...]:
    """Of a vote that was not revealed, only what could be answered."""
    return tuple(SlideLine("", choice) for choice in slide.choices)


def _slide(deck: NativeDeck, title: str, about: str) -> NativeSlide:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = native.emu((EDGE, 16, WIDE - 2 * EDGE, 92))
    fill(head.text_frame, title, 40 if len(title) < 56 else 32 if len(title) < 140 else 24, LIGHT.ink, bold=True)
    head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    if about:
        write(slide, about, (EDGE, 110, WIDE - 2 * EDGE, LINE), 24, LIGHT.muted)
    return slide


def _band(slide: NativeSlide, said: str) -> None:
    strip = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *native.emu((0, HIGH - BAND, WIDE, BAND)))
    strip.fill.solid()
    strip.fill.fore_color.rgb = native.rgb(LIGHT.band)
    strip.line.fill.background()
    strip.shadow.inherit = False
    fill(strip.text_frame, said, 24, LIGHT.on_ribbon, bold=True)
    strip.text_frame.margin_left = native.emu((EDGE, 0, 0, 0))[0]
    strip.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def _body(slide: NativeSlide, figure: SlideFigure | None, said: Sequence[SlideLine], source: str, low: int) -> None:
    """What stands between head and band. low: where it ends."""
    if source:
        high = LINE if len(source) < 100 else 2 * LINE
        low -= high
        write(slide, source, (EDGE, low, WIDE - 2 * EDGE, high), 24, LIGHT.muted)
    lines = [f"{line.head}: {line.text}" if line.head else line.text for line in said]
    top = TOP
    if lines:
        share = low - TOP if figure is None else LINE if len(lines) == 1 and len(lines[0]) < 90 else 2 * LINE
        _words(slide, lines, (EDGE, top, WIDE - 2 * EDGE, share))
        top += share
    if figure is not None:
        _figure(slide, figure, (EDGE, top, WIDE - 2 * EDGE, low - top - 8))


def _figure(slide: NativeSlide, figure: SlideFigure, box: native.Box) -> None:
    left, top, wide, high = box
    if isinstance(figure, WhoElse):
        bars.who_else(slide, figure, box)
    elif isinstance(figure, PooledFigure) and len(figure.areas) > 1:
        _side_by_side(slide, figure, box)
    else:
        unit = figure.unit if isinstance(figure, PooledFigure) else figure.control.unit
        write(slide, capital(unit), (left, top, wide, LINE), 24, LIGHT.muted)
        plot = (left - 12, top + LINE, wide + 24, high - LINE)
        if isinstance(figure, Frozen):
            draw = between.control if between.is_between(figure.control) else native.control
            draw(slide, figure.control, figure.marks, plot)
        else:
            native.pooled(slide, figure.areas[0].periods, unit, figure.decimals, plot)


def _side_by_side(slide: NativeSlide, figure: PooledFigure, box: native.Box) -> None:
    """Each area with its name, how many centres did better, and a chart of its own, all to one scale."""
    left, top, wide, high = box
    across = wide // len(figure.areas)
    lines = [[one.area, *wrap(one.improved, int((across - 32) / 12))] for one in figure.areas]
    head = 29 * max(map(len, lines))
    charts = []
    for n, (one, said) in enumerate(zip(figure.areas, lines, strict=True)):
        at = left + n * across
        made = write(slide, "\n".join((one.area, one.improved)).strip(), (at, top, across - 24, head), 24, LIGHT.ink)
        made.text_frame.paragraphs[0].runs[0].font.bold = bool(said)
        plot = (at - 12, top + head, across, high - head)
        charts.append(native.pooled(slide, one.periods, figure.unit, figure.decimals, plot, narrow=True))
    most = max(period.high or 0 for one in figure.areas for period in one.periods)
    for chart in charts:
        chart.value_axis.maximum_scale = most * 1.1


def _words(slide: NativeSlide, lines: Sequence[str], box: native.Box) -> None:
    """Words only, as large as they fit. They stand in one box and can be edited."""
    size = next((size for size in SIZES if _high(lines, size) <= box[3]), SIZES[-1])
    made = write(slide, "\n".join(lines), box, size, LIGHT.ink)
    for paragraph in made.text_frame.paragraphs:
        paragraph.space_after = Pt(size * 0.3)


def _high(lines: Sequence[str], size: int) -> float:
    """About how high they stand at this size, in pixels."""
    letters = (WIDE - 2 * EDGE) / (size * 0.5)
    return sum(max(1, -(-len(line) // int(letters))) * size * 1.2 + size * 0.4 for line in lines)


def _new(title: str) -> NativeDeck:
    """An empty deck. What its template says of itself, such as who made it and when, is not of this file."""
    deck, now = (
        Presentation(),
        datetime.now(UTC).replace(tzinfo=None),
    )  # the file's own dates are UTC, without saying so
    about = deck.core_properties
    about.title = "".join(filter(str.isprintable, title))[:LONGEST_PROPERTY]
    about.author = about.last_modified_by = AUTHOR
    about.created = about.modified = now
    about.revision = 1
    deck.slide_width, deck.slide_height = native.emu((WIDE, HIGH, 0, 0))[:2]
    return deck


def _saved(deck: NativeDeck) -> bytes:
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()
