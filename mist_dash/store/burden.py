"""How much work sending is, and how often what was sent is looked at. Nobody and no centre is named."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, func, select

from mist_dash.store.tables import Opened, Upload


def note_opened(db: Session, theme: str, measure: str, month: str) -> None:
    """Adds one to the times that this measure's chart was opened in this month."""
    row = db.get(Opened, (theme, measure, month)) or Opened(theme=theme, measure=measure, month=month)
    row.times += 1
    db.add(row)


def opened(db: Session) -> Mapping[tuple[str, str], int]:
    """(theme, measure) -> times its chart was opened, over all months."""
    query = select(Opened.theme, Opened.measure, func.sum(Opened.times)).group_by(Opened.theme, Opened.measure)
    return {(theme, measure): int(times) for theme, measure, times in db.exec(query)}


def seconds(db: Session) -> Mapping[str, list[float]]:
    """theme -> seconds from the drop to the confirmation of each upload, of all centres together."""
    query = select(Upload.theme, Upload.seconds).where(col(Upload.seconds).is_not(None))
    found: dict[str, list[float]] = {}
    for theme, taken in db.exec(query):
        found.setdefault(theme, []).append(float(taken or 0))
    return found
