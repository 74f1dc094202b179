"""Each picture of every page has its words and its table, which opens with the figures in it."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow as arrow
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mist_dash import ui
from mist_dash.actions import people
from mist_dash.store import engine
from mist_dash.ui.pages.theme_page import CHART, COMPARED, TOGETHER
from mist_dash.ui.parts.figure import AS_TABLE
from tests.browser.conftest import ROOT, Server
from tests.browser.protocol import Answer, Tab

TABS = tuple(f"below={tab.replace(' ', '+').replace(',', '%2C')}" for tab in (COMPARED, CHART, TOGETHER))
THEMES = ("clabsi", "medication", "peripheral", "excellence", "hsmr", "second-victim")
PLACES = (
    *((theme, tab) for theme in THEMES for tab in TABS),
    ("medication", "measure=Severity+profile"),
    ("clabsi", "area=Haem-Onc+wards"),
    ("together", "theme=Central+line+infections"),
    ("interventions", "theme=Central+line+infections"),
    ("", ""),
    ("gallery", ""),
    ("story", "id=1"),
    ("consents", ""),
)

Presses = dict[str, tuple[str, object]]  # by the key of a widget: protocol field, value
PASTED = "month\tarea\tclabsi\tcentral_line_days\n2019-05\tICU\t1\t790\n2019-06\tICU\t0\t801\n"
LISTED = "area\tintervention\tstart\tstop\nICU\tLine rounds on Fridays\t03/02/2026\t\n"
PASTE = "theme=Central+line+infections&way=Paste+from+Excel"
PRESSED: tuple[tuple[str, str, Presses], ...] = (
    *((theme, "", {"take": ("trigger_value", True)}) for theme in ("clabsi", "peripheral", "hsmr")),
    ("clabsi", "below=Before+and+after", {"change-keep": ("trigger_value", True)}),
    ("send", PASTE, {"paste-0": ("string_value", PASTED), "see-first": ("bool_value", True)}),
    ("send", PASTE, {"paste-0": ("string_value", LISTED)}),
)
GRIDS = {"dataframe", "data_editor"}


@dataclass(frozen=True)
class Piece:
    """One thing on the page in its place: a picture with its words, a fold, or a table with its number of rows."""

    path: tuple[int, ...]
    kind: str
    said: str = ""


@pytest.fixture(scope="module")
def tab(server: Server) -> Tab:
    engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
    token = people.sign_in("lead") or ""
    engine.use("sqlite://")
    return Tab(server.url, token)


@pytest.mark.parametrize(("address", "query"), PLACES)
def test_each_picture_has_words_and_a_table_that_opens(tab: Tab, address: str, query: str) -> None:
    faultless(tab, address, query, {})


@pytest.mark.parametrize(("address", "query", "presses"), PRESSED)
def test_so_has_each_picture_that_a_press_brings(tab: Tab, address: str, query: str, presses: Presses) -> None:
    known, said = tab.run(address, query), dict[str, tuple[str, object]]()
    before = len(pictures_in(known))
    for key, value in presses.items():
        said[next(id for id in known.widgets if id.endswith(f"-{key}"))] = value
        known = tab.run(address, query, said)
    faultless(tab, address, query, said)
    assert len(pictures_in(known)) > before


@pytest.mark.parametrize(("address", "query"), [*((theme, tab) for theme in THEMES for tab in TABS), ("story", "id=1")])
def test_each_picture_can_be_taken_along(tab: Tab, address: str, query: str) -> None:
    answer = tab.run(address, query)
    specs = [one.delta.new_element.plotly_chart.spec for one in answer.messages if one.WhichOneof("type") == "delta"]
    drawn, buttons = len(list(filter(None, specs))), [id.rpartition("-")[2] for id in answer.widgets]
    assert drawn == buttons.count("keep") + buttons.count("take"), "the first picture's stands in the menu"


def test_what_is_taken_along_names_the_demo(tab: Tab) -> None:
    known = tab.run("clabsi", "below=Before+and+after")
    press = {next(id for id in known.widgets if id.endswith("-change-keep")): ("trigger_value", True)}
    assert b"Demo: invented numbers" in tab.run("clabsi", "below=Before+and+after", press).raw


def test_together_opens_on_what_the_page_shows(server: Server, tab: Tab) -> None:
    def said(address: str, query: str) -> str:
        return " ".join(Tab(server.url, token_of(tab)).run(address, f"{query}&below=Together").texts).replace("\\", "")

    ward, whole = said("clabsi", "area=Haem-Onc+wards"), said("clabsi", "area=Whole+hospital")
    assert "Infection rate, Haem-Onc wards" in ward and "Infection rate, ICU" not in ward
    assert "“Whole hospital” stands here in its parts" in whole and "Infection rate, Elsewhere" in whole
    other = said("medication", "measure=Incidents+reported")
    assert "“Incidents reported” is not added up" in other and "Share of incidents that harmed" in other


def test_a_page_is_drawn_for_the_screen_that_was_there_last(server: Server, tab: Tab) -> None:
    token = token_of(tab)

    def margin(cookies: str) -> int:
        messages = Tab(server.url, cookies).run("clabsi").messages
        specs = [m.delta.new_element.plotly_chart.spec for m in messages if m.WhichOneof("type") == "delta"]
        return int(json.loads(next(filter(None, specs)))["layout"]["margin"]["r"])

    assert margin(f"{token}; mist-screen=340-touch") < 20 < 100 < margin(token)
    assert margin(f"{token}; mist-screen=1e9") == margin(f"{token}; mist-screen=<b>") == margin(token)


def token_of(tab: Tab) -> str:
    return tab.socket.request.headers["Cookie"].partition("=")[2] if tab.socket.request else ""


def pictures_in(answer: Answer) -> list[Piece]:
    return [piece for message in answer.messages if (piece := piece_of(message)) and piece.kind == "picture"]


def faultless(tab: Tab, address: str, query: str, said: Presses) -> None:
    answer = tab.run(address, query, said)
    folds = [id for id, kind in answer.widgets.items() if kind == "expandable" and id in table_folds(answer)]
    opened = tab.run(address, query, said | dict.fromkeys(folds, ("bool_value", True)))
    found = [piece for message in opened.messages if (piece := piece_of(message)) is not None]
    pictures = [one for one in found if one.kind == "picture"]
    assert pictures
    for picture in pictures:
        assert len(picture.said.split()) >= 4, picture
        assert any(one.kind == "table" for one in found if follows(one, picture)), picture
    assert sum(one.kind == "table" for one in found) >= len(folds)
    assert not any(one.said == "0" for one in found if one.kind == "table")


def table_folds(answer: Answer) -> set[str]:
    blocks = (message.delta.add_block for message in answer.messages if message.WhichOneof("type") == "delta")
    return {block.id for block in blocks if block.expandable.label == AS_TABLE}


def piece_of(message: ForwardMsg) -> Piece | None:
    if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
        return None
    path, element = tuple(message.metadata.delta_path), message.delta.new_element
    if element.WhichOneof("type") == "plotly_chart":
        return Piece(path, "picture", element.plotly_chart.alt)
    if element.WhichOneof("type") == "html" and (
        small := re.search(r'class="small-chart" alt="(.*?)"', element.html.body)
    ):
        return Piece(path, "picture", small.group(1))
    for kind in ("dataframe", "table"):
        if element.WhichOneof("type") == kind:
            sent = getattr(element, kind).arrow_data.data
            return Piece(path, "table", str(arrow.ipc.open_stream(sent).read_all().num_rows))
    return None


def follows(one: Piece, picture: Piece) -> bool:
    """In the same column, or in a fold of it, after the picture."""
    *above, place = picture.path
    return list(one.path[: len(above)]) == above and one.path[len(above)] > place


def test_a_picture_goes_into_a_page_in_one_place_only() -> None:
    """Where its words and its table are asked for."""
    sources = [*Path(ui.__path__[0]).rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    drawn = {source.name for source in sources if re.search(r"plotly_chart\(", source.read_text("utf-8"))}
    assert drawn == {"figure.py"}


def test_no_table_that_keys_move_in_goes_without_a_name() -> None:
    """Streamlit draws it on a canvas, of which a screen reader knows only what it is told."""
    sources = [*Path(ui.__path__[0]).rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    calls = [call for source in sources for call in ast.walk(ast.parse(source.read_text("utf-8")))]
    tables = [one for one in calls if isinstance(one, ast.Call) and getattr(one.func, "attr", "") in GRIDS]
    assert len(tables) > 5
    assert all("alt" in {word.arg for word in one.keywords} for one in tables)
