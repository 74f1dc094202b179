"""Hostile texts in every field of every form: they show as typed, and do nothing.

The fields are found by walking the pages, so that a new one is covered by itself: each is filled with a mark of its own
and sent in. Every mark must turn up on some page, or its field stand in the list of those that keep nothing. Then a
real browser looks at every page on which one turned up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from mist_dash.actions import people, stories
from mist_dash.core.consent import fingerprint
from mist_dash.core.stories import PUBLISHED, StoryDraft
from mist_dash.store import engine
from mist_dash.store import stories as kept
from mist_dash.ui.navigation import desks_now
from tests.browser.conftest import Server, copied, go, serving, settled
from tests.browser.protocol import Answer, Tab

LINES = (
    "<img src=x onerror='window.hacked=1'>:smile:$x$:red[r][a](javascript:window.hacked=1)",
    "<script>window.hacked=1</script> ![p](https://evil.example/p.png) <a href='javascript:window.hacked=1'>x</a>",
    ":material/home: :streamlit: :red-background[b] :small[s] :blue-badge[new] $$\\frac{1}{2}$$ `code` **b** | a |",
    "https://nhs.uk@evil.example/ HTTPS://Example.org/a)[b](javascript:window.hacked=1)",
)
KEEPS_NOTHING = {  # fields whose text is used once and is stored nowhere
    "Search",
    "Copy the cells with their headers and paste them here",
    "User name",
    "Password",
    "Current password",
    "New password",
    "What the meeting is called",  # the same row is given another name in "What it is called", which is looked at
}
PLAIN = {  # refused unless they are plain ones
    "Address": "https://example.org/bundle",
    "Your e-mail address": "somebody@example.org",
    "E-mail address; empty for none": "somebody@example.org",
}
CHOSEN = {"room: Kind": "Decision"}  # which asks for no centre and no day
TEXT, CHOICE = {"text_input", "text_area"}, {"selectbox", "multiselect"}
LOOKED_AT = ("lead", "facilitator", "admin")  # who, between them, see every page on which people's texts stand
LIVE = """
() => [...document.querySelectorAll(
    ':is(script, iframe, code, pre, .katex, img, [aria-label="home icon"], [style*="color:"], [style*="font-size:"])')]
  .filter(e => /mk\\d{3}/.test(e.closest('[data-testid=stElementContainer]')?.innerText ?? ''))
  .filter(e => !e.closest('[data-testid^=stPlotly], [data-testid=stDataFrame]'))
  .map(e => e.outerHTML.slice(0, 300))
"""


@dataclass
class Marks:
    """The marks given out so far: mark -> the page and the label of the field that it was written into."""

    fields: dict[str, str] = field(default_factory=dict)

    def text(self, where: str, longest: int, lines: bool) -> str:
        mark = f"mk{len(self.fields):03d}"
        self.fields[mark] = where
        said = "\n".join(f"{mark}{line}" for line in LINES) if lines else mark + LINES[0]
        return said[: longest or None]


@pytest.fixture(scope="module")
def server(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(copied(demo, tmp_path_factory.mktemp("data"))) as running:
        engine.use(f"sqlite:///{running.folder / 'mist.sqlite3'}")
        yield running
        engine.use("sqlite://")


def pages_of(url: str, token: str, start: Iterable[str] = ()) -> Iterator[tuple[str, str, Tab, Answer]]:
    """(address, query, tab, answer) of every page of the navigation, and of every page that is opened by an id."""
    start = start or [entry.address for entries in desks_now().values() for entry in entries]
    waiting = [(address, "kind=Link" if address == "add-resource" else "") for address in start]
    seen: set[str] = {address for address, _ in waiting if address in ("story", "resource", "thread")}
    while waiting:
        address, asked = waiting.pop(0)
        tab = Tab(url, token)
        answer = tab.run(address, asked)
        yield address, asked, tab, answer
        tab.close()
        for message in answer.messages:
            link = message.delta.new_element.page_link
            if "id=" in link.query_string and f"{link.page}{link.query_string}" not in seen:
                seen.add(f"{link.page}{link.query_string}")
                waiting.append((link.page, link.query_string.lstrip("?")))


def elements(answer: Answer) -> list[tuple[str, Any]]:
    found = []
    for message in answer.messages:
        kind = message.delta.new_element.WhichOneof("type") if message.WhichOneof("type") == "delta" else None
        if kind:
            found.append((kind, getattr(message.delta.new_element, kind)))
    return found


def fill(answer: Answer, form: str, where: str, marks: Marks) -> dict[str, tuple[str, object]]:
    """A hostile text for every field of one form that takes any text, and a tick in every box."""
    values: dict[str, tuple[str, object]] = {}
    for kind, one in elements(answer):
        if getattr(one, "form_id", None) != form:
            continue
        if kind in TEXT and one.label in PLAIN:
            values[one.id] = ("string_value", PLAIN[one.label])
        elif kind in TEXT:
            said = marks.text(f"{where}: {one.label}", one.max_chars, kind == "text_area")
            values[one.id] = ("string_value", said)
        elif kind in CHOICE and one.accept_new_options:
            said = marks.text(f"{where}: {one.label}", 100, False)
            values[one.id] = ("string_value", said) if kind == "selectbox" else ("string_array_value", [said])
        elif f"{where}: {one.label}" in CHOSEN:
            values[one.id] = ("string_value", CHOSEN[f"{where}: {one.label}"])
        elif kind == "checkbox":
            values[one.id] = ("bool_value", True)
    return values


def send_every_form(url: str, username: str, marks: Marks, start: Iterable[str] = ()) -> None:
    """Fills and sends each form once on each page; twice, when it asks whether a text is meant."""
    token, sent = people.sign_in(username) or "", set()
    for address, query, tab, answer in pages_of(url, token, start):
        page = address
        for _, button in elements(answer):
            form = re.sub(r"[0-9]+", "", getattr(button, "form_id", ""))
            by_id = query if "id=" in query and address != "meetings" else ""  # else each meeting begins another
            kind = f"{address} {form} {by_id}"
            if not getattr(button, "is_form_submitter", False) or kind in sent:
                continue
            sent.add(kind)
            values = fill(answer, button.form_id, address, marks)
            again = tab.run(page, query, {**values, button.id: ("trigger_value", True)})
            sure = {
                one.id: ("bool_value", True)
                for kind, one in elements(again)
                if kind == "checkbox" and one.form_id == button.form_id
            }
            if sure.keys() - values.keys():
                tab.run(page, query, {**values, **sure, button.id: ("trigger_value", True)})


def send_back(url: str, marks: Marks) -> None:
    """The one field that stands in no form: the facilitator's note beside its button."""
    tab = Tab(url, people.sign_in("facilitator") or "")
    found = elements(tab.run("review"))
    (note, *_) = [one for kind, one in found if kind == "text_input" and not one.form_id]
    (button, *_) = [one for kind, one in found if kind == "button" and one.label == "Send back"]
    text = marks.text(f"review: {note.label}", note.max_chars, False)
    tab.run("review", "", {note.id: ("string_value", text), button.id: ("trigger_value", True)})
    tab.close()


def turned_up(url: str, username: str, marks: Marks) -> dict[str, set[str]]:
    """address?query -> the marks that stand there for this person."""
    found = {}
    for address, query, _, answer in pages_of(url, people.sign_in(username) or ""):
        here = set(re.findall(r"mk\d{3}", answer.raw.decode("utf-8", "ignore"))) & marks.fields.keys()
        if here:
            found[f"{'' if address == 'home' else address}?{query}"] = here
    return found


def test_a_text_shows_as_it_was_typed_and_never_as_markup(open_as: Callable[..., Page], server: Server) -> None:
    marks = Marks()
    send_every_form(server.url, "lead", marks)
    lead, facilitator = (people.who(people.sign_in(name)) for name in ("lead", "facilitator"))
    told = next(one for one in stories.own(lead) if one.state == "submitted")
    stories.publish(facilitator, told.id)
    stories.agree(lead, told.id, "gallery", fingerprint(told, "gallery"))
    send_every_form(server.url, "pharmacist", marks, ("gallery", "resources"))  # another centre thanks and tries
    stories.tell(lead, StoryDraft("clabsi", "", "Waits to be read", "a", "b", "c", "d"))
    send_back(server.url, marks)
    send_every_form(server.url, "facilitator", marks)

    seen = {name: turned_up(server.url, name, marks) for name in LOOKED_AT}
    shown = {mark for pages in seen.values() for here in pages.values() for mark in here}
    lost = set(marks.fields.values()) - {marks.fields[mark] for mark in shown}
    lost = {where for where in lost if where.split(": ", 1)[1] not in KEEPS_NOTHING}
    assert not lost, sorted(lost)
    looked_at: set[str] = set()
    for name, pages in seen.items():
        page = open_as(name)
        for address, here in pages.items():
            if here - looked_at:  # a page that shows nothing but what was looked at before is left out
                harmless(page, server, address)
                looked_at |= here
    assert looked_at == shown


def harmless(page: Page, server: Server, address: str) -> None:
    """On this page hostile texts stand as typed, and nothing of them came alive."""
    go(page, server, address)
    settled(page)
    alive = page.evaluate(LIVE)
    assert alive == [] and page.evaluate("window.hacked") is None, f"{alive} on {address}"
    for href, rel, text in page.eval_on_selector_all(
        "[data-testid=stMain] a", "all => all.map(a => [a.href, a.rel, a.innerText])"
    ):
        assert href.startswith((server.url, "https://")), href
        if "evil.example" in href or "example.org/a" in href:
            assert "noopener" in rel and "nhs.uk" not in href, href
            assert href.split("/")[2] in text.replace("\u2060", ""), f"{text} leads to {href}"


def test_a_forged_agreement_is_none(server: Server) -> None:
    """Only the lead's own click agrees: the ids of the lead's buttons are of no use to anybody else."""
    nurse = people.who(people.sign_in("nurse"))
    id = stories.tell(nurse, StoryDraft("clabsi", "", "Forged", "a", "b", "c", "d")).id
    assert id
    stories.publish(people.who(people.sign_in("facilitator")), id)
    tab = Tab(server.url, people.sign_in("lead") or "")
    buttons = {
        one.id: ("trigger_value", True)
        for kind, one in elements(tab.run("consents"))
        if kind == "button" and one.label == "Agree"
    }
    gallery = {press: how for press, how in buttons.items() if f"agree-gallery-{id}-" in press}
    assert len(buttons) > len(gallery) == 1
    for username in ("nurse", "member", "pharmacist", "facilitator", "admin", ""):
        forger = Tab(server.url, people.sign_in(username) or "" if username else "")
        forger.run("consents")
        forger.run("consents", "", dict(buttons))
        forger.close()
    with engine.reading() as db:
        assert next(one for one in kept.stories(db, states=PUBLISHED) if one.id == id).agreed == frozenset()
    tab.run("consents", "", dict(gallery))
    tab.close()
    with engine.reading() as db:
        assert next(one for one in kept.stories(db, states=PUBLISHED) if one.id == id).agreed == {"gallery"}
