"""Many sessions that look at pages and think between steps, beside one session alone: how long each step takes."""

from __future__ import annotations

import random
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from tests.browser.protocol import Tab

STEPS = ("clabsi", "", "medication", "clabsi", "hsmr", "clabsi")  # theme pages, and home now and then


def measure(name: str, url: str, token: str, sessions: int, think: float) -> None:
    """One session before the crowd and one after it; then the crowd, each step after a pause of its own length."""
    _walk(url, token, think=0)  # what is kept is worked out
    alone = _walk(url, token, think=0.2) + _walk(url, token, think=0.2)
    ready = threading.Barrier(sessions)
    with ThreadPoolExecutor(sessions) as crowd:
        walks = [crowd.submit(_walk, url, token, think, ready) for _ in range(sessions)]
        many = [step for walk in walks for step in walk.result()]
    alone += _walk(url, token, think=0.2) + _walk(url, token, think=0.2)
    one, all_ = _percentile(alone), _percentile(many)
    print(
        f"{name}: one session, {len(alone)} steps: median {statistics.median(alone):.0f} ms, 95 % within {one:.0f} ms"
    )
    print(
        f"{name}: {sessions} sessions that think {think:g} s, {len(many)} steps: "
        f"median {statistics.median(many):.0f} ms, 95 % within {all_:.0f} ms, {all_ / one:.1f} x one session",
        flush=True,
    )


def _walk(url: str, token: str, think: float, ready: threading.Barrier | None = None) -> list[float]:
    """The milliseconds of each step, without the first, which opens the session."""
    tab = Tab(url, token)
    tab.run(STEPS[0])
    if ready:
        ready.wait()
    taken = []
    for page in STEPS:
        time.sleep(random.expovariate(1 / think) if think else 0)
        begun = time.perf_counter()
        tab.run(page)
        taken.append((time.perf_counter() - begun) * 1000)
    tab.close()
    return taken


def _percentile(of: list[float]) -> float:
    return statistics.quantiles(of, n=20, method="inclusive")[-1]
