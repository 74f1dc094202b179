"""Every sentence over thousands of random cases: what contradicts its own numbers, and one of each kind to be read.

    python -m benchmarks.words_read            4,000 cases: contradictions, then how often each kind of sentence came
    python -m benchmarks.words_read --read     also one example of each kind, to be read as statistician and ward sister

Cases go through `actions.themes.view`, as pages do: measures of the whole catalogue, stable, stepping or breaking out,
with a spread, a season, missing months, months still to come, changes of looking, and each kind of year.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date

import numpy as np

from mist_dash.actions import themes
from mist_dash.actions.catalogue import themes as known
from mist_dash.actions.themes import View
from mist_dash.core import months, words
from mist_dash.core.catalogue import Measure, Theme
from mist_dash.core.change import Change, Verdict
from mist_dash.core.counts import Key, Number, Numbers
from mist_dash.core.events import Event
from mist_dash.core.months import Basis
from mist_dash.core.query import Query
from mist_dash.core.words.nouns import singular

BASES: tuple[Basis, ...] = ("financial", "calendar", "rolling")
LONGEST = {"headline": 13, "since": 40, "change": 150, "rates": 110, "chart": 160}  # words
BROKEN = re.compile(r"signific|\bnan\b|None|\binf\b|NaN|  | \.|\.\.|,,|%%|\w_\w|\b1 (?:months|years|points|periods)\b")
NUMBER = r"([\d,]+(?:\.\d+)?)"
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"


def case(seed: int) -> View:
    """One measure in one area, drawn at random."""
    rng = np.random.default_rng([17, seed])
    asked = [(theme, one) for theme in known() for one in theme.measures if one.kind != "profile"]
    theme, measure = asked[int(rng.integers(len(asked)))]
    area = str(rng.choice(measure.areas))
    length = int(rng.choice([1, 3, 8, 14, 20, 30, 48, 72], p=[0.04, 0.04, 0.07, 0.15, 0.2, 0.2, 0.2, 0.1]))
    axis = months.between("2020-04", months.later("2020-04", length - 1))
    numbers = _numbers(rng, theme, measure, area, axis)
    return themes.view(Query(theme, measure, area, str(rng.choice(BASES))), numbers, _events(rng, axis))  # type: ignore[arg-type]


def _numbers(rng: np.random.Generator, theme: Theme, measure: Measure, area: str, axis: tuple[str, ...]) -> Numbers:
    numbers: Numbers = {}
    sizes = _sizes(rng, measure)
    for month, rate in zip(axis, _rates(rng, len(axis)), strict=True):
        told = _month(rng, measure, rate, sizes)
        late = month == axis[-1] and rng.random() < 0.1  # the exposure comes later
        for item, value in told.items():
            of_below = any(term.item == item for one in measure.denominators for term in one.terms)
            if rng.random() > 0.02 and not (late and of_below):
                numbers[Key(item, area, month, theme.definition.key)] = Number(value)
    return numbers


def _rates(rng: np.random.Generator, length: int) -> np.ndarray:
    """How often, by month: events a month, or how many times the usual share."""
    rates = np.full(length, float(rng.choice([0.1, 0.4, 1, 3, 10, 60])))
    start, how = int(rng.integers(0, length)), float(rng.choice([0, 0.25, 0.5, 1, 1, 2, 5]))
    rates[start : start + int(rng.choice([1, 4, 10, 100]))] *= how
    if rng.random() < 0.3:
        rates = rates * rng.gamma(3, 1 / 3, length)
    if rng.random() < 0.2:
        rates = rates * (1 + 0.4 * np.cos(2 * np.pi * np.arange(length) / 12))
    return rates


def _sizes(rng: np.random.Generator, measure: Measure) -> float:
    if measure.kind == "proportion":
        return float(rng.choice([3, 10, 40, 300]))
    return float(rng.choice([150, 700, 4000]))


def _month(rng: np.random.Generator, measure: Measure, rate: float, size: float) -> dict[str, float]:
    top, below = measure.numerator[0], measure.denominators[:1]
    whole = float(rng.poisson(size)) if rng.random() > 0.02 else 0.0  # now and then closed
    if measure.kind == "value":
        events = float(round(rate) if rng.random() < 0.9 else round(rate, 1))
    elif measure.kind == "proportion":
        events = float(rng.binomial(int(whole), min(rate / (rate + 1), 0.99)))
    else:
        events = float(rng.poisson(rate)) if whole or not below else 0.0
    plus = [term.item for term in top.terms if term.sign > 0]
    told = dict(zip(plus, rng.multinomial(int(events), [1 / len(plus)] * len(plus)).astype(float), strict=True))
    if measure.kind == "value":
        told = {plus[0]: events}
    for term in top.terms:
        if term.sign < 0:
            told[term.item] = float(rng.binomial(int(told[plus[0]]), 0.3))
    for one in below:
        free = [term.item for term in one.terms if term.item not in told]
        left = whole - (events if measure.kind == "proportion" and len(one.terms) > 1 else 0)
        share = round(events * rng.uniform(0.8, 1.3) + 0.3, 1) if measure.kind == "ratio" else left
        parts = [share] if len(free) == 1 else rng.multinomial(int(share), [1 / max(len(free), 1)] * len(free)).tolist()
        told |= dict(zip(free, map(float, parts), strict=False))
    return told


def _events(rng: np.random.Generator, axis: tuple[str, ...]) -> tuple[Event, ...]:
    def at() -> date:
        return date.fromisoformat(f"{axis[int(rng.integers(len(axis)))]}-05")

    found = [Event(1, "", "looked differently", "New audit", at(), None, "")] if rng.random() < 0.12 else []
    return (*found, *([Event(2, "", "intervention", "Biopatches", at(), None, "")] if rng.random() < 0.3 else []))


def said(view: View) -> dict[str, str]:
    """Every sentence of a view, by where it stands."""
    if view.series is None or view.change is None or view.since is None or view.control is None:
        return {}
    return {
        "headline": words.since.headline(view.since, view.series),
        "since": words.since.say(view.since, view.series),
        "change": words.say(view.change),
        "rates": words.rates(view.change),
        "chart": words.describe(view.control),
        "reason": view.control.reason,
        "note": view.control.note,
    }


def contradictions(view: View) -> Iterator[str]:
    """What is wrong with the sentences of one view; each with the sentence."""
    for where, text in said(view).items():
        yield from (f"{what}: {text}" for what in _broken(view, where, text))
    if view.since is not None and view.change is not None and view.series is not None:
        yield from _against_numbers(view)


def _broken(view: View, where: str, text: str) -> Iterator[str]:
    if BROKEN.search(text):
        yield "broken"
    if text and where not in ("headline",) and not text.endswith((".", ")")):
        yield "no full stop"
    if text[:1].islower():
        yield "begins small"
    if len(text.split()) > LONGEST.get(where, 60):
        yield "too long"
    many, unit = view.measure.events, view.measure.unit
    if singular(many) != many and re.search(rf"(?<![\d.,])1 {re.escape(many)}\b", text):
        yield "one of many"
    if len(unit) > 4 and re.search(rf"{re.escape(unit)}\W+{re.escape(unit)}", text):
        yield "unit twice"
    if view.measure.id in text.split():
        yield "raw id"


def _against_numbers(view: View) -> Iterator[str]:
    since, text = view.since, said(view)
    assert since is not None
    if found := re.search(rf": {NUMBER}%? .*?instead of {NUMBER}", text["since"]):
        now, then = (float(one.replace(",", "")) for one in found.groups())
        less = text["since"].startswith("Fewer") or "smaller share" in text["since"]
        if (now < then) != less and view.measure.kind != "between":
            yield f"direction: {text['since']}"
    if re.search(r"one every 0 |one every 1 |one every ([\d.,]+) \D* one every \1\.?$", text["since"]):
        yield f"no time between: {text['since']}"
    if "none instead" in text["since"] and since.after and since.after.events:
        yield f"none with events: {text['since']}"
    for one in (view.change, view.change.whole if view.change else None):
        if one is not None:
            yield from (f"{what}: {text['change']}" for what in _year(one, words.change.SAY.get(one.kind)))


def _year(one: Change, own_words: object) -> Iterator[str]:
    """One comparison by itself."""
    text = words.say(one if one.whole is None else one.whole)
    if one.whole is not None:
        return
    judged = [word for word in ("an improvement", "worth asking", "too few", "could still be chance") if word in text]
    if len(judged) > 1:
        yield f"two verdicts {judged}"
    if ("an improvement" in text) != (one.better is Verdict.BETTER) or ("worth asking" in text) != (
        one.better is Verdict.WORSE
    ):
        yield "a verdict that is not its own"
    if one.ratio is not None and own_words is None and one.last is not None:
        found = re.search(r": (fewer|more|a higher rate|a lower rate)\b", text)
        if found and (found[1] in ("fewer", "a lower rate")) != (one.ratio < 1):
            yield "fewer or more against the ratio"
    if one.this.events and re.match(r"(No|None) ", text):
        yield "none with events"


def skeleton(text: str, view: View) -> str:
    """A sentence without its numbers, months and things, so that alike ones count as one."""
    for name, put in ((view.measure.events, "EVENTS"), (singular(view.measure.events), "EVENT")):
        text = re.sub(rf"\b{re.escape(name)}\b", put, text, flags=re.IGNORECASE)
    for name in filter(None, (view.measure.unit, view.series.exposure_name if view.series else "")):
        text = text.replace(name, "UNIT")
    text = re.sub(rf"{MONTH}(?: \d{{4}})?", "MONTH", text)
    text = re.sub(r"MONTH(?:, MONTH)*(?: and MONTH)", "MONTHS", text)
    return re.sub(r"\d[\d,./]*", "#", text)


def main() -> None:
    cases = 4000
    found: Counter[str] = Counter()
    kinds: dict[tuple[str, str], list[str]] = {}
    for seed in range(cases):
        view = case(seed)
        for wrong in contradictions(view):
            found[wrong.split(":")[0]] += 1
            if found[wrong.split(":")[0]] <= 4:
                print(f"[{seed}] {view.measure.id} {wrong}")
        for where, text in said(view).items():
            if text:
                kinds.setdefault((where, skeleton(text, view)), []).append(text)
    print(f"\n{cases} cases, {sum(map(len, kinds.values()))} texts of {len(kinds)} kinds; wrong: {dict(found)}")
    if "--read" in sys.argv:
        for (where, _), texts in sorted(kinds.items(), key=lambda one: (one[0][0], -len(one[1]))):
            print(f"{where} x{len(texts)}: {texts[0]}")


if __name__ == "__main__":
    main()
