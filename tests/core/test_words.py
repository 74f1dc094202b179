"""Sentences over a table of cases, the odd ones included. Each is read first, so each is spelt out."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from mist_dash.core import catalogue, months, words
from mist_dash.core.change import Change, year_on_year
from mist_dash.core.series import Series
from mist_dash.core.words.nouns import counted, figure, listed, number, singular, span

AXIS = months.between("2023-04", "2025-03")
INFECTIONS = Series(
    AXIS, np.zeros(24), None, "rate", 1000, "lower", "", "per 1,000 line days", "infections", "line days"
)
REPORTS = replace(
    INFECTIONS,
    kind="count",
    multiplier=1,
    better="neither",
    unit="incidents a month",
    events="incidents reported",
    exposure_name="",
    decimals=0,
)
BUNDLE = replace(
    INFECTIONS,
    kind="proportion",
    multiplier=100,
    better="higher",
    unit="% of audits",
    exposure_name="audits",
    events="audits with every element done",
    decimals=0,
)
HSMR = replace(
    INFECTIONS,
    kind="ratio",
    multiplier=100,
    better="neither",
    unit="(100 is as expected)",
    decimals=0,
    events="observed deaths",
    exposure_name="expected deaths",
)
BETWEEN = replace(INFECTIONS, kind="between", multiplier=1, better="higher", unit="line days between", decimals=0)
SERIOUS = replace(BETWEEN, events="incidents with serious harm", exposure_name="days")
DRUGS = replace(REPORTS, kind="value", better="higher", unit="drugs", events="drugs")


def change(
    like: Series,
    this: float | None,
    before: float | None,
    e1: float | None = None,
    e2: float | None = None,
    sent: int = 12,
    without: tuple[str, ...] = (),
    marker: str = "",
) -> Change:
    """Events spread over the months that both years have, exposure over all; `sent` months of this year."""
    counts = np.zeros(24)
    if like.kind == "value":
        counts = np.repeat([np.nan if one is None else float(one) for one in (before, this)], 12)
    else:
        kept = [n for n in range(12) if n < sent and not {AXIS[n], AXIS[n + 12]} & set(without)]
        for start, many in ((0, before or 0), (12, this or 0)):
            counts[[start + n for n in kept]] = np.diff(np.floor(np.linspace(0, many, len(kept) + 1)))
        counts[:12] += np.nan if before is None else 0
        counts[12:] += np.nan if this is None else 0
    counts[12 + sent :] = np.nan
    counts[[AXIS.index(month) for month in without]] = np.nan
    exposure = None if e1 is None else np.repeat([(e2 or 0) / 12, e1 / sent], 12)
    return year_on_year(replace(like, counts=counts, exposure=exposure), looked_differently=[marker] if marker else [])


CASES = [
    (
        change(INFECTIONS, 4, 9, 1912, 1870),
        "4 infections in 1,912 line days, against 9 in 1,870 the year before: fewer, but this could still be chance.",
    ),
    (
        change(INFECTIONS, 4, 12, 2600, 2400),
        "4 infections in 2,600 line days, against 12 in 2,400 the year before: fewer, an improvement that chance alone "
        "would rarely bring.",
    ),
    (
        change(INFECTIONS, 12, 4, 2400, 2600),
        "12 infections in 2,400 line days, against 4 in 2,600 the year before: more, by more than chance alone would "
        "usually bring; worth asking what changed.",
    ),
    (
        change(INFECTIONS, 0, 9, 1912, 1870),
        "No infections in 1,912 line days, against 9 in 1,870 the year before: fewer, an improvement that chance alone "
        "would rarely bring.",
    ),
    (
        change(INFECTIONS, 0, 0, 1912, 1870),
        "No infections in 1,912 line days, against none in 1,870 the year before: none in either year, so there is "
        "nothing to compare.",
    ),
    (
        change(INFECTIONS, 1, 2, 1912, 1870),
        "1 infection in 1,912 line days, against 2 in 1,870 the year before: too few to compare. This is too rare to "
        "judge by the year: see the time since the last one.",
    ),
    (
        change(INFECTIONS, 9, 9, 1870, 1870),
        "9 infections in 1,870 line days, against 9 in 1,870 the year before: the same, but chance could be hiding "
        "a change either way.",
    ),
    (
        change(INFECTIONS, 900, 901, 187_000, 187_000),
        "900 infections in 187,000 line days, against 901 in 187,000 the year before: about the same, but chance could "
        "be hiding a small change either way.",
    ),
    (
        change(INFECTIONS, 900, 900, 187_000, 187_100),
        "900 infections in 187,000 line days, against 900 in 187,100 the year before: about the same, but chance could "
        "be hiding a small change either way.",
    ),
    (
        change(INFECTIONS, 9, 10, 1870, 3000),
        "9 infections in 1,870 line days, against 10 in 3,000 the year before: a higher rate, but this could still be "
        "chance.",
    ),
    (
        change(INFECTIONS, 4, None, 1912, 1870),
        "4 infections in 1,912 line days in 2024/25. There is nothing from the same months of the year before to "
        "compare it with.",
    ),
    (
        change(INFECTIONS, 1, None, 1, 0, sent=1),
        "1 infection in 1 line day in April 2024. There is nothing from the same month of the year before to compare "
        "it with.",
    ),
    (change(INFECTIONS, None, None, 0, 0), "Nothing that could be compared has been sent yet."),
    (
        change(INFECTIONS, 30, 9, 1912, 1870, marker="2024-07"),
        "30 infections in 1,912 line days, against 9 in 1,870 the year before. How we look or count changed in July "
        "2024, so the two are not compared: finding more may only mean looking better.",
    ),
    (
        change(INFECTIONS, 4, 9, 1912, 1870, marker="2024-07"),  # fewer were found: nothing says that more only look so
        "4 infections in 1,912 line days, against 9 in 1,870 the year before. How we look or count changed in July "
        "2024, so the two are not compared.",
    ),
    (
        change(HSMR, 12, 14, 10.4, 13.2, marker="2024-07"),
        "12 observed deaths against 10.4 expected (ratio 115); the year before, 14 observed deaths against 13.2 "
        "expected (ratio 106). How we look or count changed in July 2024, so the two are not compared.",
    ),
    (
        change(BUNDLE, 49, 50, 50, 50),
        "Audits with every element done: 49 of 50 audits (98%), against 50 of 50 (100%) the year before: nearly all in "
        "both years, so too few are left over to compare.",
    ),
    (
        change(INFECTIONS, 4, 9, 800, 1870, sent=5),
        "4 infections in 800 line days from April to August 2024, against 9 in 779 in the same months of the year "
        "before: fewer, but this could still be chance.",
    ),
    (
        change(INFECTIONS, 4, 9, 1200, 2400, without=("2024-07", "2023-09")),
        "4 infections in 1,000 line days, against 9 in 2,000 the year before: fewer, but this could still be chance. "
        "Without July and September, which are not there for both years.",
    ),
    (
        change(INFECTIONS, 4, 9, 1200, 2400, without=AXIS[13:20]),
        "4 infections in 500 line days, against 9 in 1,000 the year before: fewer, but this could still be chance. "
        "Only the 5 months that both years have are compared.",
    ),
    (
        change(INFECTIONS, 6, 5),
        "6 infections, against 5 the year before: more, but this could still be chance. These are plain counts, over "
        "12 months of each year.",
    ),
    (
        change(REPORTS, 520, 400),
        "520 incidents reported, against 400 the year before: more, by more than chance alone would usually bring; "
        "neither good nor bad in itself. These are plain counts, over 12 months of each year.",
    ),
    (
        change(REPORTS, 410, 400, without=("2024-12",)),
        "410 incidents reported, against 400 the year before: about the same, but chance could be hiding a small "
        "change either way. These are plain counts, over 11 months of each year. Without December, "
        "which is not there for both years. Months vary more than chance alone here, and that is allowed for.",
    ),
    (
        change(BUNDLE, 45, 30, 50, 50),
        "Audits with every element done: 45 of 50 audits (90%), against 30 of 50 (60%) the year before: a higher "
        "share, an improvement that chance alone would rarely bring.",
    ),
    (
        change(BUNDLE, 30, 45, 50, 50),
        "Audits with every element done: 30 of 50 audits (60%), against 45 of 50 (90%) the year before: a lower share, "
        "by more than chance alone would usually bring; worth asking what changed.",
    ),
    (
        change(BUNDLE, 50, 50, 50, 50),
        "Audits with every element done: 50 of 50 audits (100%), against 50 of 50 (100%) the year before: all in both "
        "years, so there is nothing to compare.",
    ),
    (
        change(HSMR, 12, 14, 10.4, 13.2),
        "12 observed deaths against 10.4 expected (ratio 115); the year before, 14 observed deaths against 13.2 "
        "expected (ratio 106). The ratio rose because fewer deaths were expected, though fewer were observed too. "
        "Chance moves the ratio too, so this is neither good nor bad in itself.",
    ),
    (
        change(BETWEEN, 1, 7, 2100, 1900),
        "1 infection in 2,100 line days, against 7 in 1,900 the year before: fewer, an improvement that chance alone "
        "would rarely bring.",
    ),
    (
        change(SERIOUS, 1, 5),
        "1 incident with serious harm in 365 days, against 5 in 366 the year before: too few to compare. This is too "
        "rare to judge by the year: see the time since the last one.",
    ),
    (change(DRUGS, 16, 12), "16 drugs in March 2025, 4 more than in March 2024."),
    (change(DRUGS, 1, 2), "1 drug in March 2025, 1 fewer than in March 2024."),
    (change(DRUGS, 16, 16), "16 drugs in March 2025, the same as in March 2024."),
    (change(DRUGS, 3.5, 3), "3.5 drugs in March 2025, 0.5 more than in March 2024."),
]

RATES = [
    (
        change(INFECTIONS, 4, 12, 2600, 2400),
        "1.54 per 1,000 line days (95% range 0.42 to 3.94), against 5.00 (2.58 to 8.73) the year before. That is 0.31 "
        "times the year before (95% range 0.086 to 0.92).",
    ),
    (
        change(INFECTIONS, 0, 9, 1912, 1870),
        "0.00 per 1,000 line days (95% range 0.00 to 1.93), against 4.81 (2.20 to 9.14) the year before. With none "
        "this year, only the upper end of the range is known: 0.39 times the year before.",
    ),
    (
        change(INFECTIONS, 9, 0, 1912, 1870),
        "4.71 per 1,000 line days (95% range 2.15 to 8.94), against 0.00 (0.00 to 1.97) the year before. With none "
        "the year before, only the lower end of the range is known: 2.5 times the year before.",
    ),
    (change(INFECTIONS, 4, None, 1912, 0), "2.09 per 1,000 line days (95% range 0.57 to 5.36)."),
    (
        change(BUNDLE, 45, 30, 50, 50),
        "90% (95% range 79% to 96%), against 60% (46% to 72%) the year before. That is 1.5 times the year before (95% "
        "range 1.1 to 2.4).",
    ),
    (change(HSMR, 12, 14, 10.4, 13.2), "Ratio 115 (95% range 60 to 202), against 106 (58 to 178) the year before."),
    (
        change(BETWEEN, 1, 7, 2100, 1900),
        "2,100 line days between (95% range 377 to 82,946), against 271 (132 to 675) the year before. Infections came "
        "0.13 times as often as the year before (95% range 0.006 to 0.84).",
    ),
    (
        change(BETWEEN, 0, 7, 2100, 1900),
        "On average more than 569 line days between (none came), against 271 (132 to 675) the year before. With none "
        "this year, only the upper end of the range is known: 0.48 times as often as the year before.",
    ),
    (change(DRUGS, 16, 12), ""),
    (change(INFECTIONS, None, None, 0, 0), ""),
]


@pytest.mark.parametrize("given, sentence", CASES, ids=[sentence[:60] for _, sentence in CASES])
def test_a_comparison_is_said_in_one_plain_sentence(given: Change, sentence: str) -> None:
    assert words.say(given) == sentence


@pytest.mark.parametrize("given, sentence", RATES, ids=[sentence[:60] or "none" for _, sentence in RATES])
def test_the_rates_are_said_with_their_ranges(given: Change, sentence: str) -> None:
    assert words.rates(given) == sentence


def test_while_a_year_runs_the_rates_of_the_whole_one_are_said_first() -> None:
    axis = months.between("2022-04", "2024-08")
    one = year_on_year(replace(INFECTIONS, months=axis, counts=np.ones(29), exposure=np.full(29, 200.0)))
    assert words.rates(one) == (
        "2023/24: 5.00 per 1,000 line days (95% range 2.58 to 8.73), against 5.00 (2.58 to 8.73) the year before. That "
        "is 1.0 times the year before (95% range 0.44 to 2.3). So far this year: 5.00 per 1,000 line days (95% range "
        "1.62 to 11.67), against 5.00 (1.62 to 11.67) in the same months of the year before."
    )


def _everything() -> list[Change]:
    """Every measure of the catalogue over counts from none to many, whole years and broken ones."""
    found = []
    for measure in [one for theme in catalogue.load().themes for one in theme.measures]:
        like = Series(
            AXIS,
            np.zeros(24),
            None,
            measure.kind,
            measure.multiplier,
            measure.better,
            measure.title,
            measure.unit,
            measure.events,
            measure.exposure,
            measure.decimals,
        )
        for this, before, size in product((None, 0, 1, 3, 40), (None, 0, 1, 9), (None, 300.0)):
            size = size if measure.denominators else None
            found.append(change(like, this, before, size, size))
            found.append(change(like, this, before, size, size, sent=3, without=AXIS[1:2], marker="2024-01"))
    return found


EVERYTHING = _everything()


def test_no_sentence_of_any_measure_is_broken() -> None:
    for one in EVERYTHING:
        for said in (words.say(one), words.rates(one)):
            assert not re.search(r"signific|nan|None|inf\b|\bNaN|  | \.|\.\.|,,|%%|^[a-z]|benchmark|rank", said), said
            assert not re.search(
                r"(?<![\d.,])1 (?:\w+ )?(?:infections|leaks|incidents|deaths|drugs|audits|days)\b", said
            ), said
            assert not said or said.endswith("."), said


def test_only_a_measure_with_a_good_direction_is_judged() -> None:
    for one in EVERYTHING:
        judged = re.search(r"improvement|worth asking", words.say(one))
        assert not (judged and one.wanted == "neither")
        assert not (judged and one.better.value not in ("better", "worse"))


def test_numbers_are_written_as_people_write_them() -> None:
    assert [number(1912), number(2.5), number(-0.4), number(4.805, 2)] == ["1,912", "3", "0", "4.81"]
    assert [figure(0.3077), figure(1.46), figure(11.8), figure(0.0857), figure(0.996), figure(0.95)] == [
        "0.31",
        "1.5",
        "12",
        "0.086",
        "0.996",
        "0.95",
    ]
    assert [span(1), span(18), span(290)] == ["1 month", "18 months", "about 24 years"]
    assert listed(["June"]) == "June" and listed(["May", "June", "July"]) == "May, June and July"


@pytest.mark.parametrize(
    "many, one",
    [
        ("infections", "infection"),
        ("leaks that needed irrigation or plastic surgery", "leak that needed irrigation or plastic surgery"),
        ("moderate or serious leaks", "moderate or serious leak"),
        ("people told", "person told"),
        ("injuries", "injury"),
        ("checks done", "check done"),
        ("infections without mucosal-barrier injury", "infection without mucosal-barrier injury"),
    ],
)
def test_one_of_a_thing_is_singular(many: str, one: str) -> None:
    assert singular(many) == one
    assert counted(1, many) == f"1 {one}" and counted(0, many) == f"no {many}"


def months_sent(*monthly: float, like: Series = INFECTIONS, days: float = 160.0) -> Change:
    """These counts by month from April 2022, each over equally many days."""
    axis = months.between("2022-04", months.later("2022-04", len(monthly) - 1))
    exposure = None if like.kind == "count" else np.full(len(monthly), days)
    return year_on_year(replace(like, months=axis, counts=np.array(monthly, dtype=float), exposure=exposure))


def test_what_was_an_improvement_in_march_is_still_said_in_april() -> None:
    fallen = [*[2] * 12, *[0, 0, 1] * 4]
    march, april = words.say(months_sent(*fallen)), words.say(months_sent(*fallen, 1))
    said = "4 infections in 1,920 line days, against 24 in 1,920 the year before: fewer, an improvement"
    assert march.startswith(said)
    assert april == (
        "2023/24: 4 infections in 1,920 line days, against 24 in 1,920 the year before: fewer, an improvement that "
        "chance alone would rarely bring. So far this year: 1 infection in 160 line days in April 2024, against none "
        "in 160 in the same month of the year before: too few so far to compare."
    )


def test_what_looks_clear_early_in_the_year_is_said_with_its_doubt() -> None:
    early = months_sent(*[2] * 12, *[0, 1, 0, 1, 0, 1])
    assert early.apart and "fewer, but so early in the year this could still be chance." in words.say(early)
    late = months_sent(*[2] * 12, *[1, 1, 0, 1, 0, 1, 0, 1])
    assert late.apart and "fewer, but before the end of the year this could still be chance." in words.say(late)


def test_months_that_vary_more_than_chance_are_said_to_where_it_counts() -> None:
    assert "Months vary more than chance alone here" in words.say(months_sent(*[1, 7] * 6, *[0, 4] * 6))
    assert "Months vary" not in words.say(months_sent(*[4] * 12, *[2] * 12))


def test_how_long_a_halving_would_take_is_said_only_where_one_could_wait() -> None:
    rare, less = change(INFECTIONS, 3, 3, 2000, 2000), months_sent(*[0, 0, 1, 0] * 3, *[0, 0, 1, 0] * 3, 1)
    assert words.say(rare).endswith("This is too rare to judge by the year: see the time since the last one.")
    assert "halving" not in words.say(replace(less, whole=None, months_to_know=61))
    told = words.say(replace(rare, months_to_know=60))
    assert told.endswith("too few to compare. At this level, even a halving would take about 5 years to show.")


@pytest.mark.parametrize(
    "o1, o2, e1, e2, said",
    [
        (552, 180, 200, 190, "rose mostly because more deaths were observed."),
        (100, 100, 60, 100, "rose mostly because fewer deaths were expected."),
        (120, 100, 80, 100, "rose both because more deaths were observed and because fewer were expected."),
        (97, 100, 180, 120, "fell mostly because more deaths were expected."),
        (70, 100, 120, 100, "fell both because fewer deaths were observed and because more were expected."),
        (150, 100, 120, 100, "rose because more deaths were observed, though more were expected too."),
        (120, 100, 150, 100, "fell because more deaths were expected, though more were observed too."),
        (100, 100, 100, 100, "is about the same."),
    ],
)
def test_the_hsmr_says_which_of_the_two_moved_it(o1: float, o2: float, e1: float, e2: float, said: str) -> None:
    sentence = words.say(change(HSMR, o1, o2, e1, e2))
    assert f"The ratio {said} Chance moves the ratio too, so this is neither good nor bad in itself." in sentence


def test_two_years_without_an_event_say_nothing_of_the_time_between() -> None:
    assert words.rates(change(BETWEEN, 0, 0, 2100, 1900)) == ""


def test_nothing_is_said_against_the_interval_or_without_its_doubt() -> None:
    for one in EVERYTHING:
        said = words.say(replace(one, whole=None))
        if one.apart and not one.beyond_chance:
            assert "could still be chance" in said and not re.search("improvement|worth asking", said)
        if re.search(": (about )?the same", said):
            assert "chance could be hiding" in said
        if "too few" in said:
            assert "times the year before" not in words.rates(one)


def test_a_time_between_of_less_than_a_day_is_not_said_as_none() -> None:
    assert words.rates(change(BETWEEN, 900, 400, 365, 365)).startswith("0.4 line days between (95% range 0.4 to 0.4)")
    assert "against on average more than 515 (none came)" in words.rates(change(BETWEEN, 7, 0, 2100, 1900))


def test_what_is_nearly_all_is_not_promised_to_show_in_months() -> None:
    """162 of 164 leaks were serious against 163 of 167: the two and four that were not are what is too few."""
    serious = replace(BUNDLE, better="lower", events="serious leaks", exposure_name="leaks")
    assert words.say(change(serious, 162, 163, 164, 167)).endswith(
        ": nearly all in both years, so too few are left over to compare."
    )
