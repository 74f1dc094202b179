"""The limits for figures shown together: the admin tightens them, nobody loosens them, and the audit trail tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from mist_dash.actions import sharing
from mist_dash.core.errors import NotAllowed, Sorry
from mist_dash.core.people import VISITOR
from mist_dash.core.sharing import DEFAULT, Limits
from mist_dash.store import audit, engine
from mist_dash.store.tables import AuditRow
from tests.conftest import Cast

TIGHT = Limits(6, 0.4, 12, 10)


def test_the_admin_tightens_the_limits_and_goes_back_no_further_than_what_was_agreed(cast: Cast) -> None:
    assert sharing.limits(VISITOR) == DEFAULT
    sharing.set_limits(cast.admin, TIGHT)
    assert sharing.limits(cast.member) == TIGHT
    sharing.set_limits(cast.admin, DEFAULT)
    assert sharing.limits(cast.admin) == DEFAULT


@pytest.mark.parametrize("loose", [{"centres": 3}, {"share": 0.7}, {"share": 0.55}, {"small": 4}, {"nearest": 1}])
def test_no_limit_is_ever_looser_than_what_was_agreed(cast: Cast, loose: dict[str, float]) -> None:
    with pytest.raises(Sorry, match="not loosened"):
        sharing.set_limits(cast.admin, replace(TIGHT, **loose))  # type: ignore[arg-type]
    assert sharing.limits(cast.admin) == DEFAULT


def test_nobody_but_the_admin_sets_limits(cast: Cast) -> None:
    for person in (*(one for one in cast.everybody if one != cast.admin), VISITOR):
        with pytest.raises(NotAllowed):
            sharing.set_limits(person, TIGHT)


def test_the_audit_trail_holds_what_the_limits_were_and_what_they_became(cast: Cast) -> None:
    for wanted in (TIGHT, TIGHT):  # the second changes nothing, and is no entry
        sharing.set_limits(cast.admin, wanted)
    with engine.reading() as db:
        (entry,) = db.exec(select(AuditRow)).all()
        assert audit.checked(db).whole
    assert entry.details["old"]["sharing.centres"] == "4" and entry.details["new"]["sharing.centres"] == "6"
