"""What a visitor sees without signing in: rounded figures of many, what centres opened to all, and nothing beyond."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

import pytest

from mist_dash.actions import catalogue, people, public_resources, resources, sharing, together
from mist_dash.actions.demo_learning import pdf
from mist_dash.actions.resources import ResourceFile
from mist_dash.core.consent import fingerprint_of_resource
from mist_dash.core.people import VISITOR, Person
from mist_dash.core.resources import ResourceDraft
from mist_dash.core.sharing import DEFAULT, Limits
from mist_dash.store import engine, files
from mist_dash.ui.navigation import DESKS
from mist_dash.ui.pages import public_page
from tests.browser.conftest import Server
from tests.browser.protocol import Answer, Tab

OPEN = [entry.address for entry in DESKS["Collaborative"]]


@pytest.fixture(scope="module")
def running(server: Server) -> Iterator[Server]:
    """The demo's server, and its database in this process as well."""
    engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
    files.use(server.folder / "resources")
    yield server
    engine.use("sqlite://")
    files.use("memory:///")


def seen(server: Server, address: str, query: str = "") -> Answer:
    tab = Tab(server.url)
    answer = tab.run(address, query)
    tab.close()
    return answer


def person(username: str) -> Person:
    return people.who(people.sign_in(username))


def holds(answer: Answer, value: float) -> bool:
    """Whether a number was sent: written out, or packed as tables and figures travel."""
    text = answer.raw.decode("utf-8", "ignore")
    packed = any(struct.pack(form, number) in answer.raw for form, number in (("<d", value), ("<q", int(value))))
    return packed or bool(re.search(rf"(?<![\d,.])(?:{value:g}|{value:,.0f})(?![\d,]|\.\d)", text))


def test_the_collaboratives_desk_opens_for_everybody(running: Server) -> None:
    for address in OPEN:
        said = " ".join(seen(running, address).texts)
        assert "Something went wrong" not in said and "User name" not in said and len(said) > 80, address
    terms, join = (" ".join(seen(running, address).texts) for address in ("terms", "join"))
    assert "Nobody is ranked" in terms and "You need no data" in join


def test_about_says_that_nothing_ranks_centres_and_shows_the_test_that_proves_it(running: Server) -> None:
    answer = seen(running, "about")
    assert "Nothing here ranks" in " ".join(answer.texts)
    assert b"def test_nothing_that_anybody_is_sent_tells_which_other_centre_did_how" in answer.raw


def test_members_stand_from_a_to_z_and_nobody_says_who_sends_data(running: Server) -> None:
    said = "\n".join(seen(running, "members").texts)
    names = re.findall(r"- \*\*(.*)\*\*", said)
    assert len(names) == 10 and names == sorted(names, key=str.casefold)
    assert any("Kestrel" in name for name in names)  # a centre that has never sent a number


@pytest.mark.parametrize("theme", ["medication", "clabsi", "peripheral", "excellence"])
def test_the_public_gets_the_rounded_years_and_never_the_exact_sums(running: Server, theme: str) -> None:
    answer = seen(running, "together", f"theme={catalogue.theme(theme).short.replace(' ', '+')}")
    exact, public = together.see(person("facilitator"), theme), together.public(theme)
    assert exact and public and public.periods and public.sentence in " ".join(answer.texts).replace("\\", "")
    years: dict[str, float] = {}
    for one in exact.periods:
        years[one.name.split(" ")[0]] = years.get(one.name.split(" ")[0], 0) + (one.exposure or 0)
    hidden = [one.exposure for one in exact.periods if " " in one.name] + [v for v in years.values() if v % 5]
    assert hidden and not any(holds(answer, value) for value in hidden if value)
    assert all(f"{one.exposure:,.0f}" in answer.raw.decode("utf-8", "ignore") for one in public.periods)


def test_a_theme_that_is_not_added_up_says_so_calmly(running: Server) -> None:
    answer = seen(running, "together", f"theme={catalogue.theme('hsmr').short.replace(' ', '+')}")
    assert "not added up over centres" in " ".join(answer.texts)


def test_a_small_count_is_a_star_with_no_rate_beside_it_anywhere(running: Server) -> None:
    """Under limits so tight that some of the demo's own years are small."""
    open_ = together.public("clabsi")
    assert open_ is not None
    small = sorted(one.events or 0 for one in open_.periods)[1]
    sharing.set_limits(person("admin"), Limits(small=int(small)))
    answer, tight = seen(running, "together", "theme=Central+line+infections"), together.public("clabsi")
    sharing.set_limits(person("admin"), DEFAULT)
    assert tight is not None
    said = answer.raw.decode("utf-8", "ignore")
    for before, after, row in zip(open_.periods, tight.periods, reversed(public_page.rows(tight)), strict=True):
        hidden = (before.events or 0) <= small
        assert (row["Infections"] == "*") == hidden and (row["Per 1,000 line days"] == "") == hidden
        assert (after.rate is None) == hidden == (repr(before.rate) not in said)
    assert {row["Infections"] == "*" for row in public_page.rows(tight)} == {True, False}


def test_a_visitor_finds_what_is_open_and_no_word_of_the_rest(running: Server) -> None:
    nurse = person("nurse")
    offered = ResourceDraft("clabsi", "Zebra protocol", "guideline", lead="Zacharias Zimt")
    id = resources.add(nurse, offered, ResourceFile("z.pdf", pdf("Zebra", ["Zirconium"]))).id
    assert id
    before = {query: seen(running, "shared", query) for query in ("", "words=zebra", "words=zirc", "words=zach")}
    assert not any(b"Zebra" in answer.raw or b"Zacharias" in answer.raw for answer in before.values())
    public_resources.agree(person("lead"), id, fingerprint_of_resource(resources.resource(nurse, id)))
    found = {query for query in before if b"Zebra" in seen(running, "shared", query).raw}
    assert found == {"", "words=zebra", "words=zirc"}
    assert b"Zacharias" not in seen(running, "shared").raw
    public_resources.take_back(person("lead"), id)
    assert b"Zebra" not in seen(running, "shared").raw and public_resources.shelf(VISITOR)
