"""Who may see which number: small numbers are taken out here, before anything is drawn, said or sent."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Number
from mist_dash.core.people import Person, Role
from mist_dash.core.series import Floats, Series

SMALL = (1, 7)  # hidden where a theme asks for it; a policy that the collaborative's lead may tighten


HIDDEN = Number(None, "hidden")  # in place of a number that this person may not see; never stored


def hides_small(theme: Theme, actor: Person) -> bool:
    """Whether a theme's small numbers are hidden from this person: from all but the centre's lead.

    Then no single number that is stored is shown, large or small: charts show sums of months, and from a sum anybody
    could take the large months away. What the person types or drops is their own to see.
    """
    return theme.hide_small and actor.role is not Role.LEAD


def without_numbers(sentence: str) -> str:
    """What an upload did, without what it names: "Changed 1 number (Apr 2024, ICU: 3 -> 5)" loses its bracket."""
    bare, said = 1, sentence
    while bare:  # the innermost bracket first: a name may have brackets of its own
        said, bare = re.subn(r" ?\([^()]*\)", "", said)
    return sentence.partition(" (")[0] if re.search("[()]", said) else said  # a half bracket: nothing behind it is sure


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


def _small(values: Floats) -> np.ndarray:
    return (values >= SMALL[0]) & (values <= SMALL[1])
