"""Counts beside each other: what cannot be true is a problem, what is odd is a warning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from mist_dash.core import months
from mist_dash.core.catalogue import WHOLE, CheckRule, Theme
from mist_dash.core.errors import At, Problem
from mist_dash.core.intake.compare import say
from mist_dash.core.intake.reading import Count, KeyTuple
from mist_dash.core.sums import Sum

AreaMonth = tuple[str, str, str]  # area, period, definition
MonthCounts = Mapping[str, Count]
OLD = 24  # months after which a changed number is worth a word


def problems(
    counts: Sequence[Count], theme: Theme, today: str, history: Mapping[KeyTuple, float], waiting: bool = False
) -> list[tuple[Problem, Count]]:
    """What cannot be true, each with a count of the row it concerns.

    waiting: an exposure may still come: a question is open on what a column holds, or it is a list of events.
    """
    groups, stored = _groups(counts), _by_cell(history)
    to_come = {period for period in {count.month for count in counts} if _start(period) > today}
    found = [_future(count, today) for count in counts if count.month in to_come]
    given = {count.item for count in counts} | {item for item, *_ in history}
    rules = [rule for rule in theme.rules if not (waiting and rule.kind == "needs_exposure") and _applies(rule, given)]
    for cell, group in groups.items():
        values = _values(group, stored.get(cell, {}))
        found += [wrong for rule in rules if (wrong := RULES[rule.kind](rule, group, values))]
    return found + _above_the_whole(groups, theme)


def _applies(rule: CheckRule, given: set[str]) -> bool:
    """Whether a file, with what is stored, has the items that a rule compares."""
    needed = {term.item for term in (*rule.left.terms, *rule.right.terms) if not term.optional}
    return rule.kind != "at_most" or needed <= given


def _groups(counts: Sequence[Count]) -> dict[AreaMonth, dict[str, Count]]:
    groups: dict[AreaMonth, dict[str, Count]] = defaultdict(dict)
    for count in counts:
        groups[(count.area, count.month, count.definition)][count.item] = count
    return groups


def _values(group: MonthCounts, stored: Mapping[str, float]) -> dict[str, float]:
    """The month's numbers by item: those just read, and those stored before of items that the file does not hold."""
    values = {item: value for item, value in stored.items() if item not in group}
    for item, count in group.items():
        if isinstance(count.value, float):
            values[item] = count.value
    return values


def _by_cell(history: Mapping[KeyTuple, float]) -> dict[AreaMonth, dict[str, float]]:
    """What is stored, by area, month and definition."""
    cells: dict[AreaMonth, dict[str, float]] = defaultdict(dict)
    for (item, area, month, definition), value in history.items():
        cells[(area, month, definition)][item] = value
    return cells


def _start(period: str) -> str:
    """The first month of a period, to compare with today."""
    if months.is_month(period):
        return period
    if "-Q" in period:
        return f"{period[:4]}-{int(period[-1]) * 3 - 2:02d}"
    return f"{period[:4]}-{'04' if '/' in period else '01'}"


def _future(count: Count, today: str) -> tuple[Problem, Count]:
    return _problem(
        count,
        months.say(count.month),
        f"a month up to {months.say(today)}",
        "mend the month or the year",
        count.stands.month,
    ), count


def _problem(count: Count, found: str, expected: str, remedy: str, *cells: At | None) -> Problem:
    return Problem(count.sheet, count.row, count.column, found, expected, remedy, tuple(at for at in cells if at))


def _at_most(rule: CheckRule, group: MonthCounts, values: Mapping[str, float]) -> tuple[Problem, Count] | None:
    left, right = rule.left.of(values), rule.right.of(values)
    if left is None or right is None or left <= right:
        return None
    count = _first(rule.left, group) or _first(rule.right, group)
    if count is None:
        return None
    remedy = f"{rule.says[:1].upper()}{rule.says[1:]}: check both numbers"
    both = [group[item].stands.number for item in (*rule.left.items, *rule.right.items) if item in group]
    return _problem(count, f"{left:g}", f"at most {right:g}", remedy, *dict.fromkeys(both)), count


def _needs_exposure(rule: CheckRule, group: MonthCounts, values: Mapping[str, float]) -> tuple[Problem, Count] | None:
    if sum(values.get(item, 0) for item in rule.right.items) > 0:
        return None
    events = rule.left.of({**dict.fromkeys(rule.left.items, 0.0), **values})
    count = next((group[i] for i in rule.left.items if i in group and values.get(i)), None)
    if not events or count is None:
        return None
    remedy = f"{rule.says[:1].upper()}{rule.says[1:]}: add them to this row"
    where = next((at for item in rule.right.items if (at := count.stands.beside.get(item))), None)
    return _problem(count, f"{events:g} without them", "the days in which they occurred", remedy, where), count


def _seldom_above(rule: CheckRule, group: MonthCounts, values: Mapping[str, float]) -> None:
    """A rule that only warns."""


def _first(total: Sum, group: MonthCounts) -> Count | None:
    return next((group[item] for item in total.items if item in group), None)


RULES = {"at_most": _at_most, "needs_exposure": _needs_exposure, "seldom_above": _seldom_above}


def _above_the_whole(groups: Mapping[AreaMonth, MonthCounts], theme: Theme) -> list[tuple[Problem, Count]]:
    """A part of the hospital with more than the hospital as a whole."""
    within = {area.name: area.within or (WHOLE if theme.areas_add_up else "") for area in theme.areas}
    found = []
    for (area, period, definition), group in groups.items():
        whole = groups.get((within.get(area, ""), period, definition))
        if not whole or area == WHOLE:
            continue
        for item, count in group.items():
            over = whole.get(item)
            if over and _is_above(count, over) and theme.item(item).kind in ("count", "exposure"):
                expected = f"at most {say(over.value, over.state)}, as in {over.area}"
                both = (count.stands.number, over.stands.number)
                said = say(count.value, count.state)
                found.append((_problem(count, said, expected, "check both numbers", *both), count))
    return found


def _is_above(count: Count, over: Count) -> bool:
    return isinstance(count.value, float) and isinstance(over.value, float) and count.value > over.value


def warnings(
    counts: Sequence[Count], theme: Theme, today: str, history: Mapping[KeyTuple, float], waiting: bool = False
) -> list[str]:
    """What is odd but may be true, in the order in which it helps to look. waiting: as in `problems`."""
    groups, stored, series = _groups(counts), _by_cell(history), monthly_series(counts)
    rules = [rule for rule in theme.rules if not (waiting and rule.kind == "needs_exposure")]
    found = [
        w for cell, group in groups.items() for w in _month_warnings(cell, group, rules, today, stored.get(cell, {}))
    ]
    return [
        *found,
        *_gaps(counts),
        *_zeros(series, theme),
        *_old(counts, today, history),
    ]


def _month_warnings(
    cell: AreaMonth, group: MonthCounts, rules: Sequence[CheckRule], today: str, stored: Mapping[str, float]
) -> list[str]:
    area, period, _ = cell
    values = _values(group, stored)
    found = ["this month is not over yet, so its numbers may still change."] if period == today else []
    for rule in rules:
        if rule.kind == "needs_exposure":
            given = any(item in values for item in rule.right.items)
            if not given and rule.left.of(values) == 0:
                found.append("no days were given, so the month has no rate.")
        elif rule.kind == "seldom_above":
            left, right = rule.left.of(values), rule.right.of(values)
            if left and right and left > rule.share * right:
                found.append(f"{rule.says} ({left:g} of {right:g}).")
    return [f"{months.say(period)}, {area}: {said}" for said in found]


CountHistory = Mapping[tuple[str, str, str], Sequence[Count]]  # by item, area and definition, in the order of months


def monthly_series(counts: Sequence[Count]) -> CountHistory:
    """Every item's reported months."""
    series: dict[tuple[str, str, str], list[Count]] = defaultdict(list)
    monthly = _monthly(counts)
    for count in counts:
        if isinstance(count.value, float) and count.month in monthly:
            series[(count.item, count.area, count.definition)].append(count)
    return {key: sorted(found, key=lambda count: count.month) for key, found in series.items()}


def _monthly(counts: Sequence[Count]) -> set[str]:
    """The periods that are months, each looked at once."""
    return {period for period in {count.month for count in counts} if months.is_month(period)}


def _gaps(counts: Sequence[Count]) -> list[str]:
    """Months without any number between the first and the last, for each area."""
    by_area: dict[str, set[str]] = defaultdict(set)
    monthly = _monthly(counts)
    for count in counts:
        if count.month in monthly:
            by_area[count.area].add(count.month)
    found = []
    for area, given in by_area.items():
        missing = [m for m in months.between(min(given), max(given)) if m not in given]
        if missing:
            named = ", ".join(months.say(m, short=True) for m in missing[:4])
            found.append(
                f"{area}: no numbers for {named}{f' and {len(missing) - 4} more' if len(missing) > 4 else ''}."
            )
    return found


def _zeros(all_series: CountHistory, theme: Theme) -> list[str]:
    """Twelve months of nothing may be twelve months of not looking."""
    found = []
    required = {item.name for item in theme.items if item.required}
    for (item, area, _), series in all_series.items():
        if item not in required:
            continue
        run = best = 0
        for before, count in pairwise([None, *series]):
            if count is None or count.value:
                run = 0
            else:
                run = run + 1 if before is None or count.month == months.later(before.month, 1) else 1
            best = max(best, run)
        if best >= 12:
            found.append(f"{area}: a whole year without any {theme.item(item).title.lower()}. Was it looked for?")
    return found


def _old(counts: Sequence[Count], today: str, history: Mapping[KeyTuple, float]) -> list[str]:
    """Numbers that change although they are older than two years."""
    found = []
    for count in counts:
        before = history.get(count.key)
        if before is None or not isinstance(count.value, float) or count.value == before:
            continue
        if months.is_month(count.month) and months.number(today) - months.number(count.month) > OLD:
            found.append(
                f"{months.say(count.month)}, {count.area}: {before:g} becomes {count.value:g}, "
                f"more than two years later."
            )
    return found
