"""Seeded files of two sorts: ones that must never get in, and ordinary ones as centres send them."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable

from mist_dash.core.intake.files import limits
from tests import workbooks

Make = Callable[[random.Random], bytes]
HEAD = ["month", "area", "clabsi", "central_line_days"]
AREAS = ["ICU", "Haem-Onc", "Elsewhere"]
PLAIN = workbooks.table([HEAD, ["2024-04", "ICU", 1, 204]])
SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


def patients_number(seed: random.Random) -> str:
    """Ten digits that pass modulo 11, as about one in eleven does."""
    while True:
        nine = f"{seed.randrange(4 * 10**8, 8 * 10**8)}"
        digit = -sum(int(one) * weight for one, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
        if digit < 10:
            return f"{nine}{digit}"


def grouped(digits: str, seed: random.Random) -> str:
    gap = seed.choice([" ", "-", "\u00a0"])
    return gap.join((digits[:3], digits[3:6], digits[6:]))


def with_part(name: str, content: Make) -> Make:
    return lambda seed: workbooks.zipped({**workbooks.parts(PLAIN), name: content(seed)})


def with_rows(rows: Callable[[random.Random], str]) -> Make:
    return lambda seed: workbooks.zipped({**workbooks.parts(PLAIN), SHEET: workbooks.sheet(rows(seed))})


def with_cell(cell: Callable[[random.Random], str]) -> Make:
    """An ordinary CSV with one cell that nobody may send."""

    def make(seed: random.Random) -> bytes:
        rows = ordinary_rows(seed, 24)
        rows[seed.randrange(1, len(rows))][seed.randrange(4)] = cell(seed)
        return as_csv(rows, seed)

    return make


def with_heading(*headings: str) -> Make:
    def make(seed: random.Random) -> bytes:
        rows = ordinary_rows(seed, 12)
        return as_csv([[*row, seed.choice(headings) if n == 0 else "x"] for n, row in enumerate(rows)], seed)

    return make


def bomb(seed: random.Random) -> bytes:
    """64 MB of one byte in a part of any name; sometimes its own size is a lie."""
    name = seed.choice(["xl/media/image1.png", "xl/theme/theme1.xml", SHEET, "docProps/app.xml"])
    content = seed.choice([b" ", b"\0", b"a"]) * (limits.INFLATED_BYTES + seed.randrange(1, 4096))
    data = bytearray(workbooks.zipped({**workbooks.parts(PLAIN), name: content}))
    if seed.random() < 0.5:
        at = data.rfind(name.encode()) - 46
        data[at + 24 : at + 28] = seed.randrange(1, 9999).to_bytes(4, "little")
    return bytes(data)


def many_parts(seed: random.Random) -> bytes:
    more = {f"xl/x{number}.xml": b"<x/>" for number in range(limits.PARTS + seed.randrange(99))}
    return workbooks.zipped({**workbooks.parts(PLAIN), **more})


def locked(seed: random.Random) -> bytes:
    data = bytearray(workbooks.zipped(workbooks.parts(PLAIN)))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    return bytes(data)


def old_workbook(seed: random.Random) -> bytes:
    inside = seed.choice(["Workbook", "EncryptedPackage", "WordDocument"]).encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + seed.randbytes(500) + inside + seed.randbytes(seed.randrange(9999))


def cut_short(seed: random.Random) -> bytes:
    data = workbooks.zipped(workbooks.parts(PLAIN))
    return data[: seed.randrange(4, len(data) - 30)]


def other_zip(seed: random.Random) -> bytes:
    return workbooks.zipped({seed.choice(["word/document.xml", "content.xml", "a.csv", "xl/workbook.bin"]): b"<x/>"})


def far(seed: random.Random) -> str:
    at = seed.choice(["XFD1048576", "A1048576", "XFD1", f"ZZ{seed.randrange(1, 9999)}", "A999999"])
    return f'<row><c r="A1"><v>1</v></c></row><row><c r="{at}"><v>1</v></c></row>'


def shared_texts(seed: random.Random) -> bytes:
    parts = workbooks.parts("<row>" + '<c t="s"><v>0</v></c>' * 390 + "</row>", shared="")
    parts["xl/sharedStrings.xml"] = f"<sst><si><t>{'a' * 32_000}</t></si></sst>".encode()
    return workbooks.zipped(parts)


def hidden(seed: random.Random) -> bytes:
    return workbooks.zipped(workbooks.parts(PLAIN, state=f'state="{seed.choice(["hidden", "veryHidden"])}"'))


def signed(*starts: bytes) -> Make:
    return lambda seed: seed.choice(starts) + seed.randbytes(seed.randrange(2000))


HOSTILE: dict[str, Make] = {
    "zip bomb": bomb,
    "thousands of parts": many_parts,
    "macros": with_part("xl/vbaProject.bin", lambda seed: seed.randbytes(99)),
    "Excel 4 macros": with_part("xl/macrosheets/sheet1.xml", lambda seed: b"<x/>"),
    "embedded file": with_part("xl/embeddings/oleObject1.bin", lambda seed: seed.randbytes(99)),
    "data model": with_part("xl/model/item.data", lambda seed: seed.randbytes(99)),
    "DDE": with_part("xl/externalLinks/externalLink1.xml", lambda seed: b"<x><ddeLink ddeService='cmd'/></x>"),
    "entities": with_part(SHEET, lambda seed: ENTITIES + b"<worksheet>&b;&c;</worksheet>"),
    "entities in UTF-16": with_part(SHEET, lambda seed: (ENTITIES.decode() + "<worksheet/>").encode("utf-16")),
    "entities elsewhere": with_part("docProps/core.xml", lambda seed: ENTITIES + b"<x>&b;</x>"),
    "password": locked,
    "old or locked workbook": old_workbook,
    "cut short": cut_short,
    "another zip": other_zip,
    "hidden sheet": hidden,
    "far cells": with_rows(far),
    "cells far apart": with_rows(lambda seed: "".join(f'<row><c r="NA{n}"><v>1</v></c></row>' for n in range(1, 4000))),
    "too many cells": with_rows(lambda seed: f"<row>{'<c><v>1</v></c>' * 300}</row>" * 1_100),
    "empty cells without end": with_rows(lambda seed: f"<row>{'<c/>' * 1000}</row>" * 2_600),
    "deep XML": with_rows(lambda seed: "<a>" * seed.randrange(10_000, 200_000)),
    "a million attributes": with_rows(lambda seed: "<row " + " ".join(f'a{n}=""' for n in range(100_000)) + "/>" * 2),
    "shared texts without end": shared_texts,
    "a cell twice": with_rows(lambda seed: '<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    "picture, PDF, program": signed(b"%PDF-1.7", b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF89a", b"\x7fELF", b"MZ\x90\0"),
    "web page": signed(b"<html>", b"<!doctype html>", b"<table>", b"<svg>", b"<?xml version='1.0'?>"),
    "noise": lambda seed: seed.randbytes(seed.randrange(64, 20_000)),
    "commas without end": lambda seed: b"," * seed.randrange(1_500_000, 9_000_000),
    "rows without end": lambda seed: b"1,2\n" * seed.randrange(limits.ROWS + 1, 900_000),
    "columns without end": lambda seed: b"1," * seed.randrange(limits.COLUMNS, 90_000) + b"1\n",
    "one endless cell": lambda seed: b'a,b\n1,"' + b"x" * seed.randrange(200_000, 9_000_000) + b'"\n',
    "an open quotation mark": lambda seed: b'month,n,m\nApr,1,"2\n' + b"May,3,4\n" * seed.randrange(5, 9_000),
    "over 10 MB": lambda seed: b"a,b\n" * (limits.FILE_BYTES // 4 + seed.randrange(1, 99)),
    "nothing": lambda seed: seed.choice([b"", b"\n\n", b"\xef\xbb\xbf", b"\0\0\0"]),
    "patient's number": with_cell(patients_number),
    "patient's number in words": with_cell(lambda seed: f"see {patients_number(seed)} (bay 3)"),
    "patient's number in groups": with_cell(lambda seed: grouped(patients_number(seed), seed)),
    "patient's heading": with_heading("NHS number", "DOB", "Surname", "MRN", "Hospital no.", "Patient ID", "Postcode"),
    "address of a family": with_cell(lambda seed: seed.choice(["WC1N 3JH", "mum@example.com", "07700 900123"])),
    "a story": with_cell(lambda seed: "The line was found to be " * seed.randrange(9, 200)),
}


def ordinary_rows(seed: random.Random, months: int) -> list[list[str]]:
    """A wide table of CLABSI counts, as texts, its months written in one of the ways people write them."""
    form = seed.choice(["%Y-%m", "%b-%y", "%B %Y", "01/%m/%Y", "%b %y", "%Y%m"])
    start = seed.randrange(2014 * 12, 2022 * 12)
    rows = [list(HEAD)]
    for number in range(start, start + months):
        said = datetime.date(number // 12, number % 12 + 1, 1).strftime(form)
        rows += [[said, area, str(seed.choice([0, 0, 0, 1, 1, 2])), str(seed.randrange(80, 900))] for area in AREAS]
    return rows


def as_csv(rows: list[list[str]], seed: random.Random) -> bytes:
    delimiter = seed.choice(",;\t|")
    lines = [delimiter.join(row) for row in rows]
    return seed.choice(["\n", "\r\n", "\r"]).join(lines).encode(seed.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))


def ordinary(seed: random.Random) -> bytes:
    """A CSV or a workbook of one month to ten years."""
    rows = ordinary_rows(seed, seed.choice([1, 3, 6, 12, 12, 12, 24, 120]))
    if seed.random() < 0.5:
        return as_csv(rows, seed)
    numbered: list[list[object]] = [list(rows[0]), *([*row[:2], int(row[2]), int(row[3])] for row in rows[1:])]
    return workbooks.zipped(workbooks.parts(workbooks.table(numbered)))


def flipped(seed: random.Random) -> bytes:
    """An ordinary file with a few bytes changed: it may open or not, but nothing else may happen."""
    data = bytearray(ordinary(seed))
    for _ in range(seed.randrange(1, 9)):
        data[seed.randrange(len(data))] = seed.randrange(256)
    return bytes(data)
