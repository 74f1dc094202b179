"""Whoever watches over the server learns whether it lives and whether it can work, and nothing else about it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import urllib.error
import urllib.request
from pathlib import Path

from tests.browser.conftest import copied, serving


def asked(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=20) as found:
            return found.status, found.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_server_is_ready_until_its_database_its_tables_or_its_folders_fail(demo: Path, tmp_path: Path) -> None:
    with serving(copied(demo, tmp_path)) as server:
        ready, lives = f"{server.url}/readyz", f"{server.url}/healthz"
        assert asked(ready) == (200, '{"ready":true}') and asked(lives)[0] == 200
        with sqlite3.connect(tmp_path / "mist.sqlite3") as database:
            database.execute("UPDATE alembic_version SET version_num = '0001'")
        told = [asked(ready)]
        shutil.rmtree(tmp_path / "resources")
        (tmp_path / "resources").write_text("a file where the folder should be")
        told.append(asked(ready))
        with sqlite3.connect(tmp_path / "mist.sqlite3") as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.move(tmp_path / "mist.sqlite3", tmp_path / "mist.sqlite3-away")
        for one in tmp_path.glob("mist.sqlite3*"):
            one.write_bytes(b"damaged" * 1000)
        told.append(asked(ready))
        assert [status for status, _ in told] == [503, 503, 503] and asked(lives)[0] == 200
        found = [json.loads(body) for _, body in told]
    assert found[0] == {"ready": False, "migrations": "not current"}
    assert found[1] == found[0] | {"files": "cannot be written to"}
    assert found[2]["database"] == "does not answer"
    assert not any(str(tmp_path) in body or "sqlite" in body for _, body in told)
