"""A file's bytes become what an upload would make of it, as JSON or as plain sentences. Nothing is stored here."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from mist_dash.core.catalogue import load
from mist_dash.core.errors import Refused
from mist_dash.core.intake.compare import say
from mist_dash.core.intake.explain import as_json as cells_as_json
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import Reading
from mist_dash.core.intake.receive import receive


def check_file(
    data: bytes,
    name: str,
    theme: str,
    *,
    today: str,
    centre: str | None = None,
    answers: Mapping[str, str] | None = None,
    members: Collection[str] = (),
) -> Reading:
    """What an upload of these bytes would give. Raises NotFound when there is no such theme."""
    found = load().theme(theme)
    try:
        book = receive(data, name, found)
    except Refused as refused:
        return Reading(refused=refused)
    return read(book, found, today=today, centre=centre, answers=answers, members=members)


def as_text(reading: Reading, as_json: bool) -> str:
    """The reading as JSON for a script, or as sentences for a person."""
    if as_json:
        told = {**reading.as_json(), "cells": cells_as_json(reading)}
        return json.dumps(told, ensure_ascii=False, indent=1)
    return "\n".join(_sentences(reading))


def _sentences(reading: Reading) -> list[str]:
    if reading.refused:
        return [f"Refused: {reading.refused}"]
    said = list(reading.plan.words())
    said += [f"Question: {q.text} ({', '.join(c.value for c in q.choices)}) [{q.id}]" for q in reading.questions]
    said += [f"Problem: {problem}" for problem in reading.problems]
    said += [f"Warning: {warning}" for warning in reading.warnings]
    said += [f"{c.month}, {c.area}, {c.item}: {say(c.value, c.state)}" for c in reading.counts]
    said += [str(mark) for mark in reading.marks or ()]
    read = [f"{len(reading.counts)} numbers"] if reading.counts or reading.marks is None else []
    read += [f"{len(reading.marks)} interventions"] if reading.marks is not None else []
    return [*said, f"{' and '.join(read)} read, {len(reading.problems)} problems. Nothing was stored."]
