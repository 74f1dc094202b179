"""A figure becomes a sheet of white paper that stands alone: a title, what it shows, the picture, where it comes from.

Plotly's own button makes a PNG of what is on the screen, and of nothing else: so the sheet itself is shown, in the
colours of paper, whatever the theme of the screen.
"""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from mist_dash.charts import style
from mist_dash.charts.style import LIGHT, Figure

EDGE, TITLE, LINE = 32, 30, 22  # pixels round the sheet, of a line of the title, of another line
LETTERS, ABOUT = 76, 140  # of a line of the title; of what it shows
AXIS, LEGEND = 46, 28  # pixels that two lines under an axis take; a legend over the plot
FONT = "Arial, Helvetica, sans-serif"


def paper(
    figure: Figure, title: str, about: str = "", source: str = "", sentence: str = "", warning: str = ""
) -> Figure:
    """`figure`: in the colours of paper. about: measure, area, centre, months. source: whose numbers, and when.

    sentence: what the title says, with its range. warning: what must be said of the numbers themselves.
    """
    layout, margin = figure["layout"], figure["layout"]["margin"]
    lines = wrap(title, LETTERS) or [""]
    told = wrap(sentence, ABOUT)
    said = [(line, LIGHT.ink) for line in told] + [(line, LIGHT.muted) for line in wrap(about, ABOUT) or [""]]
    left = -margin["l"]  # under the title stands all that is left of the plot
    under = max(margin["b"], AXIS)
    legend = LEGEND if layout.get("showlegend") else 0
    over, below = LINE * len(said) + 14 + legend + margin["t"], LINE * (2 if warning else 1) + EDGE
    above = EDGE + TITLE * len(lines) + over
    sheet: dict[str, Any] = {
        **layout,
        "height": layout["height"] + above - margin["t"] + under - margin["b"] + below,
        "margin": {**margin, "l": margin["l"] + EDGE, "r": margin["r"] + EDGE, "t": above, "b": under + below},
        "paper_bgcolor": LIGHT.paper,
        "font": {"family": FONT, "size": style.TEXT, "color": LIGHT.muted},
        "annotations": [
            *layout.get("annotations", ()),
            *(
                _line(f"<b>{style.plain(line)}</b>", (left, 1), above - EDGE - TITLE * place, 24, LIGHT.ink)
                for place, line in enumerate(lines)
            ),
            *(
                _line(style.plain(line), (left, 1), over - LINE * place, 16, colour)
                for place, (line, colour) in enumerate(said)
            ),
            _line(style.plain(source), (left, 0), -under - 10, style.TEXT, LIGHT.muted),
            *(
                [_line(f"<b>{style.plain(warning)}</b>", (left, 0), -under - 10 - LINE, 16, LIGHT.concern)]
                * bool(warning)
            ),
        ],
    }
    return {**figure, "layout": sheet}


def _line(words: str, at: tuple[float, float], shift: float, size: int, colour: str) -> Figure:
    """So many pixels above the plot (or below it). at: pixels from its left edge; its upper or its lower end."""
    where: Figure = {"xref": "paper", "yref": "paper", "yanchor": "top", "yshift": shift, "xshift": at[0]}
    return style.text(words, 0, at[1], colour, **where, font={"size": size, "color": colour})
