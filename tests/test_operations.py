"""The commands that keep a dashboard going, by their command: import, export, and settings without a secret."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mist_dash.core.people import Role
from mist_dash.core.settings import told
from mist_dash.store import audit, engine, people
from mist_dash.ui.server.settings import KINDS

ROOT = Path(__file__).parents[1]
HEAD = "month,area,clabsi,central_line_days\n"


def run(folder: Path, *words: str, named: bool = True) -> subprocess.CompletedProcess[str]:
    """named: whether the folder is told in the command, or in the environment, as a service has it."""
    command = [sys.executable, "-m", "mist_dash", *words, *(("--data", str(folder)) if named else ())]
    told = os.environ | ({} if named else {"MIST_DATA": str(folder)})
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=told)


def test_what_is_imported_stands_under_the_senders_name_and_is_exported_unchanged(tmp_path: Path) -> None:
    engine.use(f"sqlite:///{tmp_path / 'mist.sqlite3'}")
    engine.upgrade()
    with engine.begin() as db:
        ash = people.add_centre(db, "Ash Hospital")
        for name, role in (("nurse", Role.CONTRIBUTOR), ("lead", Role.LEAD), ("member", Role.MEMBER)):
            people.add(db, name, name.title(), role, "no password", ash)
    sheet = tmp_path / "may.csv"
    sheet.write_text(HEAD + "2024-04,ICU,1,400\n2024-05,ICU,four,410\n")
    wrong = run(tmp_path, "import", str(sheet), "--theme", "clabsi", "--by", "nurse")
    assert wrong.returncode == 1 and "four" in wrong.stdout and "Nothing was stored" in wrong.stdout
    partly = run(tmp_path, "import", str(sheet), "--theme", "clabsi", "--by", "nurse", "--partly")
    assert partly.returncode == 0 and "1 row with problems was left out" in partly.stdout
    refused = run(tmp_path, "import", str(sheet), "--theme", "clabsi", "--by", "member", named=False)
    assert refused.returncode == 1 and "no leave" in refused.stderr
    out = tmp_path / "out.csv"
    assert run(tmp_path, "export", "--theme", "clabsi", "--by", "lead", "--to", str(out)).returncode == 0
    assert "2024-04,ICU,1" in out.read_text("utf-8-sig") and "2024-05" not in out.read_text("utf-8-sig")
    with engine.reading() as db:
        entries = audit.entries(db, ash, "").entries
        assert [one.person for one in entries] == ["Nurse"] and audit.checked(db).whole
    engine.use("sqlite://")


@pytest.mark.parametrize(
    "words",
    [
        ("backup",),
        ("verify",),
        ("export", "--theme", "clabsi", "--by", "lead"),
        ("one-time-password", "lead"),
        ("add-person", "lead", "Lea Lead", "--role", "facilitator"),
        ("digest",),
    ],
    ids=lambda words: words[0],
)
def test_a_command_in_a_folder_without_a_database_is_refused_and_makes_none(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    refused = run(tmp_path / "new", *words)
    assert refused.returncode == 1 and "no dashboard’s database here" in refused.stderr, refused.stderr
    assert not (tmp_path / "new").exists()


def test_settings_are_printed_without_a_secret_and_misspelt_ones_are_named() -> None:
    secret = {
        "MIST_DATABASE_URL": "postgresql+psycopg://mist:hunter2@db/mist?password=hunter2",
        "MIST_SMTP_PASSWORD": "hunter2",
        "MIST_RESOURCES": "s3://key:hunter2@bucket/folder",
        "MIST_CLAMD": "tcp://127.0.0.1:3310",
        "MIST_OPENDEMO": "yes",
    }
    command = [sys.executable, "-m", "mist_dash", "config"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=os.environ | secret)
    assert "hunter2" not in done.stdout and "db/mist" in done.stdout
    assert "MIST_SMTP_PASSWORD = (set, not shown)" in done.stdout and "MIST_CLAMD = tcp://127.0.0.1:3310" in done.stdout
    assert "MIST_OPENDEMO is set, and nothing reads it" in done.stdout


def test_every_setting_that_the_code_reads_is_printed() -> None:
    printed = {line.partition(" = ")[0] for line in told(KINDS, {})}
    read = {
        word
        for path in (ROOT / "mist_dash").rglob("*.py")
        for kind in ("BaseSettings)", "os.environ")
        if kind in (text := path.read_text("utf-8"))
        for word in re.findall(r"\"(MIST_[A-Z_]+[A-Z])\"", text)
    }
    assert read - {"MIST_DATA"} <= printed and {"MIST_DATA", "MIST_SMTP_HOST", "MIST_PROXIES"} <= printed


def test_every_setting_that_is_deployed_is_one_that_the_code_reads() -> None:
    printed = {line.partition(" = ")[0] for line in told(KINDS, {})}
    deployed = "".join(
        path.read_text("utf-8") for path in (ROOT / "deploy").rglob("*") if path.is_file() and path.suffix != ".conf"
    )
    named = set(re.findall(r"\bMIST_[A-Z_]+[A-Z]\b", deployed))
    assert named - printed == set() and {"MIST_HOSTS", "MIST_PROXIES", "MIST_DATABASE_URL", "MIST_RESOURCES"} <= named


def test_the_proxy_of_the_containers_has_the_same_replicas_as_that_of_one_machine() -> None:
    here, there = (
        (ROOT / "deploy" / "nginx" / f"{name}.conf").read_text("utf-8") for name in ("replicas", "replicas-compose")
    )
    compose = (ROOT / "deploy" / "compose.yml").read_text("utf-8")
    for number, port in (("11", "8501"), ("12", "8502")):
        there = there.replace(f"172.30.15.{number}:{port}", f"127.0.0.1:{port}")
        assert f"ipv4_address: 172.30.15.{number}" in compose and f"PORT: {port}" in compose
    assert here.splitlines()[1:] == there.splitlines()[1:]
