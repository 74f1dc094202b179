"""Counts beside each other: what cannot be true is a problem, what is odd is a warning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
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
    counts: Sequence[Count], theme: Theme, today: str, history: Mapping[KeyTuple, float]
) -> list[tuple[Problem, Count]]:
    """What cannot be true, each with a count of the row it concerns."""
    groups, stored = _groups(counts), _by_cell(history)
    to_come = {period for period in {count.month for count in counts} if _start(period) > today}
    found = [_future(count, today) for count in counts if count.month in to_come]
    given = {count.item for count in counts} | {item for item, *_ in history}
    rules = [rule for rule in theme.rules if _applies(rule, given)]
    for cell, group in groups.items():
        values = _values(group, stored.get(cell, {}))
        wrong = [one for rule in rules if (one := RULES[rule.kind](rule, group, values))]
        # Of two rules that the same cells break, the first says enough.
        found += {(one.cells, one.column, one.stored): (one, count) for one, count in reversed(wrong)}.values()
    return found + _above_the_whole(groups, stored, theme)


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
    problem, _ = _problem(
        count, f"a month up to {months.say(today)}", "mend the month or the year", [count.stands.month]
    )
    return replace(problem, found=months.say(count.month)), count


def _problem(
    count: Count, expected: str, remedy: str, cells: Iterable[At | None], stored: Iterable[KeyTuple] = ()
) -> tuple[Problem, Count]:
    """What is found is what the cell itself says: never a sum, nor a stored number with which it clashes."""
    at = tuple(cell for cell in dict.fromkeys(cells) if cell)
    found = say(count.value, count.state)
    return Problem(count.sheet, count.row, count.column, found, expected, remedy, at, "", tuple(stored)), count


def _at_most(rule: CheckRule, group: MonthCounts, values: Mapping[str, float]) -> tuple[Problem, Count] | None:
    left, right = rule.left.of(values), rule.right.of(values)
    if left is None or right is None or left <= right:
        return None
    count = _first(rule.left, group) or _first(rule.right, group)
    if count is None:
        return None
    expected = f"at most {right:g}"
    if count.item not in rule.left.items:
        expected = f"at least {left:g}"
    elif count.value != left:
        expected = f"at most {right:g} in all, where there are {left:g}"
    return _of_rule(rule, group, values, count, expected)


def _of_rule(
    rule: CheckRule, group: MonthCounts, values: Mapping[str, float], count: Count, expected: str
) -> tuple[Problem, Count]:
    """A problem of the numbers of one month: its cells, and the numbers stored before that stand in the way."""
    items = (*rule.left.items, *rule.right.items)
    clash = [i for i in items if i in values and i not in group and (values[i] or i in rule.right.items)]
    remedy = f"{rule.says[:1].upper()}{rule.says[1:]}: check both numbers"
    cells = [group[item].stands.number for item in items if item in group]
    where = (count.area, count.month, count.definition)
    return _problem(count, expected, remedy, cells, [(item, *where) for item in clash])


def _needs_exposure(rule: CheckRule, group: MonthCounts, values: Mapping[str, float]) -> tuple[Problem, Count] | None:
    """Events in an exposure of zero, sent or stored. One that is not there yet may still come."""
    given = [values[item] for item in rule.right.items if item in values]
    events = sum(values.get(item, 0) for item in rule.left.items)
    count = _first(rule.left, group) or _first(rule.right, group)
    if not given or sum(given) > 0 or not events or count is None:
        return None
    expected = (
        "none, since there were 0 days" if count.item in rule.left.items else "more than 0, since there were events"
    )
    return _of_rule(rule, group, values, count, expected)


def _seldom_above(rule: CheckRule, group: MonthCounts, values: Mapping[str, float]) -> None:
    """A rule that only warns."""


def _first(total: Sum, group: MonthCounts) -> Count | None:
    """A number of the file in this sum, rather one that counts something."""
    here = [group[item] for item in total.items if item in group]
    return next((count for count in here if count.value), next(iter(here), None))


RULES = {"at_most": _at_most, "needs_exposure": _needs_exposure, "seldom_above": _seldom_above}


def _above_the_whole(
    groups: Mapping[AreaMonth, MonthCounts], stored: Mapping[AreaMonth, Mapping[str, float]], theme: Theme
) -> list[tuple[Problem, Count]]:
    """A part of the hospital with more than the hospital as a whole, of which one may be stored before."""
    within = {area.name: area.within or (WHOLE if theme.areas_add_up else "") for area in theme.areas}
    pairs = [(part, whole) for part, whole in within.items() if whole and part != WHOLE]
    items = [item.name for item in theme.items if item.kind in ("count", "exposure")]
    found = []
    for period, definition in dict.fromkeys(cell[1:] for cell in groups):
        for part, whole in pairs:
            inner, outer = (part, period, definition), (whole, period, definition)
            few, many = groups.get(inner, {}), groups.get(outer, {})
            for item in items:
                if item not in few and item not in many:
                    continue
                below, above = _value(item, inner, few, stored), _value(item, outer, many, stored)
                if below is not None and above is not None and below > above:
                    found.append(_of_parts(item, inner, outer, few.get(item), many.get(item), below, above))
    return found


def _value(
    item: str, cell: AreaMonth, group: MonthCounts, stored: Mapping[AreaMonth, Mapping[str, float]]
) -> float | None:
    """The number of the file; without one there, the one stored before."""
    value = group[item].value if item in group else stored.get(cell, {}).get(item)
    return value if isinstance(value, float) else None


def _of_parts(
    item: str, inner: AreaMonth, outer: AreaMonth, few: Count | None, many: Count | None, below: float, above: float
) -> tuple[Problem, Count]:
    expected = f"at most {above:.10g}, as in {outer[0]}" if few else f"at least {below:.10g}, as in {inner[0]}"
    clash = [(item, *cell) for cell, count in ((inner, few), (outer, many)) if count is None]
    cells = [count.stands.number for count in (few, many) if count]
    count = few or many
    assert count is not None  # one of the two is in the file
    return _problem(count, expected, "check both numbers", cells, clash)


def warnings(counts: Sequence[Count], theme: Theme, today: str, history: Mapping[KeyTuple, float]) -> list[str]:
    """What is odd but may be true, in the order in which it helps to look."""
    groups, stored, series = _groups(counts), _by_cell(history), monthly_series(counts)
    found = [
        w
        for cell, group in groups.items()
        for w in _month_warnings(cell, group, theme.rules, today, stored.get(cell, {}))
    ]
    return [
        *_without_exposure(groups, theme, stored),
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
        if rule.kind == "seldom_above":
            left, right = rule.left.of(values), rule.right.of(values)
            if left and right and left > rule.share * right:
                found.append(f"{rule.says} ({left:g} of {right:g}).")
    return [f"{months.say(period)}, {area}: {said}" for said in found]


def _without_exposure(
    groups: Mapping[AreaMonth, MonthCounts], theme: Theme, stored: Mapping[AreaMonth, Mapping[str, float]]
) -> list[str]:
    """One sentence for all months with counts whose days are neither in the file nor stored: they wait for a rate."""
    found = []
    for rule in theme.rules:
        if rule.kind != "needs_exposure":
            continue
        waiting = [
            cell
            for cell, group in groups.items()
            if any(isinstance(group[item].value, float) for item in rule.left.items if item in group)
            and not any(item in _values(group, stored.get(cell, {})) for item in rule.right.items)
        ]
        if waiting:
            found.append(_waits(theme.item(rule.right.items[0]).title.lower(), waiting))
    return found


def _waits(days: str, waiting: Sequence[AreaMonth]) -> str:
    """ "No line days for January 2024 to June 2024 (ICU): these 6 months are stored and have no rate until ..."."""
    ends = sorted({period for _, period, _ in waiting}, key=_start)
    when = " to ".join(months.say(period) for period in dict.fromkeys((ends[0], ends[-1])))
    areas = ", ".join(dict.fromkeys(area for area, _, _ in waiting))
    many = f"these {len(ends)} months are" if len(ends) > 1 else "this month is"
    have = "have" if len(ends) > 1 else "has"
    return (
        f"No {days} yet for {when} ({areas}): {many} stored as sent and {have} no rate until the {days} are sent too."
    )


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
