"""A label becomes what it means: the items, areas, times and roles its words name, and the words left over.

The words of a theme come from the catalogue; those of spreadsheets in general from `vocabulary`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import dropwhile

from mist_dash.core.catalogue import WHOLE, Theme
from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.numbers import tidy
from mist_dash.core.intake.labels.phrases import (
    DEGREES,
    MODEST,
    NARROWING,
    OF_DAYS,
    REGRADED,
    Phrase,
    Phrases,
    may_stay,
    phrases_of,
    sure,
    tokens,
    worked_out,
)
from mist_dash.core.intake.labels.vocabulary import (
    FILLERS,
    INCLUDING,
    KINDS,
    OURS,
    RANGE,
    SHORT,
)
from mist_dash.core.intake.labels.whens import Readings, whens

SYMBOL = 1  # letters of a unit in brackets: three may be a ward
_SEGMENT = re.compile(r"\s[-–—]+\s|[/|:;,()\[\]\n]")  # between a name and a remark, or a name in two languages
_ASIDE = re.compile(r"^(.+?)\s*[(\[]([^()\[\]]+)[)\]]\s*$")  # "Device days (d)", "Severe (stage 4)"
_LISTED = re.compile(r"\s*(?:[,;/]|\band\b|\bor\b)\s*", re.I)
_NOTE_REF = re.compile(r"[(\[]\s*(?:see )?(?:foot)?note ?\w{0,2}\s*[)\]]", re.I)  # "(see note 1)"
_ASKING = re.compile(  # "1. How many CLABSI were there?" asks for CLABSI
    r"^\s*(q(uestion)?\s*)?\d{1,2}[.):]\s+|\bhow many\b|\b(were|was|are|is) (there|this)\b.*$|\bdid you have\b"
    r"|\bwhat (was|were|is)\b|\bplease (enter|give|state|select|choose)\b|\bwhich\b|\?",
    re.I,
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})|(?<=[A-Za-z])(?=\d)")  # numCLDays, Stage1
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
    rest: words that mean nothing here, so that the label may be of another thing. extra: words beside a sure name that
    leave it what it is, such as "Exposure" before "line days": of two labels with one name the one with fewer has it.
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
    extra: tuple[str, ...] = ()

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


def asked_for(text: str) -> str:
    """What a question or a numbered line asks for."""
    return _ASKING.sub(" ", text).strip()


class Words:
    """The words of one theme. Labels are remembered for one file, since it repeats them."""

    def __init__(self, theme: Theme) -> None:
        self._phrases = phrases_of(theme.items, theme.areas)
        self.measures = {
            tokens(name.replace("-", " ")): measure
            for measure in theme.measures
            for name in (measure.title, measure.id)
        }
        names = (name for item in theme.items for name in (item.title, *item.synonyms, *item.ask))
        self._foreign = KINDS - {word for name in names for word in tokens(name)}
        self._beside = {key for word in (*OURS, *theme.speaks_of) for key in tokens(word)}
        rules = [rule for rule in theme.rules if rule.kind == "at_most" and len(rule.right.items) == 1]
        self._parts = {(rule.right.items[0], item) for rule in rules for item in rule.left.items}
        self._together = RANGE | INCLUDING | NARROWING | {"and", "or", "with"}
        self._own = re.compile(rf"(?:{'|'.join(map(re.escape, (theme.title, theme.short)))})\s*[:/–—-]\s*(?=\S)", re.I)
        self._texts = {item.name for item in theme.items if item.kind == "text"}
        self._exposures = {item.name for item in theme.items if item.kind == "exposure"}
        self.worked_out = worked_out(theme)
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
        meaning = self._as_written(_NOTE_REF.sub(" ", text), text)
        if own := self._own.match(text):  # "Central line infections: Bed days" are bed days
            named = self._as_written(text[own.end() :], text)
            meaning = named if len(named.items) == 1 and not named.rest else meaning
        meaning = self._without_aside(text, meaning) if meaning.rest else meaning
        if not meaning.rest:
            return meaning
        asked = asked_for(text)
        full = " ".join(
            SHORT.get(re.sub(r"\W", "", word.lower()), word) for word in _HUMP.sub(" ", asked.replace("_", " ")).split()
        )
        if full == text:
            return meaning
        longer = self._as_written(full, text)
        better = len(longer.rest) < len(meaning.rest) or (longer.items and not meaning.items)
        return longer if better and (longer.items or longer.areas or longer.roles or longer.asked_items) else meaning

    def _without_aside(self, text: str, meaning: Meaning) -> Meaning:
        """A name whose bracket only explains it: a unit, a list of which lines or of what "other" is; and a symbol or a
        degree whose bracket holds the name."""
        found = _ASIDE.match(text)
        if not found:
            return meaning
        name, aside = (self._as_written(part, text) for part in found.groups())
        said = set(tokens(found[2]))
        if len(name.items) == 1 and not name.rest and not (aside.items or aside.areas or aside.time) and said - MODEST:
            days = self._exposures.issuperset(name.items) or "other" in tokens(found[1])
            listed = days and len(_LISTED.split(found[2])) > 1 and not said & (MODEST | REGRADED)
            unit = len(found[2].strip()) == SYMBOL
            return replace(name, extra=tokens(found[2])) if listed or unit else meaning
        before = set(tokens(found[1]))
        symbol = len(found[1]) == SYMBOL
        if len(aside.items) == 1 and not aside.rest and (symbol or before <= DEGREES):
            return replace(aside, extra=tokens(found[1]))
        return meaning

    def _as_written(self, text: str, shown: str) -> Meaning:
        time = whens(text)
        if time:
            return (
                Meaning(shown, time=time)
                if len(text) > 2
                else replace(self._cover(tokens(text), shown), time=time, rest=())
            )
        inside = _TIME_INSIDE.search(text)
        if inside and (part := whens(inside[0].strip())):
            rest = f"{text[: inside.start()]} {text[inside.end() :]}"
            return replace(self._cover(tokens(rest), shown), time=part)
        whole = self._cover(tokens(_PER.sub(" ", text)) if "per" in text.lower() else tokens(text), shown)
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
        if not REGRADED.isdisjoint(more):
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
        roles = frozenset[str]().union(*(phrase.roles for _, phrase in found))
        totalled = any(phrase.total for _, phrase in found)
        meaning = Meaning(
            text=text,
            items=items,
            areas=_named(found, "areas"),
            roles=roles - {"denominator"} if self._exposures.issuperset(items) and items else roles,
            asked_items=_named(found, "asks_item"),
            asked_areas=_named(found, "asks_area"),
            total=totalled,
            summary=any(phrase.summary for _, phrase in found),
            derived=any(phrase.derived for _, phrase in found),
            rest=tuple(word for word in rest if not ((items or totalled) and word in self._beside)),
            weak=weak,
        )
        names = [key for key, phrase in found if phrase.items or phrase.asks_item]
        counted = tuple(item for item in items if item not in self._texts)
        if len(items) == 2 and len(counted) == 1:  # "expected by model" names no model
            meaning, items = replace(meaning, items=counted), counted
        if len(items) == 2 and not self._together.intersection(words):
            part = next((part for whole, part in self._parts if {whole, part} == set(items)), "")
            meaning = replace(meaning, items=(part,)) if part else meaning
            names = [key for key, phrase in found if part in phrase.items] if part else names
        return replace(meaning, rest=(), extra=meaning.rest) if self._leaves_it(meaning, names) else meaning

    def _leaves_it(self, meaning: Meaning, names: Sequence[tuple[str, ...]]) -> bool:
        """Whether the words left over leave the one item what it is.

        Not those that narrow it ("suspected"), count ("3/4") or belong to another item's name; and beside a name that
        any column may bear ("infections") only words that stand apart, as in a second language.
        """
        named = {*meaning.items, *(item for item, _ in meaning.asked_items)}
        strange = [word for word in meaning.rest if not self._phrases.of_item[word] & named]
        if not meaning.rest or len(named) != 1 or not may_stay(strange):
            return False
        if meaning.derived or any(self._phrases.of_item[word] for word in strange):
            return False
        segments = [tokens(part) for part in _SEGMENT.split(meaning.text)]
        if any(sure(key) for key in names):
            days = self._exposures.issuperset(named)
            return not (days and any(_of_another_line(part, key, strange) for part in segments for key in names))
        own = [segment for segment in map(set, segments) if any(segment.issuperset(key) for key in names)]
        return not any(segment.intersection(meaning.rest) for segment in own) and bool(own)


def _of_another_line(said: Sequence[str], name: Sequence[str], rest: Collection[str]) -> bool:
    """Whether an unknown word right before "line days" may say of which lines: "long line days", not "exposure"."""
    places = [at for at in range(1, len(said)) if tuple(said[at : at + len(name)]) == tuple(name)]
    return any(said[at - 1] in rest and said[at - 1] not in OF_DAYS and said[at - 1].isalpha() for at in places)


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


def _named(found: list[tuple[tuple[str, ...], Phrase]], kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, " ".join(key)) for key, phrase in found for name in sorted(getattr(phrase, kind)))


HeaderPart = tuple[tuple[str, ...], Phrase | None]


def _fewest(words: tuple[str, ...], phrases: Phrases) -> list[HeaderPart]:
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
