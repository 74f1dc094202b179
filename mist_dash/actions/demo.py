"""Fills an empty database with the demo: fictional centres with five years of plausible months, drawn from one seed.

Rates are those of published paediatric work (about 1.3, 1.6 and 0.8 line infections per 1,000 line days; 38 medication
incidents a month, fewer than one of them with harm). Improvements are planted, so that there is something to find.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import bcrypt
import numpy as np
from sqlmodel import Session

from mist_dash.actions import demo_learning, demo_voices, finding
from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.core import months
from mist_dash.core.counts import Key, Number
from mist_dash.core.events import Event, EventKind
from mist_dash.core.people import Person, Role
from mist_dash.store import audit, chart_events, counts, engine, people, signals

WORDS = Path(__file__).parents[2] / "data" / "demo" / "words.toml"
SEED = 20150401
LENGTH = 60
QUIET = 1 - 14 / LENGTH  # fourteen months without
DemoMonth = dict[str, float]
Draw = Callable[[np.random.Generator, int, float], DemoMonth]

LINE_DAYS = {"ICU": (260, 1.3), "Haem-Onc": (310, 1.6), "Elsewhere": (150, 0.8)}
LEVELS = (0.30, 0.22, 0.36, 0.09, 0.010, 0.004, 0.0006, 0.0006, 0.0003)  # NCC MERP A to I, shares of incidents


def fill(today: date | None = None) -> bool:
    """Writes the whole demo in one transaction, so that an interrupted start leaves nothing behind.

    Whether it did: of replicas that start side by side on an empty database, one does.
    """
    words = tomllib.loads(WORDS.read_text("utf-8"))
    now = today or datetime.now(UTC).date()
    last = months.later(months.of(now), -1)
    axis = months.between(months.later(last, 1 - LENGTH), last)
    with engine.begin() as db:
        audit.one_writer(db)
        if people.credentials(db):
            return False
        people.set_setting(db, "demo", "yes")
        centres = {name: people.add_centre(db, name) for name in words["centres"]}
        senders = _people(db, words, centres)
        for index, (name, centre) in enumerate(centres.items()):
            if name != words["no_data"]:
                _send(db, centre, senders[name], index, axis)
                _mark(db, centre, index, axis)
                _tick(db, centre, index, axis, senders[name])
                finding.look(db, centre)
        _let_know(db, [centres[name] for name in words["let_know"]])
        demo_learning.tell(db, words, centres, senders, now)
        demo_voices.fill(db, words, centres, now)
        audit.record(db, Person(None, "Demo", Role.ADMIN), "demo", "filled the database with the demo")
    return True


def _people(db: Session, words: dict[str, Any], centres: dict[str, int]) -> dict[str, int]:
    """Adds everybody; returns who sends for each centre. All share one password, so it is hashed once."""
    hashed = bcrypt.hashpw(words["password"].encode(), bcrypt.gensalt(10)).decode()
    senders: dict[str, int] = {}
    for one in words["people"]:
        centre = centres.get(one.get("centre", ""))
        id = people.add(db, one["username"], one["name"], Role(one["role"]), hashed, centre, demo=True)
        if one["role"] == "contributor":
            senders[one["centre"]] = id
    for name, centre in centres.items():
        if name not in senders:
            username = name.split()[0].lower()
            senders[name] = people.add(db, username, f"{name.split()[0]} contributor", Role.CONTRIBUTOR, hashed, centre)
    return senders


def _send(db: Session, centre: int, person: int, index: int, axis: tuple[str, ...]) -> None:
    for number, (theme, areas) in enumerate(SERIES.items()):
        random = np.random.default_rng([SEED, index, number])
        known = theme_of(theme)
        sent = {
            (area, month): draw(random, index, axis.index(month) / len(axis))
            for area, draw in areas.items()
            for month in _with_gaps(random, axis, index)
        }
        for (area, month), one in sent.items():
            if area != "PICU" and ("PICU", month) in sent:
                sent[area, month] = _around(one, sent["PICU", month])
        changes = [
            counts.CountChange(Key(item, area, month, known.definition.key), None, Number(value))
            for (area, month), one in sent.items()
            for item, value in one.items()
        ]
        file = f"demo {theme} {index}".encode()
        counts.apply(
            db,
            centre,
            theme,
            person,
            changes,
            file_name=f"{theme}.csv",
            file=file,
            file_hash=hashlib.sha256(file).hexdigest(),
            sentence=f"Added {len(axis)} months",
        )


def _around(whole: DemoMonth, part: DemoMonth) -> DemoMonth:
    """The whole hospital's month, with no fewer at any level of harm than a part of it had."""
    levels = {
        item: max(value, part[item]) for item, value in whole.items() if item not in ("total_incidents", "bed_days")
    }
    return {**whole, **levels, "total_incidents": sum(levels.values())}


def _with_gaps(random: np.random.Generator, axis: tuple[str, ...], index: int) -> list[str]:
    """Most centres miss a month now and then; one began late, one stopped two months ago."""
    kept = [month for month in axis if random.random() > 0.02]
    if index == 6:
        return [month for month in kept if month >= axis[LENGTH // 2]]
    return kept[:-2] if index in (3, 7) else kept


def _lines(area: str) -> Draw:
    def draw(random: np.random.Generator, index: int, when: float) -> DemoMonth:
        days, rate = LINE_DAYS[area]
        exposure = int(random.normal(days, days * 0.08) * (0.8 + 0.06 * index))
        better = (0.2 if when > 0.55 else 2.0) if (index, area) == (1, "Haem-Onc") else 1.0
        better = 0.4 if index == 5 and when > 0.5 else better
        infections = int(random.poisson(exposure * rate / 1000 * better))
        if (index, area) == (5, "ICU"):  # the longest time without, which its centre lets be told
            infections = infections + exposure % 3 if when < QUIET else 0
        row: DemoMonth = {"clabsi": infections, "central_line_days": exposure, "bed_days": int(exposure * 2.4)}
        if area == "Haem-Onc":
            row["mbi_lcbi"] = int(random.binomial(infections, 0.3))
        return row

    return draw


def _medication(share: float) -> Draw:
    def draw(random: np.random.Generator, index: int, when: float) -> DemoMonth:
        mean = 38 * share * (1 + 0.4 * when) * (0.7 + 0.07 * index)
        wild = random.gamma(4, 1 / 4) if index == 3 else 1.0  # one centre whose months scatter more than chance
        total = int(random.poisson(mean * wild))
        graded = random.multinomial(int(random.binomial(total, 0.95)), (*LEVELS, 1 - sum(LEVELS)))
        levels = {f"merp_{letter}": int(n) for letter, n in zip("abcdefghi", graded[:9], strict=True)}
        return {
            "total_incidents": total,
            **levels,
            "ungraded": total - int(sum(graded[:9])),
            "bed_days": int(random.normal(4200 * share, 150 * share)),
        }

    return draw


def _peripheral(share: float) -> Draw:
    def draw(random: np.random.Generator, index: int, when: float) -> DemoMonth:
        looking = 1.6 if index == 5 and when > 0.6 else 1.0  # better looking finds more of the slight ones
        care = 0.35 if index == 5 and when > 0.6 else 1.0
        stages = random.poisson(np.array([6 * looking, 3 * looking, 1.2 * care, 0.3 * care]) * share)
        return {
            **{f"stage_{n}": int(v) for n, v in enumerate(stages, 1)},
            "piv_line_days": int(random.normal(900 * share, 40 * share)),
        }

    return draw


def _excellence(random: np.random.Generator, index: int, when: float) -> DemoMonth:
    reports = int(random.poisson(6 + 14 * when))
    if index == 1 and when >= (LENGTH - 1) / LENGTH:
        return {}  # this centre counts its last month from the reports that its people wrote
    return {"lfe_reports": reports, "lfe_told": int(random.binomial(reports, 0.6 + 0.3 * when))}


def _second_victim(random: np.random.Generator, index: int, when: float) -> DemoMonth:
    incidents = int(random.poisson(9))
    return {
        "svs_incidents": incidents,
        "svs_offers": int(random.binomial(incidents, 0.4 + 0.4 * when)),
        "svs_supporters": int(4 + 12 * when),
    }


def _mortality(random: np.random.Generator, index: int, when: float) -> DemoMonth:
    return {"observed": int(random.poisson(4.8)), "expected": round(float(random.normal(5.2 - 0.8 * when, 0.2)), 1)}


SERIES: dict[str, dict[str, Draw]] = {
    "medication": {"Whole hospital": _medication(1.0), "PICU": _medication(0.25)},
    "clabsi": {area: _lines(area) for area in LINE_DAYS},
    "peripheral": {"ICU": _peripheral(0.3), "Haem-Onc": _peripheral(0.2), "Elsewhere": _peripheral(0.5)},
    "excellence": {"Whole hospital": _excellence},
    "second-victim": {"Whole hospital": _second_victim},
    "hsmr": {"Whole hospital": _mortality},
}


def _mark(db: Session, centre: int, index: int, axis: tuple[str, ...]) -> None:
    """Interventions at the planted improvements, and one change in how harm is looked for."""
    marks: list[tuple[int, str, str, EventKind, str, float]] = [
        (1, "clabsi", "Haem-Onc", "intervention", "Biopatches", 0.54),
        (1, "clabsi", "Haem-Onc", "intervention", "Body washes", 0.56),
        *((who, "clabsi", "", "intervention", "Bionectors", 0.35 + 0.04 * n) for n, who in enumerate((0, 1, 2, 4, 9))),
        (2, "clabsi", "ICU", "intervention", "Tea trolley for line checks", 0.6),
        (4, "medication", "", "intervention", "Electronic prescribing", 0.45),
        (5, "clabsi", "", "intervention", "Coated lines", 0.5),
        (5, "peripheral", "", "looked differently", "Hourly touch, look, compare checks", 0.6),
        (0, "medication", "PICU", "intervention", "Standard concentrations", 0.6),
    ]
    for who, theme, area, kind, name, when in marks:
        if who == index:
            month = axis[int(when * len(axis))]
            start = date(int(month[:4]), int(month[5:]), 12)
            pauses = ((start + timedelta(days=400), start + timedelta(days=490)),) if name == "Body washes" else ()
            chart_events.add_event(db, centre, theme, Event(0, area, kind, name, start, None, "", pauses))


def _tick(db: Session, centre: int, index: int, axis: tuple[str, ...], person: int) -> None:
    """What centres use of the agreed list, some of it in steps; others have not ticked yet."""
    steps = {0: (4, 8, 12, 16), 2: (7, 12), 3: (3, 6, 9), 9: (5,)}.get(index, ())
    known = theme_of("medication").agreed
    assert known is not None
    begun = 0
    for n, end in enumerate(steps):
        month = axis[24 + 6 * n + index]
        start = date(int(month[:4]), int(month[5:]), 1)
        for name in known.items[begun:end]:
            event = Event(0, "", "in use", name, start, None, "")
            chart_events.tick(db, centre, "medication", person, chart_events.EventChange(None, event))
        begun = end


def _let_know(db: Session, centres: list[int]) -> None:
    """Centres whose lead lets facilitators know that they have something to tell."""
    for centre in centres:
        for kept in signals.of_centre(db, centre):
            signals.decide(db, centre, kept.finding.theme, let_know=True)
