"""Stories, resources, questions and figures become slides: the few words that can be read from the back of a room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from mist_dash.core.catalogue import Theme
from mist_dash.core.events import Event
from mist_dash.core.finding import Finding, say_to_others
from mist_dash.core.freezing import Frozen
from mist_dash.core.meeting import PlannedSlide, PooledFigure, Slide, SlideKind, SlideLine, WhoElse, WhoElseBar
from mist_dash.core.resources import Resource
from mist_dash.core.room import PROMISE_STATES, Card
from mist_dash.core.since_last import SinceLast
from mist_dash.core.stories import Story
from mist_dash.core.threads import Post
from mist_dash.core.words.nouns import counted, singular
from mist_dash.core.words.together import verdict

LONGEST_LINE = 240  # characters that fit on a slide at a size that can be read
BESIDE = 150  # characters, of what is told beside what a chart says
LOBBY, PROMISES, ROOM, CLOSE, OWN = "lobby", "promises", "room", "close", "ours-"
WHOM = "Whom to ask: "
FIXED: tuple[SlideKind, ...] = ("lobby", "promises", "room", "close")


@dataclass(frozen=True)
class Offer:
    """Something that could stand on a slide, as much of it as may be known.

    centres: those whose lead has not agreed yet, by their ids; empty where all have, or nobody has to.
    shown: whether it may be put in now. new: the day since when it is there.
    """

    slide: Slide
    centres: tuple[int, ...] = ()
    shown: bool = True
    new: date | None = None


def key_of(kind: str, id: object) -> str:
    """An id within a meeting, safe in an address."""
    return f"{kind}-{id}".replace(" ", "-").lower()


def of_story(story: Story, theme: Theme, held: str = "") -> Slide:
    """In three presses: what changed, what came, what did not work and whom to ask. Without numbers it has no less.

    held: whether it still holds by later numbers, where its centre lets that be said.
    """
    chart, area = story.frozen, next((one.title for one in theme.areas if one.name == story.area), "")
    # What the chart says is never cut: its last words are how far it could be chance.
    came = f"{chart.sentence} {shortened(story.found, BESIDE)}" if chart else shortened(story.found)
    asked = f"{WHOM}{story.contact or story.centre_name}"
    failed = shortened(story.not_worked) or "Nothing that they know of."
    return Slide(
        "story",
        story.title,
        key_of("story", story.id),
        (
            SlideLine("What changed", shortened(story.did)),
            SlideLine("What came", came),
            SlideLine("What did not work", f"{failed} {asked}"),
        ),
        chart,
        story.centre_name,
        minutes=5,
        theme=story.theme,
        source="; ".join(filter(None, (_source_of(chart, theme), held)))
        if chart
        else ", ".join(filter(None, (theme.short, area))),
    )


def of_resource(resource: Resource) -> Slide:
    lines = (
        SlideLine("Aim", resource.aim),
        SlideLine("How", resource.implementation),
        SlideLine("Challenges", resource.challenges),
        *(SlideLine("", element) for element in resource.elements[:6]),
    )
    said = tuple(SlideLine(line.head, shortened(line.text)) for line in lines if line.text)
    licence = f", {resource.licence}" if resource.licence else ""
    source = f"{resource.kind.capitalize()}, version {resource.latest.number}{licence}, {resource.latest.added:%B %Y}"
    key = key_of("resource", resource.id)
    return Slide("resource", resource.title, key, said, None, resource.centre_name, theme=resource.theme, source=source)


def of_question(post: Post) -> Slide:
    """What somebody asked: their centre's name and never their own."""
    said = (SlideLine("", shortened(post.text)),)
    key = key_of("question", post.id)
    return Slide("question", post.title, key, said, None, post.centre_name or None, minutes=4, theme=post.theme)


def of_own_question(planned: PlannedSlide) -> Slide:
    return Slide("question", planned.title, planned.key, minutes=4, choices=planned.choices, leaves_room=True)


def of_findings(
    found: Sequence[Finding], chart: Frozen | None, theme: Theme, centre: int, name: str, last: SinceLast | None = None
) -> Slide:
    """What one centre lets be told of its own past: its longest time without, or since when it has been better.

    last: the time since the last event in the series of the first, which is told first where it is the longest yet.
    """
    said = [say_to_others(one, theme) for one in found]
    since = found[0].since
    if last and last.last and last.longest_yet and not last.unknown and found[0].kind != "quiet":
        since, said = last.last, [_longest(found[0], theme, last), *said]
    chart = replace(chart, marked=since) if chart else None
    lines = tuple(SlideLine("", one) for one in said[1:4])
    source = _source_of(chart, theme) if chart else theme.short
    return Slide(
        "without", said[0].rstrip("."), key_without(theme, centre), lines, chart, name, theme=theme.id, source=source
    )


def _longest(finding: Finding, theme: Theme, last: SinceLast) -> str:
    """ "ICU: 14 months since the last infection, the longest yet"."""
    area = next((one.title for one in theme.areas if one.name == finding.area), finding.area)
    events = singular(theme.measure(finding.measure).events)
    return f"{area}: {counted(last.months or 0, 'months')} since the last {events}, the longest yet"


def key_without(theme: Theme, centre: int) -> str:
    return key_of("without", f"{theme.id}-{centre}")


def about_to_tell(theme: Theme, centre: int, name: str) -> Slide:
    """The same before its lead agreed: that there is something to tell, and no more."""
    return Slide(
        "without", f"{theme.short}: something to tell", key_without(theme, centre), centre=name, theme=theme.id
    )


def of_uses(theme: Theme, intervention: str, place: int, bars: Sequence[WhoElseBar], drawn: date) -> Slide:
    """Who uses an intervention, by name. place: of the intervention in the catalogue."""
    by_name = tuple(sorted(bars, key=lambda bar: (bar.centre, bar.start)))
    return Slide(
        "who else",
        f"Who else uses {intervention}?",
        key_of("who else", f"{theme.id}-{place}"),
        figure=WhoElse(intervention, by_name, drawn),
        theme=theme.id,
        source=f"{theme.short}, as marked by the centres that agreed to be named, A to Z",
    )


def bar(centre: str, event: Event) -> WhoElseBar:
    return WhoElseBar(centre, event.start, event.stop, event.pauses)


def of_together(theme: Theme, figure: PooledFigure, improved: Sequence[str], share: bool) -> Slide:
    """The collaborative's own figure, as everybody may see it: so it may leave the room as well.

    improved: of each area, how many centres did better than in their own year before.
    """
    key, areas = key_of("together", theme.id), figure.areas
    title = verdict([(one.area, one.periods) for one in areas], figure.events, share)
    source = "All contributing centres added up, rounded, with the 95% range. Nobody’s own number is in it."
    where = f", {areas[0].area}" if len(areas) == 1 else ""
    lines = (SlideLine("" if where else one.area, said) for one, said in zip(areas, improved, strict=True) if said)
    said = (SlideLine("", f"{figure.title}{where}: {figure.unit}"), *lines)
    return Slide("together", title, key, said, figure, leaves_room=True, theme=theme.id, source=source)


def lobby(title: str, day: date) -> Slide:
    said = (SlideLine("", f"{day:%A} {day.day} {day:%B %Y}"),)
    return Slide("lobby", title, LOBBY, said, leaves_room=True, minutes=3)


def promises(cards: Sequence[Card]) -> Slide:
    """Each promise with what became of it, those that were kept first; nobody is counted."""
    order = list(PROMISE_STATES)
    by_state = sorted(cards, key=lambda card: (card.state != "kept", order.index(card.state), card.centre_name))
    said = tuple(SlideLine(card.state, promise(card)) for card in by_state)
    title = "What we promised each other" if said else "No promises yet: make the first one today"
    return Slide("promises", title, PROMISES, said, minutes=5)


def room() -> Slide:
    return Slide("room", "Ask, offer, will try", ROOM, minutes=10)


def close() -> Slide:
    said = (SlideLine("", "Your promises stand on your centre’s own page, and open the next meeting."),)
    return Slide("close", "Thank you. See you next time.", CLOSE, said, leaves_room=True, minutes=1)


def bare(slide: Slide) -> Slide:
    """As much as may be known before its centre agreed: what it is about, and whose it is."""
    return replace(slide, said=(), figure=None, source="", choices=())


def shortened(text: str, most: int = LONGEST_LINE) -> str:
    """The first words of a text on one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def promise(card: Card) -> str:
    due = f" (by {card.due.day} {card.due:%B %Y})" if card.due else ""
    return f"{card.centre_name}: {card.text}{due}"


def _source_of(chart: Frozen, theme: Theme) -> str:
    area = next((one.title for one in theme.areas if one.name == chart.area), chart.area)
    return f"{chart.title}, {area}, as it was on {chart.drawn.day} {chart.drawn:%B %Y}"
