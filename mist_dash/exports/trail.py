"""Entries of the audit trail become a CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from mist_dash.core.intake.safe_text import neutral
from mist_dash.core.trail import TrailEntry

HEADS = ("number", "when (UTC)", "who", "centre", "to do what", "what")


def trail(entries: Sequence[TrailEntry]) -> bytes:
    """The newest first. UTF-8 with a mark for Excel."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(HEADS)
    for one in entries:
        texts = (one.person, one.centre, one.deed, one.what)
        sheet.writerow((one.id, f"{one.at:%Y-%m-%d %H:%M}", *map(neutral, texts)))
    return out.getvalue().encode("utf-8-sig")
