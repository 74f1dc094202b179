"""The time since the last event becomes a few words beside its bar."""

from __future__ import annotations

from mist_dash.core.since_last import SinceLast
from mist_dash.core.words.nouns import counted


def since_last(found: SinceLast) -> str:
    """ "10 months, the longest yet", "3 months, longest 23", "0 months, longest 7"; "" where there never was one."""
    if found.months is None:
        return ""
    said = counted(found.months, "months") if found.months else "0 months"
    if found.longest_yet:
        return f"{said}, the longest yet"
    return said if found.longest is None else f"{said}, longest {max(found.longest, found.months)}"
