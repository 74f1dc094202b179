"""One or many series become "since when": whether, and since about which month, the own rate changed. STATISTICS' scan.

`since_when` is for one series; `since_when_of_all` is the same arithmetic for many at once.
"""

from mist_dash.core.since_when.answer import MONTHLY, ONCE, incomplete, since_when, since_when_of_all
from mist_dash.core.since_when.result import SinceWhen, level

__all__ = ["MONTHLY", "ONCE", "SinceWhen", "incomplete", "level", "since_when", "since_when_of_all"]
