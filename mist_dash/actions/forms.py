"""Forms to fill in: a template, last month's numbers beside empty fields, and what a centre may want cleared."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Key, Numbers
from mist_dash.core.intake import template
from mist_dash.core.people import Deed, Person, Role, own_centre
from mist_dash.store import counts, engine


@dataclass(frozen=True)
class LastMonth:
    """Where quick entry begins: areas, months still missing (the first is asked for), and the numbers before."""

    areas: tuple[str, ...]
    missing: tuple[str, ...]
    before: str
    numbers: Mapping[tuple[str, str], float | None]  # (area, item) -> value


def template_file(actor: Person, theme: str, kind: str) -> tuple[str, bytes]:
    """(file name, bytes) of an empty table with the centre's own areas and the months still missing filled in."""
    centre = own_centre(actor, Deed.SEND_DATA)
    known = theme_of(theme)
    with engine.reading() as db:
        stored = counts.numbers(db, centre, known.id)
    areas = own_areas(known, stored)
    missing = months_missing(stored)
    name = template.file_name(known, actor.centre_name, kind)
    if kind == "xlsx":
        return name, template.xlsx(known, actor.centre_name, areas, missing)
    return name, template.csv(known, areas, missing)


def last_month(actor: Person, theme: str) -> LastMonth:
    """What quick entry begins from: the month to ask for, and what was sent for the month before it, by area."""
    centre = own_centre(actor, Deed.SEND_DATA)
    known = theme_of(theme)
    with engine.reading() as db:
        stored = counts.numbers(db, centre, known.id)
    missing = months_missing(stored) or (months.later(months.of(datetime.now(UTC).date()), -1),)
    before = max((key.period for key in stored if key.period < missing[0]), default="")
    hides = known.hide_small and actor.role is not Role.LEAD
    known_then = {} if hides else {(key.area, key.item): n.value for key, n in stored.items() if key.period == before}
    return LastMonth(own_areas(known, stored), missing, before, known_then)


def own_areas(theme: Theme, stored: Numbers) -> tuple[str, ...]:
    """The areas the centre has sent before, in the catalogue's order; else all but the optional ones."""
    sent = {key.area for key in stored}
    return tuple(a.name for a in theme.areas if a.name in sent) or theme.parts or (theme.area_names[0],)


def months_missing(stored: Numbers, most: int = 12) -> tuple[str, ...]:
    """The months of the last year without any number, up to the last whole month."""
    last = months.later(months.of(datetime.now(UTC).date()), -1)
    sent = {key.period for key in stored}
    first = min((period for period in sent if months.is_month(period)), default=last)
    window = months.between(max(first, months.later(last, 1 - most)), last)
    return tuple(month for month in window if month not in sent)


def clearable(actor: Person, theme: str) -> tuple[Key, ...]:
    """Every number that is stored, the newest first: what can be said not to be one."""
    centre = own_centre(actor, Deed.SEND_DATA)
    known = theme_of(theme)
    with engine.reading() as db:
        stored = counts.numbers(db, centre, known.id)
    names = {item.name: place for place, item in enumerate(known.items) if item.kind != "text"}
    found = [key for key, number in stored.items() if number.known and key.item in names]
    found.sort(key=lambda key: (key.area, names[key.item]))
    return tuple(sorted(found, key=lambda key: key.period, reverse=True))


def clearing(key: Key) -> bytes:
    """A file of one row that says of one number that it was not collected. It is read and confirmed like any file."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["month", "area", key.item, "definition"])
    writer.writerow([key.period, key.area, "not collected", key.definition])
    return text.getvalue().encode()
