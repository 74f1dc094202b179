"""Results become sentences in plain British English. What a result is, is decided elsewhere."""

from mist_dash.core.words import path, picture, profile, since
from mist_dash.core.words.change import rates, say
from mist_dash.core.words.chart import describe, incomplete, latest

__all__ = ["describe", "incomplete", "latest", "path", "picture", "profile", "rates", "say", "since"]
