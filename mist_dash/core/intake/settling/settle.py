"""Facts become counts: one for each item, area, month and definition. What only the person knows is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import compress

from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import At, Problem
from mist_dash.core.intake.labels.numbers import CellNumber
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.times import NO_TIME
from mist_dash.core.intake.reading import LEAVE_OUT, Count, Question, QuestionChoice
from mist_dash.core.intake.settling.adding import added, days_added, weekly, without_sums_of_months
from mist_dash.core.intake.settling.as_meant import spelt, what_to_do
from mist_dash.core.intake.settling.rates import counted_back
from mist_dash.core.intake.table.facts import Fact, TableFacts

Address = tuple[str, str, str, str]  # item, area, period, definition


def settle(found: TableFacts, theme: Theme, answers: Mapping[str, str], definition: str) -> list[Count]:
    """Every count that the facts give. Adds to `found` what is asked, what is wrong and what is left out."""
    facts = _without_foreign_words(found, theme, answers)
    facts = _valid(facts, found, theme, answers)
    if any(fact.rate for fact in facts):
        facts = counted_back(facts, found, theme, answers)
    if any(fact.when.day for fact in facts):
        found.weekly = weekly(facts)
    groups: dict[Address, list[Fact]] = defaultdict(list)
    when, period = NO_TIME, None
    for fact in facts:
        if fact.when is not when:  # the facts of a row share theirs
            when, period = fact.when, fact.when.period()
        if period and fact.item and fact.place[0]:
            named = _definition(fact, theme, definition, found)
            groups[(fact.item, fact.place[0], period, named)].append(fact)
        else:
            _say_what_is_missing(fact, period, found)
    counts = [_count(address, group, found, answers) for address, group in groups.items()]
    if found.bad:
        sound = [found.bad.isdisjoint(fact.record for fact in group) for group in groups.values()]
        counts = list(compress(counts, sound))
    made = list(filter(None, counts))
    return made if all(months.is_month(count.month) for count in made) else without_sums_of_months(made, found)


WAITING = {"period": ("year", "month", "dates"), "item": ("item", "column"), "area": ("area",)}


def _say_what_is_missing(fact: Fact, period: str | None, found: TableFacts) -> None:
    """A fact without its month, item or area that waits for no answer is a problem: no number goes missing silently."""
    missing = [kind for kind, has in (("period", period), ("item", fact.item), ("area", fact.place[0])) if not has]
    for kind in missing:
        if not any(question.kind in WAITING[kind] for question in found.questions.values()):
            expected = {"period": "a month with its year", "item": "a measure", "area": "an area"}[kind]
            label = fact.stands.month if kind == "period" else fact.stands.beside.get(kind)
            found.problems.append(_problem(fact, expected, "write it in full", label))
            found.bad.add(fact.record)


def _definition(fact: Fact, theme: Theme, usual: str, found: TableFacts) -> str:
    """The definition that a row names itself, else the usual one."""
    if not fact.definition:
        return usual
    known = {name: tokens(name) for name in (usual, theme.definition.key, *theme.definition.others)}
    wanted = set(tokens(fact.definition))
    matches = [name for name, words in known.items() if wanted <= set(words)]
    if not matches:
        expected = " or ".join(known)
        found.problems.append(
            Problem(
                fact.sheet,
                fact.row,
                "definition",
                fact.definition[:40],
                expected,
                "write one of these, or nothing",
                _cells(fact.stands.beside.get("definition")),
            )
        )
        found.bad.add(fact.record)
    return usual if usual in matches or not matches else matches[0]


def _without_foreign_words(found: TableFacts, theme: Theme, answers: Mapping[str, str]) -> list[Fact]:
    """Facts under a word that may mean their item: a total of at least the sum of its parts does, others are asked."""
    out: set[str] = set()
    for word in dict.fromkeys(fact.asked for fact in found.facts if fact.asked):
        asked = [fact for fact in found.facts if fact.asked == word]
        item = theme.item(asked[0].item)
        id = f"means:{word}:{item.name}"
        if not _at_least_its_parts(asked, found.facts, theme):
            text = f"Is “{asked[0].column}” the number of “{item.title.lower()}”?"
            offered = (QuestionChoice("yes", "Yes"), QuestionChoice(LEAVE_OUT, "No, leave it out"))
            found.ask(Question(id, text, offered, about=asked[0].column, default="yes"))
        if answers.get(id) == LEAVE_OUT:
            out.add(word)
    return [fact for fact in found.facts if fact.asked not in out]


def _at_least_its_parts(asked: Sequence[Fact], facts: Sequence[Fact], theme: Theme) -> bool:
    rules = [rule for rule in theme.rules if rule.kind == "at_most" and rule.right.items == (asked[0].item,)]
    if not rules:
        return False
    rule = max(rules, key=lambda rule: len(rule.left.items))
    values: dict[tuple[str, str | None], dict[str, float]] = defaultdict(dict)
    for fact in facts:
        values[(fact.place[0], fact.when.period())][fact.item] = fact.number.value or 0
    groups = [values[(fact.place[0], fact.when.period())] for fact in asked]
    has_parts = all(len(set(rule.left.items) & set(group)) > 1 for group in groups)
    return has_parts and all((rule.left.of(group) or 0) <= group.get(asked[0].item, 0) for group in groups)


def _valid(facts: Iterable[Fact], found: TableFacts, theme: Theme, answers: Mapping[str, str]) -> list[Fact]:
    """The facts that are numbers of their kind; the others become problems and take their whole record with them."""
    kinds = {item.name: item.kind for item in theme.items}
    good: list[Fact] = []
    for fact in facts:
        kind = kinds.get(fact.item, "count")
        problem = _wrong(fact, kind, found, answers)
        if problem:
            found.problems.append(problem)
            found.bad.add(fact.record)
        elif fact.number.kind != "blank":
            good.append(_as_text(fact) if kind == "text" else fact)
    return good


def _as_text(fact: Fact) -> Fact:
    return replace(fact, number=CellNumber("reported"), note=fact.note)


def _wrong(fact: Fact, kind: str, found: TableFacts, answers: Mapping[str, str]) -> Problem | None:
    """What is wrong with one cell as a number of its kind."""
    number = fact.number
    if kind == "text" or number.kind in ("blank", "not collected"):
        return None
    expected = "a whole number, 0 or more" if kind == "count" and not fact.rate else "a number, 0 or more"
    if number.kind == "suppressed":
        return _suppressed(fact, expected, found, answers)
    if number.kind == "wrong" or (number.percent and not fact.rate):
        return replace(_problem(fact, expected, what_to_do(fact.cell), fact.stands.number), right=spelt(fact.cell))
    assert number.value is not None
    if number.value < 0:
        remedy = "write the number without the minus sign, or leave the cell empty"
        return _problem(fact, expected, remedy, fact.stands.number)
    if kind == "count" and not fact.rate and not number.value.is_integer():
        remedy = "write how many there were; a rate or a mean cannot be counted"
        return _problem(fact, expected, remedy, fact.stands.number)
    return None


def _problem(fact: Fact, expected: str, remedy: str, cell: At | None) -> Problem:
    return Problem(fact.sheet, fact.row, fact.column, str(fact.cell).strip()[:40], expected, remedy, _cells(cell))


def _cells(*cells: At | None) -> tuple[At, ...]:
    return tuple(cell for cell in cells if cell)


def _suppressed(fact: Fact, expected: str, found: TableFacts, answers: Mapping[str, str]) -> Problem | None:
    """A hidden small number is asked about once, then kept as hidden, never guessed."""
    found.ask(
        Question(
            "suppressed",
            f"Cells such as “{str(fact.cell).strip()[:20]}”: was the number hidden because it is small?",
            (QuestionChoice("yes", "Yes, it was hidden"), QuestionChoice("no", "No, it is a mistake")),
            about=fact.column,
            default="yes",
        )
    )
    if answers.get("suppressed") == "no":
        remedy = "write the number, or leave the cell empty if it was not collected"
        return _problem(fact, expected, remedy, fact.stands.number)
    return None


def _count(address: Address, group: list[Fact], found: TableFacts, answers: Mapping[str, str]) -> Count | None:
    """One count from all the facts at its address: nearly always one fact."""
    if len(group) == 1 and group[0].sheet not in found.weekly:
        return _counted(address, group[0])
    by_words: dict[str, list[Fact]] = defaultdict(list)
    for fact in group:
        by_words[fact.place[1]].append(fact)
    chosen = _chosen_places(address, by_words, found, answers)
    parts = [_one_place(address, facts, found, answers) for facts in chosen]
    made = [part for part in parts if part]
    if not made or len(made) < len(parts):
        return None
    return made[0] if len(made) == 1 else added(made)


def _chosen_places(
    address: Address, by_words: dict[str, list[Fact]], found: TableFacts, answers: Mapping[str, str]
) -> list[list[Fact]]:
    """All the places of a file that are one area here; several in one month are asked about, never added silently."""
    if len(by_words) == 1:
        return list(by_words.values())
    area = address[1]
    names = sorted(words.upper() if len(words) < 5 else words.capitalize() for words in by_words)
    id = f"add:{area}:{'+'.join(sorted(by_words))}"
    found.ask(
        Question(
            id,
            f"{' and '.join(names)} are both “{area}” here. Shall I add them up?",
            (
                QuestionChoice("add", "Yes, add them up"),
                *(QuestionChoice(words, f"No, take only {words.upper()}") for words in by_words),
            ),
            about=area,
            default="add",
        )
    )
    answer = answers.get(id, "add")
    return list(by_words.values()) if answer == "add" else [by_words[answer]] if answer in by_words else []


def _one_place(address: Address, facts: list[Fact], found: TableFacts, answers: Mapping[str, str]) -> Count | None:
    """One count from the facts of one place in one month: merged when equal, added when they are days."""
    by_day: dict[int | None, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_day[fact.when.day].append(fact)
    if (len(by_day) > 1 or facts[0].sheet in found.weekly) and None not in by_day:
        return days_added([_same(address, same, found) for same in by_day.values()], found, answers)
    return _same(address, facts, found)


def _same(address: Address, facts: list[Fact], found: TableFacts) -> Count | None:
    """One count from facts that ought to be equal; two different ones are both problems."""
    told = [fact for fact in facts if fact.number.kind != "not collected"] or facts
    values = {(fact.number.kind, fact.number.value, _text_of(fact)) for fact in told}
    if len(values) > 1:
        for fact in told:
            found.problems.append(_conflict(address, fact, told))
            found.bad.add(fact.record)
        return None
    count = _counted(address, told[0])
    return count if len(told) == 1 else replace(count, stands=replace(count.stands, number=None))


def _counted(address: Address, fact: Fact) -> Count:
    item, area, month, definition = address
    state = fact.number.kind
    assert state in ("reported", "not collected", "suppressed")
    value = _text_of(fact) or fact.number.value
    return Count(area, month, item, value, state, fact.row, fact.column, fact.sheet, definition, fact.note, fact.stands)


def _text_of(fact: Fact) -> str:
    """The cell itself where the theme asks for a text, "" for a number; see `_as_text`."""
    is_text = fact.number.kind == "reported" and fact.number.value is None
    return str(fact.cell).strip() if is_text else ""


def _conflict(address: Address, fact: Fact, facts: Sequence[Fact]) -> Problem:
    other = next((o for o in facts if o is not fact and o.number != fact.number), facts[0])
    where = f"row {other.row}" + (f" of “{other.sheet}”" if other.sheet != fact.sheet else "")
    return Problem(
        fact.sheet,
        fact.row,
        fact.column,
        f"{str(fact.cell).strip()[:20]}, but {str(other.cell).strip()[:20]} in {where}",
        f"one number for {address[1]} in {months.say(address[2])}",
        "keep the right row and delete the other",
        _cells(fact.stands.number),
    )
