"""What facilitators asked of centres for a meeting, and what their leads agreed to, as it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from mist_dash.core.meeting import Slide, SlideUse, pack, unpack
from mist_dash.store.cache import cached
from mist_dash.store.tables import now
from mist_dash.store.tables_learning import Consent, ResourceConsent
from mist_dash.store.tables_meeting import SlideAsk, SlideConsent

SlideOf = tuple[str, int]  # the key of a slide, and the centre that speaks in it


@dataclass(frozen=True)
class GivenConsent:
    """One agreement: to just this slide, on this day."""

    slide: Slide
    fingerprint: str
    on: date


def given(db: Session) -> dict[SlideOf, dict[SlideUse, GivenConsent]]:
    found: dict[SlideOf, dict[SlideUse, GivenConsent]] = {}
    for row in db.exec(select(SlideConsent)):
        one = GivenConsent(unpack(row.slide), row.fingerprint, row.at.date())
        found.setdefault((row.key, row.centre_id), {})[row.purpose] = one  # type: ignore[index]
    return found


def give(db: Session, key: str, centre: int, use: SlideUse, slide: Slide, fingerprint: str, person: int) -> None:
    db.merge(
        SlideConsent(
            key=key,
            centre_id=centre,
            purpose=use,
            fingerprint=fingerprint,
            slide=pack(slide),
            person_id=person,
            at=now(),
        )
    )


def take_back(db: Session, key: str, centre: int, use: SlideUse) -> None:
    row = db.get(SlideConsent, (key, centre, use))
    if row is not None:
        db.delete(row)


def days_of_stories(db: Session) -> dict[int, date]:
    """story -> the day on which its lead agreed that it may be shown at a meeting."""
    rows = db.exec(select(Consent).where(Consent.purpose == "meeting"))
    return {row.story_id: row.at.date() for row in rows}


def days_of_resources(db: Session) -> dict[int, date]:
    """resource -> the day on which its lead agreed that everybody may see it."""
    return {row.resource_id: row.at.date() for row in db.exec(select(ResourceConsent))}


@cached
def asks(db: Session) -> dict[SlideOf, date]:
    """What was asked and not answered yet, and on which day."""
    return {(row.key, row.centre_id): row.at.date() for row in db.exec(select(SlideAsk).order_by(col(SlideAsk.at)))}


def ask(db: Session, key: str, centre: int, person: int) -> None:
    db.merge(SlideAsk(key=key, centre_id=centre, person_id=person, at=now()))


def answered(db: Session, key: str, centre: int) -> None:
    row = db.get(SlideAsk, (key, centre))
    if row is not None:
        db.delete(row)
