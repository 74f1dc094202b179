"""What colours and shapes mean, and the layout that every figure shares. Mid-tones that read on light and on dark."""

from __future__ import annotations

from typing import Any

Figure = dict[str, Any]

USUAL = "#64748b"
IMPROVEMENT = "#2b7bba"
CONCERN = "#d9730d"
NEUTRAL = "#7c5cb0"
LIMIT = "#94a3b8"
BAND = "rgba(148,163,184,0.14)"
BEGUN = "rgba(43,123,186,0.16)"  # the months in which a change may have begun
# Blues to browns in steps of lightness, so that neighbours differ without hue; never red beside green.
BANDS = ("#cfe1f2", "#9cc4e4", "#6aa3d0", "#3f7fb5", "#f0d9b5", "#e2b36f", "#cb8a35", "#9c6220", "#5e3a12")

# meaning -> (colour, shape, words in the legend)
MARKS = {
    "common cause": (USUAL, "circle", "usual variation"),
    "improvement": (IMPROVEMENT, "triangle-up", "unusual: better"),
    "concern": (CONCERN, "diamond", "unusual: worse"),
    "neutral": (NEUTRAL, "square", "unusual: neither better nor worse"),
}


def meaning(variation: str) -> str:
    """ "improvement low" as "improvement": what the colour is chosen by."""
    return next(name for name in MARKS if variation.startswith(name.split()[0]))


def layout(height: int, **more: Any) -> Figure:
    """The frame of a figure: transparent, calm, with nothing to drag."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13},
        "hoverlabel": {"align": "left", "font": {"size": 13}},
        "showlegend": False,
        "dragmode": False,
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": LIMIT, "activecolor": USUAL},  # it keeps a picture
        "template": {"layout": {}},  # the page fills it with its own fonts and colours; plotly's is 4 kB a figure
        **more,
    }


def axis(**more: Any) -> Figure:
    return {
        "showgrid": False,
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
        "ticks": "outside",
        "tickcolor": LIMIT,
        "linecolor": LIMIT,
        "showline": True,
        **more,
    }


CONFIG = {
    "displaylogo": False,
    "displayModeBar": "hover",
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "png", "scale": 3, "filename": "mist-dash-chart"},
}
