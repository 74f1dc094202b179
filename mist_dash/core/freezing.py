"""A chart, its sentence and its events become plain values to be kept with a story, and come back as they were."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from mist_dash.core.control import Control, Dot, Signal


@dataclass(frozen=True)
class Mark:
    """An event as it stood on the frozen chart."""

    kind: str
    name: str
    start: date
    stop: date | None


@dataclass(frozen=True)
class Frozen:
    """What a centre's chart said on the day its story was drafted. Later numbers do not change it.

    before, after: (events, exposure) of the two years compared, so that a later look has something to hold on to;
        exposure counts months where the measure has none. None where there was nothing to compare.
    until: the last month in it.
    """

    measure: str
    title: str
    area: str
    basis: str
    sentence: str
    rates: str
    until: str
    drawn: date
    control: Control
    marks: tuple[Mark, ...] = ()
    before: tuple[float, float] | None = None
    after: tuple[float, float] | None = None


def pack(frozen: Frozen) -> dict[str, Any]:
    """As values that JSON knows. Companions and phases are left out: the chart can be drawn without them."""
    packed = asdict(frozen)
    packed["drawn"] = frozen.drawn.isoformat()
    packed["marks"] = [[mark.kind, mark.name, _iso(mark.start), _iso(mark.stop)] for mark in frozen.marks]
    packed["control"] |= {"dots": [_pack_dot(dot) for dot in frozen.control.dots], "phases": [], "companions": []}
    return packed


def unpack(packed: dict[str, Any]) -> Frozen:
    """The value that `pack` packed."""
    control = packed["control"] | {"dots": tuple(map(_unpack_dot, packed["control"]["dots"]))}
    return Frozen(
        **packed
        | {
            "drawn": date.fromisoformat(packed["drawn"]),
            "control": Control(**control | {"phases": (), "companions": ()}),
            "marks": tuple(Mark(kind, name, _day(start), _day(stop)) for kind, name, start, stop in packed["marks"]),
            "before": _pair(packed["before"]),
            "after": _pair(packed["after"]),
        }
    )


def _pack_dot(dot: Dot) -> dict[str, Any]:
    return asdict(dot) | {"signals": [signal.value for signal in dot.signals]}


def _unpack_dot(packed: dict[str, Any]) -> Dot:
    return Dot(
        **packed
        | {
            "signals": tuple(map(Signal, packed["signals"])),
            "directions": tuple(packed["directions"]),
            "interval": _pair(packed["interval"]),
        }
    )


def _pair(values: Any) -> tuple[float, float] | None:
    return None if values is None else (values[0], values[1])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> Any:
    return date.fromisoformat(text) if text else None
