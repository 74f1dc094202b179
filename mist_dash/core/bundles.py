"""Two bundles become a table, element by element, and many bundles the elements that all of them have.

Elements are matched by their words, not their order: "Scrub the hub for 15 seconds" and "Scrubbing of hubs, 30 s" are
one element with two wordings. A person reads the result; nothing is decided by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

ALIKE = 0.5  # of the words of the shorter one
_NOISE = frozenset(
    re.findall(
        r"\w+",
        """
    a all an and any are as at be been before by can do each every for from has if in into is it its least no not
    of on one only or our so still than that the them then there this to up use used using was we when where with
    you your day days daily week weekly hour hours hourly second seconds minute minutes s min
""",
    )
)
ElementPair = tuple[str | None, str | None]


def compare(one: Sequence[str], other: Sequence[str]) -> tuple[ElementPair, ...]:
    """Pairs of elements: those in both, in the order of the first; then those of the first only, then of the other."""
    found = _matches(one, other)
    both: list[ElementPair] = [(one[a], other[b]) for a, b in sorted(found.items())]
    first: list[ElementPair] = [(element, None) for at, element in enumerate(one) if at not in found]
    second: list[ElementPair] = [(None, element) for at, element in enumerate(other) if at not in found.values()]
    return (*both, *first, *second)


def common(bundles: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The elements that every bundle has, in the first one's words and order; none of a single bundle."""
    if len(bundles) < 2:
        return ()
    first, *rest = bundles
    shared = [_matches(first, other) for other in rest]
    return tuple(element for at, element in enumerate(first) if all(at in found for found in shared))


def _matches(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Places in `one` -> places in `other`; the most alike first, each used once."""
    ones, others = [_words(element) for element in one], [_words(element) for element in other]
    scored = ((_alike(a, b), at, to) for at, a in enumerate(ones) for to, b in enumerate(others))
    found: dict[int, int] = {}
    for score, at, to in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if score >= ALIKE and at not in found and to not in found.values():
            found[at] = to
    return found


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter one's words that the other has too, a little less for what only one of them says."""
    shared = len(one & other)
    return shared / min(len(one), len(other)) - 0.01 * len(one ^ other) if shared else 0.0


def _words(element: str) -> frozenset[str]:
    """What an element is about: small words and numbers left out, endings cut."""
    words = re.findall(r"[a-z]+", element.lower())
    return frozenset(_stem(word) for word in words if word not in _NOISE)


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "edly", "ed", "ies", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word
