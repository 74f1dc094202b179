"""Writes the next migration from the tables as they are now: `make migration NAME="what changed"`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from mist_dash.store import engine


def write(name: str) -> None:
    """Brings an empty database to the newest migration, and writes down what the tables have beyond it."""
    with tempfile.TemporaryDirectory() as folder:
        engine.use(f"sqlite:///{folder}/empty.sqlite3")
        config = engine.alembic_config()
        number = len(list((Path(__file__).parent / "migrations" / "versions").glob("0*.py"))) + 1
        with engine.engine().begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            command.revision(config, message=name, autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    write(sys.argv[1] or "change")
