"""Which Streamlit session is whose: the sign-in with which its page last ran, its files, and its open connections.

A session's id alone opens nothing: it stands in the address of every upload. Kept in memory, like the sessions.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

MOST = 10_000  # sessions without a connection that are remembered


@dataclass
class Owner:
    token: str = ""  # the hash of the sign-in's token; empty: a visitor
    address: str = ""
    connections: int = 0
    files: set[str] = field(default_factory=set)  # made for this sign-in: downloads and pictures


class Tabs:
    def __init__(self) -> None:
        self._owners: OrderedDict[str, Owner] = OrderedDict()
        self._lock = threading.Lock()

    def belongs(self, session: str, token: str) -> None:
        """The page of this session runs for this sign-in. What was made for the one before is nobody's now."""
        with self._lock:
            owner, hashed = self._owner(session), _hash(token)
            if owner.token != hashed:
                owner.token = hashed
                owner.files.clear()

    def opened(self, session: str, address: str) -> None:
        with self._lock:
            owner = self._owner(session)
            owner.address, owner.connections = address, owner.connections + 1

    def closed(self, session: str) -> None:
        with self._lock:
            self._owner(session).connections -= 1

    def forget(self, session: str) -> bool:
        """Forgets a session that has no connection any more, and says whether it did."""
        with self._lock:
            if self._owner(session).connections > 0:
                return False
            del self._owners[session]
            return True

    def is_of(self, session: str, token: str) -> bool:
        """Whether this session ran for this sign-in; without a token, for a visitor."""
        with self._lock:
            return session in self._owners and self._owners[session].token == _hash(token)

    def made(self, session: str, file: str) -> None:
        """A page of this session has been told the address of this file."""
        with self._lock:
            self._owner(session).files.add(file)

    def may_have(self, file: str, token: str) -> bool:
        """Whether the file was made for this sign-in, or for any visitor."""
        with self._lock:
            return any(file in owner.files and owner.token in ("", _hash(token)) for owner in self._owners.values())

    def neighbours(self, session: str) -> tuple[str, ...]:
        """Every session from the address of this one, itself too."""
        with self._lock:
            address = self._owner(session).address
            return tuple(id for id, owner in self._owners.items() if owner.address == address)

    def open_pages(self) -> int:
        with self._lock:
            return sum(owner.connections for owner in self._owners.values())

    def _owner(self, session: str) -> Owner:
        owner = self._owners.setdefault(session, Owner())
        if len(self._owners) > MOST:
            idle = next((id for id, one in self._owners.items() if one is not owner and one.connections <= 0), None)
            if idle:
                del self._owners[idle]
        return owner


TABS = Tabs()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest() if token else ""
