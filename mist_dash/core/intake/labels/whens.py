"""One label becomes the time it may stand for: a month, a quarter, a year, or a part of one. One cell at a time.

A label that can be read in two ways gives both, each under the name of its style; `calendar` decides for a column.
"""

from __future__ import annotations

import calendar
import datetime
import math
import re
from collections.abc import Callable

from mist_dash.core import months
from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.memory import remembered
from mist_dash.core.intake.labels.numbers import tidy
from mist_dash.core.intake.labels.times import When, settled

Readings = tuple[tuple[str, When], ...]
SURE = ""

_NAMES = {name.lower(): i + 1 for i, name in enumerate(months.NAMES)}
_NAMES |= {name[:3]: i for name, i in _NAMES.items()} | {
    "sept": 9,
    "janaury": 1,
    "febuary": 2,
    "feburary": 2,
    "agust": 8,
}
M = "(?P<m>" + "|".join(sorted(_NAMES, key=len, reverse=True)) + ")"
M2 = M.replace("<m>", "<m2>")
Y4, Y2 = r"(?P<y>(?:19|20)\d\d)", r"(?P<y>(?:19|20)\d\d|'?\d\d)"
FY = r"(?:fy|f/y|financial year|fin year|year)?\s*(?P<y>(?:19|20)\d\d|\d\d)\s*[/–_-]\s*(?P<z>20\d\d|\d\d)"
TIME = r"(?:[t ]+\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?(?: ?[ap]m)?z?)?"
SEP = r"[\s\-/.,–_]*"
WEEKDAY = r"(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*,?\s+)?"
_AROUND = re.compile(
    r"^(month ending|month end|month of|month|m/e|to end of|to end|as at|as of|period ending|ending|mth)\s*:?\s+(?=\S)"
    r"|\s*(\(?\b(provisional|prov|p|r|revised|draft|to date|so far)\b\)?|\*+|†|\^)$"
)
Build = Callable[[re.Match[str]], Readings]


def _year(text: str) -> int:
    digits = text.lstrip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits) if int(digits) < 70 else 1900 + int(digits)


def _sure(**parts: int | None) -> Readings:
    when = settled(When(**parts))
    return ((SURE, when),) if when else ()


def _day(year: int, month: int, day: int) -> When | None:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return None
    return When(year=year, month=month, day=day)


def _year_month(m: re.Match[str]) -> Readings:
    year, month = _year(m["y"]), int(m["n"])
    as_month = When(year=year, month=month)
    if month == (year + 1) % 100 and m.start("y") == 0:  # 2011/12 is a December and a financial year
        return (("month", as_month), ("financial year", When(fy=year)))
    return ((SURE, as_month),)


def _iso(m: re.Match[str]) -> Readings:
    when = _day(int(m["y"]), int(m["n"]), int(m["d"]))
    return dated(when) if when else ()


def _slashed(m: re.Match[str]) -> Readings:
    year, first, second = _year(m["y"]), int(m["a"]), int(m["b"])
    both = (("day first", _day(year, second, first)), ("month first", _day(year, first, second)))
    found = tuple((style, when) for style, when in both if when)
    return ((SURE, found[0][1]),) if first == second and found else found


def _named_month(m: re.Match[str]) -> Readings:
    return _sure(month=_NAMES[m["m"]], year=_year(m["y"]))


def _named_day(m: re.Match[str]) -> Readings:
    when = _day(_year(m["y"]), _NAMES[m["m"]], int(m["d"]))
    return ((SURE, when),) if when else ()


def _number_month(m: re.Match[str]) -> Readings:
    number, month = int(m["n"]), _NAMES[m["m"]]
    as_year = ("year then month", When(year=2000 + number, month=month))
    return (as_year, ("day then month", When(month=month, day=number))) if number <= 31 else ((SURE, as_year[1]),)


def _fy(m: re.Match[str]) -> int | None:
    start, end = _year(m["y"]), _year(m["z"])
    return start if end == start + 1 else None


def _financial(m: re.Match[str]) -> Readings:
    start = _fy(m)
    if start is None:
        return _short_month_year(m)
    if len(m["y"]) == 2 and int(m["y"]) <= 12 and "fy" not in m[0]:
        return (("financial year", When(fy=start)), ("month", When(year=2000 + int(m["z"]), month=int(m["y"]))))
    return _sure(fy=start)


def _short_month_year(m: re.Match[str]) -> Readings:
    """ "04/24" is April 2024."""
    month = int(m["y"])
    return _sure(month=month, year=_year(m["z"])) if 1 <= month <= 12 and re.fullmatch(r"\d\d\D+\d\d", m[0]) else ()


def _fy_month(m: re.Match[str]) -> Readings:
    return _sure(fmonth=int(m["n"]), fy=_fy(m))


def _fy_quarter(m: re.Match[str]) -> Readings:
    return _sure(fquarter=int(m["q"]), fy=_fy(m)) if _fy(m) is not None else ()


def _quarter_year(m: re.Match[str]) -> Readings:
    year, quarter = _year(m["y"]), int(m["q"])
    financial = settled(When(fy=year, fquarter=quarter))
    assert financial is not None
    return (("calendar quarters", When(year=year, quarter=quarter)), ("financial quarters", financial))


def _bare_quarter(m: re.Match[str]) -> Readings:
    quarter = int(m["q"])
    return (("calendar quarters", When(quarter=quarter)), ("financial quarters", When(fquarter=quarter)))


def _year_to_march(m: re.Match[str]) -> Readings:
    return _sure(fy=_year(m["y"]) - 1)


def _single_fy(m: re.Match[str]) -> Readings:
    year = _year(m["y"])
    return (("year it ends in", When(fy=year - 1)), ("year it begins in", When(fy=year)))


def _range(m: re.Match[str]) -> Readings:
    """ "Apr-Jun 2024" is a quarter, "April 2024 to March 2025" a financial year."""
    first, last, end = _NAMES[m["m"]], _NAMES[m["m2"]], _year(m["y"])
    start = _year(m["y0"]) if m["y0"] else end - (first > last)
    if (first, last, end - start) == (4, 3, 1):
        return _sure(fy=start)
    if (first, last, end - start) == (1, 12, 0):
        return _sure(year=start)
    return _sure(year=end, quarter=(last + 2) // 3) if last - first == 2 and last % 3 == 0 and start == end else ()


def _bare_range(m: re.Match[str]) -> Readings:
    """ "Apr-Jun" is a quarter of a year that is said elsewhere."""
    first, last = _NAMES[m["m"]], _NAMES[m["m2"]]
    return _sure(quarter=last // 3) if last - first == 2 and last % 3 == 0 else ()


def _days(m: re.Match[str]) -> Readings:
    """ "01/04/2024 - 30/04/2024" is the month from its first day to its last; a quarter or a year likewise."""
    ends = [dict(_of_text(m[part])) for part in ("from", "until")]
    first, last = (by.get("day first") or by.get(SURE) or by.get("date") for by in ends)
    if not first or not last or first.day != 1 or not first.month or not last.month or not first.year or not last.year:
        return ()
    if last.day != calendar.monthrange(last.year, last.month)[1]:
        return ()
    long = (last.year - first.year) * 12 + last.month - first.month
    if long == 0:
        return _sure(year=first.year, month=first.month)
    if long == 2 and last.month % 3 == 0:
        return _sure(year=first.year, quarter=last.month // 3)
    if long == 11 and first.month in (1, 4):
        return _sure(year=first.year) if first.month == 1 else _sure(fy=first.year)
    return ()


PATTERNS: tuple[tuple[re.Pattern[str], Build], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (rf"{Y4}(?:[-/.]|\s)?(?P<n>0[1-9]|1[0-2])", _year_month),
        (rf"{Y4}[-/](?P<n>[1-9])", _year_month),
        (rf"(?P<n>0?[1-9]|1[0-2])[-/.]{Y4}", _year_month),
        (rf"{Y4}[-/.]?(?P<n>\d\d)[-/.]?(?P<d>\d\d){TIME}", _iso),
        (rf"{WEEKDAY}(?P<a>\d\d?)[-/.](?P<b>\d\d?)[-/.](?P<y>(?:19|20)\d\d|\d\d){TIME}", _slashed),
        (rf"{M}{SEP}{Y2}", _named_month),
        (rf"{Y4}{SEP}{M}", _named_month),
        (rf"(?P<n>\d\d){SEP}{M}", _number_month),
        (rf"{WEEKDAY}(?P<d>\d\d?)(?:st|nd|rd|th)?{SEP}(?:of )?{M}{SEP}{Y2}{TIME}", _named_day),
        (rf"{M}\s+(?P<d>\d\d?)(?:st|nd|rd|th)?,?\s+{Y4}{TIME}", _named_day),
        (rf"{M}", lambda m: _sure(month=_NAMES[m["m"]])),
        (rf"(?:m|month|mth|period|p)\s*(?P<n>0?[1-9]|1[0-2]){SEP}{FY}", _fy_month),
        (rf"{FY}{SEP}(?:m|month|mth|period|p)\s*(?P<n>0?[1-9]|1[0-2])", _fy_month),
        (r"(?:m|month|mth|period|p)\s*(?P<n>0?[1-9]|1[0-2])", lambda m: _sure(fmonth=int(m["n"]))),
        (FY, _financial),
        (rf"(?:year ending|year ended|year to)\s+(?:31(?:st)?\s+)?mar(?:ch)?\s+{Y4}", _year_to_march),
        (rf"(?:fy|f/y|financial year)\s*{Y2}", _single_fy),
        (rf"(?:cy|calendar year|year)?\s*{Y4}", lambda m: _sure(year=_year(m["y"]))),
        (rf"(?:q|qtr|quarter)\s*(?P<q>[1-4]){SEP}{FY}", _fy_quarter),
        (rf"{FY}{SEP}(?:q|qtr|quarter)\s*(?P<q>[1-4])", _fy_quarter),
        (rf"{Y4}-q(?P<q>[1-4])", lambda m: _sure(year=_year(m["y"]), quarter=int(m["q"]))),
        (rf"(?:q|qtr|quarter)\s*(?P<q>[1-4]){SEP}{Y2}", _quarter_year),
        (rf"{Y4}{SEP}(?:q|qtr|quarter)\s*(?P<q>[1-4])", _quarter_year),
        (r"(?:q|qtr|quarter)\s*(?P<q>[1-4])", _bare_quarter),
        (r"(?P<from>.{6,20}?)\s*(?: - |–|—| to |-(?=\d\d[/.]))\s*(?P<until>.{6,20})", _days),
        (rf"{M}\s*(?P<y0>(?:19|20)\d\d|'?\d\d)?\s*(?:-|–|to)\s*{M2}\s*{Y2}", _range),
        (rf"{M}\s*(?:-|–|to)\s*{M2}", _bare_range),
    )
)
EXCEL_DAY_ZERO = datetime.datetime(1899, 12, 30)


def whens(cell: Cell) -> Readings:
    """Every way to read a label as a time, each with the name of its style; none when it is not one."""
    if cell is None or isinstance(cell, bool):
        return ()
    if isinstance(cell, datetime.datetime):
        return dated(When(cell.year, month=cell.month, day=cell.day))
    if isinstance(cell, int | float):
        return of_number(cell)
    return _of_text(cell)


@remembered
def _of_text(cell: str) -> Readings:
    if cell.isdecimal() and len(cell) < 6:
        return of_number(float(cell))
    text = _AROUND.sub("", tidy(cell).lower().replace("’", "'").rstrip(".:,").lstrip("'"))
    if not text or len(text) > 40:
        return ()
    if re.fullmatch(r"\d+(\.0)?", text) and not re.fullmatch(r"(19|20)\d{4}(\d\d)?", text):
        return of_number(float(text))
    for pattern, build in PATTERNS:
        match = pattern.fullmatch(text)
        if match and (readings := build(match)):
            return readings
    return ()


def of_number(number: float) -> Readings:
    """Excel's day numbers (2000 to 2050), 202404, 20240401, 2024 and 1 to 12."""
    if not math.isfinite(number) or number != int(number):
        return ()
    whole = int(number)
    if 36526 <= whole <= 55152:
        day = EXCEL_DAY_ZERO + datetime.timedelta(days=whole)
        return ((SURE, When(day.year, month=day.month, day=day.day)),)
    if 1990 <= whole <= 2100:
        return ((SURE, When(year=whole)),)
    if 1 <= whole <= 12:
        return (("calendar months", When(month=whole)), ("financial months", When(fmonth=whole)))
    text = str(whole)
    if len(text) < 6:
        return ()
    if re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])", text):
        return ((SURE, When(whole // 100, month=whole % 100)),)
    if re.fullmatch(r"(19|20)\d{6}", text):
        when = _day(whole // 10000, whole // 100 % 100, whole % 100)
        return ((SURE, when),) if when else ()
    return ()


def dated(when: When) -> Readings:
    """A real date, with the two ways in which a spreadsheet makes one by mistake.

    "Apr-24" typed into a spreadsheet becomes 24 April of the year in which it was typed; a month-first spreadsheet
    takes 01/04 for the 4th of January.
    """
    assert when.year is not None and when.month is not None and when.day is not None
    readings: list[tuple[str, When]] = [("date", when)]
    if 0 <= when.year - 2000 - when.day <= 4:
        readings.append(("typed month and year", When(2000 + when.day, month=when.month)))
    if when.day <= 12 and when.day != when.month:
        readings.append(("day and month swapped", When(when.year, month=when.day, day=when.month)))
    return tuple(readings) if len(readings) > 1 else ((SURE, when),)
