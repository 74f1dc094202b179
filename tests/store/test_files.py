"""The bytes of shared files, by the same tests in a folder and in a real S3 server."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mist_dash.core.errors import Sorry
from mist_dash.store import files

DATA = b"%PDF-1.4 a bundle"
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Opens the place as production does: from the environment."""
    monkeypatch.setattr(files, "_places", {})
    monkeypatch.setenv("MIST_DATA", str(tmp_path))
    if request.param == "s3":
        monkeypatch.setenv("MIST_RESOURCES", request.getfixturevalue("bucket"))
    yield request.param


def test_what_is_kept_comes_back_by_its_hash_and_twice_is_once(place: str) -> None:
    assert files.keep(DATA) == files.keep(DATA) == DIGEST
    assert files.fetch(DIGEST) == DATA
    assert len([entry for page in files._place().list() for entry in page]) == 1


def test_what_was_damaged_or_lost_is_told_and_never_handed_out(place: str) -> None:
    digest = files.keep(b"%PDF-1.4 another bundle")
    files._place().put(files._name(digest), b"something else")
    with pytest.raises(Sorry, match="damaged"):
        files.fetch(digest)
    with pytest.raises(Sorry, match="missing"):
        files.fetch("0" * 64)


def test_a_store_that_is_away_is_told_at_once_and_not_as_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_places", {})
    for name, value in (
        ("ACCESS_KEY_ID", "a"),
        ("SECRET_ACCESS_KEY", "b"),
        ("REGION", "eu-west-2"),
        ("ALLOW_HTTP", "true"),
        ("ENDPOINT_URL", "http://127.0.0.1:1"),
    ):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("MIST_RESOURCES", "s3://mist/resources")
    for act in (lambda: files.keep(DATA), lambda: files.fetch(DIGEST)):
        with pytest.raises(Sorry, match="does not answer"):
            act()


def test_a_folder_holds_plain_files_that_a_backup_can_copy(place: str, tmp_path: Path) -> None:
    if place == "s3":
        pytest.skip("the folder only")
    files.keep(DATA)
    assert (tmp_path / "resources" / DIGEST[:2] / DIGEST).read_bytes() == DATA
