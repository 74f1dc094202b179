"""The form that shares a resource, or puts a new version of it on top of the old one."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import resources
from mist_dash.actions.resources import ResourceFile
from mist_dash.core.catalogue import Theme
from mist_dash.core.people import Person
from mist_dash.core.plain_text import listed
from mist_dash.core.resources import HEADINGS, RESOURCE_KINDS, Resource, ResourceDraft
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import pick

FORM = "resource"
HINTS = {
    "aim": "What is it for, in one or two sentences?",
    "implementation": "How did you bring it in?",
    "challenges": "What was hard, and what would you do differently?",
    "lead": "Whom may others ask?",
}
KEPT = (
    "Members can open it; your centre’s lead may let everybody. A picture is kept without what the camera wrote beside "
    "it; names in a document’s own properties stay."
)
TYPES = ["pdf", "docx", "pptx", "xlsx", "png", "jpg", "jpeg"]


def form(actor: Person, theme: Theme, kind: str, before: Resource | None) -> None:
    """What it is, the file or the link, and its headings; then what is missing, or the way to it."""
    if said := form_kit.flashed(FORM):
        link("resource", "See it", ":material/arrow_forward:", id=str(said.id))
    with form_kit.form(FORM):
        offered = _about(actor, theme, kind, before)
        handed = (
            None
            if kind == "link"
            else st.file_uploader(
                "The file: PDF, Word, PowerPoint, Excel or a picture", type=TYPES, max_upload_size=10, help=KEPT
            )
        )
        changed = st.text_input("What changed since the version before?", max_chars=500) if before else ""
        confirmed = form_kit.confirmed(FORM)
        sent = st.form_submit_button("Add this version" if before else "Share it", type="primary")
    if sent:
        file = ResourceFile(handed.name, handed.getvalue()) if handed else None
        if before:
            outcome = resources.renew(actor, before.id, offered, changed or "", file, confirmed)
        else:
            outcome = resources.add(actor, offered, file, confirmed)
        form_kit.answer(FORM, outcome, "Shared. Others find it under Resources, and by the words inside it.")


def _about(actor: Person, theme: Theme, kind: str, before: Resource | None) -> ResourceDraft:
    def old(name: str) -> str:
        return getattr(before, name) if before else ""

    title = st.text_input("Title", old("title"), max_chars=120)
    url = st.text_input("Address", before.latest.url if before else "", max_chars=500) if kind == "link" else ""
    titles = {area.name: area.title for area in theme.areas}
    left, right = st.columns(2)
    areas = left.multiselect("Areas (none: every area)", list(titles), before.areas if before else (), titles.get)  # type: ignore[arg-type]
    used = list(before.interventions) if before else []
    known = list(dict.fromkeys([*(one.name for one in theme.interventions), *used]))
    interventions = right.multiselect("Interventions (optional)", known, used, accept_new_options=True)
    texts = {
        name: st.text_area(f"{heading}: {HINTS[name]}", old(name), max_chars=4000, height=80)
        for name, heading in HEADINGS.items()
    }
    elements = st.text_area(
        "Elements, one a line (optional; with them, bundles can be compared)",
        "\n".join(before.elements) if before else "",
        height=110,
    )
    left, right = st.columns(2)
    licence = left.text_input(
        "Licence",
        old("licence") or "CC BY 4.0",
        max_chars=80,
        help="CC BY 4.0 lets others use and change it, naming you.",
    )
    review = right.date_input(
        "Look at it again on (optional)", value=before.review if before else None, format="DD/MM/YYYY"
    )
    return ResourceDraft(
        theme.id,
        title or "",
        kind,
        tuple(areas),
        tuple(interventions),
        licence=licence or "",
        review=review,
        elements=listed(elements or ""),
        url=(url or "").strip(),
        supersedes=_instead_of(actor, before),
        **{name: text or "" for name, text in texts.items()},
    )


def _instead_of(actor: Person, before: Resource | None) -> int | None:
    """The earlier resource of the own centre in whose place this one stands; None for none."""
    earlier: dict[int | None, str] = {None: "None"}
    earlier |= {one.id: one.title for one in resources.older(actor, before.id if before else None)}
    if len(earlier) == 1:
        return None
    old = before.supersedes.id if before and before.supersedes else None
    return st.selectbox(
        "Does it take the place of an earlier one of yours?",
        list(earlier),
        list(earlier).index(old) if old in earlier else 0,
        earlier.__getitem__,
    )


def choose_theme(titles: dict[str, str], before: Resource | None) -> str:
    """A new version stays in its theme."""
    return before.theme if before else pick("Theme", titles, "theme")


def choose_kind(before: Resource | None) -> str:
    kinds = {kind: kind.capitalize() for kind in RESOURCE_KINDS}
    return before.kind if before else pick("Kind", kinds, "kind")
