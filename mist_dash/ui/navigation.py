"""Which page stands at which address, desk by desk. Every address is known to everybody; only who is signed in gets in.

Page scripts lie one folder down in pages/: Streamlit runs a script directly in pages/ without the main script, and so
without sign-in, when a cold server is asked for it first.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from mist_dash.actions import catalogue
from mist_dash.core.people import CENTRE, KEEPERS, SENDERS, SIGNED_IN, Person, Role

FACILITATORS = frozenset({Role.FACILITATOR})
PEOPLE = frozenset({Role.LEAD, Role.ADMIN})  # who keep people
LEADS = frozenset({Role.LEAD})
PAGES = Path(__file__).parents[2] / "pages"
EVERYBODY = frozenset(Role)  # visitors, too: nothing that a centre did not agree to make public
THEME = "themes/theme.py"
TYPING, STILL_NEEDED = "Type the numbers", "Still needed only"  # a tab and a view of the page where data are sent


@dataclass(frozen=True)
class Entry:
    """One page: its script, its title, its address, an icon, and the roles in whose menu it stands."""

    script: str
    title: str
    address: str
    icon: str = ""
    roles: frozenset[Role] = SIGNED_IN
    hidden: bool = False
    narrow: bool = False  # a form or a text: read in one column, not over the whole screen


HOME = Entry("centre/home.py", "Home", "", ":material/home:")
AS_TYPED = replace(HOME, address="home", hidden=True)  # the one at "/" has no address of its own
DESKS: dict[str, tuple[Entry, ...]] = {
    "Our centre": (HOME, AS_TYPED),
    "Themes": (),  # filled from the catalogue
    "Learn": (
        Entry("learn/gallery.py", "Gallery", "gallery", ":material/auto_stories:"),
        Entry("learn/story.py", "A story", "story", hidden=True),
        Entry("learn/resources.py", "Resources", "resources", ":material/folder_open:"),
        Entry("learn/resource.py", "A resource", "resource", hidden=True, narrow=True),
        Entry("learn/compare.py", "Compare bundles", "compare", ":material/compare_arrows:"),
        Entry("learn/questions.py", "Questions and offers", "questions", ":material/forum:", narrow=True),
        Entry("learn/thread.py", "A question or an offer", "thread", hidden=True, narrow=True),
        Entry("learn/interventions.py", "Who uses what", "interventions", ":material/grid_on:"),
    ),
    "Share": (
        Entry("share/send.py", "Send data", "send", ":material/upload:", SENDERS),
        Entry("share/history.py", "History and undo", "history", ":material/history:", SENDERS, narrow=True),
        Entry("share/mark.py", "Mark an event", "mark", ":material/flag:", SENDERS, narrow=True),
        Entry("share/tell.py", "Tell a story", "tell", ":material/edit_note:", CENTRE, narrow=True),
        Entry(
            "share/excellence.py",
            "Report excellence",
            "report-excellence",
            ":material/add_reaction:",
            CENTRE,
            narrow=True,
        ),
        Entry("share/add_resource.py", "Add a resource", "add-resource", ":material/note_add:", SENDERS, narrow=True),
    ),
    "Meet": (
        Entry("meet/meetings.py", "Prepare a meeting", "meetings", ":material/co_present:", FACILITATORS),
        Entry("meet/room.py", "In the room", "room", hidden=True, roles=FACILITATORS),
        Entry("meet/promises.py", "Promises", "promises", ":material/handshake:", narrow=True),
        Entry("meet/minutes.py", "Minutes", "minutes", ":material/description:", narrow=True),
        Entry("meet/whom_to_ask.py", "Whom to ask", "signals", ":material/campaign:", FACILITATORS, narrow=True),
    ),
    "Collaborative": (
        Entry("collaborative/about.py", "About", "about", ":material/info:", EVERYBODY, narrow=True),
        Entry("collaborative/together.py", "How we do together", "together", ":material/groups:", EVERYBODY),
        Entry("collaborative/stories.py", "Public stories", "stories", ":material/public:", EVERYBODY, narrow=True),
        Entry(
            "collaborative/resources.py",
            "Public resources",
            "shared",
            ":material/folder_shared:",
            EVERYBODY,
            narrow=True,
        ),
        Entry("collaborative/members.py", "Members", "members", ":material/sort_by_alpha:", EVERYBODY, narrow=True),
        Entry("collaborative/text.py", "Terms of reference", "terms", ":material/gavel:", EVERYBODY, narrow=True),
        Entry("collaborative/text.py", "Sharing data", "sharing", "", EVERYBODY, hidden=True, narrow=True),
        Entry("collaborative/join.py", "How to join", "join", ":material/group_add:", EVERYBODY, narrow=True),
        Entry("collaborative/help.py", "Help", "help", "", EVERYBODY, hidden=True, narrow=True),  # at every page's foot
    ),
    "Manage": (
        Entry(
            "manage/consents.py", "What may be shown of us", "consents", ":material/verified_user:", CENTRE, narrow=True
        ),
        Entry("manage/review.py", "Review stories", "review", ":material/rate_review:", FACILITATORS, narrow=True),
        Entry("manage/people.py", "People", "people", ":material/badge:", PEOPLE, narrow=True),
        Entry("manage/keys.py", "Let a system send", "keys", ":material/key:", LEADS, narrow=True),
        Entry("manage/audit.py", "Who did what", "audit", ":material/history_edu:", PEOPLE),
        Entry("manage/settings.py", "Limits", "limits", ":material/shield:", frozenset({Role.ADMIN}), narrow=True),
        Entry("manage/burden.py", "What data cost", "burden", ":material/timer:", KEEPERS),
        Entry("manage/account.py", "Your account", "account", hidden=True, narrow=True),
        Entry("door/welcome.py", "Your invitation", "welcome", roles=EVERYBODY, hidden=True, narrow=True),
        Entry("door/forgotten.py", "A forgotten password", "forgotten", roles=EVERYBODY, hidden=True, narrow=True),
        Entry("door/password.py", "Choose your password", "password", roles=EVERYBODY, hidden=True, narrow=True),
    ),
}


def page_for(actor: Person) -> StreamlitPage:
    """The page that the address asks for: itself for who may open it, the sign-in or a closed door for others."""
    st.session_state["registered_for"] = actor
    desks = {desk: [_page(entry, actor) for entry in entries] for desk, entries in desks_now().items()}
    if actor.id is None:  # the way in stands by itself
        desks = {"": desks.pop("Our centre"), **desks}
    return st.navigation({desk: pages for desk, pages in desks.items() if pages}, position="top")


def desks_now() -> dict[str, tuple[Entry, ...]]:
    """The desks with a page for every theme of the catalogue, each at its own address."""
    return _desks(_themes())


def _themes() -> tuple[tuple[str, str], ...]:
    return tuple((theme.short, theme.id) for theme in catalogue.themes())


@lru_cache(maxsize=2)
def _desks(themes: tuple[tuple[str, str], ...]) -> dict[str, tuple[Entry, ...]]:
    return DESKS | {"Themes": tuple(Entry(THEME, short, id) for short, id in themes)}


def address_here() -> str:
    """The address of this page: one script may stand at several."""
    return str(st.session_state["address"])


def theme_here() -> str:
    """The theme whose page this is."""
    return address_here()


def title_here() -> str:
    return entry_at(address_here()).title


def entry_at(address: str) -> Entry:
    return _entries(_themes())[address]


@lru_cache(maxsize=2)
def _entries(themes: tuple[tuple[str, str], ...]) -> dict[str, Entry]:
    return {entry.address: entry for entries in _desks(themes).values() for entry in entries}


def narrow(address: str, actor: Person) -> bool:
    """Whether this page is one column to be read, as a closed door is, too."""
    entry = entry_at(address)
    return entry.narrow or (actor.id is not None and actor.role not in entry.roles)


def link(address: str, label: str, icon: str = "", **query: str) -> None:
    """A link to a page by its address, with the filters that open the same view."""
    st.page_link(page_at(address), label=label, icon=icon or None, query_params=query or None)


def link_to_type(theme: str, month: str, label: str) -> None:
    """A link to the grid of exactly what is missing in one month. theme, month: as they are shown."""
    link("send", label, ":material/edit:", theme=theme, month=month, way=TYPING, show=STILL_NEEDED)


def go(address: str, **query: str) -> None:
    """Opens another page at once."""
    st.switch_page(page_at(address), query_params=query or None)


def page_at(address: str) -> StreamlitPage:
    """The page that stands at an address in this run: for who is not signed in, often the door."""
    return _page(entry_at(address), st.session_state["registered_for"])


def _page(entry: Entry, actor: Person) -> StreamlitPage:
    return copy(_made(entry, actor.role))  # a page notes on itself that it may run


@cache
def _made(entry: Entry, role: Role) -> StreamlitPage:
    """Every run names all forty addresses: Streamlit looks for each script on the disk, so each is made only once."""
    script, hidden, title, icon = entry.script, entry.hidden, entry.title, entry.icon
    if role not in entry.roles:
        visitor = role is Role.VISITOR
        script, hidden = ("door/sign_in.py" if visitor else "door/closed.py"), True
        if visitor and entry is HOME:
            title, icon, hidden = "Sign in", ":material/login:", False
    return st.Page(
        PAGES / script,
        title=title,
        icon=icon or None,
        url_path=entry.address,
        default=entry is HOME,
        visibility="hidden" if hidden else "visible",
    )
