"""What happens in the room as it is kept: cards and promises, and votes by phones of which nothing is known."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from mist_dash.core.meeting import Slide
from mist_dash.core.room import Card, CardDraft, PromiseState, Vote
from mist_dash.store.cache import cached
from mist_dash.store.tables import Centre
from mist_dash.store.tables_meeting import Ballot, MeetingRow, RevealedVote, RoomCard


def add_card(db: Session, meeting: int, told: CardDraft, made: date) -> int:
    row = RoomCard(meeting_id=meeting, made=made, centre_id=told.centre, **_typed(told))
    db.add(row)
    db.flush()
    assert row.id is not None
    return row.id


def _typed(told: CardDraft) -> dict[str, Any]:
    return {name: getattr(told, name) for name in ("kind", "text", "due", "leaves_room")}


def let_leave(db: Session, id: int, may: bool) -> None:
    row = db.get_one(RoomCard, id)
    row.leaves_room = may
    db.add(row)


def drop_card(db: Session, id: int) -> None:
    db.delete(db.get_one(RoomCard, id))


def card(db: Session, id: int) -> Card | None:
    return next(iter(_cards(db, [RoomCard.id == id])), None)


def cards(db: Session, meeting: int) -> tuple[Card, ...]:
    """The cards of one meeting, in the order in which they were put up."""
    return _cards(db, [RoomCard.meeting_id == meeting])


@cached
def promises(db: Session, centre: int | None = None) -> tuple[Card, ...]:
    """What members promised at meetings that were held, of one centre or of all, the earliest first."""
    held = select(MeetingRow.id).where(MeetingRow.state == "held")
    asked = [RoomCard.kind == "will try", col(RoomCard.meeting_id).in_(held), col(Centre.active)]
    return _cards(db, [*asked, RoomCard.centre_id == centre] if centre is not None else asked)


def settle(db: Session, id: int, state: PromiseState, on: date) -> None:
    row = db.get_one(RoomCard, id)
    row.state, row.settled = state, None if state == "open" else on
    db.add(row)


def vote(db: Session, meeting: int, phone: str, key: str, choice: int) -> None:
    """One answer a phone: a later one takes the place of the one before."""
    who = hashlib.sha256(f"{meeting}:{phone}".encode()).hexdigest()
    db.execute(
        text(
            "INSERT INTO ballot (meeting_id, slide_key, phone, choice) VALUES (:meeting, :key, :who, :choice) "
            "ON CONFLICT (meeting_id, slide_key, phone) DO UPDATE SET choice = excluded.choice"
        ),
        {"meeting": meeting, "key": key, "who": who, "choice": choice},
    )


def reveal(db: Session, meeting: int, key: str) -> None:
    db.merge(RevealedVote(meeting_id=meeting, slide_key=key))


def forget_votes(db: Session, meeting: int) -> None:
    for table in (Ballot, RevealedVote):
        for row in db.exec(select(table).where(table.meeting_id == meeting)):
            db.delete(row)


def votes(db: Session, meeting: int, slides: Sequence[Slide]) -> tuple[Vote, ...]:
    """The votes of a meeting. How many chose what is not in one that was not revealed."""
    query = select(Ballot.slide_key, Ballot.choice, func.count()).where(Ballot.meeting_id == meeting)
    found = {(key, choice): n for key, choice, n in db.exec(query.group_by(Ballot.slide_key, col(Ballot.choice)))}
    shown = {row.slide_key for row in db.exec(select(RevealedVote).where(RevealedVote.meeting_id == meeting))}
    made = []
    for slide in slides:
        if slide.choices:
            counts = found.get((slide.key, 0), 0), found.get((slide.key, 1), 0)
            told = counts if slide.key in shown else None
            made.append(Vote(meeting, slide.key, slide.title, slide.choices, sum(counts), told))
    return tuple(made)


def _cards(db: Session, asked: list[Any]) -> tuple[Card, ...]:
    query = select(RoomCard, Centre.name).outerjoin(Centre, col(RoomCard.centre_id) == Centre.id).where(*asked)
    return tuple(
        Card(
            row.id or 0,
            row.meeting_id,
            row.kind,  # type: ignore[arg-type]
            row.text,
            row.centre_id,
            name or "",
            row.due,
            row.made,
            row.state,  # type: ignore[arg-type]
            row.settled,
            row.leaves_room,
        )
        for row, name in db.exec(query.order_by(col(RoomCard.id)))
    )
