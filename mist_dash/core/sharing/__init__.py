"""Who may see which number: the one layer that decides, before anything is drawn, said or sent.

Between centres only sums leave, and only so that no two of them can be subtracted: see `pooled`. A number that may not
be shown is not there at all, so that no chart, hover, table, alt text or file can hold it.
"""

from mist_dash.core.sharing.go_live import BeforeAfter, GoLiveSum, add_up_starts, before_and_after
from mist_dash.core.sharing.limits import DEFAULT, Limits, may_be_shown
from mist_dash.core.sharing.pooled import (
    Period,
    PooledYear,
    improved_in_short,
    made_of,
    periods,
    pool,
    pooled_areas,
    pooled_measure,
    say_improved,
)
from mist_dash.core.sharing.small import HIDDEN, hides_small, without_numbers, without_small

__all__ = [
    "DEFAULT",
    "HIDDEN",
    "BeforeAfter",
    "GoLiveSum",
    "Limits",
    "Period",
    "PooledYear",
    "add_up_starts",
    "before_and_after",
    "hides_small",
    "improved_in_short",
    "made_of",
    "may_be_shown",
    "periods",
    "pool",
    "pooled_areas",
    "pooled_measure",
    "say_improved",
    "without_numbers",
    "without_small",
]
