"""The same sent twice is kept once: by a fingerprint of who sent what, which the database holds once only.

A double click, a form that stayed full and a second tab are one case: none of them changes who sends what. The
fingerprint is taken before the row is written, so that two at once wait for each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from sqlalchemy import text
from sqlmodel import Session, col, select

from mist_dash.core.plain_text import Outcome
from mist_dash.store.tables import Submission


def once(db: Session, kind: str, content: object, keep: Callable[[], int]) -> Outcome:
    """Keeps what was sent, by `keep`, which returns its id; or, when just this was sent before, says what it became.

    content: who sent what, of texts, numbers and frozen values: two that print alike are the same.
    """
    mark = hashlib.sha256(repr((kind, content)).encode()).hexdigest()
    taken = text("INSERT INTO submission (fingerprint, kind) VALUES (:mark, :kind) ON CONFLICT DO NOTHING")
    db.execute(taken, {"mark": mark, "kind": kind})
    row = db.get_one(Submission, mark)
    if row.item_id is not None:
        return Outcome(row.item_id, again=True)
    row.item_id = keep()
    db.add(row)
    return Outcome(row.item_id)


def forget(db: Session, kind: str, item: int) -> None:
    """What was taken back or rewritten may be sent again."""
    for row in db.exec(select(Submission).where(Submission.kind == kind, col(Submission.item_id) == item)):
        db.delete(row)
