"""What stands around a table (its title, its sheet, its file) becomes the area, the item and the time it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mist_dash.core.intake.labels.numbers import tidy
from mist_dash.core.intake.labels.phrases import MODEST, tokens
from mist_dash.core.intake.labels.times import NO_TIME, When
from mist_dash.core.intake.labels.vocabulary import FILLERS, ROLES
from mist_dash.core.intake.labels.whens import SURE, whens
from mist_dash.core.intake.labels.words import Words

_GENERIC = {" ".join(tokens(word)) for words in ROLES.values() for word in words} | FILLERS | {"other", "o", "e"}
_RUN = re.compile(
    r"\b(run|printed|created|updated?|produced|generated|extracted|downloaded|version|as at|refreshed|upload(ed)?|sent"
    r"|final|submi\w+|definitions?|nhsn|policy|guidelines?|protocol|published|issued|reviewed|template|form|draft|export"
    r"|prepared|completed|compiled|validated|approved|received|due|deadline)\b",
    re.I,
)
_ROLLING = re.compile(r"\b(rolling|moving|cumulative|running)\b", re.I)
_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9} 20\d\d\b", re.I)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_NAMED = rf"(?:{_MONTHS})[a-z]*[\s\-']*(?:20\d\d|\d\d)?"
_TIMES = re.compile(
    rf"\b{_NAMED}\s*(?:-|–|to)\s*{_NAMED}\b|\b{_NAMED}\b|\b(?:fy\s*)?(?:20\d\d|\d\d)\s*[/–_-]\s*(?:20\d\d|\d\d)\b|(?<!\d)20\d\d(?!\d)",
    re.I,
)
_NAME = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
_IN_YEAR = r"(?:[\s\-']*(?:20\d\d|\d\d)\b(?:\s*[/–-]\s*(?:20)?\d\d\b)?)?"
_PART = re.compile(
    rf"\b{_NAME}(?:{_IN_YEAR}\s*(?:-|–|to)\s*{_NAME})?{_IN_YEAR}|\b(?:q|qtr|quarter)\s*[1-4]\b{_IN_YEAR}"
    rf"|\b(?:month|period)\s*\d\d?\b{_IN_YEAR}",
    re.I,
)
_EXTENSION = re.compile(r"\.(?:csv|tsv|txt|xlsx?|ods)$", re.I)
_TITLE_WORDS = 8


@dataclass(frozen=True)
class Around:
    """What the surroundings of a table say; an empty part is not said, or said in two ways.

    unknown_area: a line that may name a place by a name of the hospital's own. part: the month or quarter of a table
    that has no other, as written, with or without its year.
    """

    area: tuple[str, str] | None = None
    asked_area: tuple[str, str] | None = None
    item: str = ""
    definition: str = ""
    time: When = NO_TIME
    guess: When = NO_TIME
    rates: bool = False
    rated: tuple[str, ...] = ()
    several_areas: bool = False
    rolling: str = ""
    unknown_area: str = ""
    part: str = ""


NOTHING = Around()


def around(texts: Iterable[str], words: Words) -> Around:
    """What the texts say, the nearest first: each part comes from the first text that says it.

    A filter set to "(All)" speaks last: it filters nothing, while the sheet's name may say PICU.
    """
    said = [_one(text, words) for text in sorted(texts, key=lambda text: "(all)" in text.lower())]
    stop = next((i for i, one in enumerate(said) if one.several_areas), len(said))
    return Around(
        area=next((one.area for one in said[:stop] if one.area), None),
        asked_area=next((one.asked_area for one in said[:stop] if one.asked_area), None),
        item=next((one.item for one in said if one.item), ""),
        definition=next((one.definition for one in said if one.definition), ""),
        time=next((one.time for one in said if one.time != When()), When()),
        rates=any(one.rates for one in said[:2]),
        rated=next((one.rated for one in said[:2] if one.rates), ()),
        several_areas=stop < len(said),
        rolling=next((one.rolling for one in said if one.rolling), ""),
        part=next((one.part for one in said if one.part), ""),
    )


def with_above(near: Around, own: Around, above: Around) -> Around:
    """What is said around a table with what lines further up still say of it, where its own lines say nothing."""
    placed = own.area or own.asked_area or own.several_areas
    further = above.area or above.asked_area or above.unknown_area
    return replace(
        near,
        area=above.area if further and not placed else near.area,
        asked_area=above.asked_area if further and not placed else near.asked_area,
        unknown_area="" if placed else above.unknown_area,
        time=above.time if own.time == NO_TIME and above.time != NO_TIME else near.time,
        item=own.item or above.item or near.item,
        part=own.part or above.part or near.part,
    )


def with_file(near: Around, file: Around, elsewhere: When = NO_TIME) -> Around:
    """What is said around a table, and what only the file's name says: its area, and a financial year.

    A plain year in a file's name may be the year in which it was sent, so it is only a guess. elsewhere: the year that
    a sheet without a table says.
    """
    free = not (near.area or near.asked_area or near.several_areas)
    sure = file.time if file.time.fy is not None and not file.time.month else NO_TIME
    return replace(
        near,
        area=file.area if free else near.area,
        asked_area=file.asked_area if free else near.asked_area,
        time=next((time for time in (near.time, elsewhere, sure) if time != NO_TIME), NO_TIME),
        guess=file.time if not file.time.month else NO_TIME,
    )


def without_contradiction(near: Around, lines: Sequence[str], sheet_name: str, words: Words) -> Around:
    """What is said around a table, without the area or the year in which its title and its sheet's name differ.

    A sheet copied with its old title says two things, and only the person knows which is true.
    """
    title = around([line for line in lines if "(all)" not in line.lower()], words)
    sheet = around([sheet_name], words)
    every = sheet.area and sheet.area[1] == "all"  # under "All" each title says which of them
    if title.area and sheet.area and title.area[0] != sheet.area[0] and not every:
        near = replace(near, area=None, asked_area=None, several_areas=True)
    if _years(title.time) and _years(sheet.time) and not _years(title.time) & _years(sheet.time):
        near = replace(near, time=NO_TIME, guess=NO_TIME)
    return near


def _years(time: When) -> set[int]:
    """The calendar years of a time that is a year; none for a month or a quarter, which say what they are about."""
    if time.grain < 2:
        return set()
    return {time.year} - {None} if time.fy is None else {time.fy, time.fy + 1}  # type: ignore[return-value]


def _one(text: str, words: Words) -> Around:
    meaning = words.meaning(without_times(_EXTENSION.sub("", text)))
    alone = meaning.plain and len(meaning.areas) == 1 and not meaning.items
    places = [place for place in meaning.areas if alone or place[1] not in _GENERIC]
    places = places if MODEST.isdisjoint(meaning.rest) else []  # an "Adult ICU" is not ours
    asked = meaning.asked_areas
    return Around(
        area=places[0] if len({name for name, _ in places}) == 1 and not asked else None,
        asked_area=asked[0] if len(asked) == 1 and not places else None,
        item=meaning.items[0]
        if len(meaning.items) == 1 and not meaning.derived and not (meaning.weak and meaning.rest)
        else "",
        definition=meaning.asked_items[0][1] if len(meaning.asked_items) == 1 else "",
        time=_time(text),
        rates=meaning.derived and not meaning.roles,
        rated=meaning.items if meaning.derived else (),
        rolling=text[:60] if _ROLLING.search(text) else "",
        several_areas=len({name for name, _ in places}) + len(asked) > 1,
        part=part_of(text),
    )


def _time(text: str) -> When:
    """The one month, year or quarter that a title names. The day on which a report was run is none."""
    if _RUN.search(text):
        return When()
    text = _DAY.sub(" ", tidy(text))
    found = [readings[0] for match in _TIMES.findall(text) if (readings := whens(match.strip()))]
    times = list(dict.fromkeys(when for style, when in found if style in (SURE, "financial year")))
    return times[0] if len(times) == 1 and _has_year(times[0]) else When()


def part_of(text: str) -> str:
    """The one month or quarter that a title or a sheet's name says, as written; "" when it says none or several.

    In a long line, or without its capital, "may" and "march" are words like others.
    """
    text = _DAY.sub(" ", tidy(text).replace("_", " "))
    if any(when.grain < 2 for _, when in whens(text)):
        return text
    found = list(dict.fromkeys(match[0] for match in _PART.finditer(text)))
    short = len(text.split()) <= _TITLE_WORDS and not _RUN.search(text)
    named = [part for part in found if part[0].isupper() and any(when.grain < 2 for _, when in whens(part))]
    return named[0] if short and len(found) == len(named) == 1 else ""


def without_times(text: str) -> str:
    """A title without the days, months and years in it."""
    return _TIMES.sub(" ", _DAY.sub(" ", tidy(text).replace("_", " ")))


def _has_year(when: When) -> bool:
    return when.year is not None or when.fy is not None
