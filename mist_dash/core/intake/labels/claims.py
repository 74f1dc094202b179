"""A title or a sheet's name becomes what it says its numbers are, where that is no count of one hospital's month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.titles import without_times
from mist_dash.core.intake.labels.vocabulary import FILLERS, words_of
from mist_dash.core.intake.labels.words import Words

Standing = Literal["", "no counts", "not the last"]

IMAGINED, MAYBE_IMAGINED, NOT_LAST = map(words_of, ("imagined", "maybe_imagined", "not_last"))
BESIDE_COUNTS, _SHEETS, _LANDS = map(words_of, ("beside_counts", "of_sheets", "lands"))

_AFTER = (
    r"(?<!\bvs )(?<!\bv )(?<!\bversus )(?<!\bagainst )(?<!\bwith )(?<!\band )(?<!\bbelow )(?<!\babove )(?<!\bthan )"
)
_NO_NOTE = r"\b(?!\s*[:=<>≤≥])"  # "Target: none" stands beside counts
CLAIMS: dict[str, re.Pattern[str]] = {
    "targets or forecasts": re.compile(
        rf"{_AFTER}\b(targets?|trajectory|trajectories|forecasts?|projections?|projected){_NO_NOTE}", re.I
    ),
    "averages": re.compile(rf"{_AFTER}\b(averages?|averaged|means?|medians?){_NO_NOTE}", re.I),
    "of several hospitals together": re.compile(
        r"\b(national|england|uk|regional|network|peer)( group)? "
        r"(average|mean|median|total|benchmark|comparator|rate)s?\b"
        r"|\ball (?-i:[PNC]?ICU|PCC)s\b|\ball (hospitals|trusts|centres|providers)\b",
        re.I,
    ),
}
IN_THOUSANDS = re.compile(r"(?<!per )\bthousands\b|(?<![\d,.])(?<!\d )['’]?000s?\b", re.I)


def standing(name: str, words: Words) -> Standing:
    """Whether a sheet's name says that it holds no counts (a forecast), or not those that count (a draft).

    Every other word of the name must be known: "Test data" and "PICU old" say so, "Blood tests" and "Old Mill" do not.
    """
    named = set(tokens(name))
    if named & BESIDE_COUNTS:
        return ""
    if named & IMAGINED:
        return "no counts"
    signs = named & (MAYBE_IMAGINED | NOT_LAST)
    others = [word for word in tokens(without_times(name)) if word not in signs | _SHEETS | FILLERS]
    if not signs or words.meaning(" ".join(word for word in others if not word.isdigit())).rest:
        return ""
    return "no counts" if signs & MAYBE_IMAGINED else "not the last"


def claimed(lines: Iterable[str], words: Words) -> tuple[str, str]:
    """The first of some titles that says what its numbers are, and what: a key of `CLAIMS`. Two "" when none does."""
    return next(((line, what) for line in lines if (what := _claim(line, words))), ("", ""))


def _claim(line: str, words: Words) -> str:
    if IN_THOUSANDS.search(line):
        return "shown in thousands"
    left = re.sub(r"\bper [\d,]+", " ", without_times(line), flags=re.I)
    if re.search(r"\d", left) or set(tokens(line)) & BESIDE_COUNTS:
        return ""  # "Average stay 4.2 days" is a note, "Infections against target" are counts
    found = next((what for what, pattern in CLAIMS.items() if pattern.search(left)), "")
    return found or ("of several hospitals together" if _of_a_land(words.meaning(left).rest) else "")


def _of_a_land(rest: Sequence[str]) -> bool:
    """Whether the only words that name nothing here are a country's: not "NHS England return"."""
    return bool(rest) and set(rest) <= _LANDS
