"""Everything one centre has sent becomes what it is told: which of its own series improved or stay strong.

Only its own series are looked at, so that nothing it is told depends on any other centre.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Numbers
from mist_dash.core.events import Event
from mist_dash.core.query import Answer, Query, answer
from mist_dash.core.series import Series
from mist_dash.core.signals import SeriesKey, find_in
from mist_dash.core.signals.table import MAY_ENTER, SeriesTable, tabulate
from mist_dash.core.signals.windows import SPANS, window
from mist_dash.core.words.nouns import counted

FindingKind = Literal["improved", "strong"]


@dataclass(frozen=True)
class Finding:
    """One series worth telling others about; `span` is for how many months."""

    theme: str
    measure: str
    area: str
    kind: FindingKind
    span: int


def search(sent: Sequence[tuple[Theme, Numbers, Sequence[Event]]]) -> tuple[Finding, ...]:
    """What is found in one centre's numbers of these themes, in the catalogue's order."""
    found = {(a.query.theme.id, a.query.measure.id, a.query.area): a for one in sent for a in entered(*one)}
    series: dict[SeriesKey, Series] = {key: one.series for key, one in found.items() if one.series}
    table = tabulate(series, {key: one.looked_differently for key, one in found.items()})
    result = find_in(table)
    improved, strong = set(result.improved), set(result.strong) - set(result.improved)
    spans, free = _spans(table), _event_free(table)
    return tuple(
        Finding(*key, "improved" if key in improved else "strong", spans[key] if key in improved else free[key])
        for key in series
        if key in improved | strong
    )


def entered(theme: Theme, numbers: Numbers, events: Sequence[Event]) -> list[Answer]:
    """What may be searched: by month, the same counts only once, under their first measure, and nothing hidden.

    A finding is read by everybody of the centre, so it rests on nothing that is hidden from some of them.
    """
    found, seen = [], set()
    for measure in theme.measures:
        if (measure.kind, measure.better) not in MAY_ENTER or measure.every != "month":
            continue
        for area in measure.areas:
            same = (measure.numerator, measure.denominators, area)
            one = answer(Query(theme, measure, area, hides=theme.hide_small), numbers, events)
            if same not in seen and one.series is not None:
                seen.add(same)
                found.append(one)
    return found


def say(finding: Finding, theme: Theme) -> str:
    """What the centre reads: a sentence about its own past, without a value."""
    measure = theme.measure(finding.measure)
    area = next((one.title for one in theme.areas if one.name == finding.area), finding.area)
    if finding.kind == "strong" and measure.better == "higher" and measure.kind == "proportion":
        return f"{area}: “{measure.title}” was complete for {counted(finding.span, 'months')} in a row."
    if finding.kind == "strong":
        return (
            f"{area}: no {measure.events} for {counted(finding.span, 'months')}. "
            "That is longer than chance allows from your own past."
        )
    side = "above" if measure.better == "higher" else "below"
    return f"{area}: “{measure.title}” has stayed {side} its own earlier level for {counted(finding.span, 'months')}."


def _spans(table: SeriesTable) -> dict[SeriesKey, int]:
    """The months of follow-up that the finder compared with as many before: the longest for which there are enough."""
    found: dict[SeriesKey, int] = {}
    for span in SPANS:
        enough = window(table, span).enough & window(table, span, back=1).enough
        for place in np.flatnonzero(enough).tolist():
            found.setdefault(table.keys[place], span)
    return found


def _event_free(table: SeriesTable) -> dict[SeriesKey, int]:
    """The months since the last event, as far as they were sent."""
    free = {}
    for key, events in zip(table.keys, table.events, strict=True):
        last = int(np.flatnonzero(events > 0).max(initial=-1))
        free[key] = int(np.isfinite(events[last + 1 :]).sum())
    return free
