"""Forms to fill in: a template, the grid of a month with what is stored beside it, and what may be cleared."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.actions.completeness import last_month
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.completeness import Coverage, coverage
from mist_dash.core.counts import Key
from mist_dash.core.intake import template
from mist_dash.core.intake.compare import say
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.core.sharing import hides_small
from mist_dash.store import counts, engine, not_collected

TYPED_BACK = 24  # months that can be typed
SENT_BEFORE = "sent before"  # in place of a number that is for the centre's lead only


@dataclass(frozen=True)
class Typing:
    """What the grid of a month is made of: every area and item, what is stored, and what is still open.

    open: month -> the (area, item) missing in it. stored: (area, item) -> month -> what stands there, in words.
    """

    theme: Theme
    coverage: Coverage
    months: tuple[str, ...]  # that can be typed, the newest first
    open: Mapping[str, tuple[tuple[str, str], ...]]
    stored: Mapping[tuple[str, str], Mapping[str, str]]
    definitions: Mapping[str, str]  # area -> the definition that the centre used there last
    hidden: bool = False  # earlier numbers are for the centre's lead only

    def areas(self, month: str) -> tuple[str, ...]:
        """The areas of the grid: those asked for, and those that the centre sends; the others are offered."""
        sent = {area for area, _ in self.coverage.recent(month, and_this=True)}
        wanted = {*self.coverage.areas(month), *(sent - self.coverage.not_collected)}
        return tuple(area for area in self.theme.area_names if area in wanted)

    def items(self, area: str, month: str) -> tuple[str, ...]:
        """The items of an area: all but the optional ones that it has not sent in the last year."""
        sent = self.coverage.recent(month, and_this=True)
        return tuple(item.name for item in self.theme.items if not item.optional or (area, item.name) in sent)

    def beside(self, area: str, item: str, month: str) -> tuple[str, str]:
        """(month, number) of the last one before this month; "" for none."""
        known = self.stored.get((area, item), {})
        before = max((period for period in known if period < month), default="")
        return before, known.get(before, "")

    def stands(self, area: str, item: str, month: str) -> str:
        """What is stored for this very month, in words; "" for nothing."""
        return self.stored.get((area, item), {}).get(month, "")

    def word(self, area: str, item: str, month: str) -> str:
        """A name, such as that of a model, stays what it was until another is typed."""
        return "" if self.hidden else self.stands(area, item, month) or self.beside(area, item, month)[1]

    def first_open(self, after: str = "") -> str:
        """The next month after this one with something open, else the first such; the last month when none is."""
        later = [month for month in self.open if month > after]
        return (later or [*self.open] or [self.months[0]])[0]


def template_file(actor: Person, theme: str, kind: str) -> tuple[str, bytes]:
    """(file name, bytes) of an empty table with the centre's own areas and the months still open filled in.

    Where none is open it is the month that runs now, to be filled in when it is over.
    """
    own_centre(actor, Deed.SEND_DATA)
    known = typing(actor, theme)
    areas = known.areas(known.months[0]) or known.theme.area_names[:1]
    missing = tuple(known.open) if known.coverage.first else known.months[:1]
    missing = missing or (months.later(known.months[0], 1),)
    name = template.file_name(known.theme, actor.centre_name, kind)
    if kind == "xlsx":
        return name, template.xlsx(known.theme, actor.centre_name, areas, missing)
    return name, template.csv(known.theme, areas, missing)


def typing(actor: Person, theme: str, today: str | None = None) -> Typing:
    """What the grid begins from. Where small numbers are for the lead only, none stand beside the fields."""
    centre = own_centre(actor, Deed.SEND_DATA)
    known = theme_of(theme)
    with engine.reading() as db:
        stored = counts.numbers(db, centre, known.id)
        quiet = not_collected.areas(db, centre, known.id)
    last, hidden = last_month(today), hides_small(known, actor)
    found = coverage(known, stored, quiet)
    every = tuple(reversed(months.between(months.later(last, 1 - TYPED_BACK), last)))
    beside: dict[tuple[str, str], dict[str, str]] = {}
    definitions: dict[str, str] = {}
    for key, number in sorted(stored.items(), key=lambda one: one[0].period):
        if months.is_month(key.period):
            said = SENT_BEFORE if hidden else say(number.text or number.value, number.state)
            beside.setdefault((key.area, key.item), {})[key.period] = said
            definitions[key.area] = key.definition
    return Typing(known, found, every, found.open_months(last), beside, definitions, hidden)


def typed(known: Typing, month: str, values: Mapping[tuple[str, str], float | str | None]) -> bytes:
    """What was typed, by (area, item), as a small file: a row an area, blank where nothing was typed. A name alone,
    such as that of a model, makes no row unless it is new. Empty when nothing was typed."""
    names = {item.name: item.kind for item in known.theme.items}
    given = {
        cell: f"{value:.10g}" if isinstance(value, int | float) else str(value)
        for cell, value in values.items()
        if value not in (None, "") and cell[1] in names and cell[0] in known.theme.area_names
    }
    new = {area for area, item in given if names[item] != "text"}
    new |= {a for (a, item), text in given.items() if names[item] == "text" and text != known.word(a, item, month)}
    items = [name for name in names if any((area, name) in given for area in new)]
    usual = known.theme.definition.key
    other = any(known.definitions.get(area, usual) != usual for area in new)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["month", "area", *items, *(["definition"] if other else [])])
    for area in known.theme.area_names:
        if area in new:
            row = [given.get((area, item), "") for item in items]
            writer.writerow([month, area, *row, *([known.definitions.get(area, usual)] if other else [])])
    return text.getvalue().encode() if new else b""


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
