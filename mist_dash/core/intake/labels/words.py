"""A label becomes what it means: the items, areas, times and roles its words name, and the words left over.

The words of a theme come from the catalogue; those of spreadsheets in general from `vocabulary`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import dropwhile

from mist_dash.core.catalogue import WHOLE, Area, Item, Theme
from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.memory import remembered
from mist_dash.core.intake.labels.numbers import tidy
from mist_dash.core.intake.labels.vocabulary import (
    DERIVED,
    FILLERS,
    INCLUDING,
    KINDS,
    NEUTRAL,
    OURS,
    RANGE,
    ROLES,
    SUMMARY,
    TOTAL,
)
from mist_dash.core.intake.labels.whens import Readings, whens

_MARKS = re.compile("[\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u2020\u2021]")  # of footnotes
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?")  # P.I.C.U.
_OPEN = re.compile(r"(?<=\w)\+(?!\s*\w)|[<>]=?\s*(?=\w\b)")  # "Level E+", "Grade >3"
_DAY_PLACE = re.compile(r"\bday (unit|case|care|ward|hospital)\b")  # where children go, not days counted
_APOSTROPHE, _WORD = re.compile(r"(\w)['`](\w)"), re.compile("[a-z0-9]+")
_PER = re.compile(r"\b(\d{1,3}(?:[, ]?000)+)\b")
_TIME_INSIDE = re.compile(
    r"\b(?:fy\s*)?(?:20\d\d|\d\d)\s*[/–-]\s*(?:20\d\d|\d\d)\b|\b(?:q[1-4]\s+)?20\d\d(?:\s*-?\s*q[1-4])?\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s\-']*(?:20\d\d|\d\d)?\b",
    re.I,
)


@dataclass(frozen=True)
class Meaning:
    """What one label names. areas: (area, words used for it), so that PICU and CICU stay apart until it is asked.

    asked_items, asked_areas: (name, words) that need one question before they are read so.
    weak: the item is named by a word such as "infections" or "errors" that fills up other labels too.
    rest: words that mean nothing here.
    """

    text: str = ""
    items: tuple[str, ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    roles: frozenset[str] = frozenset()
    time: Readings = ()
    asked_items: tuple[tuple[str, str], ...] = ()
    asked_areas: tuple[tuple[str, str], ...] = ()
    total: bool = False
    summary: bool = False
    derived: bool = False
    weak: bool = False
    rest: tuple[str, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether every word is understood and it names no total and no rate."""
        return not (self.rest or self.total or self.summary or self.derived)

    @cached_property
    def sure_place(self) -> bool:
        """Whether it names one area and nothing else that is unknown."""
        return len(self.places) == 1 and not self.asked_areas and not self.rest

    @cached_property
    def places(self) -> frozenset[str]:
        return frozenset(area for area, _ in self.areas)


@dataclass(frozen=True)
class _Phrase:
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


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


class _Phrases(dict[tuple[str, ...], _Phrase]):
    """Every phrase that a theme and spreadsheets in general have a meaning for."""

    def __init__(self, items: Iterable[Item], areas: Iterable[Area]) -> None:
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
            phrase = self.get(key, _Phrase())
            more = {name: getattr(phrase, name) | {value} for name, value in means.items()}
            self[key] = replace(phrase, **more)
            if len(key) > 1 and (joint := ("".join(key),)) not in self:  # "Stage1", "Linedays"
                self[joint] = self[key]

    def _mark(self, word: str, **flags: bool) -> None:
        key = tokens(word)
        self[key] = replace(self.get(key, _Phrase()), **flags)  # type: ignore[arg-type]


_phrases = lru_cache(maxsize=64)(_Phrases)  # the catalogue's own words may be kept from file to file


class Words:
    """The words of one theme. Labels are remembered for one file, since it repeats them."""

    def __init__(self, theme: Theme) -> None:
        self._phrases = _phrases(theme.items, theme.areas)
        self.measures = {
            tokens(name.replace("-", " ")): measure
            for measure in theme.measures
            for name in (measure.title, measure.id)
        }
        names = (name for item in theme.items for name in (item.title, *item.synonyms, *item.ask))
        self._foreign = KINDS - {word for name in names for word in tokens(name)}
        self._beside = {key for word in (*OURS, *theme.speaks_of) for key in tokens(word)}
        self._known: dict[Cell, Meaning] = {}

    def meaning(self, cell: Cell) -> Meaning:
        """What a cell names, taken as a label."""
        if not isinstance(cell, str):
            return Meaning(text="" if cell is None else str(cell), time=whens(cell))
        if cell not in self._known:
            self._known[cell] = self._read(tidy(cell))
        return self._known[cell]

    def uses(self, word: str) -> bool:
        """Whether a word stands in any phrase that is known here, such as "central" in "central line days"."""
        return any(word in phrase for phrase in self._phrases)

    def _read(self, text: str) -> Meaning:
        time = whens(text)
        if time:
            return (
                Meaning(text, time=time)
                if len(text) > 2
                else replace(self._cover(tokens(text), text), time=time, rest=())
            )
        inside = _TIME_INSIDE.search(text)
        if inside and (part := whens(inside[0].strip())):
            rest = f"{text[: inside.start()]} {text[inside.end() :]}"
            return replace(self._cover(tokens(rest), text), time=part)
        whole = self._cover(tokens(_PER.sub(" ", text)) if "per" in text.lower() else tokens(text), text)
        return (self._code(text) or whole) if whole.rest else whole

    def _code(self, text: str) -> Meaning | None:
        """ "Category B - did not reach the patient" is Category B, whatever words describe it, dash or no dash."""
        code, _, about = re.sub(r"\s*[-–:(]\s*", "\n", text, count=1).partition("\n")
        words, more = tokens(code), tokens(about)
        if not more:
            whole = tokens(text)
            end = next((n for n in range(len(whole) - 1, 1, -1) if whole[:n] in self._phrases), len(whole))
            words, more = whole[:end], whole[end:]
        if not more or not words or len(words[-1]) > 1 or words not in self._phrases or _widens(more, bool(about)):
            return None
        found = self._cover(words, text)
        rest = self._cover(tuple(word for word in more if word not in FILLERS), text)
        said = rest.items or rest.areas or rest.total or rest.summary or rest.derived or rest.time
        return found if len(found.items) == 1 and not said else None

    def _cover(self, words: tuple[str, ...], text: str) -> Meaning:
        """The fewest phrases that cover the words, so that the longest name of a thing wins."""
        whole = self._phrases.get(words)
        parts = [(words, whole)] if whole else _without_included(_fewest(words, self._phrases))
        found = [(key, phrase) for key, phrase in parts if phrase]
        spare = [(key, self._phrases[key]) for key, phrase in parts if phrase is None and key in self._phrases]
        if "wards" in text.lower() and not any(phrase.areas for _, phrase in found):
            found += [(key, phrase) for key, phrase in spare if phrase.areas and key == ("ward",)]
        weak = not any(phrase.items or phrase.asks_item for _, phrase in found)
        if weak:
            found += [(key, phrase) for key, phrase in spare if phrase.items]
        items = _names(phrase.items for _, phrase in found)
        general = all(word in FILLERS for key, phrase in found if phrase.items for word in key)
        known = FILLERS - self._foreign if items and general else FILLERS
        rest = tuple(key[0] for key, phrase in parts if phrase is None and key[0] not in known)
        return Meaning(
            text=text,
            items=items,
            areas=_named(found, "areas"),
            roles=frozenset().union(*(phrase.roles for _, phrase in found)),
            asked_items=_named(found, "asks_item"),
            asked_areas=_named(found, "asks_area"),
            total=any(phrase.total for _, phrase in found),
            summary=any(phrase.summary for _, phrase in found),
            derived=any(phrase.derived for _, phrase in found),
            rest=tuple(word for word in rest if not (items and word in self._beside)),
            weak=weak,
        )


def _without_included(parts: list[HeaderPart]) -> list[HeaderPart]:
    """ "Whole hospital (incl. PICU)" is the whole hospital: the areas that it includes are no second place."""
    at = next((i for i, (key, _) in enumerate(parts) if key[0] in INCLUDING), len(parts))
    if not any(phrase and WHOLE in phrase.areas for _, phrase in parts[:at]):
        return parts
    return [*parts[:at], *dropwhile(lambda part: part[1].areas if part[1] else part[0] == ("and",), parts[at + 1 :])]


def _widens(more: tuple[str, ...], apart: bool) -> bool:
    """Whether the words behind a code make it a range: "E and above", "3/4". apart: a dash or bracket is between."""
    if apart:
        return more[0].isdigit() or bool(set(more[:2]) & (RANGE - {"to"}))
    return any(word in RANGE or len(word) == 1 for word in more)


def _names(sets: Iterable[frozenset[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in sets for name in sorted(names)))


def _named(found: list[tuple[tuple[str, ...], _Phrase]], kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, " ".join(key)) for key, phrase in found for name in sorted(getattr(phrase, kind)))


HeaderPart = tuple[tuple[str, ...], _Phrase | None]


def _fewest(words: tuple[str, ...], phrases: _Phrases) -> list[HeaderPart]:
    """Words split into phrases at least cost. A filler beside a phrase is cheap; an unknown word is dear.

    Dynamic programming from the left: best[i] is the cheapest split of the first i words, apart for those with a
    phrase in them and those without, so that "errors" alone still names an item though it fills up other labels.
    """
    best: list[dict[bool, tuple[int, list[HeaderPart]]]] = [{} for _ in range(len(words) + 1)]
    best[0][False] = (0, [])
    for start in range(len(words)):
        for named, (cost, parts) in best[start].items():
            for end in range(start + 1, min(start + phrases.longest, len(words)) + 1):
                key = words[start:end]
                phrase = phrases.get(key)
                if phrase:
                    _better(best[end], True, cost + 10, [*parts, (key, phrase)])
            word = words[start : start + 1]
            _better(best[start + 1], named, cost + (6 if word[0] in FILLERS else 100), [*parts, (word, None)])
    last = best[-1]
    return last[True][1] if True in last else last[False][1]


def _better(at: dict[bool, tuple[int, list[HeaderPart]]], named: bool, cost: int, parts: list[HeaderPart]) -> None:
    if named not in at or cost < at[named][0]:
        at[named] = (cost, parts)
