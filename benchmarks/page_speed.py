"""What a page costs: the server's clock and processor, the browser's nodes, figures, bytes and time, and a crowd.

    python -m benchmarks.page_speed                              # pages on the server, beside a page of one sentence
    python -m benchmarks.page_speed browser --old ../earlier     # another checkout in the same run: git worktree add
    python -m benchmarks.page_speed crowd --sessions 100

Whatever is compared runs in turns in the same minute, so that whatever else the machine does falls on both; read the
ratios. Nothing here is asserted: tests count elements, figures and questions to the database instead.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import page_speed_browser, page_speed_crowd
from tests.browser.protocol import Tab

ROOT = Path(__file__).parents[1]
BARE = 'import streamlit as st\nst.set_page_config(layout="wide")\nst.markdown("One sentence.")\n'
DEMO = "from mist_dash.actions.setup import prepare; prepare()"
SIGN_IN = "from mist_dash.actions import people; print(people.sign_in('lead'))"
WRITE = "from mist_dash.store import engine\nwith engine.begin(): pass"  # changes nothing; what was cached ends
PAGES = {
    "home": ("", ""),
    "theme, line infections": ("clabsi", ""),
    "theme, peripheral lines": ("peripheral", ""),
    "theme, medication": ("medication", ""),
    "theme, HSMR": ("hsmr", ""),
    "theme, excellence": ("excellence", ""),
    "theme, second victim": ("second-victim", ""),
    "gallery": ("gallery", ""),
    "a story": ("story", "id=1"),
    "resources": ("resources", ""),
    "questions": ("questions", ""),
    "send data": ("send", ""),
    "tell a story": ("tell", ""),
    "consents": ("consents", ""),
    "members": ("members", ""),
}
BLOCK = 8  # runs of one page after each other: the system counts a processor's time in hundredths of a second
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """A server that runs, and how code is run beside it, over the same folder."""

    url: str
    process: subprocess.Popen[bytes]
    run: Callable[[str], str]

    def tab(self) -> Tab:
        token = self.run(SIGN_IN).strip()
        for _ in range(240):
            try:
                return Tab(self.url, token)
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.25)
        raise RuntimeError("The server ended, or did not start within a minute.")

    def spent(self) -> float:
        """Seconds of the processor that the server has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK


@contextmanager
def dashboard(checkout: Path) -> Iterator[Served]:
    """The demo of this checkout in a folder of its own."""
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {"MIST_DATA": data}

        def run(code: str) -> str:
            command = [sys.executable, "-c", code]
            return subprocess.run(
                command, cwd=checkout, env=environment, check=True, capture_output=True
            ).stdout.decode()

        run(DEMO)
        serve = [sys.executable, "-m", "mist_dash", "serve", "--data", data, "--port"]
        with _served(serve, checkout, run) as served:
            yield served


@contextmanager
def one_sentence() -> Iterator[Served]:
    """A page of one sentence, served as the dashboard is."""
    with tempfile.TemporaryDirectory() as plain:
        folder = Path(plain)
        (folder / "bare.py").write_text(BARE, "utf-8")
        (folder / "bare_app.py").write_text('import streamlit as st\napp = st.App("bare.py")\n', "utf-8")
        (folder / ".streamlit").mkdir()
        config = (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
        (folder / ".streamlit" / "config.toml").write_text(config, "utf-8")
        start = "import sys, uvicorn; uvicorn.run('bare_app:app', port=int(sys.argv[1]), log_level='error')"
        with _served([sys.executable, "-c", start], folder, lambda code: "") as served:
            yield served


@contextmanager
def _served(command: list[str], folder: Path, run: Callable[[str], str]) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([*command, str(port)], cwd=folder, stdout=quiet, stderr=quiet)
    try:
        yield Served(f"http://127.0.0.1:{port}", process, run)
    finally:
        process.terminate()
        process.wait(timeout=20)


@dataclass(frozen=True)
class Cost:
    """One run of a page, in milliseconds: from the message to the last element, and of the server's processor."""

    clock: float
    processor: float


def cost(served: Served, tab: Tab, page: str = "", query: str = "", runs: int = BLOCK) -> Cost:
    """The fastest and the mean of a few runs after each other."""
    before, clocks = served.spent(), []
    for _ in range(runs):
        begun = time.perf_counter()
        tab.run(page, query)
        clocks.append(time.perf_counter() - begun)
    return Cost(statistics.median(clocks) * 1000, (served.spent() - before) / runs * 1000)


def pages(old: Path | None, rounds: int) -> None:
    """Each page in turns with the sentence, and the same of an older checkout; then the first look after a write."""
    with ExitStack() as stack:
        bare = stack.enter_context(one_sentence())
        ours = {"now": stack.enter_context(dashboard(ROOT))}
        if old:
            ours["old"] = stack.enter_context(dashboard(old))
        tabs = {name: served.tab() for name, served in ours.items()}
        alone = bare.tab()
        for _, where in [*PAGES.items()] * 2:
            for tab in tabs.values():
                tab.run(*where)
        print(f"{'page':24} {'':4} {'clock, ms':>18} {'x sentence':>11} {'processor, ms':>14} {'x sentence':>11}")
        for page, where in PAGES.items():
            beside = []
            found: dict[str, list[Cost]] = {name: [] for name in ours}
            for _ in range(rounds):
                beside.append(cost(bare, alone, runs=4 * BLOCK))
                for name, served in ours.items():
                    found[name].append(cost(served, tabs[name], *where))
            for name, costs in found.items():
                _say(page, name, costs, beside)
        for page in ("home", "theme, line infections"):
            first = []
            for _ in range(rounds):
                ours["now"].run(WRITE)
                first.append(cost(ours["now"], tabs["now"], *PAGES[page], runs=1).clock)
            print(f"{page}, the first look after a write: {statistics.median(first):.0f} ms")
        for tab in (alone, *tabs.values()):
            tab.close()


def _say(page: str, name: str, costs: list[Cost], beside: list[Cost]) -> None:
    """The fastest and the middle round by the clock; the processor's mean, for it is counted roughly."""
    clocks, sentence = [one.clock for one in costs], [one.clock for one in beside]
    ratio = statistics.median(one / other for one, other in zip(clocks, sentence, strict=True))
    used, alone = (statistics.mean(one.processor for one in many) for many in (costs, beside))
    middle = f"{min(clocks):.0f} to {statistics.median(clocks):.0f}"
    fastest = f"{min(clocks) / min(sentence):.1f}, {ratio:.1f}"
    print(f"{page:24} {name:4} {middle:>18} {fastest:>11} {used:14.1f} {used / alone:11.1f}", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("what", nargs="?", choices=("pages", "browser", "crowd"), default="pages")
    asked.add_argument("--old", type=Path, help="another checkout of the dashboard, to be measured in the same run")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--sessions", type=int, default=100)
    asked.add_argument("--think", type=float, default=5.0, help="mean seconds between two steps of one session")
    given = asked.parse_args()
    if given.what == "pages":
        pages(given.old, given.rounds)
        return
    with ExitStack() as stack:
        checkouts = {"now": ROOT} | ({"old": given.old} if given.old else {})
        served = {name: stack.enter_context(dashboard(path)) for name, path in checkouts.items()}
        for one in served.values():
            one.tab().close()
        if given.what == "browser":
            page_speed_browser.measure({name: one.url for name, one in served.items()}, given.rounds)
        else:
            for name, one in served.items():
                page_speed_crowd.measure(name, one.url, one.run(SIGN_IN).strip(), given.sessions, given.think)


if __name__ == "__main__":
    main()
