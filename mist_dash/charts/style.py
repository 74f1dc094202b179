"""What colours and shapes mean, on a light and on a dark screen, and the layout that every figure shares."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape, unescape
from re import sub
from typing import Any

Figure = dict[str, Any]
CLEAR = "rgba(0,0,0,0)"


@dataclass(frozen=True)
class Palette:
    """Colours by what they mean. Chosen by the screen's theme; paper and slides are always light."""

    paper: str
    ink: str  # headline, numbers, chosen things
    muted: str  # words beside numbers, axis text
    reference: str  # limits, centre line, expected
    data: str  # the centre's own points: the strongest thing in a plot
    better: str
    concern: str
    unusual: str  # neither good nor bad
    ribbon: str  # an intervention while it ran
    on_ribbon: str
    band: str  # the months in which a change may have begun
    unsent: str  # months without numbers: shaded, never zero
    hairline: str
    within: str  # between the limits
    since: str  # the time since the last event


LIGHT = Palette(
    paper="#FFFFFF",
    ink="#17202B",
    muted="#52606D",
    reference="#8793A1",
    data="#33424F",
    better="#0B6BB8",
    concern="#B84A00",
    unusual="#6E4AA3",
    ribbon="#CFE3F5",
    on_ribbon="#1E4E79",
    band="#E6F0F9",
    unsent="#EFE6D6",
    hairline="#D5DDE6",
    within="rgba(135,147,161,0.12)",
    since="#8FA3B5",
)
DARK = Palette(
    paper="#12181F",
    ink="#EEF2F6",
    muted="#A9B4C0",
    reference="#6B7785",
    data="#C9D4DF",
    better="#5CB2F5",
    concern="#FF9A4D",
    unusual="#B99AF0",
    ribbon="#1F486C",
    on_ribbon="#D6E8F8",
    band="#1B2E40",
    unsent="#3B3427",
    hairline="#38444F",
    within="rgba(107,119,133,0.18)",
    since="#5F7387",
)
OVER: Figure = {"xref": "paper", "yref": "paper", "yshift": 18}  # where a unit stands, at the plot's upper left
SHEET = 1200  # pixels of a picture that is kept
PALETTES: dict[str, Palette] = {"light": LIGHT, "dark": DARK}
TEXT = 14  # pixels; nothing in a chart is smaller
LETTER = 6.2  # pixels of a letter of that size, as a rule
GROWN = 16 / 14  # times as large as letters are on a large screen: style.css makes them so
SLIDE_LETTER = 7.0  # of one on a slide, which is in Arial
# Pixels that a picture has at least, on screens of each kind; SLIDE is a slide on a 4:3 one.
PHONE, SLIDE, TABLET, LAPTOP, BIG = 340, 460, 700, 960, 1500

USUAL, IMPROVEMENT, CONCERN, NEUTRAL, LIMIT = LIGHT.data, LIGHT.better, LIGHT.concern, LIGHT.unusual, LIGHT.reference
# Blues to browns in steps of lightness, so that neighbours differ without hue; never red beside green.
BANDS = ("#cfe1f2", "#9cc4e4", "#6aa3d0", "#3f7fb5", "#f0d9b5", "#e2b36f", "#cb8a35", "#9c6220", "#5e3a12")


@dataclass(frozen=True)
class Mark:
    """How a meaning looks: its shape, its size, and its words. Its colour is the palette's."""

    shape: str
    size: int
    words: str


MARKS = {
    "common cause": Mark("circle", 7, "as chance brings"),
    "improvement": Mark("triangle-up", 11, "unusual: better"),
    "concern": Mark("diamond", 11, "unusual: worse"),
    "neutral": Mark("square", 10, "unusual: neither better nor worse"),
}


def meaning(variation: str) -> str:
    """ "improvement low" as "improvement": what the colour is chosen by."""
    return next(name for name in MARKS if variation.startswith(name.split()[0]))


def colour(meaning: str, palette: Palette) -> str:
    """The colour of one of `MARKS`."""
    named = {"improvement": palette.better, "concern": palette.concern, "neutral": palette.unusual}
    return named.get(meaning, palette.data)


def layout(height: int, palette: Palette = LIGHT, **more: Any) -> Figure:
    """The frame of a figure: transparent, calm, with nothing to drag."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"size": TEXT, "color": palette.muted},
        "hoverlabel": {
            "align": "left",
            "font": {"size": TEXT, "color": palette.ink},
            "bgcolor": palette.paper,
            "bordercolor": palette.reference,
        },
        "showlegend": False,
        "dragmode": False,
        "modebar": {"bgcolor": CLEAR, "color": palette.reference, "activecolor": palette.data},  # it keeps a picture
        "template": {"layout": {}},  # the page fills it with its own fonts and colours; plotly's is 4 kB a figure
        **more,
    }


def axis(palette: Palette = LIGHT, **more: Any) -> Figure:
    return {
        "showgrid": False,
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
        "tickangle": 0,  # words turned sideways are not read
        "ticks": "outside",
        "tickcolor": palette.reference,
        "tickfont": {"size": TEXT, "color": palette.muted},
        "linecolor": palette.reference,
        "showline": True,
        **more,
    }


def plain(typed: str) -> str:
    """What a person typed, as text: plotly would take a mark in it for a link or for bold."""
    return escape(typed, quote=False)


def wide(words: str) -> float:
    """Pixels that words take, about: without their marks, the longest of their lines."""
    lines = unescape(sub(r"<(?!br)[^>]*>", "", words)).split("<br>")
    return LETTER * max(map(len, lines))


def text(words: str, x: float | str, y: float | str, colour: str, **more: Any) -> Figure:
    """Words in a figure, without an arrow and unclipped."""
    return {
        "text": words,
        "x": x,
        "y": y,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "font": {"size": TEXT, "color": colour},
        **more,
    }


CONFIG = {
    "displaylogo": False,
    "displayModeBar": "hover",
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "png", "scale": 3, "filename": "mist-dash-chart"},
}
