"""A slide goes into values and comes back, what leaves the room is without notes, and a verdict has twelve words."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date

import pytest

from mist_dash.core.catalogue import Theme, load
from mist_dash.core.meeting import (
    Meeting,
    PooledArea,
    PooledFigure,
    Slide,
    SlideLine,
    WhoElse,
    WhoElseBar,
    fingerprint_of_slide,
    for_the_pack,
    pack,
    unpack,
)
from mist_dash.core.sharing import Period, pooled_measure
from mist_dash.core.slides import shortened
from mist_dash.core.words.together import verdict

DAY = date(2026, 5, 4)
YEAR = Period("2024/25", 120, 90_000, 1.3, 1.1, 1.6)
POOLED = PooledFigure(
    "Rate",
    "per 1,000",
    2,
    "infections",
    (PooledArea("ICU", "4 of the 7", (YEAR,)), PooledArea("Theatres", "", (YEAR,))),
)
PAUSE = ((date(2025, 1, 1), date(2025, 2, 1)), (date(2025, 9, 1), None))
WHO_ELSE = WhoElse("Patches", (WhoElseBar("Ash", DAY, None, PAUSE), WhoElseBar("Birch", DAY, DAY)), DAY)


def slide(figure: PooledFigure | WhoElse | None = None) -> Slide:
    said = (SlideLine("kept", "Ash: we did"), SlideLine("", "and more"))
    return Slide(
        "question", "Which day?", "ours-1", said, figure, "Ash", DAY, True, "mine", 7, ("Yes", "No"), "s", "t", "c"
    )


@pytest.mark.parametrize("figure", [None, POOLED, WHO_ELSE])
def test_a_slide_comes_back_from_json_as_it_went_in(figure: PooledFigure | WhoElse | None) -> None:
    whole = slide(figure)
    tried = [one.name for one in fields(Slide) if one.name not in ("figure", "counts")]  # counts are read, not kept
    assert all(getattr(whole, name) for name in tried), "every field is tried"
    assert unpack(json.loads(json.dumps(pack(whole)))) == whole


def test_a_meeting_frozen_when_a_slide_had_one_area_is_still_shown() -> None:
    packed = pack(slide(POOLED))
    figure = packed["figure"]
    (area, _, rows) = figure.pop("areas")[0]
    old = unpack(packed | {"figure": figure | {"area": area, "periods": rows}})
    assert old.figure == replace(POOLED, areas=(PooledArea("ICU", "", (YEAR,)),))


def test_an_agreement_is_for_all_that_is_seen_and_for_nothing_that_is_not() -> None:
    first = fingerprint_of_slide(slide(POOLED))
    for unseen in ({"note": "x"}, {"minutes": 9}, {"agreed": None}, {"leaves_room": False}, {"content": ""}):
        assert fingerprint_of_slide(replace(slide(POOLED), **unseen)) == first  # type: ignore[arg-type]
    other = replace(POOLED, areas=(replace(POOLED.areas[0], periods=(replace(YEAR, events=121),)), *POOLED.areas[1:]))
    for seen in ({"title": "x"}, {"said": ()}, {"figure": other}, {"centre": "B"}, {"source": ""}, {"choices": ()}):
        assert fingerprint_of_slide(replace(slide(POOLED), **seen)) != first, seen  # type: ignore[arg-type]


def test_the_pack_is_without_notes_code_and_what_is_for_the_room() -> None:
    room = replace(slide(), key="room-only", title="For the room", leaves_room=False)
    taken = for_the_pack(Meeting(1, "Spring", DAY, 60, (slide(), room), "held", "BCD234", gone=("Gone",)))
    assert [one.key for one in taken.slides] == ["ours-1"]
    assert all(word not in repr(taken) for word in ("mine", "BCD234", "Gone", "For the room"))


@pytest.mark.parametrize("theme", [one for one in load().themes if pooled_measure(one)], ids=lambda theme: theme.id)
@pytest.mark.parametrize("last", [(0.1, 0.2), (1.2, 1.9), (7.0, 9.0), None])
def test_a_verdict_on_all_together_has_twelve_words_at_most_and_claims_no_more_than_its_ranges(
    theme: Theme, last: tuple[float, float] | None
) -> None:
    measure = pooled_measure(theme)
    assert measure is not None
    periods = [Period("2021/22", 5, 5, 1.5, 1.0, 2.0), Period("2022/23", None, 5)]
    if last:
        periods.append(Period("2024/25", 5, 5, sum(last) / 2, *last))
    share = measure.kind == "proportion"
    said = verdict([("ICU", periods)], measure.events, share)
    assert 0 < len(said.split()) <= 12, said
    rises, falls = ("larger share", "smaller share") if share else ("more frequent", "rarer")
    assert (rises in said, falls in said) == (last == (7.0, 9.0), last == (0.1, 0.2)), said


def years(first: tuple[float, float], last: tuple[float, float]) -> list[Period]:
    return [Period("2021/22", 5, 5, sum(first) / 2, *first), Period("2024/25", 5, 5, sum(last) / 2, *last)]


FALLS, STAYS, RISES = years((3, 4), (1, 2)), years((1, 3), (2, 4)), years((1, 2), (3, 4))


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        ((FALLS, FALLS), "Together, infections have become rarer since 2021/22"),
        ((STAYS, STAYS, []), "Together, no clear change in infections since 2021/22"),
        ((STAYS, FALLS[:1]), "Together, no clear change in infections since 2021/22"),
        ((STAYS, FALLS), "Together, infections: Haem-Onc wards rarer"),
        ((RISES, FALLS, STAYS), "Together, infections: ICU more frequent, Haem-Onc wards rarer"),
        ((RISES[:1], []), "Together: infections, the first year"),
    ],
)
def test_a_verdict_on_several_areas_names_those_that_changed_and_hides_no_difference(
    areas: tuple[list[Period], ...], said: str
) -> None:
    named = list(zip(("ICU", "Haem-Onc wards", "Elsewhere"), areas, strict=False))
    assert verdict(named, "infections", share=False) == said
    long = [(f"{name} and what belongs to it there", periods) for name, periods in named]
    assert len(verdict(long, "infections", share=False).split()) <= 12


def test_long_texts_are_cut_between_words_and_stand_on_one_line() -> None:
    said = shortened("word " * 100 + "\n\nend")
    assert len(said) <= 242 and said.endswith("word …") and "\n" not in said
    assert shortened(" a\n b ") == "a b"
