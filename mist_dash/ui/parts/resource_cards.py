"""Resources as rows and as a page: the headings, the file, the versions, and which centre does what with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from mist_dash.actions import catalogue, resources
from mist_dash.core.bundles import ElementPair
from mist_dash.core.people import Deed, Person, may
from mist_dash.core.resources import HEADINGS, USE_STATES, Resource, ResourceUse, UseState, Version
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import escape
from mist_dash.ui.parts.pieces import row as beside

USE = "use"
SAID: dict[UseState, str] = {"trying": "is trying it", "kept": "kept it", "adapted": "adapted it", "stopped": "stopped"}


def row(resource: Resource) -> None:
    """One resource in short, with its file and the way to its page."""
    with st.container(border=True):
        text, ways = beside()
        with text:
            st.markdown(f"**{escape(resource.title)}**")
            st.caption(escape(" · ".join(filter(None, (facts(resource), resource.licence, resource.aim)))))
            flag(resource)
        with ways:
            link("resource", "More", ":material/arrow_forward:", id=str(resource.id))
            get(resource.latest)


def facts(resource: Resource) -> str:
    return f"{resource.kind.capitalize()} of {resource.centre_name}, version {resource.latest.number}"


def flag(resource: Resource) -> None:
    """Says so when the day on which its owners wanted to look again has passed, or another stands in its place."""
    if resource.review and resource.out_of_date(date.today()):
        st.badge(
            f"Was due for review on {resource.review:%d %B %Y}",
            icon=":material/schedule:",
            color="orange",
            width="content",
        )
    if newer := resource.superseded_by:
        link("resource", f"Superseded by {escape(newer.title)}", ":material/update:", id=str(newer.id))


def get(version: Version) -> None:
    """The file, which a route hands out after asking leave again; or the link."""
    if version.url:
        st.link_button("Open", version.url, icon=":material/open_in_new:", help="Leaves MiST Dash.")
    else:
        st.link_button(
            version.kind.upper(),
            f"/file/{version.id}",
            icon=":material/download:",
            help=f"{version.file_name}, {max(1, version.size // 1024):,} KB",
        )


def whole(resource: Resource) -> None:
    """One resource with its versions and who uses it, for members."""
    st.title(escape(resource.title))
    if resource.public:
        st.badge("Open to everybody", icon=":material/public:", color="gray", width="content")
    about(resource)
    if resource.elements:
        link(
            "compare",
            "Compare with another bundle",
            ":material/compare_arrows:",
            one=str(resource.id),
            theme=catalogue.theme(resource.theme).short,
        )
    versions(resource.versions)
    uses(resource.uses)


def about(resource: Resource, level: str = "###") -> None:
    """What it is, its file, and its headings: the part that may be open to all. level: of the headings."""
    theme = catalogue.theme(resource.theme)
    areas = (area.title for area in theme.areas if area.name in resource.areas)
    tags = (facts(resource), theme.short, *areas, *resource.interventions, resource.licence)
    st.caption(escape(" · ".join(filter(None, tags))))
    flag(resource)
    get(resource.latest)
    for name, title in HEADINGS.items():
        if text := getattr(resource, name):
            st.markdown(f"{level} {title}")
            st.markdown(escape(text))
    if older := resource.supersedes:
        link("resource", f"It supersedes {escape(older.title)}", ":material/history:", id=str(older.id))
    if resource.elements:
        st.markdown(f"{level} Elements")
        st.markdown("\n".join(f"{n}. {escape(element)}" for n, element in enumerate(resource.elements, 1)))


def versions(found: Sequence[Version]) -> None:
    """Each version with what changed; the newest supersedes the others."""
    if len(found) < 2:
        return
    st.subheader("Versions")
    for version in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            over = f", supersedes version {version.number - 1}" if version.number > 1 else ""
            changed = f": {escape(version.changed)}" if version.changed else ""
            st.markdown(f"**Version {version.number}** ({version.added:%d %B %Y}{over}){changed}")
            get(version)


def uses(found: Sequence[ResourceUse]) -> None:
    """Who tries it, in alphabetical order, and why some stopped: that is worth as much."""
    st.subheader("Who tries it")
    if not found:
        st.markdown("Nobody has said so yet.")
    for use in found:
        day = use.since if use.state == "trying" else use.changed
        why = f": {escape(use.why)}" if use.why else ""
        st.markdown(f"- {escape(use.centre_name)} {SAID[use.state]}, since {day:%B %Y}{why}")


def our_use(actor: Person, resource: Resource) -> None:
    """The form by which a centre says that it tries, kept, adapted or stopped it. The start stands on its charts."""
    if resource.centre == actor.centre or not may(actor, Deed.USE_RESOURCE, actor.centre):
        return
    ours = next((use for use in resource.uses if use.centre == actor.centre), None)
    theme = catalogue.theme(resource.theme)
    areas = {"": "Every area"} | {area.name: area.title for area in theme.areas}
    st.subheader("And you?")
    form_kit.flashed(USE)
    with form_kit.form(USE, border=True):
        states = list(USE_STATES)
        state = st.radio(
            "What do you do with it?", states, format_func=USE_STATES.get, index=states.index(ours.state) if ours else 0
        )
        area = "" if ours else st.selectbox("Where", list(areas), _where(resource, areas), areas.get)  # type: ignore[arg-type]
        since = st.date_input("Since", value=date.today(), max_value=date.today(), format="DD/MM/YYYY")
        why = st.text_input("Why, or what you changed (needed if you stopped)", max_chars=1000)
        confirmed = form_kit.confirmed(USE)
        sent = st.form_submit_button("Say so", type="primary")
    if sent:
        outcome = resources.use(actor, resource.id, state or "trying", since, why, area or "", confirmed)
        form_kit.answer(USE, outcome, "Noted. Its start stands on your charts, and others see that you try it.")
    if ours:
        where = {"area": areas[resource.areas[0]]} if len(resource.areas) == 1 else {}
        link(theme.id, "See it on your chart", ":material/show_chart:", **where)


def _where(resource: Resource, areas: Mapping[str, str]) -> int:
    """The place in the list of the only area to which a resource belongs; else that of every area."""
    return list(areas).index(resource.areas[0]) if len(resource.areas) == 1 and resource.areas[0] in areas else 0


def comparison(one: Resource, other: Resource, pairs: Sequence[ElementPair]) -> None:
    """Element beside element: both, only the one, only the other."""
    left, right = (escape(f"{bundle.title} ({bundle.centre_name})") for bundle in (one, other))
    right = right if right != left else f"{right}, the other"  # two columns of one name would be one
    st.table([{left: escape(a or "–"), right: escape(b or "–"), "Who has it": _in(a, b, one, other)} for a, b in pairs])


def _in(a: str | None, b: str | None, one: Resource, other: Resource) -> str:
    return "both" if a and b else f"only {escape((one if a else other).centre_name)}"
