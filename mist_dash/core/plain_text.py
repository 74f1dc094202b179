"""What a person typed becomes what is in it: web addresses, mentions, what looks like a patient. It stays text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

from mist_dash.core.errors import Problem
from mist_dash.core.personal import identifiers, patients

Id = TypeVar("Id")
MOST_LINKS = 10
LONGEST = 4000  # characters of one answer
MOST_ELEMENTS = 30
CONTACT = (identifiers.EMAIL, identifiers.PHONE)
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"`\\{}|^\[\]]+", re.I)
_SAFE = "/%:@!$&*+,;=~-._?"  # neither brackets nor quotes, which would end a Markdown link


@dataclass(frozen=True)
class Link:
    """A web address found in a text. `host` is where it really leads, international names in plain ASCII."""

    address: str
    host: str

    @property
    def label(self) -> str:
        """The host, and enough of what follows it to tell two links apart."""
        rest = self.address.partition("://")[2].partition("/")[2]
        return self.host + (f"/{rest[:40]}{'…' if len(rest) > 40 else ''}" if rest else "")


@dataclass(frozen=True)
class Doubt:
    """That one field holds what looks like a patient: only for the text whose fingerprint is `seen`."""

    field: str
    kind: str
    seen: str

    def __str__(self) -> str:
        return f"“{self.field}” holds what looks like {self.kind}."


@dataclass(frozen=True)
class Outcome:
    """What became of a form: kept under an id, or what is missing, or what a person must look at and confirm first.

    again: just the same was sent before, and is kept once, under this id. undo: by which it can be taken back.
    """

    id: int | None = None
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    again: bool = False
    undo: int | None = None


def links(text: str) -> tuple[Link, ...]:
    """The http and https addresses in a text, each once, in their order. Nothing else is ever a link."""
    found = (_link(raw.rstrip(".,;:!?)'’”")) for raw in _ADDRESS.findall(text))
    return tuple(dict.fromkeys(link for link in found if link))[:MOST_LINKS]


def mentioned(text: str, handles: Mapping[str, Id]) -> frozenset[Id]:
    """Whoever stands behind an @ in the text. Handles are in small letters; the longest that fits is meant."""
    small, longest_first = _small(text), sorted(handles, key=len, reverse=True)
    found = set()
    for part in re.split(r"(?<!\w)@", small)[1:]:
        for handle in longest_first:
            if part.startswith(handle) and not re.match(r"\w", part[len(handle) :]):
                found.add(handles[handle])
                break
    return frozenset(found)


def handles(names: Mapping[Id, str]) -> dict[str, Id]:
    """Every beginning of a name, in whole words, that belongs to one name only: "birchwater", "royal manchester"."""
    owners: dict[str, set[Id]] = {}
    for id, name in names.items():
        words = _small(name).split()
        for length in range(1, len(words) + 1):
            owners.setdefault(" ".join(words[:length]), set()).add(id)
    return {handle: next(iter(ids)) for handle, ids in owners.items() if len(ids) == 1}


def doubts(texts: Mapping[str, str], contacts: Mapping[str, str] | None = None) -> tuple[Doubt, ...]:
    """Each thing that looks like a patient, by the name of its field.

    contacts: fields in which a colleague's phone number or address is what is asked for, and raises no doubt.
    """
    looked_into: list[tuple[str, str, tuple[str, ...]]] = [(field, text, ()) for field, text in texts.items()]
    looked_into += [(field, text, CONTACT) for field, text in (contacts or {}).items()]
    return tuple(
        Doubt(field, kind, hashlib.sha256(text.strip().encode()).hexdigest())
        for field, text, expected in looked_into
        for kind in patients.in_text(text)
        if kind not in expected
    )


def unconfirmed(found: Collection[Doubt], confirmed: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """All doubts, while a person has not seen and confirmed each of them just as it stands; then none.

    All, because they are confirmed together: else confirming a new one would forget those before it.
    """
    return tuple(found) if set(found) - set(confirmed) else ()


def problem(place: str, field: str, text: str, longest: int, needed: bool = True) -> tuple[Problem, ...]:
    """What keeps one field from being sent in: nothing written, or too much."""
    if needed and not text.strip():
        return (
            Problem(place, None, field, "nothing", "a sentence or two", "Write a few words; they need not be good."),
        )
    if len(text) > longest:
        return (
            Problem(place, None, field, f"{len(text):,} characters", f"{longest:,} at most", "Shorten it, please."),
        )
    return ()


def _link(address: str) -> Link | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return None
    # A name before an @ makes an address look as if it led elsewhere: such a one stays text.
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) or "@" in parts.netloc:
        return None
    path, query, part = (quote(piece, safe=_SAFE) for piece in (parts.path, parts.query, parts.fragment))
    return Link(urlunsplit((parts.scheme.lower(), host + port, path, query, part)), host)


def _small(text: str) -> str:
    return text.replace("’", "'").casefold()


def listed(text: str) -> tuple[str, ...]:
    """Lines of a text box as elements: numbers and bullets before them are left out, and empty lines."""
    lines = (line.strip().lstrip("•*-–0123456789.) \t").strip() for line in text.splitlines())
    return tuple(line[:200] for line in lines if line)[:MOST_ELEMENTS]
