"""What belongs beside a chart: cumulative events and quarterly rates for rare events, O and E for a ratio."""

from __future__ import annotations

import numpy as np

from mist_dash.core import months
from mist_dash.core.control.gaps import exposure_of
from mist_dash.core.control.model import Chart, Companion
from mist_dash.core.series import Floats, Series


def beside(series: Series, chart: Chart) -> tuple[Companion, ...]:
    """The charts without which this one can be misread; none for most."""
    if chart == "sr" and series.exposure is not None:
        return (
            _run(series, "Observed", series.counts, 0),
            _run(series, "Expected", np.asarray(series.exposure, float), 1),
        )
    if chart in ("t", "g") and series.kind != "value":
        return (_cumulative(series), *_by_quarter(series))
    return ()


def _run(series: Series, title: str, values: Floats, decimals: int) -> Companion:
    known = values[np.isfinite(values)]
    centre = float(np.median(known)) if len(known) else None
    return Companion(title, series.months, _plain(values), f"{title.lower()}", centre, decimals)


def _cumulative(series: Series) -> Companion:
    counts = np.asarray(series.counts, float)
    total = np.where(np.isfinite(counts), np.nancumsum(counts), np.nan)
    return Companion(
        f"{series.events[:1].upper()}{series.events[1:]}, added up", series.months, _plain(total), series.events
    )


def _by_quarter(series: Series) -> tuple[Companion, ...]:
    """The rate of each quarter whose three months were all collected; none where the axis is not one of months."""
    if not all(map(months.is_month, series.months)) or series.exposure is None:
        return ()
    quarters = [f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}" for month in series.months]
    names = tuple(dict.fromkeys(quarters))
    exposure = exposure_of(series)
    per, unit = series.multiplier, series.unit
    if series.kind == "between":  # a rate beside the time between: its own unit, not that of the time
        per, unit = 1000.0, f"{series.events} per 1,000 {series.exposure_name}"
    rates = []
    for name in names:
        here = np.array([quarter == name for quarter in quarters])
        events, size = float(series.counts[here].sum()), float(exposure[here].sum())
        rates.append(events / size * per if here.sum() == 3 and size > 0 else np.nan)
    return (Companion("Rate by quarter", names, _plain(np.array(rates)), unit, None, max(series.decimals, 2)),)


def _plain(values: Floats) -> tuple[float | None, ...]:
    return tuple(float(value) if np.isfinite(value) else None for value in values)
