"""What every run of a page needs is made once: the picture of a view, and the pages of the menu."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from mist_dash.actions import home, themes
from mist_dash.charts.style import DARK, LIGHT
from mist_dash.core.one_page import Row
from mist_dash.core.people import VISITOR, Person, Role
from mist_dash.core.query import Query
from mist_dash.store import engine
from mist_dash.ui import navigation
from mist_dash.ui.pages import one_page_table
from mist_dash.ui.parts import picture
from tests.network import grow

LEAD = Role.LEAD


def seen(centre: int, area: str) -> themes.View:
    lead = Person(2, "lead", Role.LEAD, centre, f"centre {centre}")
    return themes.see(lead, Query.of(themes.catalogue.theme("clabsi"), "clabsi-rate", area, "financial"))


def test_a_view_is_drawn_once_in_each_palette_until_somebody_writes(database: None) -> None:
    one, other, *_ = grow(3)
    first = picture.drawn(seen(one, "ICU"), palette=LIGHT)
    assert picture.drawn(seen(one, "ICU"), palette=LIGHT) is first
    area = seen(one, "").areas[1]
    others = [(seen(one, area), LIGHT), (seen(other, "ICU"), LIGHT), (seen(one, "ICU"), DARK)]
    assert all(picture.drawn(view, palette=palette) != first for view, palette in others)
    with engine.begin():
        pass
    again = picture.drawn(seen(one, "ICU"), palette=LIGHT)
    assert again is not first and again == first


def test_the_one_page_is_written_once_in_each_palette_until_somebody_writes(database: None) -> None:
    one, other, *_ = grow(3)
    first = one_page_table.table(rows(one), LIGHT)
    assert one_page_table.table(rows(one), LIGHT) is first
    assert one_page_table.table(rows(other), LIGHT) != first
    before = one_page_table.table.cache_info().misses
    one_page_table.table(rows(one), DARK)
    with engine.begin():
        pass
    one_page_table.table(rows(one), LIGHT)
    assert one_page_table.table.cache_info().misses == before + 2


def rows(centre: int) -> tuple[Row, ...]:
    return home.rows(Person(2, "lead", Role.LEAD, centre, f"centre {centre}"))


def test_a_picture_that_is_kept_is_not_changed_by_taking_it_along(database: None) -> None:
    view = seen(grow(3)[0], "ICU")
    before = copy.deepcopy(picture.drawn(view))
    picture.sheet(view, "a centre").paper(picture.drawn(view), demo=True)
    assert picture.drawn(view) == before


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The address of every page that Streamlit is asked to make."""
    asked: list[str] = []

    def page(script: object, url_path: str, **_: object) -> SimpleNamespace:
        asked.append(url_path)
        return SimpleNamespace(script=script, url_path=url_path)

    monkeypatch.setattr(navigation.st, "Page", page)
    monkeypatch.setattr(navigation.st, "navigation", lambda pages, **_: pages)
    navigation._made.cache_clear()
    yield asked
    navigation._made.cache_clear()


def test_each_page_of_the_menu_is_made_once_for_a_role_and_handed_out_as_a_copy(made: list[str]) -> None:
    lead, other, member = (Person(id, "", role, 1, "") for id, role in ((2, LEAD), (3, LEAD), (4, Role.MEMBER)))
    first, again = menu(lead), menu(other)
    assert len(made) == len(set(made)) == len(first) == len(again) > 30
    assert not {id(page) for page in first.values()} & {id(page) for page in again.values()}  # each notes that it ran
    visitor = menu(VISITOR)
    assert visitor["clabsi"].script.name == visitor["send"].script.name == "sign_in.py"
    assert visitor["about"].script.name == "about.py"
    assert menu(member)["send"].script.name == "closed.py" and menu(lead)["send"].script.name == "send.py"


def menu(actor: Person) -> dict[str, SimpleNamespace]:
    """address -> its page."""
    desks: Any = navigation.page_for(actor)
    return {page.url_path: page for desk in desks.values() for page in desk}
