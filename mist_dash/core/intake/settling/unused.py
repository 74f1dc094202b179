"""Columns and rows of numbers that no word of the theme explains are asked about; those known to be none are listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.vocabulary import UPWARD
from mist_dash.core.intake.reading import LEAVE_OUT, Question, QuestionChoice
from mist_dash.core.intake.table.columns import Column, choices
from mist_dash.core.intake.table.facts import TableFacts
from mist_dash.core.intake.why import Span, Why

EACH = "each"
MANY = 3  # strange columns that are asked about one by one; more are one question first


def ask_of_the_unused(found: TableFacts, theme: Theme, answers: Mapping[str, str]) -> None:
    """Asks what every unused column or row of numbers is; lists what holds no number, and rates."""
    strange: dict[str, list[Column]] = defaultdict(list)
    for column in found.unknown:
        if column.use != "rate" and _numbers(column) and answers.get(_key(column)) != LEAVE_OUT:
            strange[_key(column)].append(column)
        else:
            _list(found, column)
    questions = {key: _question(key, same, theme) for key, same in strange.items()}
    plain = [key for key, same in strange.items() if not _grave(same, theme)]
    if len(plain) > MANY:
        every = _of_all([strange[key][0] for key in plain], plain)
        found.ask(every)
        if every.answer(answers) != EACH:
            for key in plain:
                del questions[key]
                _list(found, strange[key][0])
    for question in questions.values():
        found.ask(question)


def list_the_unused(found: TableFacts) -> None:
    """Only lists them: what stands beside a list of interventions alone is not asked about."""
    for column in found.unknown:
        _list(found, column)
    found.unknown.clear()


def _list(found: TableFacts, column: Column) -> None:
    found.leave(f"column “{column.name}”", Why.NOT_COUNTED, *_where(column))


def _where(column: Column) -> tuple[str, Span | None, Span | None]:
    """The sheet, the rows and the columns of what is not used."""
    at = column.head.column
    return (column.sheet, column.rows, (at, at) if at >= 0 else None)


def _key(column: Column) -> str:
    return f"column:{column.head.key}"


def _numbers(column: Column) -> list[float]:
    """The numbers of a column; a small one that is hidden at source is one too."""
    return [one.value or 0 for one in column.numbers if one.kind in ("reported", "suppressed")]


def _question(key: str, same: Sequence[Column], theme: Theme) -> Question:
    name = same[0].name
    grave, one = _grave(same, theme), "1 serious incident"
    said = f" It may hold {one if grave == 1 else f'{grave:g} serious incidents'}." if grave else ""
    return Question(key, f"What is in “{name[:60]}”?{said}", choices(theme), name, LEAVE_OUT, columns=(name,))


def _grave(same: Iterable[Column], theme: Theme) -> float:
    """How many incidents stand under a group of levels, such as "Cat F-I" or "E and above", with a grave one in it."""
    grave = {item.name for item in theme.items if item.severe}
    return sum(sum(_numbers(column)) for column in same if _reaches(column, grave))


def _reaches(column: Column, grave: set[str]) -> bool:
    upward = bool(grave and column.head.meaning.items) and not UPWARD.isdisjoint(tokens(column.head.label))
    return upward or not grave.isdisjoint(column.head.meaning.items)


def _of_all(columns: Sequence[Column], keys: Sequence[str]) -> Question:
    """One question for many columns of another kind, as a hospital's own dashboard has them."""
    names = ", ".join(f"“{column.name[:40]}”" for column in columns)
    return Question(
        f"columns:{'+'.join(keys)}",
        f"{len(columns)} columns or rows of numbers name nothing that is counted here: {names}. Leave them all out?",
        (QuestionChoice(LEAVE_OUT, "Leave them all out"), QuestionChoice(EACH, "No, ask me what each of them is")),
        default=LEAVE_OUT,
        columns=tuple(column.name for column in columns),
    )
