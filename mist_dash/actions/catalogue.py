"""The catalogue as the actions use it: read once, and again when a theme's file is added, changed or removed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from mist_dash.core.catalogue import FOLDER, Catalogue, Theme, load


def folder() -> Path:
    return Path(os.environ.get("MIST_CATALOGUE", FOLDER))


def themes() -> tuple[Theme, ...]:
    return _catalogue().themes


def theme(id: str) -> Theme:
    """Raises NotFound when there is no such theme."""
    return _catalogue().theme(id)


@contextmanager
def held() -> Iterator[None]:
    """Whatever this thread asks in here is answered from the catalogue of now."""
    before = _held.set(_catalogue())
    try:
        yield
    finally:
        _held.reset(before)


_held: ContextVar[Catalogue | None] = ContextVar("catalogue", default=None)


def _catalogue() -> Catalogue:
    return _held.get() or _read(folder(), _stamp(folder()))


def _stamp(where: Path) -> frozenset[tuple[str, int, int]]:
    """Name, size and time of every theme's file: a file that went, or an older one in its place, changes it, too."""
    with os.scandir(where) as files:
        found = [(file.name, file.stat()) for file in files if file.name.endswith(".toml")]
    return frozenset((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)


@lru_cache(maxsize=2)
def _read(where: Path, _stamp: frozenset[tuple[str, int, int]]) -> Catalogue:
    return load(where)
