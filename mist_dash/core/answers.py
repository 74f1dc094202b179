"""What headline, table and picture leave open of a clinician's questions becomes short answers, or why there is none.

Better, where and chance are always said there. Since when, what did we change, anybody else, and how long since the
last are said here where they are not. Centres are counted, never named.
"""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.catalogue import WHOLE
from mist_dash.core.control import Picture
from mist_dash.core.events import Event
from mist_dash.core.series import Series
from mist_dash.core.since_last import SinceLast
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words.nouns import counted

Elsewhere = tuple[int, Event]  # another centre, and what it uses or used
OpenAnswer = tuple[str, str]  # question, answer
ELSE = "Anybody else?"  # of which what others share tells more
NOBODY = "no other centre yet; see what they share"
NO_VERDICT: OpenAnswer = (
    "Better? Since when? Chance? Since the last?",
    "bars by year are counted, and no trend in them is judged",
)
NO_LAST = {"proportion": "a share", "value": "a level", "ratio": "a ratio"}  # of which no last one is known
NO_CHANGE = {"value": "people set this level: its steps are in the picture", "ratio": "a ratio is shown, not judged"}


def answers(
    series: Series,
    since: SinceWhen,
    last: SinceLast,
    picture: Picture,
    events: Sequence[Event],
    elsewhere: Sequence[Elsewhere],
) -> tuple[OpenAnswer, ...]:
    """events: the own ones over this area. elsewhere: others' interventions over it."""
    found = (
        ("Since when?", _since_when(series, since, events)),
        ("How long since the last?", "" if picture == "timeline" else _how_long(series, last)),
        *around(events, elsewhere, drawn=picture != "rolling"),
    )
    return tuple((question, answer) for question, answer in found if answer)


def around(
    events: Sequence[Event], elsewhere: Sequence[Elsewhere], drawn: bool = False
) -> tuple[OpenAnswer, OpenAnswer]:
    """What we changed, and whether anybody else did: what can be said of a view without a chart, too.

    drawn: the picture shows the own interventions.
    """
    own = [event for event in events if event.kind == "intervention"]
    said = "; ".join(f"{event.name}, {dated.brief(event)}" for event in own) or "nothing marked here yet"
    return ("What did we change?", "" if own and drawn else said), (ELSE, _others(own, elsewhere))


def over(area: str, elsewhere: Sequence[Elsewhere]) -> tuple[Elsewhere, ...]:
    """Those in this area; in the whole hospital, those of every area."""
    return tuple(one for one in elsewhere if area == WHOLE or one[1].area in ("", area))


def _since_when(series: Series, since: SinceWhen, events: Sequence[Event]) -> str:
    """Empty where the first row of the table says it."""
    if since.direction:
        return ""
    if since.p is None:
        return NO_CHANGE.get(series.kind, "too little to say yet")
    looked = [months.of(event.start) for event in events if event.kind == "looked differently"]
    return f"no lasting change since {months.say(max([series.months[0], *looked]), short=True)}"


def _how_long(series: Series, last: SinceLast) -> str:
    if series.kind in NO_LAST:
        return f"{NO_LAST[series.kind]} has no last one"
    if last.months is None or last.last is None:
        return "none in these months"
    newest = f"the last in {months.say(last.last, short=True)}"
    hole = f" ({last.unknown} of them not sent)" if last.unknown else ""
    return newest if not last.months else f"{counted(last.months, 'months')}{hole}, {newest}"


def _others(own: Sequence[Event], elsewhere: Sequence[Elsewhere]) -> str:
    """ "4 other centres use Bionectors", "3 other centres changed something here", "no other centre has marked ..."."""
    names = {event.name.casefold(): event.name for event in own}
    used = {name: {centre for centre, event in elsewhere if event.name.casefold() == name} for name in names}
    most = max(names, key=lambda name: len(used[name]), default="")
    if most and used[most]:
        return f"{_centres(len(used[most]))} marked {names[most]}, too"
    others = len({centre for centre, _ in elsewhere})
    return f"{_centres(others)} marked a change here" if others else NOBODY


def _centres(how_many: int) -> str:
    return "1 other centre" if how_many == 1 else f"{how_many} other centres"
