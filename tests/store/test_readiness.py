"""A database or a folder that fails is named when readiness is asked for: PostgreSQL, and a folder that is gone."""

from __future__ import annotations

import shutil
from pathlib import Path

from mist_dash.actions import readiness
from mist_dash.store import engine, files


def test_a_postgresql_that_does_not_answer_is_named_without_its_address(tmp_path: Path) -> None:
    engine.use("postgresql+psycopg://mist:secret@127.0.0.1:1/mist")
    files.use(tmp_path / "resources")
    assert readiness.faults() == {"database": "does not answer"}
    engine.use("sqlite://")


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    engine.use(f"sqlite:///{tmp_path / 'data' / 'mist.sqlite3'}")
    engine.upgrade()
    files.use(tmp_path / "resources")
    assert readiness.faults() == {}
    shutil.rmtree(tmp_path / "data")
    assert "folder" in readiness.faults()
    engine.use("sqlite://")
    files.use("memory:///")
