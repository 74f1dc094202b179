"""A meeting as values: its slides in order, each with what is said and a figure that later numbers do not change.

A slide is kept as plain values when the meeting is frozen, and comes back as it was: what was agreed is what is shown.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from mist_dash.core import freezing
from mist_dash.core.events import Event
from mist_dash.core.freezing import Frozen
from mist_dash.core.sharing import Period

SlideKind = Literal[
    "lobby", "promises", "together", "story", "without", "resource", "question", "who else", "room", "close"
]
MeetingState = Literal["draft", "frozen", "held"]
SlideUse = Literal["meeting", "pack"]  # the purposes in core/consent.py that are about slides
LONGEST_TITLE = 120
LONGEST_NOTE = 500


@dataclass(frozen=True)
class SlideLine:
    """One thing said on a slide, under a few words that stand before it: "What came", "kept"; empty for none."""

    head: str
    text: str


@dataclass(frozen=True)
class PooledArea:
    """One area's years as everybody may see them. improved: how many centres did better, in short; empty if too few."""

    area: str
    improved: str
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class PooledFigure:
    """What the collaborative does together in one measure, area by area in the catalogue's order."""

    title: str
    unit: str
    decimals: int
    events: str
    areas: tuple[PooledArea, ...]


@dataclass(frozen=True)
class WhoElseBar:
    """One centre that agreed to be named, and when it began, paused and stopped. `until` is None while it goes on."""

    centre: str
    start: date
    until: date | None
    pauses: tuple[tuple[date, date | None], ...] = ()

    @property
    def event(self) -> Event:
        """As what it was marked."""
        return Event(0, "", "intervention", "", self.start, self.until, "", self.pauses)


@dataclass(frozen=True)
class WhoElse:
    """Who uses an intervention, by name of the centre: bars in time, from A to Z and in no other order."""

    intervention: str
    bars: tuple[WhoElseBar, ...]
    drawn: date  # the day until which an open bar is drawn


SlideFigure = Frozen | PooledFigure | WhoElse


@dataclass(frozen=True)
class Slide:
    """One slide.

    kind: what it is about, and with it how it is laid out.
    title: its sentence. key: its id within the meeting, safe in an address: "story-3".
    said: what stands on it, in order. A story has exactly three lines, one a press: what changed, what came, what did
        not work and whom to ask. The promises have one a promise, with "kept", "open" or "let go" before it.
    centre: the name of the one centre that speaks in it; None where none does, or several (who else).
    agreed: the day on which its centre's lead agreed; None where nobody has to.
    leaves_room: whether it was agreed, apart, that it stands in the pack, the PPTX, a recording and on phones.
    note, minutes: for the presenter only; neither is in the pack.
    choices: the two answers of a vote on phones; empty where nothing is asked. Votes are kept by `key`.
    counts: how many gave each, in what is taken along once it was revealed; it is read then, and not kept here.
    source: the line under the figure: what is counted, from where, until when.
    content: a fingerprint of all that was agreed to; for the check at the door, never for the screen.
    """

    kind: SlideKind
    title: str
    key: str
    said: tuple[SlideLine, ...] = ()
    figure: SlideFigure | None = None
    centre: str | None = None
    agreed: date | None = None
    leaves_room: bool = False
    note: str = ""
    minutes: int = 2
    choices: tuple[str, ...] = ()
    source: str = ""
    theme: str = ""
    content: str = ""
    counts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Meeting:
    """One meeting. code: what people type on their phones at /v/<code>; empty until it is frozen.

    gone: titles of slides that were frozen and may not be shown any more; only the facilitator is told.
    """

    id: int
    title: str
    day: date
    minutes: int
    slides: tuple[Slide, ...] = ()
    state: MeetingState = "draft"
    code: str = ""
    frozen: datetime | None = None
    gone: tuple[str, ...] = ()

    @property
    def planned(self) -> int:
        """The minutes of all its slides."""
        return sum(slide.minutes for slide in self.slides)


@dataclass(frozen=True)
class MeetingDraft:
    """What a person typed to begin a meeting; nothing about it is trusted yet."""

    title: str
    day: date
    minutes: int = 60


@dataclass(frozen=True)
class PlannedSlide:
    """One place in the running order while a meeting is prepared. title, choices: of a question of its own."""

    key: str
    minutes: int = 2
    note: str = ""
    title: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class SlideProposal:
    """Something that could be put in. `item` holds no more than the facilitator may know: without an agreement, what it
    is about and whose it is.

    asked: the day on which the leads were asked, while no answer has come. new: the day since when it is there.
    to_ask: how many centres' leads have not agreed; of who else, some may have.
    """

    item: Slide
    agreed: Literal["meeting", "room too", "ask"]
    asked: date | None = None
    new: date | None = None
    to_ask: int = 0


def for_the_pack(meeting: Meeting) -> Meeting:
    """What may leave the room: without notes, minutes and the code, and only what was agreed to."""
    kept = (replace(slide, note="", minutes=0) for slide in meeting.slides if slide.leaves_room)
    return replace(meeting, slides=tuple(kept), code="", gone=())


def fingerprint_of_slide(slide: Slide) -> str:
    """A hash of everything that would be seen of it. An agreement is for this and for nothing else."""
    shown = replace(slide, agreed=None, leaves_room=False, note="", minutes=0, content="")
    return hashlib.sha256(json.dumps(pack(shown), sort_keys=True).encode()).hexdigest()


def pack(slide: Slide) -> dict[str, Any]:
    """As values that JSON knows."""
    plain = ("kind", "title", "key", "centre", "leaves_room", "note", "minutes", "source", "theme", "content")
    return {
        **{name: getattr(slide, name) for name in plain},
        "said": [[line.head, line.text] for line in slide.said],
        "choices": list(slide.choices),
        "agreed": _iso(slide.agreed),
        "figure": _pack_figure(slide.figure),
    }


def unpack(packed: dict[str, Any]) -> Slide:
    """The slide that `pack` packed."""
    return Slide(
        **packed
        | {
            "said": tuple(SlideLine(*line) for line in packed["said"]),
            "choices": tuple(packed["choices"]),
            "agreed": _day(packed["agreed"]),
            "figure": _unpack_figure(packed["figure"]),
        }
    )


def _pack_figure(figure: SlideFigure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    if isinstance(figure, Frozen):
        return {"is": "chart", **freezing.pack(figure)}
    if isinstance(figure, PooledFigure):
        areas = [
            [one.area, one.improved, [[p.name, p.events, p.exposure, p.rate, p.low, p.high] for p in one.periods]]
            for one in figure.areas
        ]
        named = {name: getattr(figure, name) for name in ("title", "unit", "decimals", "events")}
        return {"is": "pooled", **named, "areas": areas}
    bars = [
        [one.centre, _iso(one.start), _iso(one.until), [[_iso(a), _iso(b)] for a, b in one.pauses]]
        for one in figure.bars
    ]
    return {"is": "who else", "intervention": figure.intervention, "bars": bars, "drawn": _iso(figure.drawn)}


def _unpack_figure(packed: dict[str, Any] | None) -> SlideFigure | None:
    if packed is None:
        return None
    rest = dict(packed)
    kind = rest.pop("is")
    if kind == "chart":
        return freezing.unpack(rest)
    if kind == "pooled":
        # Meetings that were frozen before a slide had several areas hold one, without its sentence.
        areas = rest.pop("areas", None) or [[rest.pop("area"), "", rest.pop("periods")]]
        shown = (PooledArea(area, said, tuple(Period(*row) for row in rows)) for area, said, rows in areas)
        return PooledFigure(**rest, areas=tuple(shown))
    bars = tuple(
        WhoElseBar(
            centre, date.fromisoformat(start), _day(until), tuple((date.fromisoformat(a), _day(b)) for a, b in p)
        )
        for centre, start, until, p in rest["bars"]
    )
    return WhoElse(rest["intervention"], bars, date.fromisoformat(rest["drawn"]))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
