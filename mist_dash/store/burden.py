"""How much work sending is, and how often what was sent is looked at. Nobody and no centre is named."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select as sa_select
from sqlmodel import Session, col, func, select

from mist_dash.store.tables import ChangeRow, Opened, Upload


def note_opened(db: Session, theme: str, measure: str, month: str) -> None:
    """Adds one to the times that this measure's chart was opened in this month."""
    row = db.get(Opened, (theme, measure, month)) or Opened(theme=theme, measure=measure, month=month)
    row.times += 1
    db.add(row)


def opened(db: Session) -> Mapping[tuple[str, str], int]:
    """(theme, measure) -> times its chart was opened, over all months."""
    query = select(Opened.theme, Opened.measure, func.sum(Opened.times)).group_by(Opened.theme, Opened.measure)
    return {(theme, measure): int(times) for theme, measure, times in db.exec(query)}


def taken(db: Session) -> Mapping[str, list[tuple[float, Mapping[str, int]]]]:
    """theme -> for each upload of any centre: the seconds it took, and how many numbers of each item it brought."""
    wanted = (col(Upload.id), col(Upload.theme), col(Upload.seconds), col(ChangeRow.item))
    query = (
        sa_select(*wanted, func.count())
        .where(col(Upload.id) == col(ChangeRow.upload_id), col(Upload.seconds).is_not(None))
        .group_by(*wanted)
    )
    uploads: dict[tuple[str, int | None], tuple[float, dict[str, int]]] = {}
    for upload, theme, seconds, item, numbers in db.execute(query):
        uploads.setdefault((theme, upload), (float(seconds), {}))[1][item] = numbers
    found: dict[str, list[tuple[float, Mapping[str, int]]]] = {}
    for (theme, _), one in uploads.items():
        found.setdefault(theme, []).append(one)
    return found
