"""Never a rank, on many random networks: what an action hands out does not depend on which other centre did how.

Every action that can be asked with no more than a theme or an id is asked, as every role; a new one is covered by
itself. The pages are walked in tests/browser/test_never_a_rank.py, on fewer networks.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlmodel import Session

from mist_dash import actions
from mist_dash.actions.catalogue import themes
from mist_dash.core.errors import Sorry
from mist_dash.core.people import CENTRE, VISITOR, Person, Role
from mist_dash.core.query import Query
from mist_dash.store import engine
from tests import network

ASKED_WITH = {  # what a parameter without a default is filled with
    "theme": [theme.id for theme in themes()],
    "query": [Query.of(theme, measure.id) for theme in themes() for measure in theme.measures],
    "id": [1, 2, 3, 4],
    "version": [1],
    "upload": [1, 2],
    "kind": ["csv"],
    "purpose": ["gallery"],
    "story": [None],
}
Ask = tuple[str, Callable[..., Any], tuple[Any, ...]]


def asks() -> list[Ask]:
    """Every public action that takes an actor and can be asked with the values above."""
    found = []
    for module in pkgutil.iter_modules(actions.__path__):
        for name, action in inspect.getmembers(importlib.import_module(f"mist_dash.actions.{module.name}")):
            if inspect.isfunction(action) and action.__module__.endswith(f".{module.name}") and name[0] != "_":
                taken = list(inspect.signature(action).parameters.values())
                needed = [one.name for one in taken[1:] if one.default is inspect.Parameter.empty]
                if taken and taken[0].name == "actor" and len(needed) < 2 and set(needed) <= set(ASKED_WITH):
                    values = ASKED_WITH[needed[0]] if needed else [None]
                    text = bool(needed) and "str" in str(inspect.signature(action).parameters[needed[0]].annotation)
                    found += [
                        (f"{module.name}.{name}", action, ((str(value) if text else value),) if needed else ())
                        for value in values
                    ]
    return found


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Actions that write are asked, too; what they wrote is rolled back at once."""

    @contextmanager
    def begin(*, quiet: bool = False) -> Iterator[Session]:
        with Session(engine.engine()) as session:
            yield session
            session.rollback()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "begin", begin)
        yield


def answers(own: int, roles: Iterable[Role]) -> dict[str, str]:
    """role and action -> what it hands out, to the letter."""
    found = {}
    for role in roles:
        where = own if role in CENTRE else None
        who = (
            VISITOR
            if role is Role.VISITOR
            else Person(list(Role).index(role), role.value.title(), role, where, "Own", role.value)
        )
        for name, action, values in asks():
            found[f"{role}: {name}{values}"] = plain(said(action, who, values))
    return found


def said(action: Callable[..., Any], who: Person, values: tuple[Any, ...]) -> Any:
    try:
        return action(who, *values)
    except Sorry as sorry:
        return str(sorry)


def plain(answer: Any) -> str:
    return re.sub(r"0x[0-9a-f]+", "", repr(answer))


@pytest.mark.parametrize("seed", range(3))
def test_no_action_hands_out_anything_that_tells_which_other_centre_did_how(database: None, seed: int) -> None:
    roles = (sorted(CENTRE)[seed], Role.FACILITATOR, Role.ADMIN, Role.VISITOR)
    made = network.grow(seed)
    with nothing_kept():
        drawn = answers(made[0], roles)
    network.deal_anew(made, seed)
    with nothing_kept():
        dealt = answers(made[0], roles)
    for asked, answer in drawn.items():
        assert answer == dealt[asked], f"{asked} changed when other centres' numbers were dealt anew"
        assert network.UNAGREED not in answer, f"{asked} hands out a figure that its centre did not agree to"


def test_the_walk_asks_for_what_centres_share_and_what_is_drawn_from_their_numbers(database: None) -> None:
    names = {name for name, _, _ in asks()}
    assert names > {
        "learn.gallery",
        "learn.story",
        "themes.see",
        "together.see",
        "finding.known",
        "share.export",
        "mark_events.interventions",
        "home.rows",
        "burden.burdens",
        "stories.to_review",
        "meetings.proposals",
        "promises.every",
        "digest.lines",
    }
    found = answers(network.grow(9)[0], (Role.FACILITATOR, Role.ADMIN))
    assert "infections" in found["facilitator: learn.gallery()"]
    assert "Together(" in found["admin: together.see('clabsi',)"]
