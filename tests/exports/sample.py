"""A made-up meeting of ten slides, of every kind, with names and texts as long as people write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from mist_dash.actions.stories import frozen_from
from mist_dash.core.freezing import Frozen
from mist_dash.core.meeting import Meeting, PooledArea, PooledFigure, Slide, SlideKind, SlideLine, WhoElse, WhoElseBar
from mist_dash.core.query import Query
from mist_dash.core.sharing import Period
from tests.charts.drawn import CLABSI, began, sent

OURS = "Birchwater Children’s Hospital"
NOTE = "Nadia will speak; thank her team"  # of the facilitator's, and on no screen
YEARS = [("2020/21", 68, 40_120), ("2021/22", 62, 41_044), ("2022/23", 65, 42_380), ("2023/24", 51, 42_970)]
DID = (
    "We put needle-free connectors on every line in October 2023, on all wards in the same week. In July 2024 we added "
    "chlorhexidine patches, and in August body washes every second day. A nurse of each shift looked at five lines a "
    "week and told the ward what she saw the same day. Families were taught to ask whether the hub had been scrubbed."
)
FOUND = (
    "3 infections in 4,800 line days, against 9 in 4,800 the year before. The wards that looked at their lines "
    "together found most loose dressings within a week, and the nurses asked for the patches to stay."
)
NOT_WORKED = (
    "A poster alone changed nothing. Body washes for children under two months had to stop: skin. "
    "Ask the hospital’s line team through the story’s page."
)


def chart(hostile: str = "") -> Frozen:
    random = np.random.default_rng(3)
    rows: list[int | None] = [*map(int, random.poisson(1.4, 40)), *map(int, random.poisson(0.4, 20))]
    rows[10] = None
    events = [
        began("Bionectors", "2023-10"),
        began("Biopatches", "2024-07"),
        began(hostile or "Body washes", "2024-08"),
    ]
    frozen = frozen_from(Query.of(CLABSI, "clabsi-rate", "ICU"), sent({"ICU": rows}), tuple(events))
    assert frozen is not None
    return frozen


IMPROVED = "At least 5 of the 7 centres did better in 2023/24 than the year before"


def together(*more: str) -> PooledFigure:
    """Of the ICU, and of more areas with other rates."""
    areas = tuple(PooledArea(area, IMPROVED, years(1 + n / 7)) for n, area in enumerate(("ICU", *more)))
    return PooledFigure("Central line infections", "per 1,000 line days", 2, "infections", areas)


def years(times: float = 1) -> tuple[Period, ...]:
    rates = [(name, events, days, times * 1000 * events / days) for name, events, days in YEARS]
    return tuple(Period(name, events, days, rate, rate * 0.78, rate * 1.27) for name, events, days, rate in rates)


def who_else() -> WhoElse:
    names = ("Oakfield", "Ash", "Willowbrook Royal Infirmary for Children", "Elm", "Rowan", "Hazel")
    starts = [date(2023, month, 1) for month in (10, 2, 5, 9, 1, 12)]
    bars = [WhoElseBar(name, start, None) for name, start in zip(names, starts, strict=True)]
    bars[3] = replace(bars[3], until=date(2025, 3, 1), pauses=((date(2024, 1, 1), date(2024, 6, 1)),))
    bars.append(WhoElseBar("Birchwater Children’s Hospital", date(2025, 11, 1), None))
    return WhoElse("Bionectors", tuple(bars), date(2026, 3, 1))


def slide(kind: SlideKind, title: str, *said: tuple[str, str], **more: object) -> Slide:
    lines = tuple(SlideLine(*line) for line in said)
    return Slide(kind, title, kind.replace(" ", "-"), lines, note=NOTE, **more)  # type: ignore[arg-type]


def meeting(hostile: str = "") -> Meeting:
    """Ten slides; a story takes three presses, so that there are twelve to see. hostile: typed by somebody."""
    agreed = {"centre": OURS, "agreed": date(2026, 3, 7), "leaves_room": True}
    source = "Line infections confirmed by culture, by 1,000 line days. Birchwater Children’s Hospital, to March 2026."
    promised = ("open", "Ash: teach hub care to every new starter, by 1 May 2026")
    slides = (
        slide(
            "lobby",
            f"Spring meeting: fewer line infections {hostile}".strip(),
            ("", "Thursday 12 March 2026"),
            leaves_room=True,
        ),
        slide(
            "promises",
            "What we promised in November",
            ("kept", "Oakfield: send the bundle as a checklist, by 31 January 2026"),
            promised,
            ("let go", "Elm: audit body washes on two wards, by 1 March 2026"),
            leaves_room=True,
        ),
        slide(
            "together",
            "Together we have fewer central line infections than in 2022/23",
            ("", "Central line infections: per 1,000 line days"),
            figure=together("Haem-Onc wards", "Elsewhere"),
            source="All centres that send, added up; 95% range dashed.",
            leaves_room=True,
        ),
        slide(
            "story",
            "Patches and connectors, and ten months without an infection",
            ("What changed", f"{DID} {hostile}".strip()),
            ("What came", FOUND),
            ("What did not work, and whom to ask", NOT_WORKED),
            figure=chart(hostile),
            source=source,
            **agreed,
        ),
        slide(
            "without",
            "Haem-Onc: no line infection since December 2025",
            ("", "10 months, the longest time yet"),
            **agreed,
        ),
        slide("who else", "Who else uses Bionectors", figure=who_else(), agreed=date(2026, 3, 1), leaves_room=True),
        slide("question", "A question from Ash", ("", "How do you keep patches dry on a child who swims?"), **agreed),
        slide(
            "question", "Would your ward try patches this year?", choices=("Yes, we would", "Not yet"), leaves_room=True
        ),
        slide(
            "resource",
            "A bundle to take home",
            ("Aim", "Every line looked at once a shift"),
            **agreed | {"leaves_room": False},
        ),
        slide(
            "close",
            "What each of us takes home",
            ("ask", "Elm: who has a film?"),
            ("will try", "Ash: patches, by 1 June 2026"),
            leaves_room=True,
        ),
    )
    keyed = tuple(replace(one, key=f"{one.key}-{n}") for n, one in enumerate(slides, 1))
    return Meeting(7, "Spring meeting 2026", date(2026, 3, 12), 60, keyed, "frozen", "MAPLE7")
