"""Every kind of settings there is, for the command that prints them."""

from __future__ import annotations

from pydantic_settings import BaseSettings

from mist_dash.actions.collaborative import CollaborativeSettings
from mist_dash.actions.readiness import STORED
from mist_dash.ui.server.gate import GateSettings
from mist_dash.ui.server.watching import WatchingSettings

KINDS: tuple[type[BaseSettings], ...] = (*STORED, CollaborativeSettings, GateSettings, WatchingSettings)
