"""One or many series become "since when": whether the rate changed, about when, and the rates on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from mist_dash.core.change import YearSide, ratios, shares
from mist_dash.core.change.sides import add_up, counted, usable, with_intervals
from mist_dash.core.control import Chart
from mist_dash.core.control.limits import Mask
from mist_dash.core.series import Floats, Series
from mist_dash.core.since_when import chance
from mist_dash.core.since_when.scan import Evidence, Shape, Spans, spans_of, weigh
from mist_dash.core.spread import Ints, Rows, divided
from mist_dash.core.spread import spread as spread_of

MONTHLY, ONCE = 0.02, 0.05  # chance of a false verdict: at each of many monthly looks; at a single look
FEWEST = 16  # months; with fewer, a season cannot be told from a change
SET = 0.9  # the chance that the month lies in what is named beside it
BLOCK = 500  # series
SCANNED = ("rate", "count", "proportion", "between")
SHARE: dict[Shape, float] = {"level": 0.8, "outbreak": 0.2}  # of the chance of a false verdict, where both are asked


@dataclass(frozen=True)
class SinceWhen:
    """What the scan says of one series. Where it says nothing, `direction` and all that follows `p` is None.

    shape: "level", a change that lasts; "outbreak", one to twelve months unlike the rest.
    scanned: how many months were looked at. scanned_to: the last of them.
    incomplete: the newest month, left out until the next one is in, as it may be half reported.
    down, up: S- and S+, logarithms of how much likelier a change makes the counts; critical: what the larger must
        exceed, at least 0; p: the chance of so large a one, of both shapes where both are asked. None with too few
        months or events.
    month: the first month at the new level, about; it lies from `first` to `last` with a chance of 90 %.
    until: the last month of an outbreak; `going_on` where that is the last month scanned.
    before, after: counts, exposures and rates as they were sent, with their 95 % ranges, of the months on both sides
        (outside and in the outbreak). Their ratio, low and high (after over before; of events for the exposure also
        for the time between) describe: the month was chosen by the data, so they test nothing.
    """

    shape: Shape
    scanned: int = 0
    down: float | None = None
    up: float | None = None
    critical: float | None = None
    p: float | None = None
    direction: Literal["down", "up"] | None = None
    month: str | None = None
    first: str | None = None
    last: str | None = None
    until: str | None = None
    before: YearSide | None = None
    after: YearSide | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    scanned_to: str | None = None
    incomplete: str | None = None

    @property
    def going_on(self) -> bool:
        return self.until is not None and self.until == self.scanned_to


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

    shape: None asks for a change that lasts and for an outbreak, within one chance of a false verdict (Bonferroni, four
    fifths and one fifth of it). Of two that speak, the one speaks that makes the counts likelier.
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
    together: bool = False,
) -> list[SinceWhen]:
    """`since_when` of many series in one go; `looked_differently` holds the markers of each, in the same order.

    together: at most `level` of what is said of all of them is false (Benjamini and Hochberg), not of each.
    """
    series = [counted(one) for one in series]
    markers = looked_differently or [()] * len(series)
    seen = [_places(one, marks) for one, marks in zip(series, markers, strict=True)]
    places = seen if newest_whole else [one[:-1] for one in seen]
    newest = [None if newest_whole or not at else one.months[at[-1]] for one, at in zip(series, seen, strict=True)]
    found = [_unasked(*row, shape or "level") for row in zip(series, places, newest, strict=True)]
    for share in (False, True):
        at = [i for i, one in enumerate(series) if places[i] and (one.kind == "proportion") == share]
        for start in range(0, len(at), BLOCK):
            block = at[start : start + BLOCK]
            rows, axis = _rows([series[i] for i in block], [places[i] for i in block], share)
            rows = chance.without_season(rows, axis) if season else rows
            rows = divided(rows, spread_of(rows)) if spread else rows
            for i, fields in zip(block, _verdicts(rows, shape, level), strict=True):
                found[i] = _named(found[i], fields, [series[i].months[place] for place in places[i]])
    if together:
        p = np.array([np.nan if one.p is None or one.scanned < FEWEST else one.p for one in found])
        kept = chance.chosen_together(p, level)
        found = [one if keep else _silent(one) for one, keep in zip(found, kept, strict=True)]
    return _with_sides(series, places, found)


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


def _verdicts(rows: Rows, shape: Shape | None, level: float) -> list[dict[str, Any]]:
    """One verdict for each row: fields of a SinceWhen."""
    if shape is not None:
        return _scan(rows, shape, level)
    both = zip(*(_scan(rows, one, level * share) for one, share in SHARE.items()), strict=True)
    return [_likelier(lasting, short) for lasting, short in both]


def _likelier(lasting: dict[str, Any], short: dict[str, Any]) -> dict[str, Any]:
    """Of two that speak, what makes the counts likelier: the strengths are Bayes factors against the same "no change"."""
    shares = [one["p"] / SHARE[one["shape"]] for one in (lasting, short) if one["p"] is not None]
    speaks = max((one for one in (lasting, short) if one["direction"]), key=_strength, default=lasting)
    return {**speaks, "p": min(*shares, 1.0) if shares else None}


def _strength(fields: dict[str, Any]) -> float:
    return max(fields["down"], fields["up"])


def _scan(rows: Rows, shape: Shape, level: float) -> list[dict[str, Any]]:
    """S-, S+, what they mean by chance, and the places of a change: fields of a SinceWhen for each row."""
    spans = spans_of(shape, rows.length)
    evidence = weigh(rows, spans)
    down, up = evidence.strength
    events = chance.information(rows)
    table = chance.quantiles(shape, rows.length, events)
    critical, larger = chance.critical(table, level), np.maximum(down, up)
    asked = (events >= chance.LEAST) & np.isfinite(larger)
    says = asked & (larger > critical) & (rows.length >= FEWEST)
    columns = {"down": down, "up": up, "critical": critical, "p": chance.p_value(table, larger)}
    fields = {name: _only(asked, column) for name, column in columns.items()}
    fields["direction"] = _only(says, np.where(down > up, "down", "up"))
    fields |= {name: _only(says, place) for name, place in _where(evidence, spans, shape).items()}
    return [{"shape": shape, **dict(zip(fields, row, strict=True))} for row in zip(*fields.values(), strict=True)]


def _only(told: Mask, values: Any) -> list[Any]:
    """The values of the rows that may be told, None elsewhere."""
    return [value if ok else None for ok, value in zip(told.tolist(), values.tolist(), strict=True)]


def _where(evidence: Evidence, spans: Spans, shape: Shape) -> dict[str, Ints]:
    """The place of a change and the set that holds it, by the weight of each span in the direction that speaks."""
    down, up = evidence.strength
    logs = np.where((down > up)[:, None], evidence.down, evidence.up)
    top = logs.max(axis=1, initial=-np.inf)
    weight = np.exp(logs - np.where(np.isfinite(top), top, 0.0)[:, None])
    starts = np.arange(int(spans.start.max(initial=0)) + 1)
    sums = np.cumsum(weight @ (spans.start[:, None] == starts), axis=1)
    first, month, last = ((sums < part * sums[:, -1:]).sum(axis=1) for part in ((1 - SET) / 2, 0.5, (1 + SET) / 2))
    if shape == "level" or not len(spans.start):
        return {"first": first, "month": month, "last": last}
    likeliest = logs.argmax(axis=1)
    month = spans.start[likeliest]
    return {
        "first": np.minimum(first, month),
        "month": month,
        "last": np.maximum(last, month),
        "until": spans.end[likeliest] - 1,
    }


def _named(found: SinceWhen, fields: dict[str, Any], axis: Sequence[str]) -> SinceWhen:
    """Places among the months scanned become months."""
    at = {name: fields[name] for name in ("month", "first", "last", "until") if fields.get(name) is not None}
    return replace(found, **{**fields, **{name: axis[place] for name, place in at.items()}})


def _silent(found: SinceWhen) -> SinceWhen:
    return replace(found, direction=None, month=None, first=None, last=None, until=None)


def _with_sides(series: Sequence[Series], places: Sequence[list[int]], found: Sequence[SinceWhen]) -> list[SinceWhen]:
    """The counts, exposures and rates on both sides of each change, and their ratio."""
    said = [i for i, one in enumerate(found) if one.direction]
    sums = {i: _sums(series[i], places[i], found[i]) for i in said}
    before, after = (
        dict(zip(said, with_intervals([series[i] for i in said], [sums[i][side] for i in said]), strict=True))
        for side in (0, 1)
    )
    told = list(found)
    for share, compare in ((False, ratios.of_rates), (True, shares.of_proportions)):
        at = [i for i in said if (series[i].kind == "proportion") == share]
        x1, e1, x2, e2 = (
            [getattr(sums[i][side], name) for i in at] for side in (1, 0) for name in ("events", "exposure")
        )
        result = compare(x1, e1, x2, e2)
        for row, i in enumerate(at):
            ratio, low, high = (_number(column[row]) for column in (result.ratio, result.low, result.high))
            told[i] = replace(found[i], before=before[i], after=after[i], ratio=ratio, low=low, high=high)
    return told


def _sums(series: Series, places: Sequence[int], found: SinceWhen) -> tuple[Any, Any]:
    axis = [series.months[place] for place in places]
    start = axis.index(found.month or "")
    end = axis.index(found.until) + 1 if found.until else len(axis)
    return add_up(series, "before", [*places[:start], *places[end:]]), add_up(series, "after", places[start:end])


def level(side: YearSide | None, chart: Chart) -> float | None:
    """The height of one side on a control chart; on a chart of the time between events, how far apart they were."""
    if side is None or side.rate is None or not np.isfinite(side.rate):
        return None
    if chart in ("t", "g") and side.exposure is not None:
        return side.exposure / side.events if side.events else None
    return side.rate


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
