"""Makes sure that there is a Chromium: one on the PATH, else playwright's own, else Debian's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    """The path of a Chromium, or None."""
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    print("Installing a Chromium for the browser tests …", flush=True)
    own = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True, check=False)
    if own.returncode == 0 and found():
        return
    admin = [] if os.geteuid() == 0 else ["sudo"]
    subprocess.run([*admin, "apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
    for name in ("chromium-headless-shell", "chromium"):  # without its windows it needs a fifth less of the processor
        done = subprocess.run([*admin, "apt-get", "install", "-y", "-qq", name], check=False, stdout=subprocess.DEVNULL)
        if done.returncode == 0:
            return


if __name__ == "__main__":
    if not found():
        install()
    if not found():
        sys.exit("No Chromium could be found or installed. Install one by hand, then run make test again.")
