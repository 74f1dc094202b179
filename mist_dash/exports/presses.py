"""A meeting's slide becomes what is seen at each press of a key, the same on the projector, in the pack and in a PPTX.

A story takes three presses: what changed; what came, with its picture; what did not work and whom to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from mist_dash.core.freezing import Frozen
from mist_dash.core.meeting import Meeting, PooledFigure, Slide, SlideFigure, SlideLine, WhoElse
from mist_dash.core.slides import WHOM

MOST_BARS = 10  # centres that can be read at once on a slide
SHORT = 110  # letters that can be a headline
NOBODYS = {"together": "added up, and no centre’s own numbers", "who else": "every centre named has agreed"}

Band = tuple[str, str, str]  # where it may be shown, who agreed, and when


@dataclass(frozen=True)
class Press:
    """What is seen at once. slide: whose it is, for its note and its vote. band: why it may be shown."""

    slide: Slide
    title: str
    about: str
    said: tuple[SlideLine, ...]
    figure: SlideFigure | None
    source: str
    band: Band

    @property
    def large(self) -> bool:
        """Whether it is one thing said to the whole room."""
        short = len(self.said) == 1 and len(self.said[0].text) <= SHORT
        return short and self.slide.kind in ("question", "without")


def presses(meeting: Meeting) -> Iterator[Press]:
    """Every press of a meeting, in order."""
    for slide in meeting.slides:
        yield from _of(slide)


def day(one: date) -> str:
    """ "7 March 2026"."""
    return f"{one.day} {one:%B %Y}"


def _of(slide: Slide) -> Iterator[Press]:
    if slide.kind == "story" and len(slide.said) == 3:
        yield from _story(slide)
        return
    for figure in _pages(slide.figure):
        yield Press(slide, slide.title, _about(slide), _said(slide), figure, slide.source, band(slide))


def _pages(figure: SlideFigure | None) -> Iterator[SlideFigure | None]:
    """More centres than can be read from the back take another press; none is left out."""
    if not isinstance(figure, WhoElse) or len(figure.bars) <= MOST_BARS:
        yield figure
        return
    for first in range(0, len(figure.bars), MOST_BARS):
        yield replace(figure, bars=figure.bars[first : first + MOST_BARS])


def _said(slide: Slide) -> tuple[SlideLine, ...]:
    """What is said of each of several areas stands over its own plot."""
    apart = isinstance(slide.figure, PooledFigure) and len(slide.figure.areas) > 1
    return slide.said[:1] if apart else slide.said


def _story(slide: Slide) -> Iterator[Press]:
    changed, came, asked = slide.said
    yield Press(slide, slide.title, _about(slide, changed.head), (_bare(changed),), None, "", band(slide))
    if not isinstance(slide.figure, Frozen):
        yield Press(slide, slide.title, _about(slide, came.head), (_bare(came),), None, slide.source, band(slide))
        yield Press(slide, slide.title, _about(slide, asked.head), (_bare(asked),), None, "", band(slide))
        return
    counted = slide.figure.sentence if came.text.startswith(slide.figure.sentence) else came.text
    title, rest = _headline(counted)
    picture = _about(slide, came.head)
    yield Press(slide, title or slide.title, picture, (), slide.figure, slide.source, band(slide))
    told = came.text.removeprefix(counted)
    yield Press(slide, slide.title, _about(slide), tuple(_last(slide, rest, told)), None, "", band(slide))


def _last(slide: Slide, counted: str, told: str) -> Iterator[SlideLine]:
    """Each thing in a row of its own, since so much is not read in one piece. counted: what its chart says."""
    _, came, asked = slide.said
    failed, _, whom = asked.text.partition(WHOM)
    rows = (("In numbers", counted), (came.head, told), (asked.head, failed), (WHOM.strip(": "), whom))
    yield from (SlideLine(head, text.strip()) for head, text in rows if text.strip())


def _headline(text: str) -> tuple[str, str]:
    """The first sentence, where it is short enough to stand over its picture, and what is left for words alone."""
    first, _, rest = text.partition(". ")
    return (first.rstrip("."), rest) if len(first) <= SHORT else ("", text)


def _bare(line: SlideLine) -> SlideLine:
    return SlideLine("", line.text)


def _about(slide: Slide, *more: str) -> str:
    return " · ".join(filter(None, (slide.centre or "", *more)))


def band(slide: Slide) -> Band:
    """ "Safe to share: Birchwater agreed on 7 March 2026". What may not leave the room says so."""
    where = "Safe to share:" if slide.leaves_room else "In this room only:"
    if slide.agreed is None:
        return where, NOBODYS.get(slide.kind, "no centre’s own numbers on this slide"), ""
    return where, slide.centre or "every centre named", f"agreed on {day(slide.agreed)}"
