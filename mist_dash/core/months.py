"""Months and years as periods: "2024-04" is a month, "2024/25" a financial year. No clock is read here."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Literal

Basis = Literal["financial", "calendar", "rolling"]
BASES: dict[Basis, str] = {
    "financial": "Financial year (April to March)",
    "calendar": "Calendar year",
    "rolling": "Last 12 months",
}
NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
YEARS: dict[Basis, str] = {"financial": "Financial year", "calendar": "Calendar year", "rolling": "Last 12 months"}
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@lru_cache(maxsize=4096)
def is_month(period: str) -> bool:
    """Whether a period is one calendar month (quarters and years are kept too, but not drawn by month)."""
    return bool(_MONTH.fullmatch(period))


def of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def number(month: str) -> int:
    """Months since year 0, so that months can be subtracted."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def later(start: str, by: int) -> str:
    return month(number(start) + by)


def between(first: str, last: str) -> tuple[str, ...]:
    """Every month from first to last, both included; empty when last comes first."""
    return tuple(month(n) for n in range(number(first), number(last) + 1))


def covered(period: str) -> tuple[str, ...]:
    """The months of a month, a quarter "2024-Q2", a year "2024" or a financial year "2024/25"."""
    if is_month(period):
        return (period,)
    year = int(period[:4])
    if found := re.fullmatch(r"\d{4}-Q([1-4])", period):
        start = month(year * 12 + 3 * int(found[1]) - 3)
        return between(start, later(start, 2))
    start = month(year * 12 + (3 if "/" in period else 0))
    return between(start, later(start, 11))


def say(period: str, short: bool = False) -> str:
    """ "2024-04" as "April 2024" (or "Apr 2024"), "2024-Q2" as "Apr-Jun 2024"; years as they are."""
    if re.fullmatch(r"\d{4}-Q[1-4]", period):
        first = 3 * int(period[-1]) - 3
        return f"{NAMES[first][:3]}-{NAMES[first + 2][:3]} {period[:4]}"
    if not is_month(period):
        return period
    name = NAMES[int(period[5:7]) - 1]
    return f"{name[:3] if short else name} {period[:4]}"


def stretch(chosen: tuple[str, ...]) -> str:
    """ "Apr-Jul 2025", "Dec 2024 to Mar 2025", "May 2025"."""
    first, last = say(chosen[0], short=True), say(chosen[-1], short=True)
    if first == last:
        return last
    return f"{first[:3]}-{last}" if first[-4:] == last[-4:] else f"{first} to {last}"


def year_of(period: str, basis: Basis, last: str) -> str:
    """The name of the year a month belongs to; rolling years end with the month `last`."""
    if basis == "calendar":
        return period[:4]
    if basis == "rolling":
        back = (number(last) - number(period)) // 12
        end = later(last, -12 * back)
        return f"12 months to {say(end, short=True)}"
    start = (number(period) - 3) // 12
    return f"{start}/{(start + 1) % 100:02d}"
