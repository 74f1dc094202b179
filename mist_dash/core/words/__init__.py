"""Results become sentences in plain British English. What a result is, is decided elsewhere."""

from mist_dash.core.words import path, picture, plain, profile, since
from mist_dash.core.words.change import say
from mist_dash.core.words.chart import describe, incomplete, latest, still_open
from mist_dash.core.words.figures import rates

__all__ = [
    "describe",
    "incomplete",
    "latest",
    "path",
    "picture",
    "plain",
    "profile",
    "rates",
    "say",
    "since",
    "still_open",
]
