"""Why something of a sheet holds no count: every reason there is, and the cells that it concerns. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Why(Enum):
    """A reason to leave cells out, in the words that a person reads."""

    TOTAL = "it is a total"
    SUMMARY = "it is a summary, a target or another year's figure"
    SUM_OR_TARGET = "a total, a summary or a target"
    SUBTOTAL = "a subtotal above its rows"
    OF_A_TOTAL = "part of a total"
    OF_A_KEY = "part of a total or a key, or several months together"
    UNNAMED_TOTAL = "unnamed totals of the rows above"
    COARSE = "it is a year or quarter among its parts"
    MONTHS_GIVEN = "its months are in the file"
    RATE = "a rate, since the numbers it is made of are there"
    ROLLING = "figures of several months each; send each month’s own"
    NOTE = "a note"
    NOTE_OR_TOTAL = "a note or a total"
    ROW_NUMBER = "it numbers the rows"
    KEY = "it tells rows apart and counts nothing"
    WORKED_OUT = "it is worked out from the counts"
    COLOURS = "it holds colours"
    STAFF = "it names staff"
    WORDS = "it holds words that are no area and no measure"
    OTHER_DATE = "the month is read from another column"
    NUMBERED_MONTHS = "the months are named in another column"
    SAME_YEAR = "the months have their years"
    RIVAL = "its numbers are read from another column"
    AS_SAID = "as you said"
    NOT_COUNTED = "it names nothing that this theme counts"
    NOT_NEEDED = "nothing of it is needed"
    CROSSED = "it is no single number that this theme counts"
    CLAIMED = "its title says that these are no counts of a month"
    NO_TABLE = "no table was found on it"
    NO_NUMBER = "it holds no number"
    OTHER_THEME = "it seems to be about something else"
    IMAGINED = "by its name it is a forecast, a target or an example, and no counts"
    NOT_THE_LAST = "by its name it is a draft or an old copy, and its months stand on other sheets"
    COUNTED_ELSEWHERE = "a list of single events; the counts stand elsewhere"
    NO_MONTHS = "it has no months"
    NO_INTERVENTION = "it names no intervention"
    TO_COME = "it has not started yet"


Span = tuple[int, int]  # the first and the last row or column, from 0


@dataclass(frozen=True)
class LeftOut:
    """What is left out, as it is listed, and where it stands. rows, columns: None for all of the sheet's."""

    says: str
    why: Why
    sheet: str = ""
    rows: Span | None = None
    columns: Span | None = None

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell of its sheet is left out with it."""
        return all(span is None or span[0] <= at <= span[1] for span, at in ((self.rows, row), (self.columns, column)))


def left_out(what: str, why: Why, sheet: str = "", rows: Span | None = None, columns: Span | None = None) -> LeftOut:
    """ "row 7, “YTD”" with its reason."""
    return LeftOut(f"{what}: {why.value}" if what else why.value, why, sheet, rows, columns)
