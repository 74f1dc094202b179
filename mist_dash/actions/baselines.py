"""The lead of a centre chooses which months a chart's baseline is, with a reason that stands on the chart."""

from __future__ import annotations

from mist_dash.actions import themes
from mist_dash.core.control import FEWEST, Baseline, known_months, within
from mist_dash.core.errors import Problem
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.core.plain_text import Doubt, Outcome, doubts, problem, unconfirmed
from mist_dash.core.query import Query
from mist_dash.core.words.nouns import counted
from mist_dash.core.words.picture import baseline as said
from mist_dash.store import audit, baselines, engine

LONGEST = 80  # letters of a reason: it stands on the chart


def chosen(actor: Person, query: Query) -> Baseline | None:
    """What the own centre's lead chose for this measure and area; None where the months are found by the rule."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return baselines.of_theme(db, centre, query.theme.id).get((query.measure.id, query.area))


def choose(actor: Person, query: Query, first: str, last: str, why: str, confirmed: tuple[Doubt, ...] = ()) -> Outcome:
    """Keeps the choice in place of one before; or says what is missing, or what must be confirmed first."""
    centre = own_centre(actor, Deed.SET_BASELINE)
    found = Baseline(first, last, " ".join(why.split()))
    if problems := (*problem("baseline", "Why", found.why, LONGEST), *_too_short(actor, query, found)):
        return Outcome(problems=problems)
    if open_doubts := unconfirmed(doubts({"Why": found.why}), confirmed):
        return Outcome(doubts=open_doubts)
    with engine.begin() as db:
        id = baselines.keep(db, centre, query.theme.id, query.measure.id, query.area, found, actor.id or 0)
        audit.record(db, actor, Deed.SET_BASELINE, f"{_where(query)}: {said(found)}")
    return Outcome(id)


def take_back(actor: Person, query: Query) -> None:
    """The months are found by the rule again. Taken back twice, it is taken back."""
    centre = own_centre(actor, Deed.SET_BASELINE)
    with engine.begin() as db:
        if baselines.drop(db, centre, query.theme.id, query.measure.id, query.area):
            audit.record(db, actor, Deed.SET_BASELINE, f"{_where(query)}: baseline taken back")


def _too_short(actor: Person, query: Query, found: Baseline) -> tuple[Problem, ...]:
    """With fewer months its limits would be guesses."""
    series = themes.see(actor, query).series
    months = len(within(known_months(series), found.first, found.last)) if series is not None else 0
    if months >= FEWEST:
        return ()
    wanted = f"{FEWEST} months with numbers or more"
    return (Problem("baseline", None, "From and to", counted(months, "months"), wanted, "Choose more months."),)


def _where(query: Query) -> str:
    return f"{query.theme.short}, {query.measure.title}, {query.area}"
