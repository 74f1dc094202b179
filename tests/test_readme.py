"""The README is true: its commands run, its paths exist, and its table of "how to add" names real places."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
UPLOADS = (ROOT / "docs" / "uploads.md").read_text("utf-8")
STATISTICS = (ROOT / "docs" / "statistics.md").read_text("utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def commands(text: str = README) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_every_make_command_is_in_the_makefile() -> None:
    for command in commands():
        if command.startswith("make"):
            assert re.search(rf"^{shlex.split(command)[1]}:", MAKEFILE, re.MULTILINE), command


def test_the_commands_for_a_real_collaborative_run_as_written(tmp_path: Path) -> None:
    """All but `serve`, which the browser tests start; the folder is the test's own."""
    found = [command for command in commands() if "mist_dash" in command]
    assert len(found) == 4
    operations = commands(OPERATIONS)
    assert len(operations) == 6
    rows = "month,area,clabsi,central_line_days\n2024-05,ICU,1,400\n"
    (tmp_path / "may.csv").write_text(rows, "utf-8")
    lead = 'add-person lead "Lea Lead" --role lead --centre "Ashdown Children\'s Hospital" --data /srv/mist'
    for command in (*found, f".venv/bin/python -m mist_dash {lead}", *operations):
        as_written = command.replace("/srv/mist", str(tmp_path / "mist"))
        as_written = as_written.replace("may.csv", str(tmp_path / "may.csv")).replace(
            "ours.csv", str(tmp_path / "o.csv")
        )
        done = shell(as_written + " --help" if " serve " in command else as_written)
        assert done.returncode == 0, done.stderr


def test_the_commands_in_the_text_run_as_written(tmp_path: Path) -> None:
    """Each on a file of its own kind: a month's counts, a series of values."""
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    files = {"check": tmp_path / "counts.csv", "spc": tmp_path / "series.csv"}
    rows = "".join(f"{month},ICU,{number},{400 + number}\n" for number, month in enumerate(months, 1))
    files["check"].write_text("month,area,clabsi,central_line_days\n" + rows, "utf-8")
    files["spc"].write_text("month,value\n" + "".join(f"{month},{10 + int(month[-1])}\n" for month in months), "utf-8")
    tried = re.findall(r"`([^`\n]*-m mist_dash (?:check|spc) [^`]*)`", README + STATISTICS)
    tried += [line.split("  #")[0].strip() for line in UPLOADS.splitlines() if "-m mist_dash" in line]
    assert len(tried) >= 5
    for command in tried:
        kind = "check" if " check " in command else "spc"
        done = shell(command.replace("FILE", str(files[kind])).replace("--answer area:hdu=ICU", ""))
        assert done.returncode == 0 and done.stdout, (command, done.stdout, done.stderr)


def test_no_text_names_a_command_that_a_fresh_clone_does_not_know() -> None:
    """`python` on the PATH knows nothing of the dashboard; the one in .venv, which `make run` made, does."""
    texts = [README, UPLOADS, STATISTICS, OPERATIONS]
    for text in texts:
        assert not re.findall(r"(?<!\.venv/bin/)python -m mist_dash", text)


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """As typed into a shell, in the project's own folder."""
    environment = os.environ | {"MIST_DATABASE_URL": ""}
    return subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)


def test_every_path_that_the_readme_names_exists() -> None:
    named = re.findall(r"`((?:data|docs|tests|pages|mist_dash|core|charts)/[\w./-]*)`|\]\((docs/[^)]*)\)", README)
    for path in filter(None, (a or b for a, b in named)):
        assert (ROOT / path).exists() or (ROOT / "mist_dash" / path).exists(), path
