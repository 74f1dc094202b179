"""Six real hospitals, each a centre that sends its own file through the browser and reads its own chart.

The figures on the page are compared with figures computed here, straight from the file, with other code. The real file
belongs to others and is not part of the project; a made-up one of the same shape always runs.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bcrypt
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from scipy.optimize import brentq
from scipy.stats import binom, chi2, nbinom, poisson

from mist_dash.core.people import Role
from mist_dash.store import engine, people
from tests.browser.conftest import PASSWORD, ROOT, Server, go, numbers_in, serving, settled, sign_in

pytestmark = pytest.mark.browser
REAL = ROOT.parent / "shared" / "real" / "hospital_infections.csv"
Months = dict[str, tuple[int, float]]  # month -> (infections, patient days)


def synthetic() -> dict[str, Months]:
    """Two hospitals like the real ones: 24 months, about 13 infections in 15,500 patient days."""
    draw = random.Random(7)
    axis = [f"{2015 + n // 12}-{n % 12 + 1:02d}" for n in range(24)]
    return {
        name: {
            month: (sum(draw.random() < 0.013 for _ in range(1000)), round(draw.gauss(15500, 600), 6)) for month in axis
        }
        for name in ("SYA", "SYB")
    }


def real() -> dict[str, Months]:
    if not REAL.exists():
        pytest.skip("the real data are not beside the project")
    found: dict[str, Months] = defaultdict(dict)
    with REAL.open(newline="") as file:
        for row in csv.DictReader(file):
            if row["infection"] == "BAC":
                found[row["hospital"]][row["month"][:7]] = (int(row["n"]), float(row["days"]))
    return found


@pytest.fixture(params=[synthetic, real], ids=["synthetic", "real"])
def hospitals(request: pytest.FixtureRequest) -> dict[str, Months]:
    return request.param()


@pytest.fixture
def empty_server(tmp_path: Path, hospitals: dict[str, Months]) -> Iterator[Server]:
    """A real collaborative without the demo: one centre a hospital, each with one contributor."""
    engine.use(f"sqlite:///{tmp_path / 'mist.sqlite3'}")
    engine.upgrade()
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    with engine.begin() as db:
        for name in hospitals:
            centre = people.add_centre(db, f"Hospital {name}")
            people.add(db, name.lower(), f"Sender of {name}", Role.CONTRIBUTOR, hashed, centre)
    engine.use("sqlite://")
    with serving(tmp_path) as server:
        yield server


def test_each_hospital_sends_its_file_and_reads_its_own_figures(
    empty_server: Server, hospitals: dict[str, Months], browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context()  # one for all, so that the page's own scripts are loaded once
    for name, months in hospitals.items():
        context.clear_cookies()
        page = context.new_page()
        page.goto(f"{empty_server.url}/send?theme=Central+line+infections")
        settled(page)
        sign_in(page, name.lower())
        send(page, written(tmp_path / f"{name}.csv", months))
        go(page, empty_server, "clabsi?basis=Calendar+year")
        compare_sentence(page, months)
        compare_chart(page, months)
        page.close()
    context.close()


def written(path: Path, months: Months) -> Path:
    """The hospital's own file, with its own headers: date, bacteraemias as BSI, patient days standing for line days."""
    rows = [f"{month}-01,Trust,{events},{days}" for month, (events, days) in months.items()]
    path.write_text("\n".join(["Month,Area,BSI,Line days", *rows]), "utf-8")
    return path


def send(page: Page, path: Path) -> None:
    settled(page)
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(path)
    expect(page.get_by_text("Add 24 months")).to_be_visible()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Stored.")).to_be_visible()


def compare_sentence(page: Page, months: Months) -> None:
    """Counts, exposures, rates, Garwood ranges and the ratio, each as the page writes it."""
    sentence = page.locator(".st-key-sentence p").first.inner_text()
    x1, e1 = sums(months, "2016")
    x2, e2 = sums(months, "2015")
    found = numbers_in(sentence)
    assert {x1, x2, round(e1), round(e2)} <= set(found), sentence
    caption = page.get_by_test_id("stCaptionContainer").filter(has_text="per 1,000 line days").first.inner_text()
    shown = numbers_in(caption)
    for expected in (1000 * x1 / e1, *garwood(x1, e1), 1000 * x2 / e2, *garwood(x2, e2)):
        assert any(abs(number - expected) <= 0.0051 for number in shown), (expected, caption)
    ratio, low, high = (x1 / e1) / (x2 / e2), *mid_p(x1, e1, x2, e2)
    if "vary more than chance" in page.get_by_test_id("stMain").inner_text():  # then its range is wider
        wide = numbers_in(caption.partition("That is")[2])
        assert wide[0] in {float(f"{ratio:.2g}"), float(f"{ratio:.2f}")}, caption
        assert wide[-2] <= low and wide[-1] >= high, caption
        return
    for expected in (ratio, low, high):
        assert {float(f"{expected:.2g}"), float(f"{expected:.2f}")} & set(shown), (expected, caption)


def sums(months: Months, year: str) -> tuple[int, float]:
    chosen = [pair for month, pair in months.items() if month.startswith(year)]
    return sum(events for events, _ in chosen), sum(days for _, days in chosen)


def garwood(events: int, exposure: float) -> tuple[float, float]:
    low = chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    return 1000 * low / exposure, 1000 * chi2.ppf(0.975, 2 * events + 2) / 2 / exposure


def mid_p(x1: int, e1: float, x2: int, e2: float) -> tuple[float, float]:
    """The 95% mid-p interval of the rate ratio, by searching the binomial share where each tail holds 2.5 %."""

    def solved(tail: Callable[[float], float]) -> float:
        share = brentq(lambda p: tail(p) - 0.025, 1e-12, 1 - 1e-12)
        return share / (1 - share) * e2 / e1

    total = x1 + x2
    low = solved(lambda p: binom.sf(x1, total, p) + binom.pmf(x1, total, p) / 2)
    high = solved(lambda p: binom.cdf(x1 - 1, total, p) + binom.pmf(x1, total, p) / 2)
    return low, high


def compare_chart(page: Page, months: Months) -> None:
    """Every point drawn, the centre line, and the exact limits of the last month, read from the drawn figure itself."""
    charts = charts_on(page)
    if not charts:  # rare events are a timeline, and their chart is one press away
        page.get_by_role("tab", name="Control chart, and why").click()
        settled(page)
        charts = charts_on(page)
    chart = charts[0]
    total, days = sum(e for e, _ in months.values()), sum(d for _, d in months.values())
    drawn = sorted(value for trace in chart if trace["mode"] == "markers" for value in trace["y"])
    assert drawn == pytest.approx(sorted(1000 * e / d for e, d in months.values()), rel=1e-9)
    centre = next(trace["y"] for trace in chart if trace["dash"] == "dash")
    assert centre == pytest.approx([1000 * total / days] * 24, rel=1e-9)
    last = list(months.values())[-1][1]
    upper = next(trace["y"] for trace in chart if trace["mode"] == "lines" and max(trace["y"]) > max(centre) * 1.2)
    expected = exceeded_seldom(total / days * last, spread_of(months))
    assert upper[-1] == pytest.approx(1000 * expected / last, rel=1e-9)


def charts_on(page: Page) -> list[list[dict[str, Any]]]:
    """The traces of each control chart on the page."""
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    page.wait_for_function("[...document.querySelectorAll('.js-plotly-plot')].every(plot => plot.data)")
    traces = page.evaluate("""() => [...document.querySelectorAll('.js-plotly-plot')]
        .map(plot => plot.data.map(t => ({y: Array.from(t.y || []), mode: t.mode, dash: (t.line || {}).dash})))""")
    return [plot for plot in traces if any(trace["dash"] == "dash" and len(trace["y"]) == 24 for trace in plot)]


def spread_of(months: Months) -> float:
    """How many times as much as chance the months vary, where it shows by half a standard error; else 1."""
    counts, days = (np.array(column, float) for column in zip(*months.values(), strict=True))
    mean = counts.sum() / days.sum() * days
    pairs = mean[1:] + mean[:-1]  # how much the changes vary by chance
    found = float((np.diff(counts - mean) ** 2).sum() / pairs.sum())
    error = np.sqrt(2 * (pairs**2).sum() + 4 * (mean[1:-1] ** 2).sum() + 2 * pairs.sum()) / pairs.sum()
    return found if found > 1 + error / 2 else 1.0


def exceeded_seldom(mean: float, spread: float) -> float:
    """The smallest count that is exceeded as seldom as three sigma."""
    theirs = poisson(mean) if spread == 1 else nbinom(mean / (spread - 1), 1 / spread)
    return float(theirs.isf(0.00135))
