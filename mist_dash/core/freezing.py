"""A chart, its sentence and its events become plain values to be kept with a story, and come back as they were."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from math import inf
from typing import Any

from mist_dash.core.change import YearSide
from mist_dash.core.control import Baseline, Control, Dot, Signal
from mist_dash.core.since_when import SinceWhen


@dataclass(frozen=True)
class FrozenEvent:
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
    until: the last month in it. since: the change that is drawn on it, where one was found.
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
    marks: tuple[FrozenEvent, ...] = ()
    before: tuple[float, float] | None = None
    after: tuple[float, float] | None = None
    since: SinceWhen | None = None


DOT = tuple(field.name for field in fields(Dot))
CONTROL = tuple(field.name for field in fields(Control) if field.name not in ("dots", "phases", "companions"))
# Came after the first stories: packed only where they say something, or the fingerprint of every older story would be
# another one, and what its centre agreed to be void.
LATER = {
    field.name: field.default
    for field in fields(Control)
    if field.name in ("baseline", "period", "incomplete", "unsent")
}
FROZEN = tuple(field.name for field in fields(Frozen) if field.name not in ("control", "marks", "since"))
SIDES = ("before", "after")


def pack(frozen: Frozen) -> dict[str, Any]:
    """As values that JSON knows. Companions and phases are left out: the chart can be drawn without them."""
    control = {name: getattr(frozen.control, name) for name in CONTROL}
    control = {name: value for name, value in control.items() if name not in LATER or value != LATER[name]}
    if frozen.control.baseline is not None:
        control["baseline"] = vars(frozen.control.baseline)
    return {
        **{name: getattr(frozen, name) for name in FROZEN},
        "drawn": frozen.drawn.isoformat(),
        "marks": [[mark.kind, mark.name, _iso(mark.start), _iso(mark.stop)] for mark in frozen.marks],
        "control": control | {"columns": DOT, "dots": [_pack_dot(dot) for dot in frozen.control.dots]},
        **({"since": _pack_since(frozen.since)} if frozen.since and frozen.since.month else {}),
    }


def unpack(packed: dict[str, Any]) -> Frozen:
    """The value that `pack` packed."""
    control = dict(packed["control"])
    columns = control.pop("columns")
    if control.get("baseline"):
        control["baseline"] = Baseline(**control["baseline"])
    dots = tuple(_unpack_dot(dict(zip(columns, row, strict=True))) for row in control.pop("dots"))
    return Frozen(
        **packed
        | {
            "drawn": date.fromisoformat(packed["drawn"]),
            "control": Control(**control, dots=dots, phases=()),
            "marks": tuple(
                FrozenEvent(kind, name, _day(start), _day(stop)) for kind, name, start, stop in packed["marks"]
            ),
            "before": _pair(packed["before"]),
            "after": _pair(packed["after"]),
            "since": _unpack_since(packed["since"]) if "since" in packed else None,
        }
    )


def _pack_since(since: SinceWhen) -> dict[str, Any]:
    sides = {name: _known(side) for name in SIDES if (side := getattr(since, name))}
    return {**_known(since), **sides}


def _known(one: SinceWhen | YearSide) -> dict[str, Any]:
    """What JSON has numbers for: it has none for infinite."""
    return {name: value for name, value in vars(one).items() if value is not None and value not in (inf, -inf)}


def _unpack_since(packed: dict[str, Any]) -> SinceWhen:
    sides = {name: YearSide(**{**packed[name], "months": tuple(packed[name]["months"])}) for name in SIDES}
    return SinceWhen(**{**packed, **sides})


def _pack_dot(dot: Dot) -> list[Any]:
    """A row in the order of DOT: sixty dots with every name written out would be most of the story."""
    return [[one.value for one in dot.signals] if name == "signals" else getattr(dot, name) for name in DOT]


def _unpack_dot(values: dict[str, Any]) -> Dot:
    return Dot(
        **values
        | {
            "signals": tuple(map(Signal, values["signals"])),
            "directions": tuple(values["directions"]),
            "interval": _pair(values["interval"]),
        }
    )


def _pair(values: Any) -> tuple[float, float] | None:
    return None if values is None else (values[0], values[1])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> Any:
    return date.fromisoformat(text) if text else None
