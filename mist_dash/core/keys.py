"""A key with which a hospital's own system sends data by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MachineKey:
    """What a lead sees of it; the token itself is shown once, when it is made."""

    id: int
    name: str
    by: str
    made: datetime
    used: datetime | None
