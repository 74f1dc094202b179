"""People and leave: one function, `check`, decides who may do what. It is the first line of every action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from mist_dash.core.errors import NotAllowed


class Role(StrEnum):
    VISITOR = "visitor"  # not signed in
    MEMBER = "member"  # sees the own centre, tells stories, says what it tries
    CONTRIBUTOR = "contributor"  # sends data, shares resources
    LEAD = "lead"  # speaks for the centre
    FACILITATOR = "facilitator"  # of the collaborative; sees no centre's own numbers
    ADMIN = "admin"  # keeps people and centres; sees no centre's own numbers


@dataclass(frozen=True)
class Person:
    """Who is here. Facilitators and admins belong to no centre."""

    id: int | None
    name: str
    role: Role
    centre: int | None = None
    centre_name: str = ""
    username: str = ""


VISITOR = Person(None, "Visitor", Role.VISITOR)
SignInEnd = Literal[
    "signed out", "account closed", "centre left", "too long", "role changed", "password changed", "restored"
]
ENDED: dict[SignInEnd, str] = {
    "signed out": "You were signed out in another window. Sign in again to go on.",
    "account closed": "Your account has been closed. If that was not meant, ask the collaborative’s admin to open it.",
    "centre left": "Your hospital has left the collaborative, so nobody of it can sign in. Its lead can tell you more.",
    "too long": "You were away for a while, so you were signed out to be safe. Sign in again to go on.",
    "role changed": "Your role has changed. Sign in again to go on with what it may see.",
    "password changed": "Your password has been changed, so you were signed out everywhere. Sign in with the new one.",
    "restored": "The dashboard was put back from a backup, so everybody was signed out. Sign in again to go on.",
}


@dataclass(frozen=True)
class Account:
    """One person as the keeper of accounts sees them; `active` is whether they may sign in."""

    id: int
    username: str
    name: str
    role: Role
    centre: int | None
    active: bool


@dataclass(frozen=True)
class Visit:
    """One browser in which a person is signed in; `here` is the one that asks."""

    begun: datetime
    seen: datetime
    browser: str
    here: bool


class Deed(StrEnum):
    """What can be done, in the words of a refusal: "You have no leave to ..."."""

    SEE_CENTRE = "see this centre's numbers"
    SEND_DATA = "send data for this centre"
    MARK_EVENT = "mark events for this centre"
    TELL_STORY = "tell a story for this centre"
    TAKE_STORY_BACK = "take back what this centre told, or put an invitation aside"
    ADD_RESOURCE = "add a resource for this centre"
    SEE_LEARNING = "see the gallery and the resources"
    USE_RESOURCE = "say what this centre tries"
    AGREE = "agree to what is shown of this centre"
    THANK = "thank a centre"
    SEE_PUBLIC = "see what is public"
    PUBLISH_STORY = "publish stories"
    SEE_OWN_DRAFT = "see this centre's unpublished stories"
    SET_BASELINE = "choose the baseline of this centre's charts"
    LET_KNOW = "decide what facilitators may know about this centre"
    SEE_SIGNALS = "see which centres have something to tell"
    HOLD_MEETING = "prepare or hold a meeting"
    SETTLE_PROMISE = "say what became of a promise"
    SEE_BURDEN = "see how much work gathering data is"
    WRITE_REPORT = "write or keep excellence reports for this centre"
    SHARE_REPORT = "share an excellence report of this centre"
    SET_SUPPORT = "say where this centre's people find support"
    SPEAK = "ask, offer or reply"
    MODERATE = "hide what others wrote"
    SET_LIMITS = "set the limits for figures shown together"
    KEEP_ACCOUNT = "keep an account of your own"
    KEEP_OWN_PEOPLE = "keep the people of this centre"
    KEEP_PEOPLE = "keep the list of people and centres"
    KEEP_KEYS = "keep the keys with which this centre's own systems send"
    SEE_OWN_TRAIL = "see who did what in this centre"
    SEE_TRAIL = "see who did what in the collaborative"


CENTRE = frozenset({Role.MEMBER, Role.CONTRIBUTOR, Role.LEAD})
KEEPERS = frozenset({Role.FACILITATOR, Role.ADMIN})  # of the collaborative
SENDERS = frozenset({Role.CONTRIBUTOR, Role.LEAD})
SIGNED_IN = frozenset(Role) - {Role.VISITOR}


@dataclass(frozen=True)
class Leave:
    roles: frozenset[Role]
    own_centre: bool  # only for the person's own centre


NEEDS: dict[Deed, Leave] = {
    Deed.SEE_CENTRE: Leave(CENTRE, own_centre=True),
    Deed.SEND_DATA: Leave(SENDERS, own_centre=True),
    Deed.MARK_EVENT: Leave(SENDERS, own_centre=True),
    Deed.TELL_STORY: Leave(CENTRE, own_centre=True),
    Deed.TAKE_STORY_BACK: Leave(SENDERS, own_centre=True),
    Deed.ADD_RESOURCE: Leave(SENDERS, own_centre=True),
    Deed.USE_RESOURCE: Leave(CENTRE, own_centre=True),
    Deed.AGREE: Leave(frozenset({Role.LEAD}), own_centre=True),
    Deed.THANK: Leave(SIGNED_IN, own_centre=False),
    Deed.SEE_PUBLIC: Leave(frozenset(Role), own_centre=False),
    Deed.SEE_OWN_DRAFT: Leave(CENTRE, own_centre=True),
    Deed.SEE_LEARNING: Leave(SIGNED_IN, own_centre=False),
    Deed.PUBLISH_STORY: Leave(frozenset({Role.FACILITATOR}), own_centre=False),
    Deed.SET_BASELINE: Leave(frozenset({Role.LEAD}), own_centre=True),
    Deed.LET_KNOW: Leave(frozenset({Role.LEAD}), own_centre=True),
    Deed.SEE_SIGNALS: Leave(frozenset({Role.FACILITATOR}), own_centre=False),
    Deed.HOLD_MEETING: Leave(frozenset({Role.FACILITATOR}), own_centre=False),
    Deed.SETTLE_PROMISE: Leave(CENTRE | {Role.FACILITATOR}, own_centre=False),
    Deed.SEE_BURDEN: Leave(frozenset({Role.FACILITATOR, Role.ADMIN}), own_centre=False),
    Deed.WRITE_REPORT: Leave(CENTRE, own_centre=True),
    Deed.SHARE_REPORT: Leave(frozenset({Role.LEAD}), own_centre=True),
    Deed.SET_SUPPORT: Leave(frozenset({Role.LEAD}), own_centre=True),
    Deed.SPEAK: Leave(SIGNED_IN, own_centre=False),
    Deed.MODERATE: Leave(frozenset({Role.FACILITATOR}), own_centre=False),
    Deed.SET_LIMITS: Leave(frozenset({Role.ADMIN}), own_centre=False),
    Deed.KEEP_ACCOUNT: Leave(SIGNED_IN, own_centre=False),
    Deed.KEEP_OWN_PEOPLE: Leave(frozenset({Role.LEAD}), own_centre=True),
    Deed.KEEP_PEOPLE: Leave(frozenset({Role.ADMIN}), own_centre=False),
    Deed.KEEP_KEYS: Leave(frozenset({Role.LEAD}), own_centre=True),
    Deed.SEE_OWN_TRAIL: Leave(frozenset({Role.LEAD}), own_centre=True),
    Deed.SEE_TRAIL: Leave(frozenset({Role.ADMIN}), own_centre=False),
}


def may(actor: Person, deed: Deed, centre: int | None = None) -> bool:
    """Whether the actor may do the deed, for that centre where the deed belongs to one."""
    leave = NEEDS[deed]
    if actor.role not in leave.roles:
        return False
    return not leave.own_centre or (centre is not None and actor.centre == centre)


def check(actor: Person, deed: Deed, centre: int | None = None) -> None:
    """Raises NotAllowed unless the actor may do the deed. The text does not say whether the centre exists."""
    if not may(actor, deed, centre):
        raise NotAllowed(f"You have no leave to {deed}. Your centre's lead can tell you who has.")


def keeping(actor: Person) -> Deed:
    """The deed of keeping people: an admin keeps everybody, anybody else at most those of the own centre."""
    return Deed.KEEP_PEOPLE if actor.role is Role.ADMIN else Deed.KEEP_OWN_PEOPLE


def tracing(actor: Person) -> Deed:
    """The deed of reading the audit trail: an admin reads all of it, anybody else at most that of the own centre."""
    return Deed.SEE_TRAIL if actor.role is Role.ADMIN else Deed.SEE_OWN_TRAIL


def own_centre(actor: Person, deed: Deed) -> int:
    """The actor's own centre, once leave for the deed there is checked."""
    check(actor, deed, actor.centre)
    assert actor.centre is not None  # check would have refused
    return actor.centre
