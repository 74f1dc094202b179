"""Finding whom to learn from: the centre is told first and alone, and its lead decides who else may know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from benchmarks.centre import AREAS, only_this_theme
from benchmarks.centre import theme as twenty_wards
from benchmarks.finder import centre, joined, looks
from benchmarks.operating_characteristics import Simulated
from benchmarks.since_when_series import each, rates
from mist_dash.actions import finding, mark_events, share, stories, together
from mist_dash.actions.catalogue import theme
from mist_dash.core import months
from mist_dash.core.control import Control
from mist_dash.core.errors import NotAllowed
from mist_dash.core.finding import SeriesKey, find
from mist_dash.core.freezing import Frozen
from mist_dash.core.people import VISITOR, Person, Role
from mist_dash.core.query import Answer, Query
from mist_dash.core.stories import StoryDraft
from mist_dash.core.strength import PublishedYear
from mist_dash.store import engine, people
from mist_dash.store import stories as kept_stories
from mist_dash.store import together as kept
from tests import network
from tests.conftest import Cast

ROWS = months.between("2022-01", "2025-12")
LATER = "2099-01"  # an upload made the figures of this month, and had none to make


def sheet(before: int, after: int) -> share.UploadedFile:
    """Four years of one area: so many infections a month in the first two, so many in the last two."""
    lines = [f"{month},ICU,{before if n < 24 else after},1000" for n, month in enumerate(ROWS)]
    return share.UploadedFile("own.csv", ("month,area,clabsi,central_line_days\n" + "\n".join(lines)).encode(), {}, {})


def send(cast: Cast, before: int, after: int, who: Person | None = None) -> int:
    who = who or cast.contributor
    file = sheet(before, after)
    upload = share.submit(who, "clabsi", file, share.propose(who, "clabsi", file).shown)
    assert upload is not None
    return upload


def test_when_data_arrive_the_centre_alone_is_told_in_a_sentence_without_a_value(cast: Cast) -> None:
    send(cast, before=3, after=1)
    (told,) = finding.invitations(cast.member)
    assert "ICU: fewer infections since about January 2024." in told.sentences
    assert (told.area, told.measure) == ("ICU", "Infection rate")  # with which the story opens
    assert finding.invitations(cast.stranger) == ()
    assert finding.known(cast.facilitator) == ()


def test_a_stable_centre_is_told_nothing(cast: Cast) -> None:
    send(cast, before=2, after=2)
    assert finding.invitations(cast.member) == ()


def test_a_long_time_without_harm_is_told_as_such(cast: Cast) -> None:
    lines = [f"{month},ICU,{int(n < 40)},1000" for n, month in enumerate(ROWS)]
    file = share.UploadedFile("own.csv", ("month,area,clabsi,central_line_days\n" + "\n".join(lines)).encode(), {}, {})
    share.submit(cast.contributor, "clabsi", file, share.propose(cast.contributor, "clabsi", file).shown)
    assert "ICU: no infections since May 2025." in finding.invitations(cast.member)[0].sentences[0]


def test_what_no_longer_holds_is_no_longer_told_to_anybody(cast: Cast) -> None:
    upload = send(cast, before=3, after=1)
    finding.let_know(cast.lead, "clabsi", True)
    share.undo(cast.contributor, upload)
    assert finding.invitations(cast.lead) == () and finding.known(cast.facilitator) == ()


def test_a_change_in_how_we_look_takes_the_finding_back(cast: Cast) -> None:
    send(cast, before=3, after=1)
    mark_events.mark(
        cast.contributor, "clabsi", area="ICU", kind="looked differently", name="New audit", start=date(2024, 1, 5)
    )
    assert not any(sentence.startswith("ICU") for one in finding.invitations(cast.member) for sentence in one.sentences)


def test_facilitators_know_only_of_centres_whose_lead_lets_them_by_name_and_theme(cast: Cast) -> None:
    send(cast, before=3, after=1, who=cast.stranger)
    send(cast, before=3, after=1)
    other_lead = Person(77, "Lee", Role.LEAD, cast.stranger.centre, "Birch Hospital")
    finding.let_know(other_lead, "clabsi", True)
    assert [names for _, names in finding.known(cast.facilitator)] == [("Birch Hospital",)]
    finding.let_know(cast.lead, "clabsi", True)
    ((told_of, names),) = finding.known(cast.facilitator)
    assert told_of.id == "clabsi" and names == ("Ash Hospital", "Birch Hospital")
    finding.let_know(other_lead, "clabsi", False)
    assert [names for _, names in finding.known(cast.facilitator)] == [("Ash Hospital",)]


def test_only_the_lead_lets_facilitators_know_and_only_facilitators_are_let(cast: Cast) -> None:
    send(cast, before=3, after=1)
    for person in (cast.member, cast.contributor, cast.facilitator, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            finding.let_know(person, "clabsi", True)
    for person in (cast.member, cast.lead, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            finding.known(person)


def test_an_invitation_put_aside_stays_away_when_the_same_is_found_again(cast: Cast) -> None:
    send(cast, before=3, after=1)
    finding.dismiss(cast.contributor, "clabsi")
    assert finding.invitations(cast.member) == ()
    mark_events.mark(cast.contributor, "clabsi", area="", kind="other", name="A move", start=date(2024, 5, 1))
    assert finding.invitations(cast.member) == ()


def three_areas(cast: Cast) -> None:
    """Four years of three areas: fewer infections in two of them since 2024, and so in the hospital."""
    lines = [f"{month},ICU,{3 if n < 24 else 1},1000" for n, month in enumerate(ROWS)]
    lines += [f"{month},Haem-Onc,{4 if n < 30 else 1},1000" for n, month in enumerate(ROWS)]
    lines += [f"{month},Elsewhere,1,1000" for month in ROWS]
    text = "month,area,clabsi,central_line_days\n" + "\n".join(lines)
    file = share.UploadedFile("own.csv", text.encode(), {}, {})
    share.submit(cast.contributor, "clabsi", file, share.propose(cast.contributor, "clabsi", file).shown)


def invited(person: Person) -> str:
    return " ".join(sentence for one in finding.invitations(person) for sentence in one.sentences)


def test_nobody_is_asked_to_tell_what_was_told_already_but_what_was_not(cast: Cast) -> None:
    three_areas(cast)
    assert "ICU" in invited(cast.member) and "Haem-Onc" in invited(cast.member)
    words = dict.fromkeys(("why", "did", "found", "means"), "A few words")
    told = StoryDraft("clabsi", "ICU", "Fewer in the ICU", **words, measure="clabsi-rate")
    draft = stories.draft(cast.contributor, told)
    assert "ICU" in invited(cast.member)  # nobody else has read it
    stories.tell(cast.contributor, told, draft.id)
    assert "ICU" not in invited(cast.member) and "Haem-Onc" in invited(cast.member)
    stories.tell(cast.contributor, replace(told, area="Haem-Onc", title="Fewer there, too"))
    assert finding.invitations(cast.member) == ()  # the hospital's own is the same change, from further off
    stories.withdraw(cast.contributor, draft.id or 0)
    assert "ICU" in invited(cast.member)


def test_a_story_told_before_an_improvement_or_of_something_else_does_not_stand_for_it(cast: Cast) -> None:
    send(cast, before=3, after=1)
    words = dict.fromkeys(("why", "did", "found", "means"), "A few words")
    other = StoryDraft("clabsi", "ICU", "Our lines", **words, measure="line-use")
    early = StoryDraft("clabsi", "ICU", "Our first year", **words, measure="clabsi-rate")
    with engine.begin() as db:
        for told, when in ((other, datetime(2026, 1, 5, tzinfo=UTC)), (early, datetime(2023, 12, 31, tzinfo=UTC))):
            id = kept_stories.save(db, cast.member.centre or 0, cast.member.id or 0, told, chart_of(told), None, when)
            kept_stories.set_state(db, id, "published", when=when)
    assert "ICU" in invited(cast.member)


def test_the_lead_can_still_take_back_what_facilitators_know_of(cast: Cast) -> None:
    send(cast, before=3, after=1)
    finding.let_know(cast.lead, "clabsi", True)
    words = dict.fromkeys(("why", "did", "found", "means"), "A few words")
    stories.tell(cast.contributor, StoryDraft("clabsi", "ICU", "Fewer in the ICU", **words, measure="clabsi-rate"))
    assert finding.invitations(cast.member) == () and finding.invitations(cast.lead)[0].let_know


def chart_of(told: StoryDraft) -> Frozen:
    """A chart of what is told; what is drawn in it does not matter here."""
    control = Control("run", "Run chart", "", "", (), (), "", "lower", 1)
    return Frozen(told.measure, "", told.area, "rolling", "", "", "2025-12", date(2026, 1, 5), control)


def look_again(cast: Cast, day: int) -> tuple[finding.Invitation, ...]:
    """What the centre is told after a look at today's numbers."""
    mark_events.mark(cast.contributor, "clabsi", area="", kind="other", name="Look again", start=date(2024, 5, day))
    return finding.invitations(cast.member)


def others(cast: Cast, monthly: int, how_many: int = 5) -> None:
    """Centres that send two infections and 1,000 line days a month from ICU; the last one `monthly` infections."""
    with engine.begin() as db:
        made = [one for one in people.centre_names(db) if one != cast.member.centre]
        made += network.centres(db, how_many) if len(made) < how_many else []
        for centre in made:
            events = monthly if centre == made[-1] else 2
            network.send(db, centre, {("ICU", month): (events, 1000) for month in ROWS})


def test_of_other_centres_only_published_figures_have_a_say_in_what_a_centre_is_told(cast: Cast) -> None:
    """Unpublished numbers of others change nothing, before or after; the published sum alone does."""
    lines = [f"{month},ICU,{int(n % 6 == 0)},1000" for n, month in enumerate(ROWS)]
    file = share.UploadedFile("own.csv", ("month,area,clabsi,central_line_days\n" + "\n".join(lines)).encode(), {}, {})
    share.submit(cast.contributor, "clabsi", file, share.propose(cast.contributor, "clabsi", file).shown)
    assert finding.invitations(cast.member) == ()
    others(cast, 2)
    assert look_again(cast, 1) == ()
    together.snapshot(LATER)
    (told,) = look_again(cast, 2)
    assert told.sentences == (
        "ICU: since January 2023, infections have been rarer than in the other centres taken together.",
    )
    others(cast, 0)
    assert look_again(cast, 3) == (told,)
    others(cast, 30)
    assert look_again(cast, 4) == (told,)


def test_the_published_figures_that_count_are_those_that_every_member_can_read(cast: Cast) -> None:
    send(cast, before=2, after=2)
    others(cast, 2)
    together.snapshot(LATER)
    known = theme("clabsi")
    with engine.reading() as db:
        (years,) = together.published(db, known, cast.member.centre or 0).values()
    seen = together.see(cast.member, "clabsi", "ICU")
    assert seen and years and all(year.own for year in years)
    for year in years:
        shown = [period for period in seen.periods if period.name.startswith(year.year)]
        assert year.events == sum(period.events or 0 for period in shown)
        assert year.exposure == sum(period.exposure or 0 for period in shown)
    with engine.begin() as db:
        kept.set_limits(db, replace(kept.limits(db), centres=50))
    with engine.reading() as db:
        assert not any(together.published(db, known, cast.member.centre or 0).values())


YEARS = tuple(PublishedYear(f"{year}/{year - 1999}", 180.0, 18000.0, True) for year in (2015, 2016, 2017, 2018))


def in_the_series(data: Simulated, pools: dict[str, tuple[PublishedYear, ...]]) -> dict[str, str]:
    """area -> what is found in these series themselves, without a store."""
    (measure,) = twenty_wards().measures
    keys: list[SeriesKey] = [(twenty_wards().id, measure.id, area) for area in AREAS]
    asked = {
        key: Answer(Query(twenty_wards(), measure, key[2]), replace(one, exposure_name=measure.exposure))
        for key, one in zip(keys, each(data), strict=True)
    }
    return {one.area: one.kind for one in find(asked, {key: pools.get(key[2], ()) for key in keys})}


def test_what_the_action_keeps_is_what_is_found_in_the_series_themselves(database: None) -> None:
    """Month after month, as benchmarks/finder.py looks: falls, quiet times and what is rare beside published years."""
    heard = set()
    for seed in (1, 2):
        random = np.random.default_rng(seed)
        data = centre(random, (0.25, 1, 5), 60)
        fallen = rates(random, 20 - len(data.counts), 2, 60, ratio=0.1, change=slice(36, None))
        data = joined([data, fallen])
        pools = dict.fromkeys(AREAS[:8], YEARS)
        with only_this_theme():
            kept = looks(data, 3, pools)
        for months_in, told in zip(range(57, 61), kept, strict=True):
            out = {area: years[: (months_in - 5) // 12] for area, years in pools.items()}
            assert told == in_the_series(Simulated(data.counts[:, :months_in], data.exposure[:, :months_in]), out)
            heard |= set(told.values())
    assert heard >= {"improved", "rarer"}
