"""Who is here. The only file that knows streamlit-authenticator: its form, nothing else of it.

The session is our own row in the database. Its token hangs in the Streamlit session, and in a cookie that
scripts cannot read, so that a reload or a deep link opens without asking again. What hangs in the Streamlit session
counts only for the connection over which somebody signed in: any other brings a cookie of its own, or is a visitor.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit_authenticator import Authenticate

from mist_dash.actions import people
from mist_dash.actions.people import ChooseFirst
from mist_dash.core.errors import Sorry
from mist_dash.core.people import Person
from mist_dash.ui import navigation
from mist_dash.ui.server.rate_limits import neighbourhood
from mist_dash.ui.server.tabs import TABS
from mist_dash.ui.server.wire import COOKIE

_FORM = {"Form name": "Sign in", "Username": "User name", "Password": "Password", "Login": "Sign in"}
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_MACHINES = (
    ("Windows", "Windows"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)
_KEEP = """
export default function ({ data, setTriggerValue }) {
  fetch("/session", { method: "POST", body: data, credentials: "same-origin", keepalive: true });
}
"""


def who() -> Person:
    """The person here now, read again from the database at every run; a visitor when nobody signed in."""
    return people.who(_token())


def arrive() -> Person:
    """The same, at the beginning of a run. A session that has ended is dropped here, once, and the door says why.

    Held on to, it would make the form believe at every run that somebody has just signed in.
    """
    token, person = _token(), who()
    if token and person.id is None:
        _leave()
        st.session_state["ended"] = people.ending(token)
    elif st.session_state.get("person") not in (None, person.id):
        st.session_state.clear()  # another person's browser: what was chosen and typed here is not theirs
    st.session_state["person"] = person.id
    if context := get_script_run_ctx():
        TABS.belongs(context.session_id, token if token and person.id is not None else "")
    return person


def later() -> Callable[[], Person]:
    """Who is here when a download is made, long after this run: read again, by the token of now."""
    token = _token()
    return lambda: people.who(token)


def form() -> None:
    """The sign-in form, below the reason why a session ended. After the right password the page runs again."""
    if ended := st.session_state.get("ended"):
        st.info(ended, icon=":material/logout:")
    st.session_state.pop("logout", None)
    _Form().login(fields=_FORM, key="sign-in")
    if choose := st.session_state.pop("choose", None):
        navigation.go("password", link=choose)
    if _token():
        st.rerun()
    if refused := st.session_state.pop("refused", None):
        st.error(refused)


class _NoCookie:
    """In place of the authenticator's own cookie, and of the frame in the page that would read and write it.

    That frame makes the page run again just when somebody types a name, and a click on the button can be lost.
    """

    def get_cookie(self) -> None:
        return None

    def set_cookie(self) -> None:
        """The cookie is set by the route in ui/server/front.py."""


class _Knock:
    """In place of the authenticator's own check, which counts no guesses and knows at once which names exist."""

    def login(self, username: str = "", password: str = "", *_: Any, **__: Any) -> bool:
        if not username.strip() or not password:
            st.session_state["refused"] = "Type your user name and your password."
            return False
        try:
            _begin(people.knock(username, password, address(), browser()))
        except ChooseFirst as first:
            st.session_state["choose"] = first.link
            return False
        except Sorry as sorry:
            st.session_state["refused"] = str(sorry)
            return False
        return True


class _Form(Authenticate):
    """The authenticator's form, without what stands behind it there."""

    def __init__(self) -> None:
        self.path, self.attrs, self.cookie_controller = None, {"login_sleep_time": 0}, _NoCookie()
        self.authentication_controller = _Knock()


def keep() -> None:
    """Once after signing in: hands the token to the page, which turns it into the cookie.

    In a place that is always there: if all below it moved up at the next run, the URL would lose its filters.
    """
    with st.empty():
        if st.session_state.pop("new", False):
            st.components.v2.component("keep_session", js=_KEEP)(data=_token(), key="keep")


def sign_out() -> None:
    """Ends the session in the database, so that its cookie is worth nothing any more."""
    token = _token()
    if token:
        people.sign_out(token)
    _leave()


def enter(token: str) -> None:
    """Signs in whoever came by a link, in place of whoever was signed in here; and opens home."""
    home = navigation.page_at("")
    if before := _token():
        people.sign_out(before)
    _begin(token)
    st.switch_page(home)


def token() -> str:
    """The token of the session in which this page runs."""
    return _token() or ""


def address() -> str:
    """Where this browser is, as far as it is counted as one place."""
    return neighbourhood(st.context.ip_address or "this machine")


def browser() -> str:
    """What it says it is, in the words of its person: “Firefox on Windows”."""
    told = st.context.headers.get("User-Agent") or ""
    name, machine = (next((word for sign, word in table if sign in told), "") for table in (_BROWSERS, _MACHINES))
    return " on ".join(filter(None, (name or "a browser", machine)))


def _begin(token: str) -> None:
    """After the right password, and only then."""
    st.session_state.clear()
    st.session_state.update({"token": token, "connection": _connection(), "new": True})


def _leave() -> None:
    st.session_state.clear()
    st.session_state["left"] = _connection()


def _token() -> str | None:
    """Of the form, over the connection on which it was filled in; else of this connection's own cookie."""
    held, here = st.session_state, _connection()
    if held.get("left") == here:
        return None
    if held.get("token") and held.get("connection") == here:
        return str(held["token"])
    return st.context.cookies.get(COOKIE)


def _connection() -> str:
    """The key that a browser draws anew for each connection."""
    return st.context.headers.get("Sec-WebSocket-Key") or ""
