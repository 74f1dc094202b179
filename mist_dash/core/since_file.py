"""A CSV from an analyst becomes, for each series, since when its rate changed. The reading is spc_file's."""

from __future__ import annotations

from typing import Any

from mist_dash.core import months
from mist_dash.core.errors import Sorry
from mist_dash.core.series import Series
from mist_dash.core.since_when import MONTHLY, SinceWhen, since_when
from mist_dash.core.spc_file import each_series

PRINTED = ("down", "up", "critical", "p", "direction", "month", "first", "last")


def answer(text: str, chart: str = "auto", per: float = 1.0, level: float = MONTHLY, **options: Any) -> dict[str, Any]:
    """Since when each series of the text changed, all its months taken as whole. options: those of `since_when`.

    Raises Sorry, with every problem of the file, when it cannot be read or holds values without counts.
    """
    if not 0 < level < 1:
        raise Sorry(f"--level is {level}; it must lie between 0 and 1, as in 0.02.")

    def found(series: Series) -> dict[str, Any]:
        if series.kind == "value":
            raise Sorry("Since when needs counts: a numerator, and a denominator where there is one.")
        monthly = all(months.is_month(month[:7]) for month in series.months)
        season = options.get("season", True) and monthly  # running numbers have no year
        return plain(since_when(series, level, newest_whole=True, **{"shape": "level", **options, "season": season}))

    return each_series(text, chart, per, found)


def plain(found: SinceWhen) -> dict[str, Any]:
    """Since when, as the `spc` command prints it; None where nothing is said."""
    before, after = (side and side.rate for side in (found.before, found.after))
    return {**{name: getattr(found, name) for name in PRINTED}, "before": before, "after": after}
