"""The collaborative's published figures as they are kept: made once, read ever after, never revised."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session, col, select

from mist_dash.core.sharing import IndexLine, Limits, PooledYear
from mist_dash.store.people import centre_names, set_setting, setting
from mist_dash.store.tables import GoLive, Setting
from mist_dash.store.tables import PooledYearRow as YearRow


def limits(db: Session) -> Limits:
    return Limits.of({row.key: row.value for row in db.exec(select(Setting).where(col(Setting.key).like("sharing.%")))})


def set_limits(db: Session, limits: Limits) -> None:
    for key, value in limits.as_settings().items():
        set_setting(db, key, value)


def alone(db: Session) -> None:
    """Waits until no other makes a snapshot. SQLite lets one write at a time by itself."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(20150402)"))


def made_for(db: Session, theme: str) -> str:
    """The month of this theme's last snapshot; empty before the first."""
    return setting(db, f"together.{theme}")


def set_made_for(db: Session, theme: str, month: str) -> None:
    set_setting(db, f"together.{theme}", month)


def centres(db: Session) -> tuple[int, ...]:
    return tuple(centre_names(db))


def years(db: Session, theme: str, measure: str) -> dict[str, dict[str, PooledYear]]:
    """area -> year -> what was published, the earliest year first."""
    found: dict[str, dict[str, PooledYear]] = {}
    query = select(YearRow).where(YearRow.theme == theme, YearRow.measure == measure).order_by(YearRow.year)
    for row in db.exec(query):
        published = tuple((name, events, exposure) for name, events, exposure in row.periods)
        found.setdefault(row.area, {})[row.year] = PooledYear(
            row.year, tuple(row.centres), published, row.largest, row.improved, row.compared
        )
    return found


def add_year(db: Session, theme: str, measure: str, area: str, year: PooledYear) -> None:
    db.add(
        YearRow(
            theme=theme,
            measure=measure,
            area=area,
            year=year.year,
            centres=list(year.centres),
            periods=[list(row) for row in year.published],
            largest=year.largest,
            improved=year.improved,
            compared=year.compared,
        )
    )


def lines(db: Session, theme: str) -> dict[str, tuple[frozenset[int], tuple[IndexLine, ...]]]:
    """intervention -> (the centres in it, their lines in the order drawn by lot)."""
    found: dict[str, tuple[frozenset[int], tuple[IndexLine, ...]]] = {}
    for row in db.exec(select(GoLive).where(GoLive.theme == theme).order_by(col(GoLive.id))):
        centres, lines = found.get(row.intervention, (frozenset(), ()))
        found[row.intervention] = (centres | set(row.centres), (*lines, *map(tuple, row.lines)))
    return found


def add_lines(db: Session, theme: str, intervention: str, centres: list[int], lines: list[IndexLine]) -> None:
    db.add(GoLive(theme=theme, intervention=intervention, centres=centres, lines=[list(line) for line in lines]))
