"""What a centre uses of a list that the collaborative agreed on: ticked once, many at a time, and undone as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mist_dash.actions import mark_events
from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.actions.mark_events import InterventionUse
from mist_dash.core import agreed, months
from mist_dash.core import events as dated
from mist_dash.core.agreed import STATES, Tick, TickState
from mist_dash.core.catalogue import AgreedList
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.events import Event, EventEdit
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.core.words.nouns import counted
from mist_dash.store import audit, chart_events, engine
from mist_dash.store.chart_events import EventChange


def see(actor: Person, theme: str) -> tuple[Tick, ...]:
    """Every item of the theme's list, with what the own centre ticked."""
    centre, known = own_centre(actor, Deed.SEE_CENTRE), _list(theme)
    with engine.reading() as db:
        return agreed.ticks(known, chart_events.ticked(db, centre, theme))


def history(actor: Person, theme: str) -> tuple[EventEdit, ...]:
    """All that was ticked by the own centre, the newest first."""
    centre, known = own_centre(actor, Deed.SEE_CENTRE), _list(theme)
    with engine.reading() as db:
        found = chart_events.edits(db, centre, theme).values()
    ticks = [one for edits in found for one in edits if _is_tick(one) and one.name in known.items]
    return tuple(sorted(ticks, key=lambda one: one.id, reverse=True))


def tick(actor: Person, theme: str, names: Sequence[str], state: TickState, since: date) -> str:
    """Says of all these at once whether they are in use here, and since when. Returns a sentence that says what.

    Raises Sorry with what is missing.
    """
    centre, known = own_centre(actor, Deed.MARK_EVENT), _list(theme)
    chosen = [name for name in known.items if name in names]
    if not chosen:
        raise Sorry("Choose at least one of the list.")
    if state not in STATES or since > date.today():
        raise Sorry("Choose whether they are in use, and a month that is not in the future.")
    with engine.begin() as db:
        audit.one_writer(db)
        before = {one.name: one.event for one in agreed.ticks(known, chart_events.ticked(db, centre, theme))}
        moved = 0
        for name in chosen:
            new = None if state == "not yet" else dated.sound(Event(0, "", state, name, since, None, ""))
            moved += chart_events.tick(db, centre, theme, actor.id or 0, EventChange(before[name], new))
        when = f" since {months.say(months.of(since))}" if state == "in use" else ""
        said = f"{counted(moved, 'items')}: {STATES[state].lower()}{when}"
        audit.record(db, actor, Deed.MARK_EVENT, f"ticked {said}", {"theme": theme, "names": chosen})
    return f"Ticked {said}. It can be undone under History."


def last(actor: Person, theme: str) -> tuple[EventEdit, ...]:
    """What the last press changed and nobody has changed since: what `undo_last` takes back."""
    own_centre(actor, Deed.SEE_CENTRE)
    edits = history(actor, theme)
    by_event = {one.event: [edit for edit in edits[::-1] if edit.event == one.event] for one in edits}
    return agreed.last_press([stands[-1] for each in by_event.values() if (stands := dated.standing(each))])


def undo_last(actor: Person, theme: str) -> str:
    """Takes the last press back: every item is again what it was. Raises NotFound where there is nothing to undo."""
    own_centre(actor, Deed.MARK_EVENT)
    edits = last(actor, theme)
    if not edits:
        raise NotFound("There is nothing to undo here.")
    mark_events.undo(actor, *(one.id for one in edits))
    return f"Undone: {counted(len(edits), 'items')} as before."


def names(actor: Person, theme: str) -> tuple[str, ...]:
    """What can be asked of `used`: the whole list by its title, and each item that some centre uses."""
    check(actor, Deed.SEE_LEARNING)
    known = theme_of(theme).agreed
    if known is None:
        return ()
    somewhere = {use.intervention for use in used(actor, theme, known.title)}
    return (known.title, *(name for name in known.items if name in somewhere))


def used(actor: Person, theme: str, name: str) -> tuple[InterventionUse, ...]:
    """Which centres use one item, or by its title what of the list, and since when: A to Z, never beside a score."""
    check(actor, Deed.SEE_LEARNING)
    known = theme_of(theme).agreed
    if known is None or name not in (known.title, *known.items):
        return ()
    found = mark_events.interventions(actor, theme, "" if name == known.title else name, kind="in use")
    return tuple(replace(use, area="") for use in found if use.intervention in known.items)


def _is_tick(edit: EventEdit) -> bool:
    return any(one is not None and one.kind in dated.TICKS for one in (edit.old, edit.new))


def _list(theme: str) -> AgreedList:
    known = theme_of(theme).agreed
    if known is None:
        raise NotFound("This theme has no list that was agreed on.")
    return known
