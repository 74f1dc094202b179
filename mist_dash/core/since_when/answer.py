"""One or many series become "since when": whether the rate changed, about when, and the rates on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mist_dash.core.change.sides import counted, usable
from mist_dash.core.control.limits import Mask
from mist_dash.core.series import Floats, Series
from mist_dash.core.since_when import chance
from mist_dash.core.since_when.result import SinceWhen, with_sides
from mist_dash.core.since_when.scan import Evidence, Shape, Spans, mixed, shapes_of, spans_of, weigh
from mist_dash.core.spread import Ints, Rows, divided, doubted, freedom, measured, needed
from mist_dash.core.spread import shared as of_one_centre
from mist_dash.core.spread import spread as spread_of

MONTHLY, ONCE = 0.02, 0.05  # chance of a false verdict: at each of many monthly looks; at a single look
FEWEST = 16  # months; with fewer, a season cannot be told from a change
SET = 0.9  # the chance that the month lies in what is named beside it
BLOCK = 500  # series
SCANNED = ("rate", "count", "proportion", "between")


def incomplete(series: Series) -> str | None:
    """The newest month of what the scan reads: until the next one is in, it may be half reported."""
    places = _places(counted(series), ())
    return series.months[places[-1]] if places else None


def since_when(
    series: Series,
    level: float = MONTHLY,
    *,
    looked_differently: Sequence[str] = (),
    shape: Shape | None = None,
    spread: bool = True,
    season: bool = True,
    newest_whole: bool = False,
) -> SinceWhen:
    """Whether and since when the series' own rate changed: one verdict.

    shape: None asks for a change that lasts and for an outbreak at once, within one chance of a false verdict; which of
    the two is said is what makes the counts likelier.
    looked_differently: months ("2024-07") from which harm was looked for in another way; the scan begins at the latest.
    newest_whole: False leaves the newest month out, which may still be half reported.
    """
    return since_when_of_all(
        [series],
        level,
        looked_differently=[looked_differently],
        shape=shape,
        spread=spread,
        season=season,
        newest_whole=newest_whole,
    )[0]


def since_when_of_all(
    series: Sequence[Series],
    level: float = MONTHLY,
    *,
    looked_differently: Sequence[Sequence[str]] | None = None,
    shape: Shape | None = None,
    spread: bool = True,
    season: bool = True,
    newest_whole: bool = False,
    shared: bool = False,
    together: bool = False,
) -> list[SinceWhen]:
    """`since_when` of many series in one go; `looked_differently` holds the markers of each, in the same order.

    shared: p is the larger of each one's own and of one with a spread of months that is told by all of them, as series
        of one centre. together: also, at most `level` of what is said of all of them is false (Benjamini and Hochberg).
    """
    series = [counted(one) for one in series]
    markers = looked_differently or [()] * len(series)
    seen = [_places(one, marks) for one, marks in zip(series, markers, strict=True)]
    places = seen if newest_whole else [one[:-1] for one in seen]
    newest = [None if newest_whole else incomplete(one) for one in series]
    found = [_unasked(*row, shape or "level") for row in zip(series, places, newest, strict=True)]
    seasonless = list(_seasonless(series, places, season))
    for block, rows in seasonless:
        by = spread_of(rows) if spread else np.ones(len(block))
        known = freedom(by, rows.length)
        for i, fields in zip(block, _verdicts(divided(rows, by), known, shape, level), strict=True):
            found[i] = _named(found[i], fields, [series[i].months[place] for place in places[i]])
    if (shared or together) and spread:
        found = _doubted(found, seasonless, shape, level)
    if together:
        p = np.array([np.nan if one.p is None or one.scanned < FEWEST else one.p for one in found])
        kept = chance.chosen_together(p, level)
        found = [one if keep else _silent(one) for one, keep in zip(found, kept, strict=True)]
    return with_sides(series, places, found)


def _seasonless(
    series: Sequence[Series], places: Sequence[list[int]], season: bool
) -> Iterator[tuple[list[int], Rows]]:
    """Which series and their rows, block by block."""
    for share in (False, True):
        at = [i for i, one in enumerate(series) if places[i] and (one.kind == "proportion") == share]
        for start in range(0, len(at), BLOCK):
            block = at[start : start + BLOCK]
            rows, axis = _rows([series[i] for i in block], [places[i] for i in block], share)
            yield block, chance.without_season(rows, axis) if season else rows


def _doubted(
    found: Sequence[SinceWhen], seasonless: Sequence[tuple[list[int], Rows]], shape: Shape | None, level: float
) -> list[SinceWhen]:
    """Each with the p that the spread of all of them leaves, where that is the larger."""
    told = list(found)
    long = [rows.length > 2 for _, rows in seasonless]
    spreads = [measured(rows) for _, rows in seasonless]
    empty = [np.empty(0)]
    of_all = of_one_centre(
        *(np.concatenate([*empty, *(one[n][k] for one, k in zip(spreads, long, strict=True))]) for n in (0, 1))
    )
    for (block, rows), known in zip(seasonless, long, strict=True):
        by = np.ones(len(block))
        by[known], of_all = of_all[: known.sum()], of_all[known.sum() :]
        sure = np.full(len(block), np.inf)  # of what twenty series tell there is little doubt
        for i, fields in zip(block, _verdicts(divided(rows, by), sure, shape, level), strict=True):
            if (p := told[i].p) is not None:
                told[i] = replace(told[i], p=max(p, 1.0 if fields["p"] is None else fields["p"]))
    return told


def _unasked(series: Series, places: Sequence[int], newest: str | None, shape: Shape) -> SinceWhen:
    last = series.months[places[-1]] if places else None
    return SinceWhen(shape, len(places), scanned_to=last, incomplete=newest)


def _places(series: Series, looked_differently: Sequence[str]) -> list[int]:
    """The places of the months that can be scanned, the newest included."""
    if series.kind not in SCANNED:
        return []
    start = max((month[:7] for month in looked_differently), default="")
    exposure = _exposure(series)
    with np.errstate(invalid="ignore"):
        fine = (exposure > 0) & (series.counts >= 0)
        if series.kind == "proportion":
            fine &= series.counts <= exposure
    return [place for place in usable(series) if fine[place] and series.months[place] >= start]


def _exposure(series: Series) -> Floats:
    """The denominator; without one, equal time."""
    return np.ones(len(series.counts)) if series.exposure is None else series.exposure


def _rows(series: Sequence[Series], places: Sequence[list[int]], share: bool) -> tuple[Rows, Ints]:
    """The months to be scanned moved to the front of each row, and where on the axis they came from."""
    length = np.array([len(one) for one in places])
    counts, exposure = np.zeros((2, len(series), int(length.max())))
    axis = np.zeros(counts.shape, dtype=np.intp)
    for row, (one, at) in enumerate(zip(series, places, strict=True)):
        counts[row, : len(at)], exposure[row, : len(at)], axis[row, : len(at)] = one.counts[at], _exposure(one)[at], at
    return Rows(counts, exposure, length, share), axis


def _verdicts(rows: Rows, known: Floats, shape: Shape | None, level: float) -> list[dict[str, Any]]:
    """S-, S+, what they mean by chance, and the places of a change: fields of a SinceWhen for each row.

    known: with how many degrees of freedom the spread of each row is known that its counts were divided by.
    """
    spans = {one: spans_of(one, rows.length) for one in shapes_of(shape)}
    evidence = {one: weigh(rows, spans[one]) for one in spans}
    strengths = {one: evidence[one].strength for one in spans}
    down, up = mixed(strengths)
    events = chance.information(rows)
    table = chance.quantiles(shape, rows.length, events)
    critical, larger = chance.critical(table, needed(level, known)), np.maximum(down, up)
    asked = (events >= chance.LEAST) & np.isfinite(larger)
    says = asked & (larger > critical) & (rows.length >= FEWEST)
    columns = {"down": down, "up": up, "critical": critical, "p": doubted(chance.p_value(table, larger), known)}
    fields = {name: _only(asked, column) for name, column in columns.items()}
    fields["direction"] = _only(says, np.where(down > up, "down", "up"))
    told = [dict(zip(fields, row, strict=True)) for row in zip(*fields.values(), strict=True)]
    places = [_where(evidence[one], down > up, spans[one], one, says) for one in spans]
    # Of two shapes the one that makes the counts likelier in the direction that speaks: both are Bayes factors.
    likelier = np.argmax([np.where(down > up, *one) for one in strengths.values()], axis=0)
    which = np.where(says, likelier, 0).tolist()
    return [{**one, **places[shape][row]} for row, (one, shape) in enumerate(zip(told, which, strict=True))]


def _only(told: Mask, values: Any) -> list[Any]:
    """The values of the rows that may be told, None elsewhere."""
    return [value if ok else None for ok, value in zip(told.tolist(), values.tolist(), strict=True)]


def _where(evidence: Evidence, falls: Mask, spans: Spans, shape: Shape, says: Mask) -> list[dict[str, Any]]:
    """The shape, the place of a change and the set that holds it, by the weight of each span in the direction that
    speaks: fields of a SinceWhen for each row."""
    logs = np.where(falls[:, None], evidence.down, evidence.up)
    top = logs.max(axis=1, initial=-np.inf)
    weight = np.exp(logs - np.where(np.isfinite(top), top, 0.0)[:, None])
    starts = np.arange(int(spans.start.max(initial=0)) + 1)
    sums = np.cumsum(weight @ (spans.start[:, None] == starts), axis=1)
    first, month, last = ((sums < part * sums[:, -1:]).sum(axis=1) for part in ((1 - SET) / 2, 0.5, (1 + SET) / 2))
    found = {"first": first, "month": month, "last": last}
    if shape == "outbreak" and len(spans.start):
        likeliest = logs.argmax(axis=1)
        month = spans.start[likeliest]
        found = {"first": np.minimum(first, month), "month": month, "last": np.maximum(last, month)}
        found["until"] = spans.end[likeliest] - 1
    columns = [_only(says, one) for one in found.values()]
    return [{"shape": shape, **dict(zip(found, row, strict=True))} for row in zip(*columns, strict=True)]


def _named(found: SinceWhen, fields: dict[str, Any], axis: Sequence[str]) -> SinceWhen:
    """Places among the months scanned become months."""
    at = {name: fields[name] for name in ("month", "first", "last", "until") if fields.get(name) is not None}
    return replace(found, **{**fields, **{name: axis[place] for name, place in at.items()}})


def _silent(found: SinceWhen) -> SinceWhen:
    return replace(found, direction=None, month=None, first=None, last=None, until=None)
