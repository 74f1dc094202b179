"""An address that a person typed becomes one that may be opened, or is refused: the web only, nothing that runs."""

from __future__ import annotations

from urllib.parse import urlsplit

LONGEST = 500


def safe(address: str) -> bool:
    """Whether this is a plain web address: http or https, with a host, without a user name, spaces or control signs."""
    if len(address) > LONGEST or any(char.isspace() or not char.isprintable() for char in address):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc and "\\" not in address
