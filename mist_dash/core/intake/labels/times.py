"""A month, a quarter, a year, or the part of one that a label gives, and what two such parts make together."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class When:
    """A time, or the part of one that a label gives. fy: the year in which a financial year begins (April).

    fmonth: the month of the financial year, 1 = April. fquarter: its quarter, 1 = April to June.
    """

    year: int | None = None
    fy: int | None = None
    month: int | None = None
    quarter: int | None = None
    fmonth: int | None = None
    fquarter: int | None = None
    day: int | None = None

    def period(self) -> str | None:
        """ "2024-04", "2024-Q2", "2024", "2024/25"; None while a part is missing."""
        if self.month:
            year = self.year if self.year is not None else _year_in(self.fy, self.month)
            return None if year is None else f"{year:04d}-{self.month:02d}"
        if self.quarter or self.fmonth or self.fquarter:
            return f"{self.year:04d}-Q{self.quarter}" if self.quarter and self.year is not None else None
        if self.fy is not None:
            return f"{self.fy}/{(self.fy + 1) % 100:02d}"
        return f"{self.year:04d}" if self.year is not None else None

    @property
    def grain(self) -> int:
        """0 for a month, 1 for a quarter, 2 for a year."""
        return 0 if not self.coarse else 1 if self.quarter or self.fquarter else 2

    @property
    def coarse(self) -> bool:
        """Whether it names a quarter or a year, and no month."""
        return not self.month and not self.fmonth


NO_TIME = When()


def _year_in(fy: int | None, month: int) -> int | None:
    return None if fy is None else fy if month >= 4 else fy + 1


def joined(near: When, far: When) -> When | None:
    """Both labels together, such as "April" and "2024/25"; None when they contradict each other."""
    if near is NO_TIME or far is NO_TIME:
        return settled(far if near is NO_TIME else near)
    parts = {name: far_part if (part := getattr(near, name)) is None else part for name, far_part in vars(far).items()}
    if any(None not in (a, b) and a != b for a, b in zip(vars(near).values(), vars(far).values(), strict=True)):
        return None
    return settled(When(**parts))


def settled(when: When) -> When | None:
    """Months and quarters of a financial year as those of the calendar; None when the parts contradict."""
    if when.fmonth and when.fy is not None:
        when = replace(when, month=(when.fmonth + 2) % 12 + 1, fmonth=None)
    if when.month and when.fquarter:  # the month says it all
        fits = (when.month + 8) % 12 // 3 + 1 == when.fquarter
        return settled(replace(when, fquarter=None)) if fits else None
    fy = when.year if when.fy is None else when.fy
    if when.fquarter and fy is not None:
        quarter = when.fquarter % 4 + 1
        when = When(year=fy + (quarter == 1), quarter=quarter)
    if when.quarter and when.fy is not None and when.year is None:
        when = replace(when, year=when.fy + (when.quarter == 1), fy=None)
    if when.month and when.fy is not None and when.year is not None and when.year != _year_in(when.fy, when.month):
        return None
    if when.month and when.quarter and (when.month - 1) // 3 + 1 != when.quarter:
        return None
    return when
