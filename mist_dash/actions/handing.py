"""A new one-time link reaches its person: by e-mail where one can be sent, else by whoever made it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from mist_dash.core.joining import PAGE, LinkKind, LinkToHand
from mist_dash.store import mail

log = logging.getLogger("mist_dash")
SUBJECT: dict[LinkKind, str] = {
    "invitation": "You are invited to MiST Dash",
    "password": "Choose a new password for MiST Dash",
}


def by_email() -> bool:
    """Whether links can be sent: there is a mail server, and the dashboard knows its own address."""
    return mail.configured() and bool(mail.link())


def hand(token: str, kind: LinkKind, to: str, before: Sequence[str], after: Sequence[str]) -> LinkToHand:
    """before, after: the lines of the e-mail around the link. Where none goes out, the address is to be handed over."""
    address = f"{PAGE[kind]}?link={token}"
    if not to or not by_email():
        return LinkToHand(address)
    try:
        mail.send(to, SUBJECT[kind], "\n".join((*before, "", f"{mail.link()}/{address}", "", *after)))
    except OSError:
        log.warning("A link could not be sent by e-mail")
        return LinkToHand(address, not_taken=to)
    return LinkToHand("", to)
