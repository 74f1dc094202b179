"""A real server on a fresh folder, and a real Chromium in front of it."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from mist_dash.actions import people
from mist_dash.store import engine
from tests.browser import install

ROOT = Path(__file__).parents[2]
PASSWORD = "safer-together"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)


@dataclass(frozen=True)
class Server:
    """A running dashboard: its address, its folder, and what it has written to its log."""

    url: str
    folder: Path

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text("utf-8")


@contextmanager
def serving(folder: Path, run: list[str] | None = None, **environment: str) -> Iterator[Server]:
    """`python -m mist_dash serve` (or another way to run it) on a free port until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mist_dash", "serve", "--port", str(port), "--data", str(folder)]
    if run:
        command = [*run, "--server.port", str(port), "--server.address", "127.0.0.1"]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=os.environ | environment)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, process)
        yield Server(url, folder)
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo in it, drawn once for all who test side by side; tests serve copies of it."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    shared = tmp_path_factory.mktemp("alone") if alone else tmp_path_factory.getbasetemp().parent
    folder = shared / "demo"
    with (shared / "demo.lock").open("w") as drawing:
        fcntl.flock(drawing, fcntl.LOCK_EX)
        if not folder.exists():
            _draw(folder)
    return folder


def _draw(folder: Path) -> None:
    code = "from mist_dash.actions.setup import prepare; prepare()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"MIST_DATA": str(folder)}, check=True)


@pytest.fixture(scope="module")
def server(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo in a folder of its own, shared by the tests of one module."""
    with serving(copied(demo, tmp_path_factory.mktemp("data"))) as running:
        yield running


def copied(demo: Path, folder: Path) -> Path:
    """The folder, with the demo in it."""
    return shutil.copytree(demo, folder, dirs_exist_ok=True)


def without_events(folder: Path) -> str:
    """Breaks the demo in the folder: a page of a theme ends in a fault. Returns a nurse's token."""
    engine.use(f"sqlite:///{folder / 'mist.sqlite3'}")
    token = people.sign_in("nurse")
    engine.use("sqlite://")
    with sqlite3.connect(folder / "mist.sqlite3") as database:
        database.execute("ALTER TABLE event RENAME TO gone")
    return token or ""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=install.found(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def own_browser(browser: Browser, server: Server) -> Iterator[Callable[[str], BrowserContext]]:
    """Each person's own browser while a module runs: signed in once, the page's scripts loaded once."""
    contexts: dict[str, BrowserContext] = {}

    def of(username: str) -> BrowserContext:
        if username not in contexts:
            contexts[username] = browser.new_context(accept_downloads=True)
        return contexts[username]

    yield of
    for context in contexts.values():
        context.close()


@pytest.fixture
def open_as(
    browser: Browser, server: Server, own_browser: Callable[[str], BrowserContext]
) -> Iterator[Callable[..., Page]]:
    """`open_as("nurse", "clabsi")`: a new page of this person's browser, signed in, at this address.

    Without a name a browser that nobody has signed in with.
    """
    opened: list[Page | BrowserContext] = []

    def open_(username: str | None, address: str = "", width: int = 1280, height: int = 720) -> Page:
        context = own_browser(username) if username else browser.new_context(accept_downloads=True)
        page = context.new_page()
        opened.append(page if username else context)
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{server.url}/{address}")
        if username:
            name = page.get_by_label("User name")
            expect(page.locator(".st-key-who").or_(name).first).to_be_visible()
            if name.is_visible():
                sign_in(page, username)
        return page

    yield open_
    for one in opened:
        one.close()


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    with page.expect_response("**/session"):  # before it, another address would ask to sign in again
        page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".st-key-who")).to_be_visible()


def go(page: Page, server: Server, address: str) -> None:
    """Opens an address in the same browser, as a link in an e-mail would."""
    page.goto(f"{server.url}/{address}")
    settled(page)


def settled(page: Page) -> None:
    """Waits until the page's script has run to its end, and what it drew stands."""
    for _ in range(2):  # a run begins a moment after the click that asks for it
        page.wait_for_timeout(150)
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def text_of(page: Page) -> str:
    settled(page)
    return page.get_by_test_id("stMain").inner_text()


def tall(page: Page) -> None:
    """Makes the window as high as its page, so that a picture holds all of it."""
    width = (page.viewport_size or {"width": 1280})["width"]
    high = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(int(high) + 40, 6000)})
    page.wait_for_timeout(700)


def numbers_in(text: str) -> list[float]:
    """Every number in a sentence, thousands separators understood."""
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*\.?\d*", text)]


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if process.poll() is not None:
            raise RuntimeError("the server stopped while starting; see server.log in its folder")
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the server did not answer within a minute")
