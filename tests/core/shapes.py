"""Values for tests with everything but what the test is about left plain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from mist_dash.core.resources import Resource
from mist_dash.core.stories import Story

THEN = datetime(2024, 5, 1, tzinfo=UTC)
RESOURCE = Resource(1, 1, "Ash", "clabsi", (), (), "Bundle", "bundle", "", "", "", "", "", None, (), THEN)
STORY = Story(1, 1, "Ash", "clabsi", "", "Title", "w", "d", "f", "m", "", "", "published", THEN, THEN, "")


def resource(**named: Any) -> Resource:
    return replace(RESOURCE, **named)


def story(**named: Any) -> Story:
    return replace(STORY, **named)
