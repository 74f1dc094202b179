"""Looking every month, measured: how many stable series are told a false verdict in three years, and what is seen.

    python -m benchmarks.looking            a table of false verdicts, one of power (half an hour)
    python -m benchmarks.looking --quick    fewer series
    python -m benchmarks.looking --power    only what is seen of falls
    python -m benchmarks.looking --year     only false verdicts of a year on a page, 8,000 series a cell (minutes)

Everything is simulated from a fixed seed, exposure varies by month, and what people see is what is measured, a look
after each month: each series alone on its page, by the two functions that a page asks, of many series at once (that
`actions.themes.view` says the same of numbers as they are stored is checked in the run); and the twenty of a centre at
home (`actions.home.rows`), as stored. A verdict of the last whole year, said beside the running one, counts too.
"Anything" adds "since when", and at home the longest time without, where it is marked as good or bad. At home one
headline is shown, so "the year" is what is left to it. "Before" is the 95 % interval with five events.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from benchmarks.centre import join, only_this_theme, open_store, send
from benchmarks.insider_network import empty
from mist_dash.actions import home
from mist_dash.actions.catalogue import theme
from mist_dash.actions.themes import View, view
from mist_dash.core import months, spread
from mist_dash.core.change import Change, Verdict, judging, year_on_year_of_all
from mist_dash.core.change.ratios import of_rates
from mist_dash.core.counts import Key, Number
from mist_dash.core.headline import Headline
from mist_dash.core.months import Basis
from mist_dash.core.query import Query
from mist_dash.core.series import Series
from mist_dash.core.since_when import since_when_of_all
from mist_dash.store import engine

RATES = (0.25, 0.5, 1, 3, 15)  # events a month; a centre has four series of each
SPREADS = (1.0, 1.5, 2.0)  # variance over mean
AXIS = months.between("2020-04", "2025-03")
LOOKS = range(25, len(AXIS) + 1)  # months that are in
CLABSI = theme("clabsi")
CENTRE = 20
BASES: tuple[Basis, ...] = ("financial", "rolling")
JUDGED = (Verdict.BETTER, Verdict.WORSE)
MARKED = ("improvement", "concern")
Flags = NDArray[np.bool_]
Matrix = NDArray[np.float64]


def simulate(rng: np.random.Generator, series: int, rate: float, much: float, falls: float = 1.0) -> list[Series]:
    """Five stable years, of which the last may fall to a part."""
    exposure = 150 * rng.uniform(0.8, 1.2, (series, len(AXIS)))
    mean = rate * exposure / 150
    mean[:, 48:] *= falls
    if much > 1:
        mean = rng.gamma(mean / (much - 1), much - 1)
    counts = rng.poisson(mean).astype(float)
    return [Series(AXIS, x, e, "rate", 1000.0, "lower") for x, e in zip(counts, exposure, strict=True)]


def seen(one: Series, months_in: int, basis: Basis) -> View:
    """The page of one series after so many months."""
    numbers, exposure = {}, np.ones(len(one.counts)) if one.exposure is None else one.exposure
    for month, *values in zip(one.months[:months_in], one.counts.tolist(), exposure.tolist(), strict=False):
        for item, value in zip(("clabsi", "central_line_days"), values, strict=True):
            numbers[Key(item, "ICU", month, CLABSI.definition.key)] = Number(value)
    return view(Query.of(CLABSI, "clabsi-rate", "ICU", basis), numbers)


def alone(series: list[Series], basis: Basis = "financial") -> tuple[Flags, Flags]:
    """Which were told a false verdict of a year, and which anything, on their page in 36 monthly looks."""
    anything = np.zeros(len(series), dtype=bool)
    for months_in in LOOKS:
        sent = [until(one, months_in) for one in series]
        anything |= [since.direction is not None for since in since_when_of_all(sent)]
    year = of_year(series, basis)
    return year, anything | year


def of_year(series: list[Series], basis: Basis = "financial") -> Flags:
    """Which were told a false verdict of a year on their page."""
    found = np.zeros(len(series), dtype=bool)
    for months_in in LOOKS:
        found |= [told(change) for change in year_on_year_of_all([until(one, months_in) for one in series], basis)]
    return found


def of_year_at_once(series: list[Series]) -> Flags:
    """The same by financial years, all series in one go."""
    counts, exposure = (np.array([getattr(one, name) for one in series]) for name in ("counts", "exposure"))
    found = np.zeros(len(series), dtype=bool)
    for months_in in LOOKS:
        start = 12 * ((months_in - 1) // 12)
        running = months_in - start < 12
        if months_in - start >= judging.FEWEST_MONTHS:
            found |= _judged(counts, exposure, start, months_in, judging.RUNNING if running else judging.YEAR)
        if running:
            found |= _judged(counts, exposure, start - 12, start, judging.YEAR)
    return found


def _judged(counts: Matrix, exposure: Matrix, start: int, end: int, constant: float) -> Flags:
    x1, e1, x2, e2 = (
        side.sum(axis=1)
        for at in (slice(start, end), slice(start - 12, end - 12))
        for side in (counts[:, at], exposure[:, at])
    )
    seen = slice(max(end - spread.HISTORY, 0), end)
    length = np.full(len(counts), seen.stop - seen.start)
    by = spread.shown(*spread.measured(spread.Rows(counts[:, seen], exposure[:, seen], length)), spread.SAID)
    asked = spread.needed(2 * special.ndtr(-constant * np.sqrt(12 / (end - start))), spread.freedom(by, length))
    result = of_rates(x1 / by, e1, x2 / by, e2)
    return np.asarray(((result.low > 1) | (result.high < 1)) & (result.p < asked))


def until(one: Series, months_in: int) -> Series:
    assert one.exposure is not None
    shown = slice(0, months_in)
    return replace(one, months=one.months[shown], counts=one.counts[shown], exposure=one.exposure[shown])


def as_on_its_page(one: Series, months_in: int, basis: Basis) -> bool:
    """Whether the functions that `alone` asks of many series at once say what the page of one says."""
    page, sent = seen(one, months_in, basis), [until(one, months_in)]
    assert page.change is not None and page.since is not None
    (change,), (since,) = year_on_year_of_all(sent, basis), since_when_of_all(sent)
    return (told(page.change), page.change.p, page.since.direction, page.since.p) == (
        *(told(change), change.p),
        *(since.direction, since.p),
    )


def told(change: Change) -> bool:
    return change.better in JUDGED or (change.whole is not None and change.whole.better in JUDGED)


def marked(headline: Headline) -> bool:
    return headline.meaning in MARKED


def at_home(many: list[list[Series]]) -> tuple[list[Flags], list[Flags]]:
    """The same of centres, each with as many series of every rate, whose headlines home shows together."""
    each = CENTRE // len(many)
    year, anything = ([np.zeros(len(one), dtype=bool) for one in many] for _ in range(2))
    for start in range(0, len(many[0]), each):
        at = slice(start, start + each)
        for headlines in rows([one for of_rate in many for one in of_rate[at]], LOOKS):
            said = [marked(one) for one in headlines]
            by_year = [marked(one) and one.kind == "year" for one in headlines]
            for flags, found in ((anything, said), (year, by_year)):
                for place, of_rate in enumerate(flags):
                    of_rate[at] |= found[place * each : (place + 1) * each]
    return year, anything


def rows(series: Sequence[Series], looks: Sequence[int]) -> Iterator[list[Headline]]:
    """Home's headlines of one centre with these series, when so many months are in."""
    counts, exposure = (np.array([getattr(one, name) for one in series]) for name in ("counts", "exposure"))
    empty()
    with engine.begin() as db:
        person = join(db)
    for before, months_in in zip((0, *looks), looks, strict=False):
        at = slice(before, months_in)
        with engine.begin() as db:
            send(db, person, AXIS[at], counts[:, at], exposure[:, at])
        yield [one.headline for one in home.rows(person)]


def before(series: list[Series]) -> Flags:
    """The same by the 95 % interval of the running year."""
    found = np.zeros(len(series), dtype=bool)
    for month in range(24, len(AXIS)):
        found |= apart(series, 12 * (month // 12), month + 1)
    return found


def apart(series: list[Series], start: int, end: int) -> Flags:
    sums = [np.array([getattr(one, name)[a:b].sum() for one in series]) for a, b, name in _sides(start, end)]
    result = of_rates(*sums)
    return np.asarray((sums[0] + sums[2] >= 5) & ((result.low > 1) | (result.high < 1)))


def _sides(start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for back in (0, 12):
        for name in ("counts", "exposure"):
            yield start - back, end - back, name


def of_centres(flags: list[Flags]) -> float:
    """The share of centres, each with four series of every rate, of which any was judged."""
    each = CENTRE // len(flags)
    return float(np.mean([one.reshape(-1, each).any(axis=1) for one in flags], axis=0).astype(bool).mean())


def false_verdicts(rng: np.random.Generator, series: int) -> None:
    print(f"Told a false verdict at least once in 36 monthly looks ({series} series a cell)")
    print("| variance/mean | shown | " + " | ".join(f"{rate:g} a month" for rate in RATES) + " | centre of 20 |")
    print("|---|---|" + "---|" * (len(RATES) + 1))
    for much in SPREADS:
        many = [simulate(rng, series, rate, much) for rate in RATES]
        looks = [(one[0], months_in, basis) for one in many for months_in in (28, 41, 60) for basis in BASES]
        assert all(as_on_its_page(*look) for look in looks), "a page says something else"
        page, home_ = [alone(one) for one in many], at_home(many)
        shown = {
            "before": [before(one) for one in many],
            "on its page, the year": [year for year, _ in page],
            "on its page, anything": [anything for _, anything in page],
            "on its page, last 12 months": [alone(one, "rolling")[0] for one in many],
            "at home, the year": home_[0],
            "at home, anything": home_[1],
        }
        for name, flags in shown.items():
            cells = " | ".join(f"{flag.mean():.2f}" for flag in flags)
            print(f"| {much:g} | {name} | {cells} | {of_centres(flags):.2f} |", flush=True)


def false_years(rng: np.random.Generator, series: int) -> None:
    print(f"Told a false verdict of a year at least once in 36 monthly looks at its page ({series} series a cell)")
    print("| variance/mean | " + " | ".join(f"{rate:g} a month" for rate in (*RATES, 50)) + " |")
    print("|---|" + "---|" * (len(RATES) + 1))
    for much in SPREADS:
        many = [simulate(rng, series, rate, much) for rate in (*RATES, 50)]
        assert all((of_year(one[:30]) == of_year_at_once(one[:30])).all() for one in many), "a page says something else"
        cells = [of_year_at_once(one).mean() for one in many]
        print(f"| {much:g} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |", flush=True)


def power(rng: np.random.Generator, series: int) -> None:
    print(f"\nFalls told as better at the year's end ({series} series a cell; at home all twenty of a centre fall)")
    print("| variance/mean | falls to | shown | " + " | ".join(f"{rate:g} a month" for rate in RATES) + " |")
    print("|---|---|---|" + "---|" * len(RATES))
    for much in (1.0, 2.0):
        for falls, name in ((0.5, "half"), (0.25, "a quarter")):
            many = [simulate(rng, series, rate, much, falls) for rate in RATES]
            pages = [[seen(one, len(AXIS), "financial") for one in of_rate] for of_rate in many]
            shown = {
                "before": [apart(one, 48, 60).mean() for one in many],
                "on its page, the year": [np.mean([_better(page.change) for page in one]) for one in pages],
                "on its page, anything": [
                    np.mean([_better(page.change) or page.headline.meaning == "improvement" for page in one])
                    for one in pages
                ],
                "at home": [np.mean(_improved_at_home(one)) for one in many],
            }
            for where, cells in shown.items():
                print(f"| {much:g} | {name} | {where} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |")


def _better(change: Change | None) -> bool:
    return change is not None and change.better is Verdict.BETTER


def _improved_at_home(series: list[Series]) -> list[bool]:
    centres = [series[at : at + CENTRE] for at in range(0, len(series), CENTRE)]
    return [one.meaning == "improvement" for of_one in centres for one in next(rows(of_one, [len(AXIS)]))]


if __name__ == "__main__":
    quick = "--quick" in sys.argv
    if "--year" in sys.argv:
        false_years(np.random.default_rng(14), 1000 if quick else 8000)
        sys.exit()
    open_store()
    with only_this_theme():
        if "--power" not in sys.argv:
            false_verdicts(np.random.default_rng(12), 80 if quick else 240)
        power(np.random.default_rng(13), 200 if quick else 400)
