"""What is worked out from a file's texts is remembered while the file is read, and forgotten with it.

A file says the same in cell after cell, so each text is judged once; but no text of a file outlives its reading.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

Remembered = TypeVar("Remembered", bound=Hashable)
_MOST = 8192
judges: list[_lru_cache_wrapper[Any]] = []


def remembered(judge: Callable[..., Remembered]) -> _lru_cache_wrapper[Remembered]:
    """A function of a text that keeps its answers for one file."""
    kept = lru_cache(maxsize=_MOST)(judge)
    judges.append(kept)
    return kept


@contextmanager
def one_file() -> Iterator[None]:
    """While one file is read. Another that is read at the same time is only slowed when this one ends."""
    try:
        yield
    finally:
        for judge in judges:
            judge.cache_clear()
