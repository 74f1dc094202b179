"""A case, read as an upload would be: what came out beside what must."""

from __future__ import annotations

from mist_dash.core.catalogue import load
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import Reading
from tests.uploads.truth import TODAY, Case, Counts

CATALOGUE = load()


def read_case(case: Case, answers: dict[str, str] | None = None) -> Reading:
    return read(open_book(case.data, case.file), CATALOGUE.theme(case.theme), today=TODAY, answers=answers)


def counts_of(reading: Reading) -> Counts:
    """The counts as the cases write them."""
    return {(c.area, c.month, c.item): c.value if c.state == "reported" else c.state for c in reading.counts}


def told(case: Case) -> Counts:
    """What a case must give: blank cells give nothing."""
    return {key: value for key, value in case.counts.items() if value is not None}


def answered(case: Case, reading: Reading) -> dict[str, str]:
    """The case's answers under the full ids of the questions that were asked."""
    return {
        question.id: next((v for begin, v in case.answers.items() if question.id.startswith(begin)), question.default)
        for question in reading.questions
    }


def failure(case: Case) -> str:
    """Why a case is not read as it must be; "" when it is."""
    reading = read_case(case)
    if reading.refused:
        return f"refused: {reading.refused}"
    if reading.problems:
        return f"problem: {reading.problems[0]}"
    foreign = [q.id for q in reading.questions if not q.id.startswith(case.asks or ("nothing",))]
    if foreign or (case.asks and len(reading.questions) != len(case.asks)):
        return f"questions: {[q.id for q in reading.questions]}"
    if reading.questions:
        reading = read_case(case, answered(case, reading))
    got, want = counts_of(reading), told(case)
    if got != want:
        wrong = [(k, want.get(k), got.get(k)) for k in {**want, **got} if want.get(k) != got.get(k)]
        return f"{len(wrong)} counts differ, such as {wrong[0]}"
    missing = [word for word in case.left_out if not any(word in line for line in reading.left_out)]
    return f"not listed as left out: {missing}" if missing else ""
