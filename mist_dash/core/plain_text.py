"""What a person typed becomes what is in it: web addresses, mentions, what looks like a patient. It stays text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

from mist_dash.core.errors import Problem
from mist_dash.core.intake.personal import patients

Id = TypeVar("Id")
MOST_LINKS = 10
LONGEST = 4000  # characters of one answer
MOST_ELEMENTS = 30
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
class Outcome:
    """What became of a text: kept under an id, or what is missing, or what a person must confirm first."""

    id: int | None = None
    problems: tuple[Problem, ...] = ()
    doubts: tuple[str, ...] = ()


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


def doubts(texts: Mapping[str, str], expected: Collection[str] = ()) -> tuple[str, ...]:
    """A sentence for each thing that looks like a patient, by the name of its field; never what stood there.

    expected: the kinds that belong there, such as a colleague's phone number.
    """
    return tuple(
        f"“{field}” holds what looks like {kind}."
        for field, text in texts.items()
        for kind in patients.in_text(text)
        if kind not in expected
    )


def unconfirmed(texts: Mapping[str, str], confirmed: Iterable[str], expected: Collection[str] = ()) -> tuple[str, ...]:
    """The doubts that the person has not yet seen and confirmed; a doubt about a later change is a new one."""
    known = set(confirmed)
    return tuple(doubt for doubt in doubts(texts, expected) if doubt not in known)


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


def like_a_patient(texts: Mapping[str, str]) -> tuple[Problem, ...]:
    """Texts in which something looks like a patient. Never quotes what it saw; a person looks and decides."""
    return tuple(
        Problem(
            "text",
            None,
            column,
            f"what looks like {kind}",
            "nothing about one child",
            "Take it out; or, when it is nothing of the kind, tick that you have looked.",
        )
        for column, text in texts.items()
        for kind in patients.in_text(text)
    )


def listed(text: str) -> tuple[str, ...]:
    """Lines of a text box as elements: numbers and bullets before them are left out, and empty lines."""
    lines = (line.strip().lstrip("•*-–0123456789.) \t").strip() for line in text.splitlines())
    return tuple(line[:200] for line in lines if line)[:MOST_ELEMENTS]
