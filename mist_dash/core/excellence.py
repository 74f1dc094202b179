"""Excellence reports as values: what went well and why, who was told, and the month's numbers that they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from mist_dash.core import months, plain_text
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Numbers
from mist_dash.core.errors import Problem
from mist_dash.core.people import Deed, Person, may

QUESTIONS = {
    "happened": "What happened?",
    "well": "Why did it go so well this time?",
    "made": "What made it happen?",
    "others": "How could others have it too?",
}
A_COLLEAGUE = "a colleague"
LONGEST = 2000
LONGEST_NAME = 120
COUNTED_HERE = "Counted from the excellence reports written here"  # the note beside numbers that the reports gave
Source = Literal["none", "reports", "uploaded"]


@dataclass(frozen=True)
class Written:
    """What a person typed into the form; nothing about it is trusted yet."""

    happened: str
    well: str
    made: str
    others: str
    named: str = ""
    agreed: bool = False  # the person or team agreed to be named

    @property
    def kept_name(self) -> str:
        """The name that may be stored: none without agreement."""
        return self.named.strip() if self.agreed else ""

    def texts(self) -> dict[str, str]:
        """Every field that would be stored, by the words that stand above it."""
        answers = {question: getattr(self, field) for field, question in QUESTIONS.items()}
        return answers | {"The person or team": self.kept_name}


@dataclass(frozen=True)
class Feedback:
    """That the person or team was told, on which day, and by whom."""

    on: date
    by: str


@dataclass(frozen=True)
class Report:
    id: int
    centre: int
    centre_name: str
    author: int
    author_name: str
    at: datetime
    happened: str
    well: str
    made: str
    others: str
    named: str  # empty: the person did not agree, or nobody asked
    told: Feedback | None
    shared: bool  # with the collaborative

    @property
    def month(self) -> str:
        return months.of(self.at.date())

    @property
    def whom(self) -> str:
        return self.named or A_COLLEAGUE


@dataclass(frozen=True)
class ExcellenceMonth:
    """One month's numbers from the reports, and what stands on the charts: `source` says where that came from."""

    month: str
    written: int
    told: int
    source: Source
    stored: tuple[float | None, float | None]

    @property
    def to_send(self) -> bool:
        """Uploaded numbers win; numbers from the reports are renewed when the reports changed."""
        return self.source == "none" or (self.source == "reports" and self.stored != (self.written, self.told))

    def say(self) -> str:
        """ "October 2026: 7 reports, of which 5 told" """
        reports = "1 report" if self.written == 1 else f"{self.written} reports"
        return f"{months.say(self.month)}: {reports}, of which {self.told} told"


def problems_of(written: Written) -> tuple[Problem, ...]:
    """Everything that keeps this report from being kept, all at once."""
    found = [
        plain_text.problem("report", question, getattr(written, field), LONGEST)
        for field, question in QUESTIONS.items()
    ]
    found.append(plain_text.problem("report", "The person or team", written.kept_name, LONGEST_NAME, needed=False))
    return tuple(problem for problems in found for problem in problems)


def may_take_back(actor: Person, report: Report) -> bool:
    """Who wrote it may, and the lead of its centre."""
    return report.author == actor.id or may(actor, Deed.SHARE_REPORT, report.centre)


def counted_items(theme: Theme) -> tuple[str, str] | None:
    """The theme's items that count reports written and people told; None when reports do not belong to it."""
    names = {item.from_reports: item.name for item in theme.items if item.from_reports}
    return (names["written"], names["told"]) if {"written", "told"} <= set(names) else None


def by_month(theme: Theme, reports: Iterable[Report], numbers: Numbers) -> tuple[ExcellenceMonth, ...]:
    """Each month with reports, the newest first, beside what is stored for it."""
    found: dict[str, list[Report]] = {}
    for report in reports:
        found.setdefault(report.month, []).append(report)
    return tuple(_month(theme, month, found[month], numbers) for month in sorted(found, reverse=True))


def as_table(theme: Theme, area: str, send: Iterable[ExcellenceMonth]) -> str:
    """The months as a file in the theme's own wide format, so that they go in like any other file."""
    items = counted_items(theme) or ("", "")
    lines = [f"month,area,{items[0]},{items[1]},note"]
    lines += [f"{month.month},{area},{month.written},{month.told},{COUNTED_HERE}" for month in send]
    return "\n".join(lines) + "\n"


def as_story(report: Report) -> dict[str, str]:
    """The beginning of a story from a report: its answers under the story's questions, and nobody's name."""
    return {"why": report.happened, "did": report.made, "found": report.well, "means": report.others}


def _month(theme: Theme, month: str, reports: list[Report], numbers: Numbers) -> ExcellenceMonth:
    items = counted_items(theme) or ("", "")
    here = {key.item: number for key, number in numbers.items() if key.period == month and key.item in items}
    source: Source = "none"
    if here:
        source = "reports" if all(number.note == COUNTED_HERE for number in here.values()) else "uploaded"
    written, told = (here[item].value if item in here else None for item in items)
    return ExcellenceMonth(
        month, len(reports), sum(report.told is not None for report in reports), source, (written, told)
    )
