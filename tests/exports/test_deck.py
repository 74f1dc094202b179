"""The deck and the pack as files: what is in them and what is not, and that no text in them can become code."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

from mist_dash.core.meeting import Meeting, WhoElseBar, for_the_pack
from mist_dash.exports import deck
from mist_dash.exports.deck.page import _plotly
from mist_dash.exports.presses import presses
from tests.exports import sample

TOGETHER = sample.together("Haem-Onc wards", "Elsewhere")
HOSTILE = "</script><img src=x onerror=alert(1)>\u2028"


def own(html: str) -> str:
    """The file without plotly's bundle."""
    return html.replace(_plotly(), "")


def projected(meeting: Meeting) -> str:
    return own(deck.projector(meeting, "/present/7", "https://mist.example.org/v/MAPLE7"))


def data(html: str) -> dict[str, Any]:
    found = re.search(r'<script id=deck type="application/json">(.*?)</script>', html, re.S)
    assert found
    return dict(json.loads(found[1]))


def numbers(part: Any) -> set[float]:
    """Every number that a chart draws."""
    if isinstance(part, dict):
        return set().union(*map(numbers, part.values())) if part else set()
    if isinstance(part, list):
        return set().union(*map(numbers, part)) if part else set()
    return {part} if isinstance(part, float) else set()


def test_no_note_is_on_the_projector_or_in_the_pack_and_all_are_in_the_presenters_window() -> None:
    meeting = sample.meeting()
    assert sample.NOTE not in projected(meeting) and sample.NOTE not in own(deck.pack(meeting))
    assert deck.notes(meeting).count(sample.NOTE) == 10  # one a slide


def test_only_the_presenters_window_tells_which_slide_is_gone() -> None:
    meeting = replace(sample.meeting(), gone=("Patches that we do not speak of",))
    assert "Patches that we do not speak of" in deck.notes(meeting)
    assert "do not speak of" not in projected(meeting) and "do not speak of" not in own(deck.pack(meeting))


def test_the_pack_holds_only_what_may_leave_the_room_and_calls_nobody() -> None:
    html = own(deck.pack(sample.meeting()))
    assert "A bundle to take home" in projected(sample.meeting()) and "A bundle to take home" not in html
    assert "MAPLE7" not in html and "/present/" not in html and "example.org" not in html
    assert set(data(html)) == {"pack", "figures", "magnified"}
    assert not re.search(r"(src|href)=", html)
    assert deck.pack(sample.meeting()) == deck.pack(for_the_pack(sample.meeting()))


def test_text_that_people_typed_stays_text() -> None:
    slides = tuple(replace(slide, note=HOSTILE) for slide in sample.meeting(HOSTILE).slides)
    meeting = replace(sample.meeting(HOSTILE), title=HOSTILE, gone=(HOSTILE,), slides=slides)
    for html in (projected(meeting), own(deck.pack(meeting)), deck.notes(meeting), deck.door(HOSTILE)):
        assert "<img" not in html and "alert(1)" in html
        scripts = len(re.findall(r"<script\b", html))
        assert scripts == len(re.findall(r"</script>", html)) <= 3


def test_the_deck_draws_the_numbers_that_were_frozen() -> None:
    meeting = sample.meeting()
    drawn = numbers(data(projected(meeting))["figures"])
    chart, together = sample.chart().control, TOGETHER
    assert {dot.value for dot in chart.dots if dot.value} <= drawn
    assert {dot.upper for dot in chart.dots if dot.upper} <= drawn
    assert {period.rate for area in together.areas for period in area.periods} <= drawn


def test_all_together_stands_area_by_area_to_one_scale_with_how_many_did_better() -> None:
    for figure in data(projected(sample.meeting()))["figures"][0]:
        said = [note["text"].replace("<br>", " ") for note in figure["layout"]["annotations"]]
        for area in ("ICU", "Haem-Onc wards", "Elsewhere"):
            assert f"<b>{area}</b> {sample.IMPROVED}" in said
        assert [trace["xaxis"] for trace in figure["data"]] == ["x", "x2", "x3"]
        assert {trace.get("yaxis", "y") for trace in figure["data"]} == {"y"}
        rates = [period.rate for area in TOGETHER.areas for period in area.periods]
        assert [rate for trace in figure["data"] for rate in trace["y"]] == rates


def test_a_year_that_stands_alone_says_why_and_the_years_compared_are_the_largest() -> None:
    full = sample.together("PICU")
    alone = replace(full.areas[1], periods=full.areas[1].periods[-1:])
    slide = replace(sample.meeting().slides[2], figure=replace(full, areas=(full.areas[0], alone)))
    for figure in data(projected(replace(sample.meeting(), slides=(slide,))))["figures"][0]:
        notes = [note["text"].replace("<br>", " ") for note in figure["layout"]["annotations"]]
        assert notes.count("Other years: too few centres to be added up") == 1
        sizes = [trace["marker"]["size"] for trace in figure["data"]]
        assert sizes[0][0] == sizes[0][-1] > max(sizes[0][1:-1])


def test_the_month_that_a_headline_speaks_of_is_marked_in_the_picture() -> None:
    slide = replace(sample.meeting().slides[4], figure=replace(sample.chart(), marked="2024-06"))
    for figure in data(projected(replace(sample.meeting(), slides=(slide,))))["figures"][0]:
        assert "<b>Jun 2024</b>" in [note["text"] for note in figure["layout"]["annotations"]]
        month = 12 * 2024 + 5
        assert (month - 0.5, month + 0.5) in [
            (shape.get("x0"), shape.get("x1")) for shape in figure["layout"]["shapes"]
        ]


def voted(counts: tuple[int, ...]) -> Meeting:
    slides = (replace(slide, counts=counts) if slide.choices else slide for slide in sample.meeting().slides)
    return replace(sample.meeting(), slides=tuple(slides))


def test_a_vote_that_was_revealed_is_in_the_pack_with_its_answers_and_no_other_is() -> None:
    html = own(deck.pack(voted((17, 9))))
    found = re.findall(r"<div class=choice>(.*?) <span class=count>(.*?)</span>", html)
    assert found == [("Yes, we would", "17"), ("Not yet", "9")] and "26 answers" in html
    assert re.findall(r"style=\"width:(\d+)%", html) == ["100", "53"]
    assert 'class="slide vote revealed"' in html
    for html in (own(deck.pack(voted(()))), projected(sample.meeting())):
        assert "<span class=count></span>" in html and "revealed" not in html.split("<script")[0].split("</style>")[1]


def test_a_story_takes_three_presses_and_each_slide_says_why_it_may_be_shown() -> None:
    seen = list(presses(sample.meeting()))
    story = [press for press in seen if press.slide.kind == "story"]
    assert len(seen) == 12 and len(story) == 3
    assert [press.figure is not None for press in story] == [False, True, False]
    assert story[1].title == "3 infections in 4,800 line days, against 9 in 4,800 the year before"
    assert "asked for the patches to stay" in story[2].said[0].text  # what did not fit beside the picture is not lost
    assert {press.band for press in story} == {("Safe to share:", sample.OURS, "agreed on 7 March 2026")}
    room_only = next(press for press in seen if press.slide.kind == "resource")
    assert room_only.band == ("In this room only:", sample.OURS, "agreed on 7 March 2026")
    assert all(press.band[0] for press in seen)


def test_who_else_leaves_no_centre_out_however_many_agree() -> None:
    names = [f"Hospital {n:02}" for n in range(23)]
    bars = tuple(WhoElseBar(name, date(2023, 1, 1), None) for name in names)
    figure = replace(sample.who_else(), bars=bars)
    slide = replace(sample.meeting().slides[5], figure=figure)
    drawn = data(projected(replace(sample.meeting(), slides=(slide,))))["figures"]
    assert len(drawn) == 3
    for shape in (0, 1):  # on a wide screen, on a 4:3 one
        texts = [note["text"] for pair in drawn for note in pair[shape]["layout"]["annotations"]]
        assert re.findall(r"Hospital(?: |<br>)(\d\d)", " ".join(texts)) == [f"{n:02}" for n in range(23)]


def test_who_else_stands_from_a_to_z() -> None:
    html = projected(sample.meeting())
    names = [note["text"] for figure in data(html)["figures"][2] for note in figure["layout"]["annotations"]]
    shown = [name for name in names if re.match(r"<b>(Ash|Birch|Elm|Hazel|Oak|Rowan|Willow)", name)]
    assert shown[:7] == sorted(shown[:7]) and len(shown) == 14
