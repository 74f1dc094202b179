"""A password becomes a hash, and a try is held against one: at the same cost, whether the name exists or not."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

import bcrypt

LONGEST = 72  # bytes that bcrypt reads; a longer passphrase is brought to a fixed length first


def hash_of(password: str) -> str:
    return bcrypt.hashpw(_bytes(password), bcrypt.gensalt()).decode()


def matches(password: str, hashed: str | None) -> bool:
    """Whether the password belongs to the hash. Without one, as long is spent on a hash that nothing belongs to."""
    try:
        right = bcrypt.checkpw(_bytes(password), (hashed or _nobodys()).encode())
    except ValueError:  # what is kept is no hash, such as of an account that waits for its first password
        bcrypt.checkpw(_bytes(password), _nobodys().encode())
        return False
    return right and hashed is not None


@cache
def _nobodys() -> str:
    return bcrypt.hashpw(b"nobody's", bcrypt.gensalt()).decode()


def _bytes(password: str) -> bytes:
    """What people paste with a space or a line's end around it is the same password."""
    told = password.strip().encode("utf-8", "replace")
    return told if len(told) <= LONGEST and b"\0" not in told else base64.b64encode(hashlib.sha256(told).digest())
