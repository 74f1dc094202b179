"""What a reader takes to a slide, a poster or a mail: the picture, the numbers as seen, the link and the sentence."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import streamlit as st

from mist_dash.actions import share, stories, themes
from mist_dash.actions.themes import View
from mist_dash.core import months, words
from mist_dash.core.errors import NotFound
from mist_dash.core.people import Deed, Person, may
from mist_dash.exports.points import points
from mist_dash.exports.slides.pptx import pptx_of_view
from mist_dash.ui import access
from mist_dash.ui.parts import picture


def show(view: View, actor: Person) -> None:
    """In one menu beside the filters; nothing where there is nothing to take."""
    if view.control is None or view.series is None or view.change is None:
        return
    with st.popover("Take along", icon=":material/download:", type="tertiary", key="take-along"):
        picture.take(view, actor.centre_name)
        name, who, query = f"{view.measure.id}-{view.area}".lower().replace(" ", "-"), access.later(), view.query
        st.download_button(
            "These points, with limits and signals (CSV)",
            lambda: _points(themes.see(who(), query)),
            f"{name}.csv",
            "text/csv",
            on_click="ignore",
            key="take-points",
        )
        if may(actor, Deed.TELL_STORY, actor.centre) and view.measure.kind != "ratio" and not view.theme.hide_small:
            st.download_button(
                "A slide whose chart can be edited (PowerPoint)",
                lambda: _slide(who(), view),
                f"{name}.pptx",
                on_click="ignore",
                key="take-slide",
            )
        if not view.query.hides:
            st.download_button(
                "All numbers of this theme, to be sent again (CSV)",
                lambda: share.export(who(), view.theme.id),
                f"{view.theme.id}.csv",
                "text/csv",
                on_click="ignore",
                key="take-numbers",
            )
        st.caption("Link and sentence, with a button that copies them:")
        st.code(f"{view.headline.text}. {_sentences(view)}\n{_link(view)}", language=None, wrap_lines=True)


def _slide(actor: Person, view: View) -> bytes:
    frozen, definition = stories.freeze(actor, view.query), view.theme.definition
    if frozen is None:
        raise NotFound("There is no chart of these numbers to put on a slide.")
    about = f"{view.measure.definition} {definition.name}, version {definition.version}."
    return pptx_of_view(frozen, actor.centre_name, view.headline.text, about)


def _points(view: View) -> bytes:
    assert view.control is not None and view.change is not None and view.series is not None
    definition = view.theme.definition
    first, last = months.say(view.series.months[0]), months.say(view.series.months[-1])
    about = [
        ("Measure", f"{view.theme.short}: {view.measure.title}"),
        ("Value", view.control.unit),  # of what is drawn: for a rare event not the measure's rate, but the time between
        ("Area", view.area),
        ("Months", f"{first} to {last}"),
        ("Headline", view.headline.text),
        ("Sentence", _sentences(view)),
        ("Chart", f"{view.control.title}. {view.control.reason}"),
        ("Centre line", words.picture.baseline(view.control.baseline) if view.control.baseline else "Of all points"),
        ("Definition", f"{definition.name}, version {definition.version}. {view.measure.definition}"),
        ("Source", definition.source),
    ]
    return points(view.control, view.events, about)


def _sentences(view: View) -> str:
    """Since when, with its range, and this year beside the one before: as the page says both."""
    assert view.change is not None and view.series is not None
    return f"{words.since.whole(view.since, view.series)} {words.say(view.change)}".strip()


def _link(view: View) -> str:
    """The address of this very view, as the browser knows this place."""
    title = next(area.title for area in view.theme.areas if area.name == view.area)
    filters = urlencode({"measure": view.measure.title, "area": title}, quote_via=quote)
    base = "/".join(str(st.context.url or "").split("/")[:3])
    return f"{base}/{view.theme.id}?{filters}"
