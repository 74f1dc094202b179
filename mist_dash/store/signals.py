"""What the finder found in each centre's own series, as it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from mist_dash.core.finding import Finding
from mist_dash.core.people import Deed
from mist_dash.store.cache import cached
from mist_dash.store.tables import AuditRow, Centre, SignalRow


@dataclass(frozen=True)
class StoredFinding:
    """One finding with what the centre decided about it."""

    finding: Finding
    dismissed: bool
    let_know: bool


def keep(db: Session, centre: int, found: Sequence[Finding]) -> None:
    """Replaces what holds for a centre. What it decided about a finding before stays decided."""
    rows = {_key(row): row for row in db.exec(select(SignalRow).where(SignalRow.centre_id == centre))}
    for row in rows.values():
        row.holds = False
        db.add(row)
    for one in found:
        key = (one.theme, one.measure, one.area, one.kind)
        row = rows.get(key) or SignalRow(
            centre_id=centre, theme=one.theme, measure=one.measure, area=one.area, kind=one.kind, since=one.since
        )
        row.since, row.holds = one.since, True
        db.add(row)


@cached
def of_centre(db: Session, centre: int) -> tuple[StoredFinding, ...]:
    """What holds for one centre now, in the order of the themes and areas."""
    rows = db.exec(
        select(SignalRow).where(SignalRow.centre_id == centre, col(SignalRow.holds)).order_by(col(SignalRow.id))
    )
    return tuple(
        StoredFinding(Finding(row.theme, row.measure, row.area, row.kind, row.since), row.dismissed, row.let_know)  # type: ignore[arg-type]
        for row in rows
    )


def decide(
    db: Session,
    centre: int,
    theme: str,
    *,
    dismissed: bool | None = None,
    let_know: bool | None = None,
) -> bool:
    """Whether anything of this theme holds for this centre; what is None stays as it is."""
    query = select(SignalRow).where(SignalRow.centre_id == centre, SignalRow.theme == theme, col(SignalRow.holds))
    rows = db.exec(query).all()
    for row in rows:
        row.dismissed = row.dismissed if dismissed is None else dismissed
        row.let_know = row.let_know if let_know is None else let_know
        db.add(row)
    return bool(rows)


def let_known(db: Session) -> dict[str, tuple[str, ...]]:
    """theme -> the centres that let facilitators know, by name. Nothing of what was found."""
    query = (
        select(SignalRow.theme, Centre.name)
        .where(SignalRow.centre_id == Centre.id, col(SignalRow.let_know), col(SignalRow.holds), col(Centre.active))
        .distinct()
        .order_by(Centre.name)
    )
    found: dict[str, tuple[str, ...]] = {}
    for theme, name in db.exec(query):
        found[theme] = (*found.get(theme, ()), name)
    return found


def let_by(db: Session) -> dict[tuple[str, str], tuple[str, date]]:
    """(theme, centre's name) -> the person who last decided on it, and the day; for those that let it be known."""
    rows = db.exec(
        select(AuditRow, Centre.name)
        .where(AuditRow.centre_id == Centre.id, AuditRow.deed == Deed.LET_KNOW)
        .order_by(col(AuditRow.id))
    )
    decided = {(str(row.details.get("theme")), name): (row.person, row.at.date()) for row, name in rows}
    known = {(theme, name) for theme, names in let_known(db).items() for name in names}
    return {which: who for which, who in decided.items() if which in known}


def _key(row: SignalRow) -> tuple[str, str, str, str]:
    return row.theme, row.measure, row.area, row.kind
