"""What a title or a sheet's name says against its numbers: forecasts beside counts are left out, other doubts asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.titles import without_times
from mist_dash.core.intake.labels.vocabulary import FILLERS, words_of
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.reading import LEAVE_OUT, Question, QuestionChoice
from mist_dash.core.intake.table.facts import Fact, TableFacts
from mist_dash.core.intake.table.places import lasting
from mist_dash.core.intake.table.rolling import wait
from mist_dash.core.intake.table.tables import SheetTable
from mist_dash.core.intake.why import Why, left_out

Standing = Literal["", "no counts", "not the last"]

IMAGINED, MAYBE_IMAGINED, NOT_LAST = map(words_of, ("imagined", "maybe_imagined", "not_last"))
BESIDE_COUNTS, _SHEETS, _LANDS = map(words_of, ("beside_counts", "of_sheets", "lands"))

_AFTER = (
    r"(?<!\bvs )(?<!\bv )(?<!\bversus )(?<!\bagainst )(?<!\bwith )(?<!\band )(?<!\bbelow )(?<!\babove )(?<!\bthan )"
)
_NO_NOTE = r"\b(?!\s*[:=<>≤≥])"  # "Target: none" stands beside counts
CLAIMS: dict[str, re.Pattern[str]] = {
    "targets or forecasts": re.compile(
        rf"{_AFTER}\b(targets?|trajectory|trajectories|forecasts?|projections?|projected){_NO_NOTE}", re.I
    ),
    "averages": re.compile(rf"{_AFTER}\b(averages?|averaged|means?|medians?){_NO_NOTE}", re.I),
    "of several hospitals together": re.compile(
        r"\b(national|england|uk|regional|network|peer)( group)? "
        r"(average|mean|median|total|benchmark|comparator|rate)s?\b"
        r"|\ball (?-i:[PNC]?ICU|PCC)s\b|\ball (hospitals|trusts|centres|providers)\b",
        re.I,
    ),
}
IN_THOUSANDS = re.compile(r"(?<!per )\bthousands\b|(?<![\d,.])(?<!\d )['’]?000s?\b", re.I)


def standing(name: str, words: Words) -> Standing:
    """Whether a sheet's name says that it holds no counts (a forecast), or not those that count (a draft).

    Every other word of the name must be known: "Test data" and "PICU old" say so, "Blood tests" and "Old Mill" do not.
    """
    named = set(tokens(name))
    if named & BESIDE_COUNTS:
        return ""
    if named & IMAGINED:
        return "no counts"
    signs = named & (MAYBE_IMAGINED | NOT_LAST)
    others = [word for word in tokens(without_times(name)) if word not in signs | _SHEETS | FILLERS]
    if not signs or words.meaning(" ".join(word for word in others if not word.isdigit())).rest:
        return ""
    return "no counts" if signs & MAYBE_IMAGINED else "not the last"


def claimed(lines: Iterable[str], words: Words) -> tuple[str, str]:
    """The first of some titles that says what its numbers are, and what: a key of `CLAIMS`. Two "" when none does."""
    return next(((line, what) for line in lines if (what := _claim(line, words))), ("", ""))


def _claim(line: str, words: Words) -> str:
    if IN_THOUSANDS.search(line):
        return "shown in thousands"
    left = re.sub(r"\bper [\d,]+", " ", without_times(line), flags=re.I)
    if re.search(r"\d", left) or set(tokens(line)) & BESIDE_COUNTS:
        return ""  # "Average stay 4.2 days" is a note, "Infections against target" are counts
    found = next((what for what, pattern in CLAIMS.items() if pattern.search(left)), "")
    return found or ("of several hospitals together" if _of_a_land(words.meaning(left).rest) else "")


def _of_a_land(rest: Sequence[str]) -> bool:
    """Whether the only words that name nothing here are a country's: not "NHS England return"."""
    return bool(rest) and set(rest) <= _LANDS


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
