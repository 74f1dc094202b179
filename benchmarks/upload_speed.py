"""How long a file takes from bytes to the grid: opened, read, checked, compared; beside pandas reading the same.

Ten years of three areas, wide, as CSV and as XLSX. Run as `python -m benchmarks.upload_speed`; medians of one run.
"""

from __future__ import annotations

import io
import random
import sys
import time
from collections.abc import Callable
from statistics import median
from types import FrameType

import pandas as pd
from openpyxl import Workbook

from mist_dash.core import months
from mist_dash.core.catalogue import Theme, load
from mist_dash.core.intake.compare import Stored, compare
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import read

YEARS, TODAY, TIMES = 10, "2026-11", 15


def rows() -> list[list[str | int]]:
    """Ten years of three areas with all the columns that CLABSI asks for first."""
    dice = random.Random(4)
    table: list[list[str | int]] = [["Month", "Area", "CLABSI", "Line days", "Bed days"]]
    for month in months.between("2016-04", months.later("2016-04", YEARS * 12 - 1)):
        for area, usual in (("PICU", 800), ("Haem-Onc", 1100), ("Elsewhere", 420)):
            days = usual + dice.randint(-50, 50)
            table.append([months.say(month, short=True), area, dice.choice([0, 0, 0, 1, 2]), days, days * 2])
    return table


def as_csv(table: list[list[str | int]]) -> bytes:
    return "\r\n".join(",".join(map(str, row)) for row in table).encode()


def as_xlsx(table: list[list[str | int]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in table:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def seconds(deed: Callable[[], object]) -> tuple[float, float]:
    """The median time of one go, by the clock and by the processor (which other work on the machine disturbs less)."""
    clock, processor = [], []
    for _ in range(TIMES):
        start, begun = time.perf_counter(), time.process_time()
        deed()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - begun)
    return median(clock), median(processor)


def modules_entered(theme: Theme) -> set[str]:
    """The modules of the intake in which a plain sheet, nine months of three areas, runs any function."""
    entered: set[str] = set()
    plain = as_csv([rows()[0], *rows()[-27:]])

    def watch(frame: FrameType, event: str, _: object) -> None:
        if "/core/intake/" in frame.f_code.co_filename:
            entered.add(frame.f_code.co_filename.rpartition("/core/intake/")[2])

    sys.setprofile(watch)
    read(open_book(plain, "a.csv"), theme, today=TODAY)
    sys.setprofile(None)
    return entered


def main() -> None:
    theme = load().theme("clabsi")
    table = rows()
    csv, xlsx = as_csv(table), as_xlsx(table)
    stored = {c.key: Stored(c.value) for c in read(open_book(csv, "a.csv"), theme, today=TODAY).counts[:900]}
    history = {key: float(one.value) for key, one in stored.items() if isinstance(one.value, float)}

    def to_the_grid(data: bytes) -> object:
        reading = read(open_book(data, "a"), theme, today=TODAY, history=history)
        assert len(reading.counts) == YEARS * 12 * 3 * 3 and reading.fine and not reading.questions
        return compare(reading.counts, stored)

    print(f"a plain sheet enters {len(modules_entered(theme))} modules of the intake")
    for name, data, bare in (
        ("CSV", csv, lambda: pd.read_csv(io.BytesIO(csv))),
        ("XLSX", xlsx, lambda: pd.read_excel(io.BytesIO(xlsx))),
    ):
        for unit, ours, theirs in zip(
            ("clock", "processor"), seconds(lambda d=data: to_the_grid(d)), seconds(bare), strict=True
        ):
            print(f"{name}, {len(table) - 1} rows to the grid, by the {unit}: {ours * 1000:.1f} ms;", end=" ")
            print(f"pandas alone {theirs * 1000:.1f} ms; {ours / theirs:.1f} times")


if __name__ == "__main__":
    main()
