"""Baselines that centre leads chose for their charts, as values: one for each measure and area, with its reason."""

from __future__ import annotations

from sqlmodel import Session, select

from mist_dash.core.control import Baseline
from mist_dash.store.tables import BaselineRow


def of_theme(db: Session, centre: int, theme: str) -> dict[tuple[str, str], Baseline]:
    """(measure, area) -> what was chosen for it."""
    query = select(BaselineRow).where(BaselineRow.centre_id == centre, BaselineRow.theme == theme)
    return {(row.measure, row.area): Baseline(row.first, row.last, row.why) for row in db.exec(query).all()}


def keep(db: Session, centre: int, theme: str, measure: str, area: str, chosen: Baseline, person: int) -> int:
    """In place of what was chosen before."""
    drop(db, centre, theme, measure, area)
    row = BaselineRow(
        centre_id=centre,
        theme=theme,
        measure=measure,
        area=area,
        first=chosen.first,
        last=chosen.last,
        why=chosen.why,
        person_id=person,
    )
    db.add(row)
    db.flush()
    return row.id or 0


def drop(db: Session, centre: int, theme: str, measure: str, area: str) -> bool:
    """Takes the choice back; False when there was none."""
    query = select(BaselineRow).where(
        BaselineRow.centre_id == centre,
        BaselineRow.theme == theme,
        BaselineRow.measure == measure,
        BaselineRow.area == area,
    )
    row = db.exec(query).first()
    if row is None:
        return False
    db.delete(row)
    db.flush()
    return True
