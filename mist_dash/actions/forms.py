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
from mist_dash.core.intake.compare import say
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.core.sharing import hides_small
from mist_dash.store import counts, engine


@dataclass(frozen=True)
class Typing:
    """Where quick entry begins: the areas, the months (missing ones first), and what stands beside a field.

    stored: (item, area) -> month -> what stands there, in words.
    """

    areas: tuple[str, ...]
    months: tuple[str, ...]
    stored: Mapping[tuple[str, str], Mapping[str, str]]
    hidden: bool = False  # earlier numbers are for the centre's lead only

    def beside(self, item: str, area: str, month: str) -> tuple[str, str]:
        """(month, number) of the chosen month when it is stored already, else of the last one before; "" for none."""
        known = self.stored.get((item, area), {})
        before = max((period for period in known if period <= month), default="")
        return before, known.get(before, "")


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


def typing(actor: Person, theme: str) -> Typing:
    """What quick entry begins from. Where small numbers are for the lead only, none stand beside the fields."""
    centre = own_centre(actor, Deed.SEND_DATA)
    known = theme_of(theme)
    with engine.reading() as db:
        stored = counts.numbers(db, centre, known.id)
    missing = months_missing(stored)
    last = months.later(months.of(datetime.now(UTC).date()), -1)
    others = tuple(month for month in reversed(months.between(months.later(last, -11), last)) if month not in missing)
    hidden, beside = hides_small(known, actor), dict[tuple[str, str], dict[str, str]]()
    for key, number in () if hidden else stored.items():
        if months.is_month(key.period):
            beside.setdefault((key.item, key.area), {})[key.period] = say(number.text or number.value, number.state)
    return Typing(own_areas(known, stored), (*missing, *others), beside, hidden)


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


def clearable(actor: Person, theme: str) -> Mapping[Key, str]:
    """Every number that is stored and could be cleared, the newest first, with what it says; "" where it is hidden."""
    centre = own_centre(actor, Deed.SEND_DATA)
    known = theme_of(theme)
    with engine.reading() as db:
        stored = counts.numbers(db, centre, known.id)
    order = {item.name: place for place, item in enumerate(known.items) if item.kind != "text"}
    found = [key for key, number in stored.items() if number.state != "not collected" and key.item in order]
    found.sort(key=lambda key: (key.area, order[key.item]))
    found.sort(key=lambda key: key.period, reverse=True)
    hidden = hides_small(known, actor)
    return {key: "" if hidden else say(stored[key].value, stored[key].state) for key in found}


def clearing(key: Key) -> bytes:
    """A file of one row that says of one number that it was not collected. It is read and confirmed like any file."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["month", "area", key.item, "definition"])
    writer.writerow([key.period, key.area, "not collected", key.definition])
    return text.getvalue().encode()
