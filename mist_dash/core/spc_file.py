"""A CSV from an analyst becomes series, and their charts become a plain answer to print. No patient, no centre here."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from mist_dash.core import months
from mist_dash.core.catalogue import MeasureKind
from mist_dash.core.control import Control, Rules, TwoInThree, draw
from mist_dash.core.errors import Sorry
from mist_dash.core.series import Series

ONE = "series"  # what a file without a series column is called in the answer
LONGEST = 1200  # months an axis may span
BLANK = ("", "na", "nan", "n/a", "null")
KINDS: dict[str, MeasureKind] = {"p": "proportion", "p'": "proportion", "p-exact": "proportion", "sr": "ratio"}
GAPS = ("t", "g")
SpcRow = tuple[int, str, dict[str, float]]  # line in the file, month as written, numbers by column


@dataclass(frozen=True)
class SpcFile:
    """Rows of each series as they stood, and whether they are counts or values."""

    rows: dict[str, list[SpcRow]]
    columns: frozenset[str]


def answer(text: str, chart: str = "auto", per: float = 1.0, **options: Any) -> dict[str, Any]:
    """Limits and signals of every series in the text, as plain dicts and lists ready for JSON.

    options: those of `draw`. Raises Sorry, with every problem of the file, when it cannot be read or drawn.
    """
    return each_series(text, chart, per, lambda series: plain(draw(series, chart, **options)))


def each_series(text: str, chart: str, per: float, found_in: Callable[[Series], dict[str, Any]]) -> dict[str, Any]:
    """What is found in each series of the text. Raises Sorry, with every problem of the file."""
    file = read(text)
    problems: list[str] = []
    found = {}
    for name, rows in file.rows.items():
        try:
            found[name] = found_in(series_of(rows, file.columns, chart, per))
        except (Sorry, ValueError) as error:
            problems.append(f"{name}: {error}" if len(file.rows) > 1 else str(error))
    if problems:
        raise Sorry("\n".join(problems))
    return {"series": found}


def options(
    rules: str,
    two_in_three: str,
    freeze: int | None,
    phase_ends: str,
    exclude: str,
    screened: bool,
    shift: int | None,
    trend: int | None,
) -> dict[str, Any]:
    """The command's options as `draw` takes them. Raises Sorry, with every option that is wrong."""
    problems = []
    if rules not in get_args(Rules):
        problems.append(f"--rules is {rules}; it must be one of {', '.join(get_args(Rules))}.")
    if two_in_three not in get_args(TwoInThree):
        problems.append(f"--two-in-three is {two_in_three}; it must be one of {', '.join(get_args(TwoInThree))}.")
    for name, least, number in (("freeze", 1, freeze), ("shift", 2, shift), ("trend", 3, trend)):
        if number is not None and number < least:
            problems.append(f"--{name} is {number}; it must be {least} or more.")
    points = {}
    for name, listed in (("phase-ends", phase_ends), ("exclude", exclude)):
        parts = [part.strip() for part in listed.split(",") if part.strip()]
        points[name] = [int(part) for part in parts if part.isdecimal() and int(part) > 0]
        if len(points[name]) < len(parts):
            problems.append(f"--{name} is {listed}; it must be point numbers from 1, with commas between, as in 18,30.")
    if problems:
        raise Sorry("\n".join(problems))
    return {
        "rules": rules,
        "two_in_three": two_in_three,
        "freeze": freeze,
        "phase_ends": points["phase-ends"],
        "excluded": points["exclude"],
        "screened": screened,
        "shift": shift,
        "trend": trend,
    }


def decode(content: bytes) -> str:
    """The text of a file, in the encodings spreadsheets write. Raises Sorry when it is no text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        raise Sorry("This is not a CSV file: it holds bytes that are no text. Save the sheet as CSV and try again.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def read(text: str) -> SpcFile:
    """The rows of each series. Raises Sorry, naming every line that is wrong."""
    lines = text.lstrip("\ufeff").splitlines()
    head = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t", key=head.count)
    try:
        table = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
    except csv.Error as error:
        raise Sorry(f"This is not a CSV file ({error}). Save the sheet as CSV and try again.") from error
    start = next((at for at, row in enumerate(table) if any(cell.strip() for cell in row)), None)
    if start is None:
        raise Sorry("The file is empty. It needs a line of headers and a line for each month.")
    columns = _columns(table[start])
    rows, problems = _rows(table[start + 1 :], columns, start + 2)
    if problems:
        raise Sorry("\n".join(problems))
    if not rows:
        raise Sorry("The file has headers and no rows. It needs a line for each month.")
    return SpcFile(rows, frozenset(columns))


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Where each column that we know stands. Raises Sorry when what is needed is not there."""
    names = [cell.strip().lower() for cell in header]
    known = ("series", "month", "numerator", "denominator", "value")
    columns = {name: names.index(name) for name in known if name in names}
    if "month" not in columns or not {"numerator", "value"} & set(columns):
        seen = ", ".join(f"“{name[:30]}”" for name in names[:8]) or "nothing"
        raise Sorry(
            f"The headers are {seen}. They must be month, and either numerator and denominator, or value; "
            "a series column may name several series."
        )
    if {"numerator", "value"} <= set(columns):
        raise Sorry("The file has both numerator and value. Keep one of them: counts, or values without counts.")
    return columns


def _rows(
    table: Sequence[Sequence[str]], columns: dict[str, int], first: int
) -> tuple[dict[str, list[SpcRow]], list[str]]:
    rows: dict[str, list[SpcRow]] = {}
    problems: list[str] = []
    for line, cells in enumerate(table, first):
        if not any(cell.strip() for cell in cells):
            continue
        got = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        numbers: dict[str, float] = {}
        for name in ("numerator", "denominator", "value"):
            if name in got:
                number, wrong = _number(got[name], may_be_negative=name == "value")
                numbers[name] = number
                problems += [f"Line {line}, {name}: {wrong}"] if wrong else []
        if not got["month"]:
            problems.append(f"Line {line}, month: it is blank. Write the month (2024-04) or a running number.")
        rows.setdefault(got.get("series") or ONE, []).append((line, got["month"], numbers))
    return rows, problems


def _number(text: str, may_be_negative: bool) -> tuple[float, str]:
    """A number, NaN for blank, and what is wrong with it ("" when nothing is)."""
    if text.lower() in BLANK:
        return math.nan, ""
    try:
        number = float(text)
    except ValueError:
        return math.nan, f"found “{text[:30]}”, expected a number. Write digits only, or leave it blank when missing."
    if not math.isfinite(number) or (number < 0 and not may_be_negative):
        return math.nan, f"found {text[:30]}, expected 0 or more. Leave it blank when it is missing."
    return number, ""


def series_of(rows: Sequence[SpcRow], columns: frozenset[str], chart: str, per: float) -> Series:
    """One series from its rows; months in order, with a gap for each month that has no row.

    A file without denominators read for a T or G chart holds one gap in each row, kept in the order of the file.
    Raises Sorry when the numbers cannot be what the chart needs.
    """
    counted = "numerator" in columns
    exposed = counted and any(not math.isnan(numbers.get("denominator", math.nan)) for _, _, numbers in rows)
    single = chart in GAPS and not exposed
    axis, numbers = ([row[1] for row in rows], [row[2] for row in rows]) if single else _in_order(rows)
    counts = np.array([number.get("numerator" if counted else "value", math.nan) for number in numbers])
    exposure = np.array([number.get("denominator", math.nan) for number in numbers]) if exposed else None
    _check(chart, counts, exposure, axis)
    kind: MeasureKind = "value" if single or not counted else "count" if not exposed else KINDS.get(chart, "rate")
    return Series(tuple(axis), counts, exposure, kind, per)


def _check(chart: str, counts: np.ndarray, exposure: np.ndarray | None, axis: Sequence[str]) -> None:
    if chart in (*GAPS, "c", "c-exact") and (counts < 0).any():
        raise Sorry(f"A {chart} chart needs numbers of 0 or more; {axis[int(np.argmax(counts < 0))]} has less.")
    if exposure is not None and KINDS.get(chart) == "proportion" and (counts > exposure).any():
        month = axis[int(np.argmax(counts > exposure))]
        raise Sorry(f"A {chart} chart shows a share, and in {month} the numerator is above the denominator.")


def _in_order(rows: Sequence[SpcRow]) -> tuple[list[str], list[dict[str, float]]]:
    """Labels and numbers on an unbroken axis of months; as they stand when the labels are no months."""
    labels = [label for _, label, _ in rows]
    found = {label: (line, numbers) for line, label, numbers in rows}
    if len(found) < len(labels):
        twice = next(label for at, label in enumerate(labels) if label in labels[:at])
        lines = [str(line) for line, label, _ in rows if label == twice]
        raise Sorry(f"{twice} stands more than once (lines {', '.join(lines)}). Keep one line for each month.")
    tails = {label[7:] for label in labels}
    if not all(months.is_month(label[:7]) for label in labels) or tails not in ({""}, {"-01"}):
        return labels, [numbers for _, _, numbers in rows]
    tail = tails.pop()
    first, last = min(labels)[:7], max(labels)[:7]
    if months.number(last) - months.number(first) > LONGEST:
        raise Sorry(f"The months run from {first} to {last}, more than {LONGEST // 12} years. One of them is a slip.")
    axis = [month + tail for month in months.between(first, last)]
    return axis, [found[label][1] if label in found else {} for label in axis]


def plain(control: Control) -> dict[str, Any]:
    """One chart as the `spc` command prints it; None for a gap."""
    phases = [vars(phase) for phase in control.phases]
    points = [
        {
            "month": dot.month,
            "value": dot.value,
            "centre": dot.centre,
            "lower": dot.lower,
            "upper": dot.upper,
            "signals": [signal.value for signal in dot.signals],
        }
        for dot in control.dots
    ]
    return {"chart": control.chart, "reason": control.reason, "phases": phases, "points": points}


def as_csv(found: dict[str, Any]) -> str:
    """The answer as CSV, a line for each point; several signals are separated by semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["series", "chart", "month", "value", "centre", "lower", "upper", "signals"])
    for name, one in found["series"].items():
        for point in one["points"]:
            numbers = ["" if point[key] is None else repr(point[key]) for key in ("value", "centre", "lower", "upper")]
            writer.writerow([name, one["chart"], point["month"], *numbers, ";".join(point["signals"])])
    return out.getvalue()


def as_table(found: dict[str, Any]) -> str:
    """The answer for a person to read."""
    lines = []
    for name, one in found["series"].items():
        lines += [
            f"{name}: {one['chart']}",
            one["reason"],
            _line("month", "value", "centre", "lower", "upper", "signals"),
        ]
        for point in one["points"]:
            numbers = [
                "-" if point[key] is None else f"{point[key]:.4g}" for key in ("value", "centre", "lower", "upper")
            ]
            lines.append(_line(point["month"], *numbers, ", ".join(point["signals"])))
        for phase in one["phases"]:
            lines.append(
                f"points {phase['first']} to {phase['last']}: {phase['useful']} useful, longest run "
                f"{phase['longest_run']} (at most {phase['longest_run_max']}), crossings {phase['crossings']} "
                f"(at least {phase['crossings_min']})"
            )
        lines.append("")
    return "\n".join(lines)


def _line(*cells: str) -> str:
    month, *numbers, signals = cells
    return f"{month:<12}{''.join(f'{number:>12}' for number in numbers)}  {signals}".rstrip()
