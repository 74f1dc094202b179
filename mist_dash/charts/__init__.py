"""Results become figures. Colours have a meaning and a shape beside it; nothing here knows the database or the page."""

from mist_dash.charts.card import card
from mist_dash.charts.change import change
from mist_dash.charts.companion import companion
from mist_dash.charts.control import control
from mist_dash.charts.just_sent import just_sent
from mist_dash.charts.paper import paper
from mist_dash.charts.path import path
from mist_dash.charts.profile import harmed, profile
from mist_dash.charts.slide import slide
from mist_dash.charts.strips import Strip
from mist_dash.charts.timeline import timeline
from mist_dash.charts.together import go_live, pooled
from mist_dash.charts.uses import uses

__all__ = [
    "Strip",
    "card",
    "change",
    "companion",
    "control",
    "go_live",
    "harmed",
    "just_sent",
    "paper",
    "path",
    "pooled",
    "profile",
    "slide",
    "timeline",
    "uses",
]
