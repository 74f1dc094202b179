"""Who may see which number: the one layer that decides, before anything is drawn, said or sent.

Between centres only sums leave, and only so that no two of them can be subtracted: see `pooled`. A number that may not
be shown is not there at all, so that no chart, hover, table, alt text or file can hold it.
"""

from mist_dash.core.sharing.go_live import IndexLine, index_lines
from mist_dash.core.sharing.limits import DEFAULT, Limits, may_be_shown
from mist_dash.core.sharing.pooled import Period, PooledYear, periods, pool, pooled_areas, pooled_measure, say_improved
from mist_dash.core.sharing.small import HIDDEN, SMALL, hides_small, without_numbers, without_small

__all__ = [
    "DEFAULT",
    "HIDDEN",
    "SMALL",
    "IndexLine",
    "Limits",
    "Period",
    "PooledYear",
    "hides_small",
    "index_lines",
    "may_be_shown",
    "periods",
    "pool",
    "pooled_areas",
    "pooled_measure",
    "say_improved",
    "without_numbers",
    "without_small",
]
