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


def largest_share(parts: Sequence[CentrePart]) -> float:
    """The largest part of the denominator that one centre has, as the next largest sees it without its own."""
    exposures = sorted((exposure for _, exposure in parts), reverse=True)
    rest = sum(exposures) - (exposures[1] if len(exposures) > 1 else 0)
    return exposures[0] / rest if rest > 0 else 1.0


def may_be_shown(parts: Sequence[CentrePart], limits: Limits, proportion: bool = False) -> bool:
    """Whether the sum of these may be shown to the centres that are in it, each of which can take its own out.

    Enough centres; none too large, also in what another sees without its own; and the events (of a proportion what is
    not one, too) come from two at least: the only one that has any would know that all others have none.
    """
    with_events = sum(events > 0 for events, _ in parts)
    without = sum(exposure > events for events, exposure in parts)
    return (
        len(parts) >= limits.centres
        and largest_share(parts) <= limits.share
        and with_events >= 2
        and (not proportion or without >= 2)
    )
