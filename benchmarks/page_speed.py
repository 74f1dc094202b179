"""What a page costs the server, beside a page of one sentence on the same Streamlit in the same minute.

    python -m benchmarks.page_speed            # the demo's lead at a warm server
    python -m benchmarks.page_speed --rounds 40

The bare page runs just before each page of ours, so that whatever else the machine does falls on both. Printed are
medians from the message to the last element, and the median of their ratios; then the first look at a page after
everything that was cached has ended. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mist_dash.actions import people
from mist_dash.store import engine
from tests.browser.conftest import ROOT, serving
from tests.browser.protocol import Tab

BARE = 'import streamlit as st\nst.set_page_config(layout="wide")\nst.markdown("One sentence.")\n'
PAGES = {
    "home": ("", ""),
    "theme, line infections": ("clabsi", ""),
    "theme, medication": ("medication", ""),
    "theme, HSMR": ("hsmr", ""),
    "theme, excellence": ("excellence", ""),
    "gallery": ("gallery", ""),
    "a story": ("story", "id=1"),
    "resources": ("resources", ""),
    "questions": ("questions", ""),
    "send data": ("send", ""),
    "tell a story": ("tell", ""),
    "consents": ("consents", ""),
    "members": ("members", ""),
}


@contextmanager
def bare(folder: Path) -> Iterator[Tab]:
    """A tab at a page of one sentence, served as the dashboard is."""
    (folder / "bare.py").write_text(BARE, "utf-8")
    (folder / "bare_app.py").write_text('import streamlit as st\napp = st.App("bare.py")\n', "utf-8")
    (folder / ".streamlit").mkdir()
    config = (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
    (folder / ".streamlit" / "config.toml").write_text(config, "utf-8")
    start = "import sys, uvicorn; uvicorn.run('bare_app:app', port=int(sys.argv[1]), log_level='error')"
    port = "8799"
    process = subprocess.Popen([sys.executable, "-c", start, port], cwd=folder, stderr=subprocess.DEVNULL)
    try:
        yield _opened(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=20)


def _opened(url: str) -> Tab:
    for _ in range(120):
        try:
            return Tab(url)
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("The page of one sentence did not start within half a minute.")


def seconds(tab: Tab, page: str = "", query: str = "") -> float:
    begun = time.perf_counter()
    tab.run(page, query)
    return time.perf_counter() - begun


def measure(one: Tab, ours: Tab, rounds: int) -> dict[str, list[tuple[float, float, float]]]:
    """page -> for each round the seconds of the bare page, of this page, and of its first look after a write."""
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in PAGES}
    for _ in range(rounds):
        for name, where in PAGES.items():
            with engine.begin():  # a write that changes nothing: what was cached ends all the same
                pass
            first = seconds(ours, *where)
            found[name].append((seconds(one), seconds(ours, *where), first))
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=20)
    rounds = asked.parse_args().rounds
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as plain:
        code = "from mist_dash.actions.setup import prepare; prepare()"
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"MIST_DATA": data}, check=True)
        with serving(Path(data)) as server, bare(Path(plain)) as one:
            engine.use(f"sqlite:///{Path(data) / 'mist.sqlite3'}")
            ours = Tab(server.url, people.sign_in("lead") or "")
            found = measure(one, ours, rounds)
            ours.close()
            one.close()
    for name, times in found.items():
        bare_, again, first = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
        ratio = statistics.median(page / sentence for sentence, page, _ in times)
        print(f"{name:24} {again:5.0f} ms, {ratio:5.1f} x one sentence ({bare_:.0f} ms); after a write {first:5.0f} ms")


if __name__ == "__main__":
    main()
