"""A series becomes a control chart: dots, limits, signals in words, and the reason for the kind of chart.

`draw` is for one series; `limits_of_many` and `signals_of_many` are the same arithmetic for many at once.
"""

from mist_dash.core.control.baseline import baseline_of, can_freeze, known_months, within
from mist_dash.core.control.choice import FEWEST, picture_of
from mist_dash.core.control.drawing import draw
from mist_dash.core.control.grouping import by, grouped, in_periods
from mist_dash.core.control.limits import limits_of_many, plotted
from mist_dash.core.control.model import (
    Baseline,
    Chart,
    Companion,
    Control,
    Dot,
    Picture,
    Rules,
    Signal,
    TwoInThree,
)
from mist_dash.core.control.rules import MDC, RuleSet, signals_of_many
from mist_dash.core.control.verdict import meaning_of

__all__ = [
    "FEWEST",
    "MDC",
    "Baseline",
    "Chart",
    "Companion",
    "Control",
    "Dot",
    "Picture",
    "RuleSet",
    "Rules",
    "Signal",
    "TwoInThree",
    "baseline_of",
    "by",
    "can_freeze",
    "draw",
    "grouped",
    "in_periods",
    "known_months",
    "limits_of_many",
    "meaning_of",
    "picture_of",
    "plotted",
    "signals_of_many",
    "within",
]
