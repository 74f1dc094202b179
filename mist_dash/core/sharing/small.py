"""Who may see which number: small numbers are taken out here, before anything is drawn, said or sent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mist_dash.core.series import Numbers, Series

SMALL = (1, 7)  # hidden where a theme asks for it; a policy that the collaborative's lead may tighten


def without_small(series: Series) -> Series:
    """The series with every month taken out whose count, exposure, or the rest between them is small.

    The rest counts too: from 9 of 11 anybody can tell the 2.
    """
    hidden = _small(series.counts)
    if series.exposure is not None:
        hidden |= _small(series.exposure) | _small(series.exposure - series.counts)
    return replace(
        series,
        counts=np.where(hidden, np.nan, series.counts),
        exposure=None if series.exposure is None else np.where(hidden, np.nan, series.exposure),
    )


def _small(values: Numbers) -> np.ndarray:
    return (values >= SMALL[0]) & (values <= SMALL[1])
