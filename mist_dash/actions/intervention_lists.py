"""A list of interventions becomes events on the centre's charts: compared, and what puts them back. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import NotFound
from mist_dash.core.events import Event
from mist_dash.core.intake.listed.intervention_changes import Marking, compare
from mist_dash.core.intake.reading import Reading
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.core.standing import Undoes, standing
from mist_dash.store import chart_events, counts, engine
from mist_dash.store.chart_events import EventChange


def compared(db: Session, actor: Person, theme: Theme, reading: Reading) -> Marking | None:
    """The interventions of a file that was read, beside those on the own centre's charts; None for a file without."""
    centre = own_centre(actor, Deed.MARK_EVENT)
    return compare(reading.marks, chart_events.events(db, centre, theme.id)) if reading.marks is not None else None


def changes(marking: Marking | None) -> list[EventChange]:
    """What marking would do to the charts; one that stays as it is is said again, and stands when another is undone."""
    found = marking.found if marking else ()
    return [EventChange(one.before, one.before if one.change == "unchanged" else one.after) for one in found]


def back(
    db: Session, actor: Person, theme: str, done: Sequence[EventChange], after: Undoes
) -> tuple[list[EventChange], list[Event]]:
    """What an undo does to the events that one upload changed, and those that stay as they are.

    after: the uploads and undos of the centre with this undo.
    """
    centre = own_centre(actor, Deed.MARK_EVENT)
    moved: list[EventChange] = []
    stayed: list[Event] = []
    logs, here = (chart_events.logs(db, centre, theme), chart_events.events(db, centre, theme)) if done else ({}, ())
    changed = {chart_events.identity(event) for one in done if one.old != one.new and (event := one.new or one.old)}
    for which in dict.fromkeys(chart_events.identity(event) for one in done if (event := one.new or one.old)):
        log = logs[which]
        now = chart_events.alike(here, which, log[-1].new)
        then = standing(log, after, now)
        if then.value != now:
            moved.append(EventChange(now, then.value))
        elif which in changed and (event := now or log[-1].new or log[-1].old):
            stayed.append(event)
    return moved, stayed


def details(changes: Sequence[EventChange]) -> list[list[str]]:
    """The same for the audit."""
    return [[repr(one.old), repr(one.new)] for one in changes]


def rows_of(actor: Person, upload: int) -> tuple[EventChange, ...]:
    """Every intervention that one upload of the own centre changed; none for an upload of counts."""
    centre = own_centre(actor, Deed.SEND_DATA)
    with engine.reading() as db:
        if counts.changes_of(db, centre, upload) is None:
            raise NotFound("There is no such upload in your centre’s history.")
        return tuple(one for one in chart_events.changes_of(db, upload) if one.old != one.new)
