"""The catalogue as the actions use it: read once, and again when a theme's file is added or changed."""

from __future__ import annotations

import os
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


def _catalogue() -> Catalogue:
    where = folder()
    with os.scandir(where) as files:  # asked some twenty times a run
        return _read(where, max((file.stat().st_mtime_ns for file in files if file.name.endswith(".toml")), default=0))


@lru_cache(maxsize=2)
def _read(where: Path, _changed: int) -> Catalogue:
    return load(where)
