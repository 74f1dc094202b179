"""Where phases end, where the baseline ends and which points are left out; and what each phase is then computed as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise

import numpy as np

from mist_dash.core.control.limits import ControlLimits, Mask, limits_of_many, plotted
from mist_dash.core.control.model import Chart, Phase, Signal
from mist_dash.core.control.rules import (
    RuleSet,
    crossings_min,
    crossings_of,
    longest_run_max,
    run_lengths,
    side_of,
    signals_of_many,
)
from mist_dash.core.series import Floats

Fired = list[tuple[tuple[Signal, int], ...]]


@dataclass(frozen=True)
class PhasePlan:
    """Phases as (first, past the last) from 0; the points included; between which points a baseline lies."""

    phases: tuple[tuple[int, int], ...]
    included: Mask
    freeze: int | None
    screened: bool
    begun: int = 0

    @classmethod
    def of(
        cls, points: int, freeze: int | None, phase_ends: Sequence[int], excluded: Sequence[int], screened: bool
    ) -> PhasePlan:
        """The plan for so many points; ends and exclusions beyond them change nothing."""
        ends = [0, *sorted({end for end in phase_ends if 0 < end < points}), points]
        included = np.ones(points, bool)
        included[[point - 1 for point in excluded if 0 < point <= points]] = False
        return cls(tuple(pairwise(ends)), included, freeze, screened)

    def baseline(self, first: int, past: int) -> Mask:
        """The points of a phase its limits come from: up to the freeze when that lies inside, never an excluded one."""
        used = self.included[first:past].copy()
        if self.freeze is not None and self.freezes(first, past):
            used[self.freeze - first :] = False
            used[: max(self.begun - first, 0)] = False
        return used

    def freezes(self, first: int, past: int) -> bool:
        """Whether points of this phase lie outside its baseline."""
        ends = self.freeze is not None and first < self.freeze < past
        return ends or (self.freeze == past and self.begun > first)

    def phase_of(self, index: int) -> int:
        return next((number for number, (first, past) in enumerate(self.phases, 1) if first <= index < past), 1)


def values_of(chart: Chart, counts: Floats, exposure: Floats | None, plan: PhasePlan) -> Floats:
    """What the chart shows, phase by phase: no moving range reaches back into an earlier phase."""
    return np.concatenate(
        [
            plotted(chart, counts[:, first:past], None if exposure is None else exposure[:, first:past])
            for first, past in plan.phases
        ],
        axis=1,
    )


def lines_of(
    chart: Chart,
    counts: Floats,
    exposure: Floats | None,
    plan: PhasePlan,
    tail: float,
    least_spread: float = 0.0,
    spread: float = 1.0,
    predictive: bool = False,
) -> ControlLimits:
    """Centre and limits of one series (a matrix of one row), phase by phase.

    predictive: the limits of a phase with a frozen baseline make room for how little that baseline knows.
    """
    parts = [
        limits_of_many(
            chart,
            counts[:, first:past],
            None if exposure is None else exposure[:, first:past],
            plan.baseline(first, past)[None, :],
            screened=plan.screened,
            least_spread=least_spread,
            tail=tail,
            spread=spread,
            predictive=predictive and plan.freezes(first, past),
        )
        for first, past in plan.phases
    ]
    return ControlLimits(
        *(np.concatenate([getattr(part, f.name) for part in parts], axis=1) for f in fields(ControlLimits))
    )


def signals_of(values: Floats, lines: ControlLimits, rules: RuleSet, plan: PhasePlan) -> Fired:
    """The rules that fired at each point with their direction, label first.

    An excluded point is passed over by rules that need points in a row, and still named when it is outside.
    """
    fired: list[dict[Signal, int]] = [{} for _ in range(values.shape[1])]
    for first, past in plan.phases:
        every = np.arange(first, past)
        kept = every[plan.included[first:past]]
        for points, some in ((every, RuleSet(outside=rules.outside)), (kept, replace(rules, outside=False))):
            chosen = ControlLimits(*(getattr(lines, f.name)[:, points] for f in fields(ControlLimits)))
            for signal, ways in signals_of_many(values[:, points], chosen, some).items():
                for at in np.flatnonzero(ways[0]):
                    fired[points[at]][signal] = int(ways[0, at])
    return [tuple((signal, found[signal]) for signal in Signal if signal in found) for found in fired]


def phases_of(chart: Chart, values: Floats, centre: Floats, plan: PhasePlan) -> tuple[Phase, ...]:
    """The figures of Anhøj's runs test for each phase, excluded points left out.

    Neighbouring moving ranges share a value, so on an MR chart the figures are shown but signal nothing.
    """
    found = []
    for first, past in plan.phases:
        kept = np.arange(first, past)[plan.included[first:past]]
        side = side_of(values[None, kept], centre[None, kept])
        useful = int((side != 0).sum())
        if not useful:
            found.append(Phase(first + 1, past, 0, None, None, None, None, False))
            continue
        longest, most = int(run_lengths(side).max()), longest_run_max(useful)
        crossings, fewest = int(crossings_of(side)[0]), crossings_min(useful)
        unusual = chart != "mr" and (longest > most or crossings < fewest)
        found.append(Phase(first + 1, past, useful, longest, most, crossings, fewest, unusual))
    return tuple(found)
