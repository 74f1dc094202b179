"""Dated events become the ribbon above a picture: a bar while an intervention really ran, with its words inside.

A bar goes from its start to its stop, with a gap for each pause. What is no intervention is a mark with its words.
"""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.charts import style, time_axis
from mist_dash.charts.board import Board
from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.events import Event

ROW, BAR = 20, 17  # pixels from one row to the next, and of a bar
EDGE = 6  # pixels between words and the end of a bar
NAME = 24  # letters of a name that leave room for its date on a phone


def rows(board: Board, events: Sequence[Event]) -> tuple[Event, ...]:
    """The events that reach onto the board, the interventions first, each in order of its start."""
    begun = {event: _edge(months.of(event.start)) for event in events}
    reach = [event for event in events if bars(board, event) or board.left < begun[event] < board.right]
    return tuple(sorted(reach, key=lambda event: event.kind != "intervention"))


def draw(board: Board, events: Sequence[Event], lines: tuple[float, float]) -> None:
    """Puts the ribbon at the top. lines: from where to where a thin line goes down at each of its dates."""
    shown = rows(board, events)
    for place, event in enumerate(shown):
        _lines(board, event, lines)
        _row(board, event, place * ROW)
    _hovers(board, shown)


def _row(board: Board, event: Event, top: float) -> None:
    for bar in bars(board, event):
        board.box(bar, (top, top + BAR), board.palette.ribbon)
    _words(board, event, top + BAR / 2)


def _words(board: Board, event: Event, y: float) -> None:
    looked = event.kind == "looked differently"
    when = dated.brief(event) if event.kind == "intervention" else months.say(months.of(event.start), short=True)
    most = NAME if board.width < style.TABLET else 2 * NAME
    name = f"changed how we look: {_cut(event.name, most - 7)}" if looked else _cut(event.name, most)
    told = (f"{name}, {event.area or 'everywhere'}, {when}", f"{name}, {when}", name)
    say(board, event, told, y, board.palette.unusual if looked else board.palette.on_ribbon)


def say(board: Board, event: Event, told: Sequence[str], y: float, colour: str) -> None:
    """Words inside the first of its bars that holds them, across no pause and out of no bar; else beside all of them.

    told: the same in fewer and fewer words, of which the fullest that has room is said, or else the last is cut off.
    """
    ran = bars(board, event)
    first, last = (ran[0][0], ran[-1][1]) if ran else (_edge(months.of(event.start)),) * 2
    inside = [(start, board.pixel(end) - board.pixel(start), "left") for start, end in ran]
    beside = [(last, board.plot + board.ends - board.pixel(last), "left"), (first, board.pixel(first), "right")]
    roomy = max(inside + beside, key=lambda place: place[1])
    cut = _cut(told[-1], max(int((roomy[1] - 2 * EDGE) / board.letter), 1))
    held = [
        (words, place)
        for places in (inside, beside)
        for words in told
        for place in places
        if _holds(board, place, words)
    ]
    words, (x, _, end) = held[0] if held else (cut, roomy)
    board.say(style.plain(words), x, y, colour, xanchor=end, xshift=EDGE if end == "left" else -EDGE)


def _holds(board: Board, place: tuple[float, float, str], words: str) -> bool:
    return board.grown * board.letter / style.LETTER * style.wide(style.plain(words)) + 2 * EDGE < place[1]


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip(' ,.')}…"


def bars(board: Board, event: Event) -> list[tuple[float, float]]:
    """From where to where an intervention ran, as places on the board."""
    if event.kind not in ("intervention", "in use"):
        return []
    runs = [
        (_edge(months.of(begun)), board.right if ended is None else _edge(months.of(ended)))
        for begun, ended in dated.stretches(event)
    ]
    longer = [(begun, max(ended, begun + 0.5)) for begun, ended in runs]
    return [(max(a, board.left), min(b, board.right)) for a, b in longer if a < board.right and b > board.left]


def _edge(month: str) -> float:
    """Where a month begins: what happened in it stands after this."""
    return time_axis.at(month) - time_axis.HALF


def _lines(board: Board, event: Event, y: tuple[float, float]) -> None:
    """The first is where it began; later ones, where it paused, went on or stopped, are thinner."""
    days = [day for stretch in dated.stretches(event) for day in stretch if day is not None]
    looked = event.kind == "looked differently"
    colour = board.palette.unusual if looked else board.palette.reference
    for day in days:
        if board.left < (x := _edge(months.of(day))) < board.right:
            dash = "dot" if event.kind == "intervention" else "dash"
            board.line((x, x), y, colour, width=1.2 if day == event.start else 0.7, dash=dash)


def _hovers(board: Board, shown: Sequence[Event]) -> None:
    """Invisible points along each bar, so that pointing at it says the name and the dates."""
    spots = [
        (x, (place + 0.4) * ROW, event)
        for place, event in enumerate(shown)
        for a, b in bars(board, event) or [(_edge(months.of(event.start)),) * 2]
        for x in (a, (a + b) / 2, b)
    ]
    if not spots:
        return
    board.traces.append(
        {
            "x": [x for x, _, _ in spots],
            "y": [y for _, y, _ in spots],
            "yaxis": board.axis,
            "mode": "markers",
            "marker": {"size": 8, "opacity": 0},
            "hovertemplate": "%{text}<extra></extra>",
            "text": [f"<b>{style.plain(event.name)}</b><br>{dated.state(event)}" for _, _, event in spots],
        }
    )
