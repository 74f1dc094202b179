"""What somebody gives on joining, held against the rules for names and addresses; and the links that open once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from mist_dash.core import passwords
from mist_dash.core.errors import Sorry
from mist_dash.core.people import Role

LinkKind = Literal["invitation", "password"]
LIFETIME: dict[LinkKind, timedelta] = {"invitation": timedelta(days=7), "password": timedelta(hours=1)}
PAGE: dict[LinkKind, str] = {"invitation": "welcome", "password": "password"}
_EMAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{2,59}")


@dataclass(frozen=True)
class OneTimeLink:
    """A link that opens once and has not been used. Of an invitation, `person` is not known yet.

    by: who made it; empty when the person asked for it. name, username: of the person it is for.
    """

    id: int
    kind: LinkKind
    by: str
    by_id: int | None
    until: datetime
    role: Role | None = None
    centre: int | None = None
    centre_name: str = ""
    email: str = ""
    person: int | None = None
    name: str = ""
    username: str = ""


@dataclass(frozen=True)
class Newcomer:
    """What an invited person gives of themself."""

    name: str
    username: str
    password: str

    def tidied(self) -> Newcomer:
        return Newcomer(" ".join(self.name.split()), self.username.strip().lower(), self.password)


def faults(newcomer: Newcomer) -> tuple[str, ...]:
    """Everything that is wrong, at once."""
    found = []
    if not 2 <= len(newcomer.name) <= 120 or not newcomer.name.isprintable():
        found.append("Write your name, as your colleagues know it.")
    if not _USERNAME.fullmatch(newcomer.username):
        found.append("Choose a user name of 3 to 60 letters and digits, without spaces, such as j.smith.")
    if wrong := passwords.fault(newcomer.password, newcomer.username or newcomer.name):
        found.append(wrong)
    return tuple(found)


def email(text: str) -> str:
    """One e-mail address, or empty. Raises Sorry for anything else."""
    told = text.strip()
    if told and (len(told) > 254 or not _EMAIL.fullmatch(told) or not told.isprintable()):
        raise Sorry("Write one e-mail address, such as name@hospital.nhs.uk.")
    return told


@dataclass(frozen=True)
class LinkToHand:
    """What became of a new link: `address` to be handed over, after the dashboard's own; or where an e-mail went.

    not_taken: the address at which the mail server did not take it.
    """

    address: str
    sent_to: str = ""
    not_taken: str = ""
