"""The words of spreadsheets in general, from `data/words.toml`: what heads a column, is a total, or says nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from mist_dash.core.catalogue import FOLDER

_WORDS = tomllib.loads((FOLDER.parent / "words.toml").read_text("utf-8"))


def words_of(kind: str) -> frozenset[str]:
    """The words of one list, as they stand in the file."""
    return frozenset(_WORDS[kind])


def table(kind: str) -> Mapping[str, tuple[str, ...]]:
    """The lists of one table by their names."""
    return {name: tuple(listed) for name, listed in _WORDS[kind].items()}


ROLES = table("roles")
TOTAL, SUMMARY, DERIVED, NEUTRAL = (tuple(_WORDS[kind]) for kind in ("total", "summary", "derived", "neutral"))
FILLERS, KINDS, UPWARD, INCLUDING, OURS = map(words_of, ("fillers", "kinds", "upward", "including", "ours"))
RANGE = UPWARD | words_of("range")
SHORT: Mapping[str, str] = _WORDS["short"]
SPELT = {word: number for number, word in enumerate(_WORDS["numbers"], 1)}
