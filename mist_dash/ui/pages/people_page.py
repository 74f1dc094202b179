"""The parts of the page of centres and people: one centre with its people, each with a role, and all at a glance."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from mist_dash.actions import forgotten, membership
from mist_dash.actions.membership import Group
from mist_dash.core.people import Account, Person, Role
from mist_dash.ui.navigation import link
from mist_dash.ui.pages import door_page, inviting_page
from mist_dash.ui.parts import form_kit, pieces
from mist_dash.ui.parts.pieces import escape

PLACE = "people"
FORGOT = "Makes a link with which they choose another, when they have forgotten theirs."


def choose(found: Sequence[Group]) -> Group:
    """One centre, by its name in the URL; the first without a lead comes first to mind."""
    titles = {str(one.centre): one.name for one in found}
    first = next((str(one.centre) for one in found if _needs_lead(one)), None)
    chosen = pieces.pick("Centre", titles, "centre", first=first)
    return next(one for one in found if str(one.centre) == chosen)


def people(actor: Person, group: Group) -> None:
    """Each person of a centre with role and account; without a lead, one click makes somebody lead."""
    if _needs_lead(group):
        st.warning(
            "This centre has no lead, so nobody can agree to what others see of it. Ask the centre whom they name, "
            "and invite them, or press the button beside that person.",
            icon=":material/person_add:",
        )
    st.subheader("Who is here")
    if not group.people:
        pieces.empty("Nobody of this centre has an account yet.", "Invite its lead above, who invites the others.")
    for one in group.people:
        with st.container(border=True):
            _person(actor, group, one)


def _person(actor: Person, group: Group, one: Account) -> None:
    name, role, ways = st.columns([5, 4, 7], vertical_alignment="center")
    closed = "" if one.active else " · account closed"
    name.markdown(f"**{escape(one.name)}**")
    name.caption(escape(f"{one.username} · {one.role}{closed}"))
    if one.id == actor.id:
        ways.caption("Your own account")
        return
    if one.active and _needs_lead(group):
        if role.button("Make lead", key=f"lead-{one.id}", type="primary"):
            membership.set_role(actor, one.id, Role.LEAD)
            form_kit.flash(PLACE, f"{one.name} is lead of {group.name}.")
    elif one.active:
        chosen = role.selectbox(
            f"Role of {one.name}",
            group.roles,
            group.roles.index(one.role),
            key=f"role-{one.id}-{one.role}",
            label_visibility="collapsed",
        )
        if chosen is not None and chosen is not one.role:
            membership.set_role(actor, one.id, chosen)
            form_kit.flash(PLACE, f"{one.name} is {chosen} now.")
    account = ways.container(horizontal=True)
    if one.active and account.button("New password", key=f"password-{one.id}", type="tertiary", help=FORGOT):
        inviting_page.keep(forgotten.link_for(actor, one.id))
        st.rerun()
    label = "Close the account" if one.active else "Open it again"
    if account.button(label, key=f"account-{one.id}-{one.active}", type="tertiary"):
        said = "closed: they are signed out everywhere" if one.active else "open again"
        membership.set_active(actor, one.id, not one.active)
        form_kit.flash(PLACE, f"The account of {one.name} is {said}.")


def membership_of(actor: Person, group: Group) -> None:
    """Whether the centre is a member, and what leaving means."""
    if group.centre is None or actor.role is not Role.ADMIN:
        return
    if not group.active:
        st.info("This centre has left. Nobody of it can sign in, and nothing of it is shown.")
        if st.button("It is a member again", key=f"back-{group.centre}"):
            membership.set_centre_active(actor, group.centre, True)
            form_kit.flash(PLACE, f"{group.name} is a member again.")
        return
    with st.popover("This centre leaves the collaborative", icon=":material/logout:"):
        st.markdown(
            "Nobody of it can sign in any more. Its stories, its resources with their files, and what it uses "
            "are shown to nobody. Nothing is deleted: all of it is back when the centre is."
        )
        if st.button("Yes, it leaves", key=f"leave-{group.centre}", type="primary"):
            membership.set_centre_active(actor, group.centre, False)
            form_kit.flash(PLACE, f"{group.name} has left.")


def add_centre(actor: Person) -> None:
    st.subheader("Add a centre")
    with form_kit.form("centre", border=True):
        name = st.text_input("The hospital’s name, as its members write it", max_chars=120)
        sent = st.form_submit_button("Add this centre", icon=":material/add_home:")
    if sent:
        with door_page.said_here():
            membership.add_centre(actor, name)
            form_kit.empty("centre")
            form_kit.flash(PLACE, f"{name} is a member. Invite its lead next.")


def first_steps(actor: Person, way: bool = False) -> None:
    """What makes an empty collaborative one, while anything of it is left to do; nothing for others than an admin.

    way: with a link to the page on which they are done.
    """
    steps = membership.first_steps(actor) if actor.role is Role.ADMIN else ()
    if all(one.done for one in steps):
        return
    with st.container(border=True):
        st.markdown("**First steps of your collaborative**")
        for number, one in enumerate(steps, 1):
            mark = ":material/check_circle:" if one.done else ":material/radio_button_unchecked:"
            st.markdown(f"{mark} {number}. {one.words}")
        if way:
            link("people", "Centres and people", ":material/badge:")


def overview(found: Sequence[Group], accepted: Collection[str]) -> None:
    """All centres from A to Z, with their leads. accepted: those that accepted the data-sharing statement of now."""
    st.subheader("All centres")
    st.table(
        [
            {
                "Centre": escape(one.name),
                "Lead": escape(", ".join(one.leads)) or "none yet",
                "Accounts": sum(person.active for person in one.people),
                "Accepted data sharing": "yes" if one.name in accepted else "not yet",
                "Member": "yes" if one.active else "has left",
            }
            for one in found
            if one.centre is not None
        ]
    )


def _needs_lead(group: Group) -> bool:
    return group.centre is not None and group.active and not group.leads
