"""The parts of the page of the own account. Whatever changes a way in asks the current password."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import account, digest
from mist_dash.core.people import Person, Visit
from mist_dash.ui.pages import door_page
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import escape

PLACE = "account"
NOW = "Current password"


def password(actor: Person, token: str) -> None:
    st.subheader("Password")
    with form_kit.form("new-password", border=True):
        now = _asked("password")
        new = door_page.new_password("New password")
        sent = st.form_submit_button("Change the password", type="primary")
    if sent:
        with door_page.said_here():
            account.change_password(actor, now, new, token)
            form_kit.empty("new-password")
            form_kit.flash(PLACE, "Your password is changed. Wherever else you were signed in, you are signed out.")


def email(actor: Person) -> None:
    """The address, and, where e-mail is sent at all, whether what is new comes by it."""
    st.subheader("E-mail")
    known = account.email(actor)
    with form_kit.form("email", border=True):
        given = st.text_input("E-mail address; empty for none", known, max_chars=254, autocomplete="email")
        st.caption("For a link when you forgot your password, and for what is new if you want it. Nobody else sees it.")
        now = _asked("email")
        sent = st.form_submit_button("Keep it")
    if sent:
        with door_page.said_here():
            account.set_email(actor, now, given)
            form_kit.empty("email")
            form_kit.flash(PLACE, "Your e-mail address is kept." if given.strip() else "No e-mail address is kept.")
    address = digest.by_email(actor)
    if address is None or not known:
        return
    wanted = st.toggle("What is new, by e-mail: once a month and after a meeting", bool(address))
    if wanted != bool(address):
        digest.subscribe(actor, wanted)
        form_kit.flash(PLACE, "You will have what is new by e-mail." if wanted else "You get no more of it by e-mail.")


def visits(actor: Person, token: str) -> None:
    """Every browser in which this person is signed in."""
    st.subheader("Where you are signed in")
    found = account.visits(actor, token)
    st.markdown("\n".join(f"- {_said(one)}" for one in found))
    if len(found) > 1 and st.button("Sign out everywhere else", icon=":material/logout:"):
        account.sign_out_everywhere(actor, token)
        form_kit.flash(PLACE, "You are signed out everywhere but here.")


def leaving(actor: Person) -> None:
    st.subheader("Leaving")
    with st.popover("Close my account", icon=":material/person_off:"), form_kit.form("leave"):
        st.markdown("You can sign in no more. What you sent and told stays with your centre.")
        now = _asked("leave")
        sent = st.form_submit_button("Yes, close it", type="primary")
    if sent:
        with door_page.said_here():
            account.leave(actor, now)
            st.rerun()


def _asked(which: str) -> str:
    key = form_kit.key(f"now-{which}")
    return st.text_input(NOW, type="password", max_chars=1000, autocomplete="current-password", key=key)


def _said(one: Visit) -> str:
    since, seen = (f"{when:%H:%M} on {when.day} {when:%B}" for when in (one.begun, one.seen))
    told = f"**{escape(one.browser or 'a browser')}**, since {since} (UTC)"
    return f"{told}: this one" if one.here else f"{told}, last seen {seen}"
