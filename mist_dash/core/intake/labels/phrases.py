"""Every phrase that a theme and spreadsheets in general have a meaning for, and the words that a label is made of."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from mist_dash.core.catalogue import Area, Item, Theme
from mist_dash.core.intake.labels.memory import remembered
from mist_dash.core.intake.labels.numbers import tidy
from mist_dash.core.intake.labels.vocabulary import DERIVED, FILLERS, NEUTRAL, RANGE, ROLES, SUMMARY, TOTAL, words_of
from mist_dash.core.sums import Sum

_MARKS = re.compile("[\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u2020\u2021]")  # of footnotes
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?")  # P.I.C.U.
_OPEN = re.compile(r"(?<=\w)\+(?!\s*\w)|[<>]=?\s*(?=\w\b)")  # "Level E+", "Grade >3"
_DAY_PLACE = re.compile(r"\bday (unit|case|care|ward|hospital)\b")  # where children go, not days counted
_APOSTROPHE, _WORD = re.compile(r"(\w)['`](\w)"), re.compile("[a-z0-9]+")


@dataclass(frozen=True)
class Phrase:
    items: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    asks_item: frozenset[str] = frozenset()
    asks_area: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    total: bool = False
    summary: bool = False
    derived: bool = False


@remembered
def tokens(text: str) -> tuple[str, ...]:
    """The words of a label without case, accents, punctuation and plural endings."""
    plain = _DOTTED.sub(lambda initials: initials[0].replace(".", ""), _MARKS.sub(" ", tidy(text)))
    plain = unicodedata.normalize("NFKD", plain).replace("≤", "<").replace("≥", ">")
    plain = plain.encode("ascii", "ignore").decode().lower()
    plain = _APOSTROPHE.sub(r"\1\2", plain)
    plain = _OPEN.sub(" or more ", _DAY_PLACE.sub(r"day\1", plain))
    plain = plain.replace("%", " percent ").replace("#", " number ").replace("&", " and ").replace("+", " and ")
    return tuple(_stem(word) for word in _WORD.findall(plain))


_DENIES = re.compile("(?:un|non|dis)[a-z]{4,}")  # "unconfirmed"
_CODE = re.compile(r"[a-z]{3,}\d{2,}")  # of an indicator: "IPC01"


def _stems(kind: str) -> frozenset[str]:
    return frozenset(stem for word in words_of(kind) for stem in tokens(word))


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


GENERIC, NARROWING, MODEST, DEGREES = map(_stems, ("generic", "narrowing", "modest", "degrees"))
_KEYS, _OF_KEYS, OF_DAYS, REGRADED = map(_stems, ("keys", "of_keys", "of_days", "regraded"))


class Phrases(dict[tuple[str, ...], Phrase]):
    """Every phrase that a theme and spreadsheets in general have a meaning for."""

    def __init__(self, items: Iterable[Item], areas: Iterable[Area]) -> None:
        self.of_item: dict[str, set[str]] = defaultdict(set)  # the items in whose names a word stands
        for role, words in ROLES.items():
            self._add(words, roles=role)
        for word in TOTAL:
            self._mark(word, total=True)
        for word in SUMMARY:
            self._mark(word, summary=True)
        for word in DERIVED:
            self._mark(word, derived=True)
        for word in NEUTRAL:
            self._mark(word)
        for item in items:
            self._add((item.name.replace("_", " "), item.title, *item.synonyms), items=item.name)
            self._add(item.ask, asks_item=item.name)
        for area in areas:
            self._add((area.name, area.title, *area.synonyms, *area.ask_alone), areas=area.name)
            self._add(area.ask, asks_area=area.name)
        self.longest = max(map(len, self))

    def _add(self, words: Iterable[str], **means: str) -> None:
        for key in {tokens(word) for word in words} - {()}:
            phrase = self.get(key, Phrase())
            more = {name: getattr(phrase, name) | {value} for name, value in means.items()}
            self[key] = replace(phrase, **more)
            for name in {means.get("items"), means.get("asks_item")} - {None}:
                for word in key:
                    self.of_item[word].add(str(name))
            if len(key) > 1 and (joint := ("".join(key),)) not in self:  # "Stage1", "Linedays"
                self[joint] = self[key]

    def _mark(self, word: str, **flags: bool) -> None:
        key = tokens(word)
        self[key] = replace(self.get(key, Phrase()), **flags)  # type: ignore[arg-type]


def sure(key: Iterable[str]) -> bool:
    """Whether the name of an item is its own: "CLABSI", "line days", but not "infections"."""
    own = set(key) - FILLERS
    return len(own) > 1 or bool(own - GENERIC)


def is_key(label: str) -> bool:
    """Whether a header is that of a key of the rows: "Record ID", "Trust code"."""
    said = set(tokens(label))
    return bool(said & _KEYS) and said <= _KEYS | _OF_KEYS


def may_stay(rest: Iterable[str]) -> bool:
    """Whether no word left over makes another number of the one that the label names."""
    return not any(word in NARROWING or word in RANGE or _DENIES.match(word) or not _is_word(word) for word in rest)


def _is_word(text: str) -> bool:
    """Whether it is a word, or the code of an indicator, and no number or letter that counts."""
    return len(text) > 1 and (text.isalpha() or bool(_CODE.fullmatch(text)))


phrases_of = lru_cache(maxsize=64)(Phrases)  # the catalogue's own words may be kept from file to file


def _called(theme: Theme, sums: Iterable[Sum]) -> list[str]:
    """All names of the items of some sums."""
    items = [theme.item(name) for total in sums for name in total.items]
    return [name for item in items for name in (item.name, *item.synonyms)]


def worked_out(theme: Theme) -> frozenset[tuple[str, ...]]:
    """The names of what is worked out from counts and never sent: "Line days between infections", "SMR", "HSMR"."""
    titles = [measure.title for measure in theme.measures if measure.kind in ("between", "ratio")]
    short = ["".join(word[0] for word in title.split()) for title in titles if len(title.split()) > 2]
    pairs = [
        f"{counted} {expected}"
        for measure in theme.measures
        if measure.kind == "ratio"
        for counted in _called(theme, measure.numerator)
        for expected in _called(theme, measure.denominators)
    ]
    ratios = [theme.id] if any(measure.kind == "ratio" for measure in theme.measures) else []
    return frozenset(map(tokens, (*titles, *short, *pairs, *ratios)))
