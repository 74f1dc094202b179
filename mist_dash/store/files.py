"""The bytes of shared files, kept by their SHA-256: in a folder, or in S3-compatible storage by a URL. One mechanism.

MIST_RESOURCES names the place, such as s3://bucket/folder with the usual AWS_ variables; without it, a folder of
MIST_DATA. A file that is kept is never written over: the same bytes have the same name.
"""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url
from pydantic_settings import BaseSettings, SettingsConfigDict

from mist_dash.core.errors import Sorry

RETRY: Any = {"max_retries": 2, "retry_timeout": timedelta(seconds=15)}  # a person is waiting
SILENT = "The store of files does not answer. Nothing is lost: try again in a few minutes."

_TRIED = "written-to-try"


class FileSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MIST_")
    data: Path = Path("var")
    resources: str = ""


_places: dict[str, ObjectStore] = {}


def use(place: str | Path) -> None:
    """Keeps files here from now on: a folder, or a URL such as s3://bucket or memory:///."""
    _places["now"] = (
        from_url(place, retry_config=RETRY) if isinstance(place, str) else LocalStore(place.resolve(), mkdir=True)
    )


def keep(data: bytes) -> str:
    """Keeps the bytes, before the row that names them is written. Returns their hash."""
    digest = hashlib.sha256(data).hexdigest()
    place = _place()
    try:
        place.put(_name(digest), data)
    except BaseError:
        raise Sorry(SILENT) from None
    if isinstance(place, LocalStore) and place.prefix:
        _to_disk(Path(place.prefix) / _name(digest))
    return digest


def fetch(digest: str) -> bytes:
    """The bytes with this hash. Raises Sorry when they are gone, or are no longer what was kept."""
    try:
        data = bytes(_place().get(_name(digest)).bytes())
    except FileNotFoundError:
        raise Sorry("This file is missing from the store of files. Tell the facilitators, please.") from None
    except BaseError:
        raise Sorry(SILENT) from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise Sorry("This file is not what was shared: it has been damaged. Tell the facilitators, please.")
    return data


def writable() -> bool:
    """Whether a file could be kept now: tried, and taken away again."""
    place = _place()
    try:
        place.put(_TRIED, b"")
        place.delete(_TRIED)
    except (BaseError, OSError):
        return False
    return True


def _place() -> ObjectStore:
    if "now" not in _places:
        settings = FileSettings()
        use(settings.resources or settings.data / "resources")
    return _places["now"]


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def _to_disk(path: Path) -> None:
    """A power cut right after "shared" must not lose the file."""
    for one in (path, path.parent):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
