"""Pieces that pages are made of. Each shows one thing and returns what the person chose; none asks the database."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mist_dash import charts
from mist_dash.charts.style import LIGHT, TABLET
from mist_dash.core import events as dated
from mist_dash.core import words
from mist_dash.core.answers import ELSE, OpenAnswer
from mist_dash.core.catalogue import Theme
from mist_dash.core.change import Change, YearSide
from mist_dash.core.control import Companion, Control
from mist_dash.core.counts import Profile
from mist_dash.core.errors import NotFound, Problem
from mist_dash.core.events import Event
from mist_dash.core.headline import Headline
from mist_dash.core.lines import Line
from mist_dash.core.people import Person
from mist_dash.core.series import Series
from mist_dash.core.since_when import SinceWhen
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import figure, screen, tables
from mist_dash.ui.parts.figure import PictureSheet

CSS = Path(__file__).with_name("style.css")
_FOUND_LATER = re.compile(r":(?=\S)|@(?=\w)|\bwww(?=\.)", re.I)


def style(narrow: bool = False) -> None:
    """The only CSS, with the colours of the screen's theme. narrow: the page is one column to be read."""
    now = figure.palette()
    named = {"better": now.better, "concern": now.concern, "unusual": now.unusual, "muted": now.muted}
    named |= {"hair": now.hairline, "paper": now.paper, "ink": now.ink}
    colours = "".join(f"--{name}: {colour};" for name, colour in named.items())
    width = "52rem" if narrow else "1600px"
    raw(f"<style>:root {{ {colours} --page: {width}; }} {_css()}</style>")


def raw(html: str) -> None:
    """The only raw HTML. Nothing a person wrote ever goes through here: the words are ours and the catalogue's."""
    st.html(html)


@cache
def _css() -> str:
    return CSS.read_text("utf-8")


def demo_accounts(accounts: Sequence[tuple[str, str, str]]) -> None:
    """Whom a newcomer can be in the demo; nothing in a real collaborative."""
    if not accounts:
        return
    st.subheader("Try the demo")
    st.markdown("Every demo password is **safer-together**.")
    st.table([{"User name": user, "Who": name, "Role": role} for user, name, role in accounts])


def top_line(person: Person, is_demo: bool, sign_out: Callable[[], None]) -> None:
    """In the bar above every page: whether this is the demo, who is signed in, and the way out."""
    with st.container(key="top-line", horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if is_demo:
            st.badge("demo: invented numbers", icon=":material/science:", color="orange", width="content")
        if person.id is not None:
            where = person.centre_name.split(" ")[0] if person.centre_name else "The collaborative"
            with st.popover(f"{escape(where)} · {escape(person.name.split(' ')[0])}", type="tertiary", key="who"):
                st.markdown(f"**{escape(person.name)}**, {person.role}")
                st.caption(escape(person.centre_name or "the collaborative"))
                link("account", "Your account", ":material/manage_accounts:")
                st.button("Sign out", on_click=sign_out, key="sign-out", width="stretch")


def foot(person: Person, contact: str) -> None:
    """On every page: the way to help, and whom to ask."""
    with st.container(key="foot", horizontal=True, vertical_alignment="center"):
        link("help", "Help", ":material/help:")
        if not contact and person.id is None:
            link("join", "Write to the admins", ":material/mail:")
        elif contact or person.centre:
            contact = contact or "your centre’s lead"
            st.caption(f"Whom to ask: {escape(contact)}", width="content")


def row() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Words, and the place for what can be pressed beside them, flush with the right edge."""
    line = st.container(horizontal=True, vertical_alignment="center")
    return line.container(), line.container(horizontal=True, vertical_alignment="center", width="content")


def theme_title(theme: Theme) -> None:
    """A theme's title with its icon, in its own hue: the same in menu, cards and slides."""
    raw(f"<style>:root {{ --hue: {hue(theme)}; }}</style>")
    with st.container(key="theme-title", width="content"):
        st.title(f":material/{theme.icon}: {theme.short}", anchor=False)


def hue(theme: Theme) -> str:
    """The theme's own colour; on dark paper a lighter one."""
    return theme.hue if figure.palette() is LIGHT else f"color-mix(in srgb, {theme.hue} 45%, white)"


def headline(said: Headline) -> None:
    """The finding: the largest thing on the page, with the shape of what it means before it."""
    with st.container(key=f"headline-{said.meaning.split(' ')[0]}{'-down' if said.lower else ''}"):
        st.header(escape(said.text), anchor=False)


def lines(found: Sequence[Line]) -> None:
    """The figures under a headline as a small table; what must be said beside them stands behind an (i)."""
    if not found:
        return
    rows = "".join(f"<tr>{_line_cells(one)}</tr>" for one in found)
    heads = "".join(f"<th>{one}</th>" for one in ("When", "How many", "In how much", "Rate", "Compared"))
    named = '<table class="figures" aria-label="The figures behind it">'
    raw(f"{named}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>")


def answers(found: Sequence[OpenAnswer], learn: Callable[[str], None], key: str = "answers") -> None:
    """What table and picture leave open, in one line between them. learn: a link, under these words, to what others
    share: it is the answer to who else did something."""
    if found:
        with st.container(key=key, horizontal=True, vertical_alignment="center", gap="xxsmall"):
            said = (f"{ask} **{escape(answer)}**" if ask != ELSE else ask for ask, answer in found)
            st.caption("\u2002·\u2002".join(said), width="content")
            if other := dict(found).get(ELSE):
                learn(escape(other))


def _line_cells(one: Line) -> str:
    plain = map(html.escape, (one.when, one.events, one.exposure, one.rate, one.told))
    when, events, exposure, rate, told = plain
    caveats = " ".join(map(html.escape, one.caveats))
    more = (
        f'<details><summary aria-label="More about these figures">i</summary><p>{caveats}</p></details>'
        if caveats
        else ""
    )
    cells = f"<td><b>{events}</b></td><td>{exposure}</td><td><b>{rate}</b></td><td>{told}{more}</td>"
    return f'<th scope="row">{when}</th>{cells}'


def pick(
    label: str,
    titles: Mapping[str, str],
    key: str | None = None,
    where: DeltaGenerator | None = None,
    first: str | None = None,
) -> str:
    """One of the ids in `titles`, shown by its title. With a key, the title stands in the URL as `?key=`.

    Two pages of which one links to the other with filters need different keys: Streamlit drops what the page left
    behind had bound. first: the id chosen before anybody chooses.
    """
    ids = list(titles)
    return (where or st).selectbox(
        label,
        ids,
        index=ids.index(first) if first in ids else 0,
        format_func=lambda id: titles[id],
        key=key,
        bind="query-params" if key else None,
    )


def asked_id(what: str, where: str, name: str = "id") -> int:
    """The id in the URL, which is anybody's text. Raises NotFound when it is none."""
    asked = str(st.query_params.get(name, ""))
    if not asked.isdecimal() or len(asked) > 9:
        raise NotFound(f"Open {what} from {where}: this address names none.")
    return int(asked)


def comparison(change: Change, since: SinceWhen, series: Series) -> None:
    """Since when the own rate changed, where it did; then this year against the year before, and the rates' doubt."""
    found = words.since.say(since, series)
    with st.container(key="sentence"):
        st.markdown(escape(f"{found} {words.say(change)}".strip()), help=words.since.CAUTION if found else None)
        st.caption(escape(words.rates(change)))
        plainly(words.rates(change))


def plainly(*texts: str) -> None:
    """What the terms in these texts mean; nothing where there are none."""
    if plain := words.plain.explained(*texts):
        st.caption(escape(plain))


def year_chart(change: Change, years: Sequence[YearSide], keep: PictureSheet | None = None) -> None:
    """Each year with its range, and the ratio of the last two."""
    alt = f"Each year with its 95% range. {words.say(change)} {words.rates(change)}"
    drawing = partial(charts.change, change, years, width=screen.width())
    figure.show(drawing, alt, "change", partial(tables.years, change, years), keep)


def control_chart(
    control: Control,
    events: Sequence[Event],
    key: str = "control",
    since: SinceWhen | None = None,
    told: str = "",
    keep: PictureSheet | None = None,
) -> None:
    """The chart, why it is this kind of chart, and what it says to somebody who cannot see it."""
    alt = " ".join(filter(None, (told, words.describe(control), dated.said(events))))
    drawing = partial(charts.control, control, events, since, width=min(screen.width(), TABLET))
    figure.show(drawing, alt, key, partial(tables.points, control, events), keep)
    named = words.picture.baseline(control.baseline) + "." if control.baseline else ""
    newest = words.incomplete(control.incomplete)
    plain = words.plain.on_chart(control)
    said = (f"**{control.title}.**", control.reason, control.lost, named, control.note, newest, plain)
    st.caption(" ".join(filter(None, said)))


def companions(control: Control, keep: PictureSheet | None = None) -> None:
    """What belongs beside a chart of this kind, such as the observed and the expected of a ratio."""
    columns = st.columns(len(control.companions) or 1)
    for place, (column, one) in enumerate(zip(columns, control.companions, strict=False)):
        with column:
            st.markdown(f"**{escape(one.title)}**")
            alt = f"{one.title}. {words.latest(one)}"
            own = keep and replace(keep, title=one.title, sentence="")
            figure.show(partial(charts.companion, one), alt, f"companion-{place}", partial(tables.line, one), own)


def rates_only(line: Companion | None, key: str) -> None:
    """Rates that were sent without their counts, as a plain line; nothing where there are none."""
    if line is None:
        return
    st.markdown(f"**{escape(line.title)}, sent as a rate only** ({escape(line.unit)})")
    alt = f"{line.title}. {words.latest(line)}"
    figure.show(partial(charts.companion, line), alt, key, partial(tables.line, line))
    st.caption(
        "It was sent without the counts behind it. Nobody can tell change from chance by a rate alone: it has "
        "no limits and its years are not compared. Send the counts too when you can."
    )


def profile_chart(profile: Profile, title: str, keep: Callable[[str], PictureSheet]) -> None:
    """A sentence; how many a year on the left, and what did harm enlarged beside it."""
    st.markdown(escape(words.profile.say(profile)))
    table = partial(tables.bands, profile)
    left, right = st.columns(2) if profile.harms else (st.container(), None)
    with left:
        st.caption(escape(f"{capital(profile.events)}, a year. {words.profile.pale(profile)}".rstrip(" .")))
        latest = ", ".join(f"{band} {count}" for band, count in zip(profile.bands, profile.counts[-1], strict=True))
        alt = f"{title}, a bar for each year. In {profile.years[-1]}: {latest}."
        figure.show(partial(charts.profile, profile), alt, "profile", table, keep(f"{capital(profile.events)}, a year"))
    if right is not None:
        with right:
            st.caption(f"Of these, with harm ({escape(words.profile.harm(profile))}), enlarged")
            each = ", ".join(f"{year} {count}" for year, count in zip(profile.years, profile.harmed, strict=True))
            alt = f"Those that did harm, a bar for each year: {each}."
            figure.show(
                partial(charts.harmed, profile),
                alt,
                "harmed",
                table,
                keep(f"Of these, with harm ({words.profile.harm(profile)})"),
            )


def profile_table(profile: Profile) -> None:
    st.dataframe(tables.bands(profile), hide_index=True, alt="How many of each kind, year by year.")


def months_table(series: Series) -> None:
    figure.as_rows(tables.by_month(series), "What was sent, month by month.")


def points_table(control: Control, events: Sequence[Event] = ()) -> None:
    st.caption("The points of the chart:")
    figure.as_rows(tables.points(control, events), "The points of the chart.")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def problems(found: Iterable[Problem]) -> None:
    """Everything that is wrong, at once: where, what was found, what was expected, what to do."""
    rows = [
        {
            "Row": problem.row,
            "Where": problem.column,
            "Found": problem.found,
            "Expected": problem.expected,
            "What to do": problem.remedy,
        }
        for problem in found
    ]
    if rows:
        st.table(rows)


def empty(title: str, next_step: str) -> None:
    """An empty place says what to do next."""
    with st.container(border=True):
        st.markdown(f"**{title}**")
        st.write(next_step)


def escape(text: str) -> str:
    """People's text as text: none of it becomes a heading, a link, a colour, an icon or a picture.

    A backslash keeps the parser from a mark. Icons, emoji and bare addresses are found after it, in plain text: a word
    joiner, which nobody sees, stands in their way. Lines lose what indents them, which would make them code.
    """
    lines = "\n".join(line.strip() for line in text.splitlines())
    joined = _FOUND_LATER.sub("\\g<0>\u2060", lines)
    return "".join(f"\\{char}" if char in '\\`*_{}[]()#+-.!|<>~$:^="' else char for char in joined)
