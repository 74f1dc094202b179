"""Cells that are not what they seem: a blank that is none by a note of the file, a number torn in two by its comma."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from mist_dash.core import months
from mist_dash.core.intake.files.book import Book, Cell
from mist_dash.core.intake.reading import Question, QuestionChoice
from mist_dash.core.intake.table.columns import Column
from mist_dash.core.intake.table.facts import Fact, TableFacts
from mist_dash.core.intake.table.tables import blank
from mist_dash.core.intake.why import Why

_PUSHED = re.compile(r"\d{1,5}")  # a longer number is a note's own, such as a telephone's
NO_USE = ("unknown", "left out")


def may_stand_astray(columns: Sequence[Column]) -> list[Column]:
    """The columns into which a torn number pushes another; most tables have none."""
    known = (Why.ROW_NUMBER, Why.TOTAL)
    return [c for c in columns if c.use == "note" or (c.use in NO_USE and not c.head.label and c.why not in known)]


def torn(cells: Sequence[Cell], astray: Sequence[Column]) -> tuple[str, str, str, str] | None:
    """The column, what was found, what was expected and the remedy; None for a sound row.

    Only text can be torn: in a workbook 1,012 is one cell.
    """
    texts = [cell if isinstance(cell, str) else "" for cell in cells]
    pairs = [(a, b) for a, b in pairwise(texts) if re.fullmatch(r"[1-9]\d{0,2}", a) and re.fullmatch(r"\d{3}", b)]
    if not pairs or not any(_PUSHED.fullmatch("".join(texts[c.head.column : c.head.column + 1])) for c in astray):
        return None
    first, rest = pairs[-1]
    return astray[0].name, f"{first} and {rest}", "one number in each column", f"write {first}{rest} without the comma"


DASHES = frozenset({"-", "--", "–", "—"})
_SAYS = re.compile(
    r"(?:\b(?P<blank>blanks?|empty)\b|(?P<dash>\bdash(?:es)?\b|[\"'“‘(][-–—][\"'”’)]|(?:^|\s)[-–—](?=\s*=)))"
    r"(?: (?:cells?|boxe?s?|month|space|field))?\s*"
    r"(?:=|:|means?|is|are|indicates?|denotes?|signif\w+|stands? for|if|when|where)\s*"
    r"(?P<what>[^.;,()]{1,40})",
    re.I,
)
_NONE = re.compile(
    r"(?:that )?(?:there (?:were|was|is|are) )?(?:none|nil|zero|0|no (?:\w+ )?(?:infections?|incidents?|events?"
    r"|cases?|clabsis?|leaks?|errors?|harm|reports?))\b",
    re.I,
)
_GAP = re.compile(r"\b(?:not|un\w+|n/?a|no data|missing|awaited|pending|to follow)\b", re.I)


def what_blanks_are(book: Book, answers: Mapping[str, str], whole: TableFacts) -> frozenset[str]:
    """Whether a "blank", a "dash" or both are none in a book; asked when its note says neither none nor a gap."""
    said: dict[str, str] = {}
    for text in (text for sheet in book.sheets for text in sheet.texts):
        for found in _SAYS.finditer(text):
            said.setdefault("blank" if found["blank"] else "dash", text if not _GAP.search(found["what"]) else "")
            if _NONE.match(found["what"]):
                said["blank" if found["blank"] else "dash"] = "none"
    return frozenset(
        kind for kind, text in said.items() if text == "none" or (text and _asked(kind, text, answers, whole))
    )


def _asked(kind: str, text: str, answers: Mapping[str, str], whole: TableFacts) -> bool:
    question = Question(
        f"nothing:{kind}",
        f"“{text[:80]}”: is a {kind} here none, or was it not collected?",
        (QuestionChoice("gap", "It was not collected"), QuestionChoice("none", "It is none: 0")),
        default="gap",
    )
    whole.ask(question)
    return question.answer(answers) == "none"


def is_none(cell: Cell, nothing: frozenset[str]) -> bool:
    """Whether a cell holds nothing, where the file says that this is none."""
    if blank(cell):
        return "blank" in nothing
    return "dash" in nothing and str(cell).strip() in DASHES


def in_given_months(none: Sequence[Fact], facts: Sequence[Fact]) -> list[Fact]:
    """The zeros of months between the first and the last that a table gives: later ones are still to come."""
    given = sorted({period for fact in facts if (period := fact.when.period()) and months.is_month(period)})
    return [fact for fact in none if given and given[0] <= (fact.when.period() or "") <= given[-1]]
