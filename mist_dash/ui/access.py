"""Who is here. The only file that knows streamlit-authenticator: its form and its bcrypt check, nothing else of it.

The session is our own row in the database. Its token hangs in the Streamlit session, and in a cookie that
scripts cannot read, so that a reload or a deep link opens without asking again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit_authenticator import Authenticate
from streamlit_authenticator.controllers import AuthenticationController

from mist_dash.actions import people
from mist_dash.core.people import Person
from mist_dash.ui.server.front import COOKIE

_FORM = {"Form name": "Sign in", "Username": "User name", "Password": "Password", "Login": "Sign in"}
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
        st.session_state.clear()
        st.session_state["left"] = True
        st.session_state["ended"] = people.ending(token)
    return person


def later() -> Callable[[], Person]:
    """Who is here when a download is made, long after this run: read again, by the token of now."""
    token = _token()
    return lambda: people.who(token)


def form() -> None:
    """The sign-in form, below the reason why a session ended. After the right password the page runs again."""
    if ended := st.session_state.get("ended"):
        st.info(ended, icon=":material/logout:")
    known = {
        username: {"name": name, "email": "", "password": hashed}
        for username, (name, hashed) in people.credentials().items()
    }
    st.session_state.pop("logout", None)
    _Form({"usernames": known}).login(fields=_FORM, key="sign-in", callback=_begin)
    if st.session_state.get("token"):
        st.rerun()
    if st.session_state.get("authentication_status") is False:
        st.error("The user name and password do not belong together. Check both and try again.")


class _NoCookie:
    """In place of the authenticator's own cookie, and of the frame in the page that would read and write it.

    That frame makes the page run again just when somebody types a name, and a click on the button can be lost.
    """

    def get_cookie(self) -> None:
        return None

    def set_cookie(self) -> None:
        """The cookie is set by the route in ui/server/front.py."""


class _Form(Authenticate):
    """The authenticator's form and its bcrypt check, with credentials from the database."""

    def __init__(self, credentials: dict[str, Any]) -> None:
        self.path, self.attrs, self.cookie_controller = None, {"login_sleep_time": 0}, _NoCookie()
        self.authentication_controller = AuthenticationController(credentials, auto_hash=False)


def keep() -> None:
    """Once after signing in: hands the token to the page, which turns it into the cookie."""
    if st.session_state.pop("new", False):
        st.components.v2.component("keep_session", js=_KEEP)(data=_token(), key="keep")


def sign_out() -> None:
    """Ends the session in the database, so that its cookie is worth nothing any more."""
    token = _token()
    if token:
        people.sign_out(token)
    st.session_state.clear()
    st.session_state["left"] = True


def _begin(signed_in: dict[str, str]) -> None:
    """Called by the authenticator when, and only when, the password was right."""
    st.session_state.clear()
    st.session_state["token"] = people.sign_in(signed_in["username"])
    st.session_state["new"] = True


def _token() -> str | None:
    if st.session_state.get("left"):
        return None
    return st.session_state.get("token") or st.context.cookies.get(COOKIE)
