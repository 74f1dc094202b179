"""Settings from the environment as lines to read: what each is now, and nothing secret in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pydantic import SecretStr
from pydantic_settings import BaseSettings

PREFIX = "MIST_"
PLAIN = {  # settings that are read by themselves, with what holds without them
    "MIST_DEMO": "yes",
    "MIST_OPEN_DEMO": "",
    "MIST_CATALOGUE": "data/catalogue",
}
_PASSWORD = re.compile(r"(?<=://)([^/@\s]*):[^/@\s]*@|\b(password|secret|key|token)=[^&\s]*", re.I)


def told(kinds: Iterable[type[BaseSettings]], environment: Mapping[str, str]) -> list[str]:
    """A line for each setting, and one for each that nothing reads: it is often misspelt."""
    now: dict[str, object] = {name: environment.get(name, usual) for name, usual in PLAIN.items()}
    for kind in kinds:
        prefix = str(kind.model_config.get("env_prefix", PREFIX))
        now |= {f"{prefix}{name}".upper(): value for name, value in dict(kind()).items()}
    unread = sorted(name for name in environment if name.startswith(PREFIX) and name not in now)
    lines = [f"{name} = {_said(now[name])}" for name in sorted(now)]
    return [*lines, *(f"{name} is set, and nothing reads it. Is it misspelt?" for name in unread)]


def _said(value: object) -> str:
    if isinstance(value, SecretStr):
        return "(set, not shown)" if value.get_secret_value() else "(not set)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _PASSWORD.sub(_without, str(value)) or "(not set)"


def _without(found: re.Match[str]) -> str:
    return f"{found[1]}:***@" if found[2] is None else f"{found[2]}=***"
