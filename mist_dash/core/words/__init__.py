"""Results become sentences in plain British English. What a result is, is decided elsewhere."""

from mist_dash.core.words.change import rates, say

__all__ = ["rates", "say"]
