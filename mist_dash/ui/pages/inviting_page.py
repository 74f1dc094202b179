"""Inviting somebody, what is still open, and a link that is shown once to be handed over."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from mist_dash.actions import handing, inviting
from mist_dash.actions.membership import Group
from mist_dash.core.joining import LinkToHand
from mist_dash.core.people import Person, Role
from mist_dash.ui.pages import door_page
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import escape, row

FORM = "invite"
MEANS: dict[Role, str] = {
    Role.MEMBER: "member: sees the centre’s charts, tells stories",
    Role.CONTRIBUTOR: "contributor: also sends numbers and shares resources",
    Role.LEAD: "lead: also decides what is shown of the centre, and invites",
    Role.FACILITATOR: "facilitator: reviews stories, prepares meetings; sees no centre’s numbers",
    Role.ADMIN: "admin: keeps centres and people; sees no centre’s numbers",
}


def invite(actor: Person, group: Group) -> None:
    """A form for one person; of a centre without a lead, its lead first."""
    st.subheader("Invite somebody")
    first = Role.LEAD if group.centre and not group.leads else group.roles[0]
    with form_kit.form(f"{FORM}-{group.centre}", border=True):
        role = st.selectbox("As", group.roles, group.roles.index(first), format_func=lambda one: MEANS[one])
        email = st.text_input("E-mail address", max_chars=254) if handing.by_email() else ""
        st.caption(
            "They get a link by e-mail, which opens once, within 7 days. Without an address you hand it over yourself."
            if handing.by_email()
            else "You get a link to hand over, which opens once, within 7 days. They choose their name and password."
        )
        sent = st.form_submit_button("Invite", type="primary", icon=":material/person_add:")
    if sent and role is not None:
        with door_page.said_here():
            keep(inviting.invite(actor, group.centre, role, email))
            form_kit.empty(f"{FORM}-{group.centre}")
            st.rerun()


def waiting(actor: Person, group: Group) -> None:
    """Invitations of this centre that nobody has used yet."""
    found = [one for one in inviting.waiting(actor) if one.centre == group.centre]
    if not found:
        return
    st.subheader("Invited, and not here yet")
    for one in found:
        text, button = row()
        whom = escape(one.email or "by a link that was handed over")
        text.markdown(f"**{one.role}**, {whom}, invited by {escape(one.by)}; open until {one.until.day} {one.until:%B}")
        if button.button("Withdraw", key=f"withdraw-{one.id}", type="tertiary"):
            inviting.withdraw(actor, one.id)
            form_kit.flash(FORM, "Withdrawn: the link opens nothing any more.")


def keep(link: LinkToHand) -> None:
    """The next run shows it, and no later one."""
    st.session_state["link"] = link


def handed() -> None:
    """A link that was just made, once."""
    form_kit.flashed(FORM)
    link: LinkToHand | None = st.session_state.pop("link", None)
    if link is None:
        return
    if link.sent_to:
        st.success(f"A link is on its way to {escape(link.sent_to)}.", icon=":material/mail:")
        return
    here = urlsplit(st.context.url or "")
    with st.container(border=True, key="link"):
        if link.not_taken:
            st.warning(f"The mail server did not take it for {escape(link.not_taken)}.", icon=":material/mail_off:")
        st.markdown("**Hand this link over now: it is shown once.** Copy it with the button at its right.")
        st.code(f"{here.scheme}://{here.netloc}/{link.address}", language=None, wrap_lines=True)
