"""What a title or a sheet's name says against its numbers: forecasts beside counts are left out, other doubts asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.labels.claims import Standing, claimed, standing
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.reading import LEAVE_OUT, Question, QuestionChoice
from mist_dash.core.intake.table.facts import Fact, TableFacts
from mist_dash.core.intake.table.places import lasting
from mist_dash.core.intake.table.rolling import wait
from mist_dash.core.intake.table.tables import SheetTable
from mist_dash.core.intake.why import Why, left_out

_DECIMAL = re.compile(r"\d+\.\d+")
OWN = (QuestionChoice(LEAVE_OUT, "No, leave them out"), QuestionChoice("own", "Yes, each month’s own counts"))
WHY: dict[Standing, Why] = {"no counts": Why.IMAGINED, "not the last": Why.NOT_THE_LAST}


def ask_claimed(
    found: TableFacts, table: SheetTable, rates: bool, name: str, theme: Theme, words: Words, answers: Mapping[str, str]
) -> None:
    """Asks when the titles of a table or its sheet's name say that its numbers are no counts of a month.

    rates: they speak of rates, which is no doubt where the counts of a rate stand, with the days.
    """
    if not found.facts or any(question.kind == "rolling" for question in found.questions.values()):
        return
    titles = (*reversed(table.context), table.sheet.name)
    line, what = claimed(titles, words)
    if not what and rates and _may_be_rates(found.facts, theme):
        line, what = next(iter(titles), name), "rates"
    if what:
        text = (
            f"“{line[:60]}” says that the numbers on “{name[:60]}” are {what}. Are they your own counts of each month?"
        )
        question = Question(f"counts:{lasting(name)}", text, OWN, name, default=LEAVE_OUT)
        wait(found, question, answers, left_out(f"“{name}”, “{line[:60]}”", Why.CLAIMED, table.sheet.name))


def _may_be_rates(facts: Sequence[Fact], theme: Theme) -> bool:
    """Whether numbers under the name of a count may be its rates: no rate and no days beside them, or all decimal."""
    counts = [fact for fact in facts if theme.item(fact.item).kind == "count"] if _named(facts, theme) else []
    days = any(theme.item(fact.item).kind == "exposure" for fact in facts if fact.item)
    decimal = all(isinstance(fact.cell, str) and _DECIMAL.fullmatch(fact.cell.strip()) for fact in counts)
    return bool(counts) and not any(fact.rate for fact in facts) and (not days or decimal)


def _named(facts: Sequence[Fact], theme: Theme) -> bool:
    names = {item.name for item in theme.items}
    return all(fact.item in names for fact in facts)


def without_set_aside(
    read: Sequence[TableFacts], words: Words, answers: Mapping[str, str], whole: TableFacts
) -> list[TableFacts]:
    """What was read of each table, but for sheets such as "Forecast" and "Draft" beside others; one alone is asked."""
    said = [standing(one.plan.sheet, words) if one.plan else "" for one in read]
    if not any(said):
        return list(read)
    others = {_address(fact) for one, why in zip(read, said, strict=True) if not why for fact in one.facts}
    kept: list[TableFacts] = []
    for one, why in zip(read, said, strict=True):
        alone = "not the last" if why and not others else ""
        if why and others and (why == "no counts" or {_address(fact) for fact in one.facts} <= others):
            name = one.plan.sheet if one.plan else ""
            whole.leave(f"sheet “{name}”", WHY[why], name)
            continue
        if why and why != alone:
            _ask_about(one, answers)
        kept.append(one)
    return kept


def _ask_about(one: TableFacts, answers: Mapping[str, str]) -> None:
    """Asks whether a sheet such as "Test data" holds counts; a draft alone is what there is, and is read."""
    name = one.plan.sheet if one.plan else ""
    text = (
        f"By its name the sheet “{name[:60]}” holds no counts, or not the last. Are they your own counts of each month?"
    )
    question = Question(f"counts:{lasting(name)}", text, OWN, name, default=LEAVE_OUT)
    if one.facts:
        wait(one, question, answers, left_out(f"sheet “{name}”", Why.AS_SAID, name))


def _address(fact: Fact) -> tuple[str, str, str | None]:
    return fact.item, fact.place[0], fact.when.period()
