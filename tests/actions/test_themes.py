"""What a person is shown of the own centre: one road from what was sent to chart, dots, sentence and story."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mist_dash import charts
from mist_dash.actions import finding, home, learn, mark_events, share, stories, themes
from mist_dash.actions.catalogue import theme
from mist_dash.actions.catalogue import themes as catalogue
from mist_dash.core import months, words
from mist_dash.core.change import Verdict
from mist_dash.core.people import Person
from mist_dash.core.query import Query
from mist_dash.core.stories import StoryDraft
from tests.conftest import Cast

QUARTERS = months.between("2022-04", "2025-03")


def send(actor: Person, theme_id: str, *lines: str) -> None:
    file = share.UploadedFile("own.csv", "\n".join(lines).encode(), {}, {})
    share.submit(actor, theme_id, file, share.propose(actor, theme_id, file).shown)


def clabsi(area: str, counts: list[int], first: str = "2023-04", days: int = 400) -> list[str]:
    axis = months.between(first, months.later(first, len(counts) - 1))
    return [f"{month},{area},{count},{days}" for month, count in zip(axis, counts, strict=True)]


HEADER = "month,area,clabsi,central_line_days"


@pytest.mark.parametrize("area", ["Haem-Onc", "Elsewhere", "Whole hospital"])
def test_an_area_without_numbers_shows_nothing_of_another_and_names_those_that_have(cast: Cast, area: str) -> None:
    send(cast.contributor, "clabsi", HEADER, *clabsi("ICU", [1, 0, 2, 1] * 6))
    view = themes.see(cast.member, Query.of(theme("clabsi"), "clabsi-rate", area))
    assert view.area == area and view.areas == ("ICU",)
    assert (view.series, view.control, view.change, view.years, view.rates_only) == (None, None, None, (), None)
    assert themes.see(cast.member, Query.of(theme("clabsi"), "clabsi-rate")).area == "ICU"


def test_every_area_of_every_measure_is_its_own_or_nothing(cast: Cast) -> None:
    """Over the whole catalogue: what is drawn under an area's name was sent for that area."""
    send(cast.contributor, "peripheral", "month,area,stage_1,piv_line_days", *clabsi("ICU", [3, 1, 2] * 8))
    send(cast.contributor, "clabsi", HEADER, *clabsi("Haem-Onc", [0, 1, 2] * 8))
    sent = {("peripheral", "ICU"), ("clabsi", "Haem-Onc")}
    for one in catalogue():
        for measure in one.measures:
            for area in measure.areas:
                view = themes.see(cast.member, Query.of(one, measure.id, area))
                assert view.area == area
                assert view.series is None or (one.id, area) in sent, (measure.id, area)


def quarterly(offers: list[int], incidents: int = 20) -> list[str]:
    rows = [f"{month},{count},{incidents}" for month, count in zip(QUARTERS, offers, strict=True)]
    return ["month,svs_offers,svs_incidents", *rows]


def test_where_small_numbers_are_hidden_nobody_but_the_lead_reads_a_verdict(cast: Cast) -> None:
    """The lead sees a share that rose; what is left without the small quarters would have said that it fell."""
    send(cast.lead, "second-victim", *quarterly([1] * 24 + [12] * 12))
    query = Query.of(theme("second-victim"), "svs-offered")
    lead, member = themes.see(cast.lead, query), themes.see(cast.member, query)
    assert lead.change and lead.change.better is Verdict.BETTER and not lead.withheld
    assert member.withheld
    assert (member.series, member.control, member.change, member.years, member.beside) == (None, None, None, (), ())
    assert not [one for one in home.rows(cast.member) if one.query.theme.id == "second-victim"]
    assert [one for one in home.rows(cast.lead) if one.query.theme.id == "second-victim"]


def test_where_nothing_is_small_every_reader_reads_the_same(cast: Cast) -> None:
    send(cast.lead, "second-victim", *quarterly([8] * 24 + [12] * 12))
    query = Query.of(theme("second-victim"), "svs-offered")
    lead, member = themes.see(cast.lead, query), themes.see(cast.member, query)
    assert member.change == lead.change and member.control == lead.control and member.change is not None


def test_a_story_of_hidden_numbers_is_never_said_to_hold_no_longer_by_what_is_left(cast: Cast) -> None:
    """The road that says "still holding" hides what the theme page hides: from a biased rest nothing is said."""
    send(cast.lead, "second-victim", *quarterly([9] * 24 + [15] * 12))
    told = StoryDraft("second-victim", "", "Offers", "Why", "Did", "Found", "Means", measure="svs-offered")
    sent = stories.tell(cast.lead, told)
    assert sent.id and not sent.problems
    stories.publish(cast.facilitator, sent.id)
    assert learn.story(cast.lead, sent.id).frozen is not None
    later = months.between("2025-04", "2025-12")
    send(cast.lead, "second-victim", "month,svs_offers,svs_incidents", *(f"{month},1,20" for month in later))
    assert learn.own_still(cast.lead, stories.own(cast.lead)) == {}


@pytest.mark.parametrize("basis", ["financial", "calendar", "rolling"])
@pytest.mark.parametrize("seed", range(6))
def test_the_dots_never_point_another_way_than_the_sentence(cast: Cast, basis: str, seed: int) -> None:
    """Uneven years, part years, missing months: the last two dots are the two sides that are said, every time."""
    rng = np.random.default_rng(seed)
    for area, mean in (("ICU", 0.4), ("Haem-Onc", 3.0), ("Elsewhere", 12.0)):
        rows = clabsi(area, rng.poisson(mean * rng.uniform(0.3, 2, 44)).tolist(), "2022-06")
        send(cast.contributor, "clabsi", HEADER, *(row for row in rows if rng.random() > 0.1))
    compared = 0
    for measure in ("clabsi-rate", "clabsi-gap"):
        for area in ("ICU", "Haem-Onc", "Elsewhere"):
            view = themes.see(cast.member, Query.of(theme("clabsi"), measure, area, basis))
            assert view.change is not None
            if view.change.last is None:
                continue
            compared += 1
            pair = (view.change.last, view.change.this)
            assert [replace(dot, name="") for dot in view.years[-2:]] == [replace(side, name="") for side in pair]
    assert compared


def test_hsmr_says_the_ratio_of_the_very_dot_that_is_drawn(cast: Cast) -> None:
    axis = months.between("2023-04", "2025-09")
    rows = [f"{month},{3 + n % 4},{4 + n / 10}" for n, month in enumerate(axis)]
    send(cast.contributor, "hsmr", "month,observed,expected", *rows)
    view = themes.see(cast.member, Query.of(theme("hsmr")))
    assert view.change and view.years[-1].rate == view.change.this.rate
    assert f"ratio {view.years[-1].rate:.0f}" in words.say(view.change)


def test_head_counts_are_steps_that_nobody_judges(cast: Cast) -> None:
    """8 to 15 peer supporters were drawn as XmR and called unusual and worse."""
    counts = [15] * 18 + [8] * 18
    rows = [f"{month},{count}" for month, count in zip(QUARTERS, counts, strict=True)]
    send(cast.lead, "second-victim", "month,svs_supporters", *rows)
    view = themes.see(cast.lead, Query.of(theme("second-victim"), "svs-supporters"))
    assert view.control and view.control.chart == "step"
    assert not [dot for dot in view.control.dots if dot.signals or dot.upper is not None or dot.centre is not None]
    assert "unusual" not in words.describe(view.control) and "no signals" not in words.describe(view.control).lower()
    assert [measure.id for one in catalogue() for measure in one.measures if measure.chart == "step"]


def test_the_time_between_keeps_the_guards_of_the_automatic_choice(cast: Cast) -> None:
    """With fewer than 12 gaps there are no limits, on the road of the page as in the core."""
    send(cast.contributor, "clabsi", HEADER, *clabsi("ICU", [1, 0, 0, 0] * 9))
    view = themes.see(cast.member, Query.of(theme("clabsi"), "clabsi-gap", "ICU"))
    assert view.control and view.control.chart == "t"
    assert not [dot for dot in view.control.dots if dot.upper is not None]


def test_a_change_in_how_we_look_counts_only_where_it_was_marked(cast: Cast) -> None:
    for area in ("ICU", "Haem-Onc"):
        send(cast.contributor, "clabsi", HEADER, *clabsi(area, [3] * 12 + [1] * 12))
    mark_events.mark(
        cast.contributor, "clabsi", area="ICU", kind="looked differently", name="Audit", start=date(2024, 4, 1)
    )
    icu, onc = (themes.see(cast.member, Query.of(theme("clabsi"), None, area)) for area in ("ICU", "Haem-Onc"))
    assert icu.change and icu.change.better is Verdict.SUSPENDED
    assert onc.change and onc.change.better is Verdict.BETTER
    told = [sentence for one in finding.invitations(cast.member) for sentence in one.sentences]
    assert not any(sentence.startswith("ICU") for sentence in told)


def test_a_part_that_is_looked_at_differently_suspends_the_verdict_of_the_whole_hospital(cast: Cast) -> None:
    for area, counts in (("ICU", [1] * 12 + [4] * 12), ("Haem-Onc", [2] * 24), ("Elsewhere", [1] * 24)):
        send(cast.contributor, "clabsi", HEADER, *clabsi(area, counts))
    whole = Query.of(theme("clabsi"), None, "Whole hospital")
    before = themes.see(cast.member, whole)
    assert before.change and before.change.better is Verdict.WORSE
    mark_events.mark(
        cast.contributor, "clabsi", area="ICU", kind="looked differently", name="Audit", start=date(2024, 4, 1)
    )
    after = themes.see(cast.member, whole)
    assert after.change and after.change.better is Verdict.SUSPENDED
    assert [event.name for event in after.events] == ["Audit"]
    onc = themes.see(cast.member, Query.of(theme("clabsi"), None, "Haem-Onc"))
    assert onc.change and onc.change.better is not Verdict.SUSPENDED


def diamonds(actor: Person) -> int:
    view = themes.see(actor, Query.of(theme("clabsi"), "clabsi-rate", "ICU"))
    assert view.change
    drawn = charts.change(view.change, view.years)["data"]
    return sum(trace.get("marker", {}).get("symbol") == "diamond" for trace in drawn)


def test_no_ratio_is_drawn_beside_too_few_or_not_comparable(cast: Cast) -> None:
    send(cast.contributor, "clabsi", HEADER, *clabsi("ICU", [0, 0, 1] + [0] * 9, "2023-04"))
    assert diamonds(cast.member) == 0
    send(cast.contributor, "clabsi", HEADER, *clabsi("ICU", [0, 0, 2] + [0] * 9, "2024-04"))
    assert diamonds(cast.member) == 0
    send(cast.contributor, "clabsi", HEADER, *clabsi("ICU", [1, 0, 2] * 4, "2025-04"))
    assert diamonds(cast.member) == 1


def test_a_fall_said_in_march_is_still_said_on_the_page_in_april(cast: Cast) -> None:
    send(cast.contributor, "clabsi", HEADER, *clabsi("ICU", [2] * 12 + [0, 0, 1] * 4))
    query = Query.of(theme("clabsi"), "clabsi-rate", "ICU")
    march = themes.see(cast.member, query).change
    assert march and march.better is Verdict.BETTER
    send(cast.contributor, "clabsi", HEADER, *clabsi("ICU", [1], "2025-04"))
    april = themes.see(cast.member, query).change
    assert april and april.whole == march
    assert words.say(april).startswith("2024/25: 4 infections") and "an improvement" in words.say(april)


def test_home_asks_more_of_each_because_there_are_many(cast: Cast) -> None:
    """8 against 20 is judged on its own page; among all that home shows it could still be chance."""
    send(cast.contributor, "clabsi", HEADER, *clabsi("Whole hospital", [2, 2, 1] * 4 + [1, 1, 0] * 4))
    alone = themes.see(cast.member, Query.of(theme("clabsi"), None, "Whole hospital")).change
    (listed,) = (one for one in home.rows(cast.member) if one.query.theme.id == "clabsi")
    assert alone and alone.better is Verdict.BETTER
    assert listed.headline.brief == "could be chance"
    assert (listed.change.this.events, listed.change.last.events) == (8, 20)
