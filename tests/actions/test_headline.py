"""The headline over all that the demo holds: short, and never against table, scan, direction or finder."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from mist_dash.actions import catalogue, finding, home, learn, themes
from mist_dash.actions.setup import prepare
from mist_dash.actions.themes import View
from mist_dash.core import words
from mist_dash.core.change import Verdict
from mist_dash.core.months import Basis
from mist_dash.core.people import Person, Role
from mist_dash.core.query import Query
from mist_dash.core.words import figures
from mist_dash.store import engine, people
from tests.one_verdict import agree

GOOD_DOWN = {"lower": "improvement", "higher": "concern", "neither": "neutral"}


@pytest.fixture(scope="module")
def leads(request: pytest.FixtureRequest) -> list[Person]:
    """A lead of each of three demo centres."""
    engine.use("sqlite://")
    prepare()
    with engine.reading() as db:
        names = people.centres(db)[:3]
    return [Person(1, "Lead", Role.LEAD, id, name, "lead") for id, name, *_ in names]


@pytest.fixture(scope="module")
def everybody(leads: list[Person]) -> list[Person]:
    """A lead of every demo centre."""
    with engine.reading() as db:
        return [Person(1, "Lead", Role.LEAD, id, name, "lead") for id, name, *_ in people.centres(db)]


@pytest.fixture(scope="module")
def seen(everybody: list[Person]) -> list[tuple[Person, View]]:
    """Every measure and area of every demo centre, the year bases in turn."""
    return [
        (lead, themes.see(lead, Query.of(theme, measure.id, area, get_args(Basis)[(centre + place) % 3])))
        for centre, lead in enumerate(everybody)
        for theme in catalogue.themes()
        for place, measure in enumerate(theme.measures)
        for area in measure.areas
    ]


def test_every_headline_is_short_and_says_what_table_scan_and_year_say(seen: list[tuple[Person, View]]) -> None:
    kinds = {view.headline.kind for _, view in seen}
    assert {"since", "few", "same", "nothing"} <= kinds and len(seen) > 300
    for _, view in seen:
        said, since, change = view.headline, view.since, view.change
        assert len(said.text.split()) <= 12 and len(said.brief.split()) <= 6, said
        assert not re.search(r"  |\bnan\b|\binf\b|_", said.text + said.brief), said
        assert said.text[:1] == said.text[:1].upper() and not said.text.endswith(".")
        assert not re.search(r"\b1 (months|infections|leaks|incidents)\b", said.text), said
        if since is None or change is None:
            assert said.meaning == "common cause" and not view.lines
            continue
        if said.kind == "since":
            assert since.direction
            between = view.measure.kind == "between"
            better = (
                {"lower": "higher", "higher": "lower"}.get(view.measure.better, "neither")
                if between
                else view.measure.better
            )
            fewer_is = GOOD_DOWN[better]
            more_is = {"improvement": "concern", "concern": "improvement"}.get(fewer_is, "neutral")
            assert said.meaning == (fewer_is if since.direction == "down" else more_is), said
            assert view.lines[0].when.startswith(("Since ", "From ")) or since.until or since.incomplete
        elif said.kind == "year":
            told = [one for one in (change, change.whole) if one and one.beyond_chance]
            assert told and (said.meaning == "improvement") == (told[0].better is Verdict.BETTER)
        elif said.kind == "longest":
            assert view.since_last is not None and view.since_last.longest_yet and not change.beyond_chance
            assert said.meaning == "common cause" or view.since_last.remarkable
        else:
            assert said.meaning == "common cause", said
        if view.measure.better == "neither":
            assert said.meaning in ("neutral", "common cause"), said


def test_nothing_on_any_page_of_the_demo_contradicts_another(seen: list[tuple[Person, View]]) -> None:
    for lead, view in seen:
        try:
            agree(view)
        except AssertionError as wrong:
            raise AssertionError(f"{lead.centre_name}, {view.measure.id} in {view.area}: {wrong}") from wrong


def test_a_row_of_home_is_the_comparison_of_the_page_that_it_opens(everybody: list[Person]) -> None:
    """The same months, figures, range and doubt; only what is judged of many at once may fall silent."""
    for lead in everybody:
        rows = home.rows(lead)
        assert len({(row.query.measure.id, row.query.area) for row in rows}) == len(rows)
        for row in rows:
            view = themes.see(lead, row.query)
            assert view.series is not None and view.change is not None and len(row.spark) == 20
            for side in ("this", "last"):
                assert getattr(row.change, side) == getattr(view.change, side)
            assert words.rates(row.change) == words.rates(view.change)
            (line,) = (one for one in view.lines if one.when == figures.named(row.change))
            assert row.now.split(" ")[0] in (line.events, "no", "")
            assert row.change.last is None or f"before: {row.before}" in line.told
            told, said = view.headline, row.headline
            held_back = told.kind in ("since", "year") and said.kind != told.kind
            assert said.brief == told.brief or held_back, (row.query.measure.id, row.query.area, said, told)
            assert ("too few" in said.brief) <= (view.change.better is Verdict.TOO_FEW)


TOLD = {  # what each demo story says that it found -> what its card must show: events, months or days; before and after
    "Fewer children had an infection": lambda before, after: after < before,
    "A little more was reported": lambda before, after: before < after < 1.4 * before,
    "more than half as many reports again": lambda before, after: 1.5 * before < after < 2 * before,
}


def test_every_demo_story_says_what_its_card_shows(leads: list[Person]) -> None:
    stories = [one for one in learn.gallery(leads[0]) if one.frozen is not None]
    assert len(stories) == len(TOLD)
    for said, agrees in TOLD.items():
        (story,) = (one for one in stories if said in one.found)
        frozen = story.frozen
        assert frozen is not None and frozen.before is not None and frozen.after is not None
        before, after = (events / exposure for events, exposure in (frozen.before, frozen.after))
        assert agrees(before, after), (story.title, before, after)
        doubt = "could still be chance" in frozen.sentence
        assert doubt == bool(re.search("by chance|be chance", story.found)), story.title


def test_nobody_of_the_demo_is_asked_to_tell_what_stands_in_the_gallery(leads: list[Person]) -> None:
    (told,) = (one for one in learn.gallery(leads[1]) if one.centre == leads[1].centre)
    assert told.theme == "clabsi"
    assert [one.theme.id for one in finding.invitations(leads[1])] == ["excellence"]
