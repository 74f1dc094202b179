"""Results become figures. Colours have a meaning and a shape beside it; nothing here knows the database or the page."""

from mist_dash.charts.change import change
from mist_dash.charts.companion import companion
from mist_dash.charts.control import control, small
from mist_dash.charts.paper import paper
from mist_dash.charts.profile import profile
from mist_dash.charts.slide import slide
from mist_dash.charts.strips import strips
from mist_dash.charts.timeline import Strip, timeline
from mist_dash.charts.together import go_live, pooled

__all__ = [
    "Strip",
    "change",
    "companion",
    "control",
    "go_live",
    "paper",
    "pooled",
    "profile",
    "slide",
    "small",
    "strips",
    "timeline",
]
