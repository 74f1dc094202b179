"""The README is true: its commands run, its paths exist, and its table of "how to add" names real places."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_every_make_command_is_in_the_makefile() -> None:
    for command in commands():
        if command.startswith("make"):
            assert re.search(rf"^{shlex.split(command)[1]}:", MAKEFILE, re.MULTILINE), command


def test_the_commands_for_a_real_collaborative_run_as_written(tmp_path: Path) -> None:
    """All but `serve`, which the browser tests start; the folder is the test's own."""
    for command in commands():
        if "mist_dash" in command and "serve" not in command:
            words = [str(tmp_path / "mist") if word == "/srv/mist" else word for word in shlex.split(command)]
            done = subprocess.run(
                [sys.executable, *words[1:]],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
                env=os.environ | {"MIST_DATABASE_URL": ""},
            )
            assert done.returncode == 0, done.stderr
    served = subprocess.run(
        [sys.executable, "-m", "mist_dash", "serve", "--help"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert "--port" in served.stdout and "--data" in served.stdout


def test_every_path_that_the_readme_names_exists() -> None:
    named = re.findall(r"`((?:data|docs|tests|pages|mist_dash|core|charts)/[\w./-]*)`|\]\((docs/[^)]*)\)", README)
    for path in filter(None, (a or b for a, b in named)):
        assert (ROOT / path).exists() or (ROOT / "mist_dash" / path).exists(), path
