"""A list of interventions becomes events on the centre's charts: compared, and what puts them back. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Key
from mist_dash.core.errors import NotFound
from mist_dash.core.intake.listed.intervention_changes import Marking, compare
from mist_dash.core.intake.reading import Reading
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.store import chart_events, counts, engine
from mist_dash.store.chart_events import EventChange


def compared(db: Session, actor: Person, theme: Theme, reading: Reading) -> Marking | None:
    """The interventions of a file that was read, beside those on the own centre's charts; None for a file without."""
    centre = own_centre(actor, Deed.MARK_EVENT)
    return compare(reading.marks, chart_events.events(db, centre, theme.id)) if reading.marks is not None else None


def changes(marking: Marking | None) -> list[EventChange]:
    """What marking would do to the charts."""
    found = marking.found if marking else ()
    return [EventChange(one.before, one.after) for one in found if one.change != "unchanged"]


def back(
    db: Session, actor: Person, theme: str, done: Sequence[EventChange]
) -> tuple[list[EventChange], tuple[Key, ...]]:
    """What puts back what one upload did to events, the last first, and those that were changed again since."""
    centre = own_centre(actor, Deed.MARK_EVENT)
    if not done:
        return [], ()
    stands = [change for change in done if chart_events.stands(db, centre, theme, change.new)]
    left = tuple(_key(change) for change in done if change not in stands)
    return [EventChange(change.new, change.old) for change in reversed(stands)], left


def details(changes: Sequence[EventChange]) -> list[list[str]]:
    """The same for the audit."""
    return [[repr(one.old), repr(one.new)] for one in changes]


def rows_of(actor: Person, upload: int) -> tuple[EventChange, ...]:
    """Every intervention that one upload of the own centre changed; none for an upload of counts."""
    centre = own_centre(actor, Deed.SEND_DATA)
    with engine.reading() as db:
        if counts.changes_of(db, centre, upload) is None:
            raise NotFound("There is no such upload in your centre’s history.")
        return tuple(chart_events.changes_of(db, upload))


def _key(change: EventChange) -> Key:
    event = change.new or change.old
    assert event is not None
    return Key(event.name, event.area or "every area", months.of(event.start), dated.state(event))
