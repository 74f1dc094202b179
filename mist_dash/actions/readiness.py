"""Whether the dashboard can work now: its database answers, in the newest form, and its files can be written."""

from __future__ import annotations

from pydantic_settings import BaseSettings

from mist_dash.store import backup, engine, files
from mist_dash.store.engine import DatabaseSettings
from mist_dash.store.files import FileSettings
from mist_dash.store.mail import MailSettings
from mist_dash.store.scanner import ScannerSettings

STORED: tuple[type[BaseSettings], ...] = (DatabaseSettings, FileSettings, MailSettings, ScannerSettings)
NOT_WRITABLE = "cannot be written to"


def faults() -> dict[str, str]:
    """What is not ready, and in a few words why: no path, no address, no name of anything."""
    found = {}
    try:
        with engine.snapshot() as connection:
            if backup.revision(connection) != engine.newest():
                found["migrations"] = "not current"
    except engine.UNREACHABLE:
        found["database"] = "does not answer"
    if not files.writable():
        found["files"] = NOT_WRITABLE
    if not engine.folder_writable():
        found["folder"] = NOT_WRITABLE
    return found
