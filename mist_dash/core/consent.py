"""What a centre agrees to, use by use: exactly what will be seen, and a fingerprint of it that the agreement is for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any, Literal

from mist_dash.core.freezing import pack
from mist_dash.core.resources import Resource
from mist_dash.core.stories import QUESTIONS, Story

Purpose = Literal["gallery", "meeting", "pack", "public", "holding"]
PURPOSES: dict[Purpose, str] = {
    "gallery": "Everybody signed in may read it in the gallery",
    "meeting": "It may be shown on a slide at a meeting",
    "pack": "It may leave the room: in the slides that people take along, on phones and in a recording",
    "public": "Everybody may read its words, without signing in",
    "holding": "When later numbers come, the story may say whether it is still holding",
}


def seen(story: Story, purpose: Purpose) -> Story:
    """The story as it will be seen in this use.

    In public only the words: small counts would have to be starred and rates left out, so that no figure is honest.
    """
    bare = replace(story, note="", agreed=frozenset())
    if purpose == "public":
        return replace(bare, contact="", frozen=None, resources=())
    return bare


def fingerprint(story: Story, purpose: Purpose) -> str:
    """A hash of everything that will be seen. An agreement is for this and for nothing else: an edit ends it."""
    shown = seen(story, purpose)
    told: dict[str, Any] = {name: getattr(shown, name) for name in (*QUESTIONS, "theme", "area", "title", "contact")}
    told |= {
        "purpose": purpose,
        "not_worked": shown.not_worked,
        "elements": shown.elements,
        "interventions": shown.interventions,
        "resources": sorted(resource.id for resource in shown.resources),
        "frozen": pack(shown.frozen) if shown.frozen else None,
    }
    return _hash(told)


def open_to_all(resource: Resource) -> Resource:
    """A resource as everybody will see it: its newest version only, without its lead, and not who tries it.

    The lead may have left an address for members; who tries it is for those centres to tell; and a resource that it
    takes the place of, or that takes its place, may be for members only.
    """
    bare = replace(resource, lead="", versions=resource.versions[:1], uses=())
    return replace(bare, supersedes=None, superseded_by=None)


def fingerprint_of_resource(resource: Resource) -> str:
    """A hash of everything that visitors will see. A version is never rewritten, so that its id stands for its file."""
    shown = open_to_all(resource)
    names = (
        "theme",
        "areas",
        "title",
        "kind",
        "aim",
        "implementation",
        "challenges",
        "licence",
        "elements",
        "interventions",
    )
    told: dict[str, Any] = {name: getattr(shown, name) for name in names}
    latest = (shown.latest.id, shown.latest.file_name, shown.latest.url)
    return _hash(told | {"review": str(shown.review), "version": latest})


def _hash(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
