"""The limits within which numbers of several centres may be shown together, and whether some numbers keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from mist_dash.core.sharing.small import SMALL


@dataclass(frozen=True)
class Limits:
    """A policy; the collaborative may tighten it in its settings, where each limit has the key `sharing.<name>`.

    centres: fewest that may stand in one figure. share: the largest part of the denominator that one may have.
    small: the largest count hidden from the public. nearest: what public counts are rounded to.
    """

    centres: int = 4
    share: float = 0.6
    small: int = SMALL[1]
    nearest: int = 5

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> Limits:
        """The limits in the settings; a limit may be tightened there and never loosened.

        The share goes down by tenths: in finer steps, the moment at which a figure vanishes would tell how large its
        largest centre is.
        """
        plain = cls()
        given = {
            field.name: min(float(text), _MOST)
            for field in fields(cls)
            if (text := settings.get(f"sharing.{field.name}", "")).replace(".", "", 1).isdecimal()
        }
        return cls(
            centres=max(int(given.get("centres", 0)), plain.centres),
            share=min(int(given.get("share", 1.0) * 10 + 1e-6) / 10, plain.share),
            small=max(int(given.get("small", 0)), plain.small),
            nearest=max(int(given.get("nearest", 0)), plain.nearest),
        )

    def as_settings(self) -> dict[str, str]:
        return {f"sharing.{field.name}": f"{getattr(self, field.name):g}" for field in fields(self)}


_MOST = 1e5  # larger than any collaborative, and still a number
DEFAULT = Limits()
CentrePart = tuple[float, float]  # one centre's events and exposure


SELDOM = 1e-4  # how likely it may at most be that all others had none


def largest_share(exposures: Sequence[float]) -> float:
    """The largest part of the denominator that one centre has, as the next largest sees it without its own."""
    ordered = sorted(exposures, reverse=True)
    rest = sum(ordered) - (ordered[1] if len(ordered) > 1 else 0)
    return ordered[0] / rest if rest > 0 else 1.0


def may_be_shown(
    exposures: Sequence[float], earlier: Sequence[CentrePart], limits: Limits, proportion: bool = False
) -> bool:
    """Whether the events of these centres may be shown to them as a sum, of which each can take its own out.

    exposures: of the time to be shown, by centre. earlier: each one's events and exposure in the years before it.

    Enough centres; none too large, also in what another sees without its own; and from what happened earlier it is next
    to certain that the others had some (of a proportion, some of both). The events to be shown are not asked for: were
    a figure held back because nothing happened, its absence would tell just that.
    """
    return (
        len(exposures) >= limits.centres
        and largest_share(exposures) <= limits.share
        and chance_of_none(exposures, earlier) <= SELDOM
        and (
            not proportion
            or chance_of_none(exposures, [(under - events, under) for events, under in earlier]) <= SELDOM
        )
    )


def chance_of_none(exposures: Sequence[float], earlier: Sequence[CentrePart]) -> float:
    """How likely at most, whoever takes its own out, none of the others has an event in its exposure.

    Given the events of both times together, each falls into the earlier one with its part of the exposure, when the
    rate stays: so all x of them do with this part to the power of x.
    """
    events, under = summed(earlier)
    most = 0.0
    for exposure, (own, own_under) in zip(exposures, earlier, strict=True):
        before, now = under - own_under, sum(exposures) - exposure
        most = max(most, (before / (before + now)) ** (events - own) if before > 0 else 1.0)
    return most


def summed(parts: Sequence[CentrePart]) -> CentrePart:
    return float(sum(events for events, _ in parts)), float(sum(exposure for _, exposure in parts))
