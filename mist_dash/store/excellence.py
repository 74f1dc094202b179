"""Excellence reports, and whom a centre's people turn to, as they are kept."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from mist_dash.core.excellence import QUESTIONS, Feedback, Report, Written
from mist_dash.store.cache import cached
from mist_dash.store.tables import Centre, PersonRow, now
from mist_dash.store.tables_voices import ExcellenceReport, SupportContact


def add(db: Session, centre: int, author: int, written: Written, at: datetime | None = None) -> int:
    """Keeps a report, and the name in it only with agreement; `at` is for reports written before now."""
    answers = {field: getattr(written, field).strip() for field in QUESTIONS}
    row = ExcellenceReport(centre_id=centre, author_id=author, named=written.kept_name, at=at or now(), **answers)
    db.add(row)
    db.flush()
    assert row.id is not None
    return row.id


@cached
def of_centre(db: Session, centre: int) -> tuple[Report, ...]:
    """Every report of one centre, the newest first."""
    return _reports(db, ExcellenceReport.centre_id == centre)


@cached
def shared_by_others(db: Session, centre: int | None, newest: int) -> tuple[Report, ...]:
    """What the other centres share, the newest first: there is no other order."""
    found = _reports(db, col(ExcellenceReport.shared), ExcellenceReport.centre_id != (centre or 0))
    return found[:newest]


def one(db: Session, id: int) -> Report | None:
    return next(iter(_reports(db, ExcellenceReport.id == id)), None)


def set_told(db: Session, id: int, told: Feedback | None) -> None:
    row = db.get_one(ExcellenceReport, id)
    row.told_on, row.told_by = (told.on, told.by) if told else (None, "")
    db.add(row)


def set_shared(db: Session, id: int, shared: bool) -> None:
    row = db.get_one(ExcellenceReport, id)
    row.shared = shared
    db.add(row)


def take_back(db: Session, id: int) -> None:
    row = db.get_one(ExcellenceReport, id)
    row.taken_back = True
    db.add(row)


@cached
def support_contact(db: Session, centre: int) -> str:
    row = db.get(SupportContact, centre)
    return row.contact if row else ""


def set_support_contact(db: Session, centre: int, contact: str) -> None:
    db.merge(SupportContact(centre_id=centre, contact=contact))


def _reports(db: Session, *asked: object) -> tuple[Report, ...]:
    query = (
        select(ExcellenceReport, Centre.name, PersonRow.name)
        .where(ExcellenceReport.centre_id == Centre.id, ExcellenceReport.author_id == PersonRow.id)
        .where(col(Centre.active))
        .where(col(ExcellenceReport.taken_back).is_(False), *asked)  # type: ignore[arg-type]
        .order_by(col(ExcellenceReport.at).desc(), col(ExcellenceReport.id).desc())
    )
    return tuple(_report(row, centre, author) for row, centre, author in db.exec(query))


def _report(row: ExcellenceReport, centre: str, author: str) -> Report:
    told = Feedback(row.told_on, row.told_by) if row.told_on else None
    return Report(
        row.id or 0,
        row.centre_id,
        centre,
        row.author_id,
        author,
        row.at,
        row.happened,
        row.well,
        row.made,
        row.others,
        row.named,
        told,
        row.shared,
    )
