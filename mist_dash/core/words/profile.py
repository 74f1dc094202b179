"""A profile becomes words: how many did harm in its newest year, at which levels, and how many in the year before."""

from __future__ import annotations

from mist_dash.core import months
from mist_dash.core.counts import Profile
from mist_dash.core.words.nouns import capital, listed, number


def when(profile: Profile) -> str:
    """ "so far in 2026/27", "in 2025/26", "in the 12 months to Oct 2026"."""
    the = "the " if " " in profile.years[-1] else ""
    return f"{'so far ' if profile.so_far else ''}in {the}{profile.years[-1]}"


def harm(profile: Profile) -> str:
    """ "E to I", "Low to Fatal": the bands that are harm, by their short names."""
    names = [short(profile.bands[place]) for place in profile.harms]
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def short(band: str) -> str:
    """ "E: temporary harm with intervention" as "E"."""
    return band.split(":")[0]


def say(profile: Profile) -> str:
    """ "Harm is E to I: 3 at E, 2 at F. In 2025/26, 9 of 414 did harm." """
    if not profile.harms:
        at = [
            f"{number(count)} at {band.lower()}" for band, count in zip(profile.bands, profile.counts[-1], strict=True)
        ]
        return f"{capital(when(profile))}: {listed(at)}."
    newest = profile.counts[-1]
    at = [f"{number(newest[place])} at {short(profile.bands[place])}" for place in profile.harms if newest[place]]
    said = f"Harm is {harm(profile)}: {listed(at) if at else 'none'}."
    if len(profile.years) > 1:
        the = "the " if " " in profile.years[-2] else ""
        did = f"{number(profile.harmed[-2])} of {number(profile.totals[-2])} did harm"
        said += f" In {the}{profile.years[-2]}, {did if profile.totals[-2] else 'there were none'}."
    return said


def labels(profile: Profile) -> list[str]:
    """Each year by its name; of one with less than all its months, which those are: "2026/27: Apr-Oct 2026"."""
    held = profile.months or ((),) * len(profile.years)
    return [
        _part(year, chosen) if part else year
        for year, chosen, part in zip(profile.years, held, profile.parts, strict=True)
    ]


def _part(year: str, chosen: tuple[str, ...]) -> str:
    holes = len(chosen) <= months.number(chosen[-1]) - months.number(chosen[0])
    which = f"{len(chosen)} months, {months.stretch(chosen)}" if holes else months.stretch(chosen)
    return f"{year}: {which}"


def pale(profile: Profile) -> str:
    """What a pale bar is; empty where every year is whole."""
    return "A pale bar is a year without all its months." if any(profile.parts) else ""
