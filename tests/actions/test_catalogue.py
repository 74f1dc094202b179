"""The catalogue while the dashboard runs: a theme's file may come, change, go, or be put back from an older copy."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from mist_dash.actions import catalogue
from mist_dash.core.catalogue import FOLDER
from mist_dash.ui.navigation import desks_now

OLD = 1_500_000_000 * 10**9  # long before any file of a fresh copy


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = shutil.copytree(FOLDER, tmp_path / "catalogue")
    monkeypatch.setenv("MIST_CATALOGUE", str(folder))
    assert {"hsmr", "medication"} <= shown()
    return folder


def shown() -> set[str]:
    """The addresses in the menu of themes."""
    return {entry.address for entry in desks_now()["Themes"]}


@pytest.mark.parametrize("name", ["hsmr", "medication"])
def test_a_file_that_is_removed_takes_its_theme_and_its_page_along(files: Path, name: str) -> None:
    os.utime(files / f"{name}.toml", ns=(OLD, OLD))  # the newest time of the folder stays what it was
    before = shown()
    (files / f"{name}.toml").unlink()
    assert shown() == before - {name}
    assert name not in {theme.id for theme in catalogue.themes()}


def test_a_file_replaced_by_an_older_copy_is_read_anew(files: Path) -> None:
    path = files / "hsmr.toml"
    short = catalogue.theme("hsmr").short
    path.write_text(path.read_text("utf-8").replace(f'short = "{short}"', 'short = "As it was"'), "utf-8")
    os.utime(path, ns=(OLD, OLD))
    assert catalogue.theme("hsmr").short == "As it was"
    assert "As it was" in {entry.title for entry in desks_now()["Themes"]}


def test_a_change_in_the_same_length_and_second_is_seen(files: Path) -> None:
    path, short = files / "hsmr.toml", catalogue.theme("hsmr").short
    was = path.stat().st_mtime_ns
    path.write_text(path.read_text("utf-8").replace(f'short = "{short}"', f'short = "{short[::-1]}"'), "utf-8")
    os.utime(path, ns=(was, was - 1))
    assert catalogue.theme("hsmr").short == short[::-1]


def test_a_file_that_is_added_brings_its_theme_even_with_an_old_date(files: Path) -> None:
    kept = (files / "hsmr.toml").read_bytes()
    (files / "hsmr.toml").unlink()
    assert "hsmr" not in shown()
    (files / "hsmr.toml").write_bytes(kept)
    os.utime(files / "hsmr.toml", ns=(OLD, OLD))
    assert "hsmr" in shown()


def test_one_run_of_a_page_sees_one_catalogue_and_the_next_one_the_new(files: Path) -> None:
    before = catalogue.themes()
    with catalogue.held():
        (files / "hsmr.toml").unlink()
        assert catalogue.themes() is before
    assert {theme.id for theme in catalogue.themes()} == {theme.id for theme in before} - {"hsmr"}
