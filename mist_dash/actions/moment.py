"""One run of a page is of one moment: the numbers in one session, the catalogue as it was when the run began."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mist_dash.actions import catalogue
from mist_dash.store import engine


@contextmanager
def one() -> Iterator[None]:
    """Around whatever is asked together. What is written in it is seen from there on."""
    with engine.one_moment(), catalogue.held():
        yield
