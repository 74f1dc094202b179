"""The collaborative's published figures as they are kept: made once, read ever after, never revised."""

from __future__ import annotations

from sqlalchemy import text, update
from sqlmodel import Session, col, select

from mist_dash.core.sharing import GoLiveSum, Limits, PooledYear
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


def made_for(db: Session, theme: str, measure: str) -> str:
    """The month of this measure's last snapshot; empty before the first."""
    return setting(db, f"together.{theme}.{measure}")


def set_made_for(db: Session, theme: str, measure: str, month: str) -> None:
    set_setting(db, f"together.{theme}.{measure}", month)


def centres(db: Session) -> tuple[int, ...]:
    return tuple(centre_names(db))


def take_over(db: Session, theme: str, measure: str, made_of: str) -> None:
    """What was published of just this under another id goes on under this one, as it stands: it is not made again."""
    for table in (YearRow, GoLive):
        here = update(table).where(col(table.theme) == theme)
        unnoted = (col(table.measure) == measure, col(table.made_of) == "")
        db.execute(here.where(*unnoted).values(made_of=made_of))
        db.execute(here.where(col(table.made_of) == made_of).values(measure=measure))


def taken(db: Session, theme: str, area: str) -> dict[str, frozenset[int]]:
    """year -> the centres in what was published of it, whatever the measure, the earliest year first."""
    query = select(YearRow).where(YearRow.theme == theme, YearRow.area == area).order_by(YearRow.year)
    return {row.year: frozenset(row.centres) for row in db.exec(query)}


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


def add_year(db: Session, theme: str, measure: str, made_of: str, area: str, year: PooledYear) -> None:
    db.add(
        YearRow(
            theme=theme,
            measure=measure,
            made_of=made_of,
            area=area,
            year=year.year,
            centres=list(year.centres),
            periods=[list(row) for row in year.published],
            largest=year.largest,
            improved=year.improved,
            compared=year.compared,
        )
    )


def drawn(db: Session, theme: str) -> dict[str, frozenset[int]]:
    """intervention -> the centres whose start was published, in whatever form and of whatever measure."""
    found: dict[str, frozenset[int]] = {}
    for row in db.exec(select(GoLive).where(GoLive.theme == theme)):
        found[row.intervention] = found.get(row.intervention, frozenset()) | set(row.centres)
    return found


def go_lives(db: Session, theme: str, measure: str) -> dict[str, tuple[GoLiveSum, ...]]:
    """intervention -> what was added up around its start, the earliest first."""
    found: dict[str, tuple[GoLiveSum, ...]] = {}
    query = select(GoLive).where(GoLive.theme == theme, GoLive.measure == measure).order_by(col(GoLive.id))
    for row in db.exec(query):
        if row.sums:  # empty for what was published as lines
            before, after = ((events, exposure) for events, exposure in row.sums)
            one = GoLiveSum(tuple(row.centres), before, after, row.largest)
            found[row.intervention] = (*found.get(row.intervention, ()), one)
    return found


def add_go_live(db: Session, theme: str, measure: str, made_of: str, intervention: str, one: GoLiveSum) -> None:
    db.add(
        GoLive(
            theme=theme,
            measure=measure,
            made_of=made_of,
            intervention=intervention,
            centres=list(one.centres),
            largest=one.largest,
            sums=[list(one.before), list(one.after)],
        )
    )
