"""Tries to sign in, as they are kept: so many an hour for one account, and so many from one address.

The name is kept as a hash: what people type there by mistake is often their password.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlmodel import Session, col, delete, func, select

from mist_dash.store import audit
from mist_dash.store.tables import GuessRow, now

WINDOW = timedelta(hours=1)
AN_ACCOUNT, AN_ADDRESS = 20, 200  # a whole hospital often comes from one address


def begin(db: Session, username: str, address: str, most: int | None = None) -> int | None:
    """Writes down one try before it is made, so that many at once cannot slip past; None when there were too many.

    most: for this account in an hour; without it, as many as may be tried at the door. What is older than the window
    is forgotten.
    """
    audit.one_writer(db)
    since, account = now() - WINDOW, _hash(username)
    db.exec(delete(GuessRow).where(col(GuessRow.at) < since))
    of_account = func.count().filter(col(GuessRow.account) == account)
    of_address = func.count().filter(col(GuessRow.address) == address)
    for_it, from_it = db.exec(select(of_account, of_address).select_from(GuessRow)).one()
    if for_it >= (AN_ACCOUNT if most is None else most) or from_it >= AN_ADDRESS:
        return None
    row = GuessRow(account=account, address=address)
    db.add(row)
    db.flush()
    return row.id


def was_right(db: Session, guess: int) -> None:
    """The right password does not count against the account."""
    db.exec(delete(GuessRow).where(col(GuessRow.id) == guess))


def _hash(username: str) -> str:
    return hashlib.sha256(username.encode("utf-8", "replace")).hexdigest()
