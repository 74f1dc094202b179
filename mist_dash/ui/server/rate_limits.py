"""How many files one address may fetch: a bucket of tokens each, in memory, that fills up again with time.

For visitors only: who is signed in is known by name. A whole hospital often comes from one address, so the bucket is
large; it is there for a program that fetches without end.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

TOO_MANY = "That is a great many files from one address. Wait a minute, please, and try again."


class Turnstile:
    """At most `burst` at once, and one more every `seconds`. Remembers `most` addresses, the last to be seen."""

    def __init__(
        self, burst: int = 60, seconds: float = 2.0, most: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.burst, self.seconds, self.most, self.clock = burst, seconds, most, clock
        self._full_at: OrderedDict[str, float] = OrderedDict()  # when each bucket will be full again
        self._lock = threading.Lock()

    def lets_in(self, address: str) -> bool:
        """Whether this address may fetch one more; if so, it is counted."""
        key, now = neighbourhood(address), self.clock()
        with self._lock:
            full_at = max(self._full_at.get(key, now), now)
            if full_at - now > (self.burst - 1) * self.seconds:
                return False
            self._full_at[key] = full_at + self.seconds
            self._full_at.move_to_end(key)
            while len(self._full_at) > self.most:
                self._full_at.popitem(last=False)
            return True


def neighbourhood(address: str) -> str:
    """The address itself; of IPv6 the network of 64 bits, since one house has as many addresses as it likes."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:45]
    return str(found) if found.version == 4 else str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
