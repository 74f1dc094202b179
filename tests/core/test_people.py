"""Who may do what: one table, asked by every action."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mist_dash.core.errors import NotAllowed
from mist_dash.core.people import NEEDS, VISITOR, Deed, Person, Role, check, may

ACTIONS = Path(__file__).parents[2] / "mist_dash" / "actions"
ALL_MAY = {  # actions that a visitor may do, each with its reason
    "people": "signing in comes before being somebody",
    "catalogue": "what the collaborative looks at is public",
    "setup": "runs before anybody can come in",
    "demo": "runs before anybody can come in",
}


def test_every_deed_has_its_line_in_the_table() -> None:
    assert set(NEEDS) == set(Deed)


def test_a_visitor_may_see_what_is_public_and_do_nothing_else() -> None:
    assert {deed for deed in Deed if may(VISITOR, deed, 1)} == {Deed.SEE_PUBLIC}


@pytest.mark.parametrize("deed", [deed for deed, leave in NEEDS.items() if leave.own_centre])
def test_nobody_reaches_another_centre(deed: Deed) -> None:
    for role in Role:
        assert not may(Person(1, "Somebody", role, centre=1), deed, 2)
        assert not may(Person(1, "Somebody", role, centre=None), deed, None)


def test_a_refusal_does_not_tell_whether_the_centre_exists() -> None:
    member = Person(1, "Somebody", Role.MEMBER, centre=1)
    told = set()
    for centre in (2, 99_999, None):
        with pytest.raises(NotAllowed) as refusal:
            check(member, Deed.SEE_CENTRE, centre)
        told.add(str(refusal.value))
    assert len(told) == 1


def test_facilitators_and_admins_see_no_centres_own_numbers() -> None:
    for role in (Role.FACILITATOR, Role.ADMIN):
        assert not may(Person(1, "Somebody", role), Deed.SEE_CENTRE, 1)


def test_every_action_asks_leave_on_its_first_line() -> None:
    """Public functions that take an actor begin with check(...) or own_centre(...), before anything else."""
    for path in sorted(ACTIONS.glob("*.py")):
        if path.stem in ALL_MAY or path.stem == "__init__":
            continue
        for function in ast.parse(path.read_text("utf-8")).body:
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
                takes_actor = any(arg.arg == "actor" for arg in function.args.args)
                lines = (line for line in function.body if not isinstance(getattr(line, "value", None), ast.Constant))
                first = next(lines)
                if takes_actor:
                    assert "check(actor" in ast.unparse(first) or "own_centre(actor" in ast.unparse(first), (
                        f"{path.stem}.{function.name} must ask leave on its first line"
                    )
