"""Stories as cards and as pages: what a centre changed, its own chart as it was then, and what others can take."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from mist_dash.actions import catalogue, learn, themes
from mist_dash.actions.learn import Filters
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.events import Event
from mist_dash.core.freezing import Frozen, FrozenEvent
from mist_dash.core.holding import Holding
from mist_dash.core.people import Deed, Person, may
from mist_dash.core.resources import RESOURCE_KINDS
from mist_dash.core.stories import QUESTIONS, Story
from mist_dash.core.story_figures import figures
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import figure, pieces, resource_cards, tables
from mist_dash.ui.parts.figure import PictureSheet
from mist_dash.ui.parts.pieces import empty, escape, pick

FACTS = 3  # on a card; the story has all of them
WIDEST = 0.62  # share of a row that one of two cards takes
LETTERS, CHART, LEAST = 66, 700, 80  # of a line; instead of which a chart stands; that are worth saying more


def learn_from(actor: Person, theme: Theme) -> None:
    """What others shared in this theme."""
    stories, resources = themes.learn_from(actor, theme.id)
    st.subheader("Learn from others")
    if not stories and not resources:
        empty("Nobody has told a story in this theme yet.", "Yours could be the first: it needs no numbers.")
    cards(stories[:2], learn.still(actor, stories[:2]))
    for resource in resources[:5]:
        resource_cards.row(resource)
    with st.container(horizontal=True):
        link("gallery", "All stories of this theme", ":material/auto_stories:", theme=theme.short)
        link("resources", "All resources of this theme", ":material/folder_open:", theme=theme.short)
        if may(actor, Deed.TELL_STORY, actor.centre):
            link("tell", "Tell a story of your own", ":material/edit_note:", theme=theme.short)


def choose(kinds: bool = False, files: bool = True) -> Filters:
    """What to look for. All of it stands in the URL, so that a link opens the same view.

    kinds: of resources, to choose from. files: whether the search looks into files as well.
    """
    every = {"": "All themes"} | {theme.id: theme.short for theme in catalogue.themes()}
    where = "Words in titles, texts, and inside PDF and Word files" if files else "Words in titles and texts"
    sought = st.text_input("Search", key="words", bind="query-params", max_chars=200, placeholder=where)
    columns = st.columns(4 if kinds else 3)
    theme = pick("Theme", every, "theme", columns[0])
    known = [catalogue.theme(theme)] if theme else list(catalogue.themes())
    areas = {"": "All areas"} | {area.name: area.title for one in known for area in one.areas}
    area = pick("Area", areas, "area", columns[1])
    named = {"": "All interventions"} | {one.name: one.name for theme_ in known for one in theme_.interventions}
    intervention = pick("Intervention", named, "intervention", columns[2])
    titles = {"": "All kinds"} | {kind: kind.capitalize() for kind in RESOURCE_KINDS}
    kind = pick("Kind", titles, "kind", columns[3]) if kinds else ""
    return Filters(theme, area, intervention, kind, sought)


def cards(stories: Sequence[Story], still: Mapping[int, Holding] | None = None) -> None:
    """Stories side by side, in the order given; one alone, as the last may be, takes the whole width."""
    _hues(stories)
    for start in range(0, len(stories), 2):
        pair = stories[start : start + 2]
        widths, rooms = _shared([_letters(story) for story in pair])
        for column, story, room in zip(st.columns(widths), pair, rooms, strict=True):
            with column, st.container(border=True, height="stretch", key=f"story-card-{story.theme}-{story.id}"):
                card(story, (still or {}).get(story.id), room)


def _hues(stories: Sequence[Story]) -> None:
    """Each theme's own colour for the icon of its cards."""
    known = [catalogue.theme(id) for id in sorted({story.theme for story in stories})]
    rules = (f'[class*="st-key-story-card-{theme.id}-"] {{ --hue: {pieces.hue(theme)}; }}' for theme in known)
    pieces.raw(f"<style>{' '.join(rules)}</style>")


def card(story: Story, still: Holding | None = None, room: int = 0) -> None:
    """One story in short: two figures beside the own chart, what was changed in one line, and three facts.

    A story without numbers says more of what was done in their place, and one that is so many letters shorter than the
    one beside it says more of what was found (`room`), so that cards of a row are equally full.
    """
    theme = catalogue.theme(story.theme)
    link("story", escape(story.title), f":material/{theme.icon}:", id=str(story.id))
    st.caption(_where(story))
    if still:
        st.badge(str(still).capitalize(), icon=":material/history:", color="gray", width="content")
    if story.frozen:
        _change(story, theme, story.frozen)
    said = [escape(text) for text in (*_told(story), *_more(story, room))]
    st.markdown("\n\n".join((*said, *(f"**{label}:** {escape(text)}" for label, text in _facts(story)))))


def _told(story: Story) -> list[str]:
    texts = [story.did] if story.frozen else [story.did, story.found]
    return [shortened(text, 140 if story.frozen else 420) for text in texts]


def _more(story: Story, room: int) -> list[str]:
    """Of what it says next, as much as there is room for; nothing where a few words would be cut off at once."""
    found = []
    for text in (story.found, story.means) if story.frozen else (story.means, story.why):
        if text and room > LEAST:
            found.append(shortened(text, room))
            room -= len(found[-1]) + LETTERS
    return found


def _shared(long: Sequence[int]) -> tuple[list[float], list[int]]:
    """How wide each card of a row is, so that all are equally full, and for how many letters more one has room."""
    if len(long) < 2:
        return [1.0], [0]
    widths = [min(max(own / sum(long), 1 - WIDEST), WIDEST) for own in long]
    high = max(own / width for own, width in zip(long, widths, strict=True))
    return widths, [int(high * width - own) for own, width in zip(long, widths, strict=True)]


def _letters(story: Story) -> int:
    """About how many letters' room a card takes: lines of words, and what a chart is as high as."""
    lines = [*_told(story), *(f"{label}: {text}" for label, text in _facts(story))]
    told = sum(LETTERS * (1 + len(line) // LETTERS) for line in lines)
    return told + (max(CHART, 3 * len(story.frozen.sentence)) if story.frozen else 0)


def _change(story: Story, theme: Theme, frozen: Frozen) -> None:
    """The rate before and after, the sentence with its doubt, and the chart as it was."""
    said, drawn = st.columns(2)
    found = figures(frozen, theme.measure(frozen.measure))
    with said:
        pair, told = "", [frozen.sentence]
        if found:
            pair = f"<b>{found.before}</b> <small>before</small> <b>{found.after}</b> <small>after</small>"
            counts = (
                "" if found.counts_before in frozen.sentence else f": {found.counts_before}, then {found.counts_after}"
            )
            told.insert(0, pieces.capital(found.unit) + counts)
        under = "".join(f"<p><small>{html.escape(one)}</small></p>" for one in told)
        pieces.raw(f'<div class="two-figures">{pair}{under}</div>')
    with drawn:
        unit = f"<p><small>{html.escape(frozen.control.unit)}</small></p>"
        pieces.raw(f'<div class="two-figures">{unit}{figure.small(frozen.control, figure.palette())}</div>')
        figure.as_table(partial(tables.points, frozen.control), f"card-{story.id}-table")


def whole(story: Story, still: Holding | None = None, key: str = "story", level: str = "##") -> None:
    """One story with its chart as it was, its four questions, what did not work, and what it shares.

    level: of its title: "#" where it is the page, else one among several.
    """
    heading(story, f"{level} {{}}", still)
    if story.frozen:
        frozen_chart(story.frozen, f"{key}-{story.id}-chart", story)
    for name, question in QUESTIONS.items():
        st.subheader(question)
        st.markdown(escape(getattr(story, name)))
    if story.not_worked:
        st.subheader("What did not work")
        st.markdown(escape(story.not_worked))
    if story.interventions:
        st.markdown(f"**What was changed:** {escape(', '.join(story.interventions))}")
    if story.elements:
        st.subheader("The bundle")
        st.markdown("\n".join(f"- {escape(element)}" for element in story.elements))
    if story.contact:
        st.markdown(f"**Whom to ask:** {escape(story.contact)}")
    if story.resources:
        st.subheader("What they share")
        for resource in story.resources:
            resource_cards.row(resource)


def heading(story: Story, form: str, still: Holding | None) -> None:
    st.markdown(form.format(escape(story.title)))
    st.caption(_where(story))
    if still:
        st.badge(str(still).capitalize(), icon=":material/history:", color="gray", width="content")


def _where(story: Story) -> str:
    """Centre, theme, area and when."""
    when = f"{story.published:%B %Y}" if story.published else story.state
    theme = catalogue.theme(story.theme)
    area = next((area.title for area in theme.areas if area.name == story.area), "")
    return escape(" · ".join(filter(None, (story.centre_name, theme.short, area, when))))


def frozen_chart(frozen: Frozen, key: str, story: Story | None = None) -> None:
    """The sentence and the chart as they were on the day the story was drafted. story: the one that is told."""
    st.markdown(f"### {escape(frozen.sentence)}")
    st.caption(escape(frozen.rates))
    events = [Event(0, "", mark.kind, mark.name, mark.start, mark.stop, "") for mark in frozen.marks]  # type: ignore[arg-type]
    keep = _sheet(story, frozen) if story else None
    pieces.control_chart(frozen.control, events, key, frozen.since, keep=keep)
    st.caption(f"{escape(frozen.title)} in {escape(frozen.area)}, as it was on {frozen.drawn:%d %B %Y}.")


def _sheet(story: Story, frozen: Frozen) -> PictureSheet:
    first, last = (months.say(dot.month) for dot in (frozen.control.dots[0], frozen.control.dots[-1]))
    what = f"{frozen.title} ({frozen.control.unit})"
    about = " · ".join((what, frozen.area, story.centre_name, f"{first} to {last}"))
    return PictureSheet(story.title, about, story.centre_name, f"story-{story.id}")


def shortened(text: str, most: int = 180) -> str:
    """The first words of a text, cut between words."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _facts(story: Story) -> list[tuple[str, str]]:
    """The first three that the story has of what a reader looks for on a card."""
    marks = [mark for mark in story.frozen.marks if mark.kind == "intervention"] if story.frozen else []
    uses = [use for resource in story.resources for use in resource.uses if use.state != "stopped"]
    tried = sorted({use.centre_name for use in uses if use.centre != story.centre})
    shares = [
        f"{one.title} (version {one.latest.number}{', ' + one.licence if one.licence else ''})"
        for one in story.resources
    ]
    facts = [
        ("What was changed", "; ".join(map(_since, marks)) or ", ".join(story.interventions)),
        ("What did not work", shortened(story.not_worked, 140)),
        ("Shared", "; ".join(shares)),
        ("Others who try it", ", ".join(tried)),
        ("Whom to ask", story.contact),
    ]
    return [(label, text) for label, text in facts if text][:FACTS]


def _since(mark: FrozenEvent) -> str:
    return f"{mark.name}, since {months.say(months.of(mark.start), short=True)}"
