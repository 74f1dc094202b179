"""A password becomes a hash, a try is held against one at the same cost whether the name exists or not, and one that
somebody chooses is good enough or is not."""

from __future__ import annotations

import base64
import hashlib
import string
from functools import cache

import bcrypt

LONGEST = 72  # bytes that bcrypt reads; a longer passphrase is brought to a fixed length first
SHORTEST, MOST = 10, 1000  # characters of one that somebody chooses
WORST = 10_000  # of each list of what people choose most often
FEW = 5  # different characters
HINT = "Three or four words that have nothing to do with each other are good, and easy to keep in mind."


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


def fault(password: str, username: str) -> str:
    """What is wrong with a password that somebody chose for this account, with the remedy; empty when nothing is."""
    told = password.strip().casefold()
    if not SHORTEST <= len(told) <= MOST:
        return f"Choose a password of {SHORTEST} characters or more. {HINT}"
    if told in _worst() or told.strip(string.digits + string.punctuation) in _worst():
        return f"This password is one of the first that anybody would try. Choose another. {HINT}"
    if len(set(told)) < FEW or username.casefold() in told:
        return f"This password is easily guessed from a few characters or from the user name. Choose another. {HINT}"
    return ""


@cache
def _worst() -> frozenset[str]:
    """What is chosen most often: passwords, and the words and names that become one by adding digits."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # late: a large file, and passwords are seldom chosen

    return frozenset(word for words in FREQUENCY_LISTS.values() for word in words[:WORST])


@cache
def _nobodys() -> str:
    return bcrypt.hashpw(b"nobody's", bcrypt.gensalt()).decode()


def _bytes(password: str) -> bytes:
    """What people paste with a space or a line's end around it is the same password."""
    told = password.strip().encode("utf-8", "replace")
    return told if len(told) <= LONGEST and b"\0" not in told else base64.b64encode(hashlib.sha256(told).digest())
