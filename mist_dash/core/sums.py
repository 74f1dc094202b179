"""A sum of items as the catalogue writes it, such as "clabsi - mbi_lcbi", becomes a number from one month's values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Term:
    """One item in a sum, such as `- mbi_lcbi` or `+ unstaged?` (the question mark: blank counts as none)."""

    sign: int
    item: str
    optional: bool


@dataclass(frozen=True)
class Sum:
    """Items added and subtracted, written in the catalogue as "clabsi - mbi_lcbi" or "stage_3 + stage_4"."""

    terms: tuple[Term, ...]

    def of(self, values: Mapping[str, float]) -> float | None:
        """The sum over one month's values; None when an item that it needs was not collected."""
        total: float = 0
        for term in self.terms:
            if term.item in values:
                total += term.sign * values[term.item]
            elif not term.optional:
                return None
        return total

    @cached_property
    def items(self) -> tuple[str, ...]:
        return tuple(term.item for term in self.terms)


def read_sum(text: str) -> Sum:
    """ "clabsi - mbi_lcbi" as a Sum. Raises ValueError for anything else."""
    if not re.fullmatch(r"\s*\w+\??(\s*[+-]\s*\w+\??)*\s*", text):
        raise ValueError(f"“{text}” is not a sum of items")
    signed = re.findall(r"([+-]?)\s*(\w+)(\??)", text)
    return Sum(tuple(Term(-1 if sign == "-" else 1, item, bool(optional)) for sign, item, optional in signed))
