"""Whatever the server sends to somebody who is not the lead does not depend on the centre's small numbers.

They are planted, everything is walked, they are changed in place, and it is walked again: pages with all that is folded
up, files, templates, and what a typed month would do. All of it must be the same, to the letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlmodel import select

from mist_dash.actions import people, share
from mist_dash.core.counts import Key, Number
from mist_dash.core.people import Person
from mist_dash.store import counts, engine
from mist_dash.store.tables import ChangeRow, CountRow, Upload
from mist_dash.ui.navigation import DESKS
from tests.browser.conftest import Server, copied, serving
from tests.browser.protocol import Tab
from tests.browser.test_never_a_rank import Sent, files, said

Page = tuple[str, str]  # address, query
THEME, FILTER = "second-victim", "theme=Second+victim"
ITEMS = ("svs_incidents", "svs_offers", "svs_supporters")
LARGE = ((40, 25, 12),) * 3  # a quarter that everybody of the centre may see
ONE = (*LARGE, (1, 1, 3), (2, 1, 4), (2, 1, 5))
OTHER = (*LARGE, (2, 1, 6), (2, 2, 5), (3, 2, 7))
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
PASTED = "month,svs_incidents,svs_offers\n2026-05,2,1\n2026-07,30,20\n"


@pytest.fixture(scope="module")
def running(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(copied(demo, tmp_path_factory.mktemp("data"))) as server:
        engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
        yield server
        engine.use("sqlite://")


def signed_in(username: str) -> tuple[str, Person]:
    token = people.sign_in(username)
    assert token
    return token, people.who(token)


def planted(lead: Person, months: tuple[tuple[int, ...], ...]) -> int:
    """One upload of the lead's in place of all that the demo's centre has sent for the theme; returns its id."""
    with engine.begin() as db:
        for row in db.exec(select(CountRow).where(CountRow.centre_id == lead.centre, CountRow.theme == THEME)):
            db.delete(row)
        new = {
            Key(item, "Whole hospital", month, "Second victim support 2019"): Number(float(value))
            for month, row in zip(MONTHS, months, strict=True)
            for item, value in zip(ITEMS, row, strict=True)
        }
        changes = [counts.CountChange(key, None, number) for key, number in new.items()]
        return counts.apply(
            db,
            lead.centre or 0,
            THEME,
            lead.id or 0,
            changes,
            file_name="svs.csv",
            file_hash="0",
            file=repr(months).encode(),
            sentence=f"Changed 18 numbers ({months}).",
        )


def changed(upload: int, months: tuple[tuple[int, ...], ...]) -> None:
    """The same upload with other numbers, as if it had always been so."""
    value = {
        (item, month): float(number)
        for month, row in zip(MONTHS, months, strict=True)
        for item, number in zip(ITEMS, row, strict=True)
    }
    with engine.begin() as db:
        for row in db.exec(select(CountRow).where(CountRow.upload_id == upload)):
            row.value = value[row.item, row.period]
        for log in db.exec(select(ChangeRow).where(ChangeRow.upload_id == upload)):
            log.new = {**(log.new or {}), "value": value[log.item, log.period]}
        sent = db.get_one(Upload, upload)
        sent.file, sent.sentence = repr(months).encode(), f"Changed 18 numbers ({months})."


def everything(url: str, token: str, pages: Sequence[Page]) -> Sent:
    """The pages and their files; the history with its rows unfolded; numbers typed and pasted, up to the chart."""
    unfolded: tuple[tuple[Page, dict[str, str]], ...] = (
        (("history", ""), {}),
        (("send", FILTER), {}),
        (("send", FILTER), {"text_area": PASTED}),
    )
    found: Sent = {}
    for (address, query), given in (*((page, None) for page in pages), *unfolded):
        tab = Tab(url, token)
        answer = tab.run("" if address == "home" else address, query)
        for _ in range(0 if given is None else 2):  # what is unfolded holds more to unfold
            answer = tab.run(address, query, values(answer.widgets, given or {}))
        found[f"{address}?{query} {given}"] = said(answer) + "".join(files(url, tab, token, answer))
        tab.close()
    return found


def values(widgets: dict[str, str], given: dict[str, str]) -> dict[str, tuple[str, object]]:
    """Everything unfolded, and the tab open in which something is given."""
    made: dict[str, tuple[str, object]] = {}
    for id, kind in widgets.items():
        if kind in given:
            made[id] = ("string_value", given[kind])
        if kind == "tab_container":
            made[id] = ("string_value", "Paste from Excel" if given else "Type the numbers")
        if kind == "expandable":
            made[id] = ("bool_value", True)
    return made


def test_nobody_but_the_lead_is_sent_anything_that_depends_on_small_numbers(running: Server) -> None:
    own = [("home", ""), (THEME, ""), (THEME, "measure=Trained+peer+supporters"), ("tell", FILTER)]
    every = [(entry.address, "") for entries in DESKS.values() for entry in entries if not entry.hidden]
    walks = {"nurse": [*every, *own[1:]], "member": own, "lead": own[1:3]}
    tokens = {name: signed_in(name)[0] for name in walks}
    upload = planted(people.who(tokens["lead"]), ONE)
    before = {name: everything(running.url, tokens[name], pages) for name, pages in walks.items()}
    changed(upload, OTHER)
    after = {name: everything(running.url, tokens[name], pages) for name, pages in walks.items()}
    for name in ("nurse", "member"):
        for where, text in before[name].items():
            assert text == after[name][where], f"{name} at {where}"
    differ = {where for where, text in before["lead"].items() if text != after["lead"][where]}
    assert len(differ) >= 5, differ  # the theme, both measures of it; the history; numbers beside fields; the paste
    pasted = next(text for where, text in before["nurse"].items() if "text_area" in where)
    assert "Sent before" in pasted and "replace 2 numbers" in pasted and "Only what you send now" in pasted
    assert share.history(people.who(tokens["nurse"]))[0].id == upload
