"""One view, asked whether headline, table, sentence, scan, picture, its words and the finder are of one result."""

from __future__ import annotations

import re
from math import sqrt

import numpy as np

from benchmarks.words_cases import Drawn
from mist_dash import charts
from mist_dash.actions.themes import View
from mist_dash.core import months, words
from mist_dash.core.before_after import before_after
from mist_dash.core.change import Change, Verdict, year_on_year, year_on_year_of_all
from mist_dash.core.control.verdict import meaning_of, turned
from mist_dash.core.expected import since_baseline
from mist_dash.core.finding import Finding, search
from mist_dash.core.headline import Kind
from mist_dash.core.query import answer
from mist_dash.core.series import Series
from mist_dash.core.since_when import incomplete, level, since_when_of_all
from mist_dash.core.words import compared
from mist_dash.core.words.nouns import number
from mist_dash.core.words.verdict import verdict
from mist_dash.exports.points import points
from mist_dash.ui.parts import picture

LASTING, SHORT = "own level before and since", "own level then and otherwise"
# What a headline says of chance, and what the sentence and the table must then say of the same two years.
SAME_DOUBT = {
    "could be chance": "could still be chance",
    "about the same": "the same",
    "too few": "too few",
    "both nearly all": "nearly all",
    "nearly all in both years": "nearly all",
    "both all": "all in both years",
    "vary too much": "vary too much",
    "or the year before": "none in either year",
    "in either year": "none in either year",
}

EMPTY = {
    "data": [],
    "layout": {"height": 300, "margin": dict.fromkeys("lrtb", 40)},
}  # the words of a sheet stand round any picture


def agree(view: View) -> str:
    """Asserts that all that one view says is one; the kind of its headline."""
    if view.series is None or view.change is None or view.since is None or view.control is None:
        assert (view.lines, view.headline.meaning) == ((), "common cause")
        assert not (view.withheld and (view.profile or view.rates_only))
        return "hidden" if view.withheld else view.headline.kind
    _scan(view)
    _years(view)
    _pictures(view)
    _first(view)
    _since_the_last(view)
    _interventions(view)
    return view.headline.kind


def _scan(view: View) -> None:
    """The scan, its sentence and its row; nothing of it rests on the newest month or reaches behind another look."""
    since, series = view.since, view.series
    assert since is not None and series is not None and view.control is not None
    sentence, short = words.since.say(since, series), words.since.headline(since, series)
    assert bool(sentence) == bool(short) == (since.direction is not None) == (since.month is not None)
    assert view.control.incomplete == since.incomplete == incomplete(series)
    rows = [line for line in view.lines if "Chance rarely does this." in line.told]
    assert len(rows) == bool(since.direction) and view.lines[: len(rows)] == tuple(rows)
    if not since.direction:
        return
    assert since.before and since.after and since.scanned_to and since.scanned_to < (since.incomplete or "")
    assert since.first and since.month and since.last and since.first <= since.month <= since.last <= since.scanned_to
    looked = [months.of(one.start) for one in view.events if one.kind == "looked differently"]
    assert all(since.first >= month or month > series.months[-1] for month in looked)
    up = since.direction == "up"
    more, fewer = (bool(re.search(words_, sentence)) for words_ in ("^More|larger|higher", "^Fewer|smaller|lower"))
    assert (more, fewer) == (up, not up)
    assert since.ratio is None or (since.ratio > 1) == up, "what is shown moved as the scan says"
    for text in (sentence, short, rows[0].when):
        assert months.say(since.month, short=text == rows[0].when).split(" ")[0] in text
        assert since.going_on or " so far" not in text
        assert since.going_on or not since.until or " since " not in f" {text.lower()}"
    whole = since.until or not since.incomplete
    assert whole or months.say(since.scanned_to or "", short=True) in rows[0].when  # the newest month is in no figure
    assert rows[0].events == (number(since.after.events or 0) if since.after.events else "none")
    assert sentence in rows[0].caveats
    _how_much(view, short, rows[0].told)


def _how_much(view: View, short: str, told: str) -> None:
    """How many times as often stands in a headline only with its range beneath, in the picture that is taken along too,
    and only where that is narrow; "far" where even its nearer end is half or twice. And which months were before."""
    since, series = view.since, view.series
    assert since is not None and since.before is not None and series is not None
    paper = picture.sheet(view, "Birchwater").paper(EMPTY)
    drawn_ = " ".join(one["text"] for one in paper["layout"]["annotations"])
    assert words.since.say(since, series).split(" ")[0] in drawn_
    if re.search(r"(About|Over) .* (as many|the rate)", short):
        assert since.low and since.high and since.high <= 6 * since.low, short
    if reached := words.since.reach(since, series):
        assert "95% range" in reached and reached[1:] in told and reached[1:12] in drawn_, (told, reached)
    assert reached or series.kind == "proportion" or since.low is None
    far = since.low is not None and since.high is not None and (since.high <= 0.5 or since.low >= 2)
    assert not re.match("Far |A far ", short) or far
    assert since.until or f"{months.say(since.before.months[0], short=True)}" in told


def _years(view: View) -> None:
    """The two years in the sentence, in the table, as bars and as a ratio, judged once."""
    change = view.change
    assert change is not None
    text, rows = words.say(change), view.lines[len(view.lines) - sum(1 for _ in _compared(change)) :]
    for one, row in zip(_compared(change), rows, strict=True):
        doubt = verdict(one)
        assert row.told.endswith(doubt or row.told) and (not doubt or doubt.lower().rstrip(".") in text.lower())
        assert row.events == (number(one.this.events) if one.this.events else "none")
        judged = one.better in (Verdict.BETTER, Verdict.WORSE)
        assert ("an improvement" in row.told or "worth asking" in row.told) == judged
        assert judged <= (one.apart and one.beyond_chance and len(one.this.months) >= 4)
        assert one.beyond_chance <= ("could still be chance" not in row.told)
        assert (one.ratio is None) >= (one.better in (Verdict.TOO_FEW, Verdict.SUSPENDED, Verdict.NOT_COMPARABLE))
        if one.last is not None and one.this.events is not None and one.kind not in ("value", "ratio"):
            assert one.low is None or one.high is None or one.low <= (one.ratio or 0) <= one.high
    reason = view.control.reason if view.control else ""
    if "Months vary" in reason:  # the chart's limits and the comparison allow for one and the same spread
        wide = "Months vary more than by chance" in reason
        assert change.ratio is None or (change.spread > 1) == wide, reason
        assert not wide or change.ratio is None or "Months vary more than chance alone here" in text
    drawn_years = charts.change(change, view.years)
    shown = change.whole if change.whole is not None and change.whole.ratio is not None else change
    judged_at_all = shown.better not in (Verdict.TOO_FEW, Verdict.SUSPENDED, Verdict.NOT_COMPARABLE)
    assert ("xaxis2" in drawn_years["layout"]) == (judged_at_all and shown.low is not None), "no diamond beside too few"
    if change.this.months and view.years:
        assert view.years[-1].events == change.this.events and view.years[-1].rate == change.this.rate


def _since_the_last(view: View) -> None:
    """How long since the last event, by the calendar: in the headline, its six words, each strip, the answers and the
    T chart; and that a month which was not sent lies in it. "The longest yet" never stands across such a month."""
    for one in view.beside:
        last, counts = one.since_last, one.series.counts
        if last.months is None:
            continue
        sent = [month for month, count in zip(one.series.months, counts, strict=True) if np.isfinite(count)]
        events = [month for month, count in zip(one.series.months, counts, strict=True) if count > 0]
        since = months.number(sent[-1]) - months.number(events[-1])
        assert (last.months, last.last) == (since, events[-1])
        unknown = since - sum(month > events[-1] for month in sent)
        assert last.unknown == unknown
        said = words.picture.since_last(last)
        assert said.startswith(f"{since} month" if since else "newest month")
        assert (f", {unknown} not sent" in said) == bool(unknown)
        assert not (unknown and "longest yet" in said)
    last, control, texts = view.since_last, view.control, (view.headline.text, view.headline.brief)
    assert last is not None and control is not None
    for text in texts:
        found = re.match(r"(\d+) months? since", text)
        assert not found or int(found[1]) == last.months
        assert not found or bool(last.unknown) == bool(re.search(r"\d+ (not sent|unsent)", text)), text
        assert "longest yet" not in text or (found and last.longest_yet and not last.unknown)
    asked = dict(view.answers).get("How long since the last?", "")
    assert not re.match(r"\d", asked) or (asked.startswith(f"{last.months} month") and last.last is not None)
    newest = control.dots[-1] if control.dots else None
    rows = points(control, view.events, ()).decode("utf-8-sig").splitlines()
    if newest is None or not newest.still_open:
        assert not any("not ended yet" in row for row in rows)
        return
    assert newest.since == (last.last or "") and control.unsent >= last.unknown
    told = f"not ended yet{f', since the last in {months.say(last.last)}' if last.last else ''}"
    assert told in rows[-1] and sum("not ended yet" in row for row in rows) == 1
    assert not last.unknown or "not sent whole" in rows[-1]
    if newest.value is not None:
        assert told in words.describe(control)
        assert view.series is None or view.series.exposure is not None or 30 * (last.months or 0) <= newest.value + 31


def _interventions(view: View) -> None:
    """Before and after the change that a baseline ends with, and observed against expected since: one set of months,
    one count, and the same of chance."""
    assert view.series is not None and view.control is not None
    due = since_baseline(view.series, view.events, view.control.baseline)
    for one in before_after(view.series, view.events):
        stops = any(event.name == one.name and event.stop for event in view.events)
        if due is None or due.why != f"before {one.name}" or not one.compared or stops:
            continue
        assert (due.before.months, due.after.months) == (one.before.months, one.after.months)
        assert (due.before.events, due.after.events) == (one.before.events, one.after.events)
        assert (due.low > 0 or due.high < 0) == one.apart
        assert ("chance" in compared.started(one)) == (not one.apart)
        assert months.say(one.after.months[-1]) in compared.started(one)
    explained = compared.not_since(view.since)
    assert bool(explained) == bool(view.since and view.since.direction)


def _compared(change: Change) -> list[Change]:
    return [one for one in (change, change.whole) if one is not None and one.this.months]


def _pictures(view: View) -> None:
    """The control chart, the picture in view and what is told to somebody who sees neither."""
    since, control = view.since, view.control
    assert since is not None and control is not None and view.series is not None
    traces = {trace.get("name"): trace for trace in charts.control(control, view.events, since)["data"]}
    assert (LASTING in traces) == bool(since.direction and since.until is None)
    assert (SHORT in traces) == (since.until is not None)
    if SHORT in traces and control.dots[-1].month > (since.until or "") and not since.going_on:
        usual = level(since.before, control.chart) or 0
        assert traces[SHORT]["y"][-1] in (usual, sqrt(usual))  # gaps stand on a root scale
    told, alt = words.describe(control), picture.said(view)
    if view.picture != "rolling":
        assert words.since.say(since, view.series) in alt
        texts = " ".join(one.get("text", "") for one in picture.drawn(view)["layout"].get("annotations", ()))
        assert view.picture != "timeline" or ("began " in texts) == (since.direction is not None)
    assert (
        since.incomplete is None
        or f"{months.say(since.incomplete)} may still be incomplete." in told
        or not any(dot.value is not None for dot in control.dots)
    )
    fired = any(dot.signals for dot in control.dots if dot.value is not None)
    assert ("Unusual: " in told) == fired or control.chart == "step"
    if "Baseline " in told and control.baseline and "then" not in told.split("Limits")[0]:
        assert f"(of {months.say(control.baseline.first)} to {months.say(control.baseline.last)})" in told


def _first(view: View) -> None:
    """The headline is the first in the fixed order that is true, and its sign is that of what it says."""
    said, since, change, series = view.headline, view.since, view.change, view.series
    assert since is not None and change is not None and series is not None and view.since_last is not None
    assert len(said.text.split()) <= 12 and len(said.brief.split()) <= 6, said
    beyond = [one for one in _compared(change) if one.beyond_chance and one.ratio is not None]
    better = turned(series.better) if series.kind == "between" else series.better
    expected: Kind
    if change.better is Verdict.SUSPENDED:
        expected, mark = "looked differently", "common cause"
    elif since.direction:
        expected, mark = "since", meaning_of(better, 1 if since.direction == "up" else -1).split(" ")[0]
        assert said.text == words.since.headline(since, series)
    elif said.kind == "longest":
        assert view.since_last.longest_yet and not change.beyond_chance
        expected, mark = "longest", said.meaning
        assert mark == "common cause" or (view.since_last.remarkable and mark != "concern")
    elif beyond:
        expected = "year"
        marks = {Verdict.BETTER: "improvement", Verdict.WORSE: "concern"}
        mark = marks.get(beyond[0].better, "neutral")
    else:
        expected, mark = said.kind, "common cause"
        assert said.kind in ("same", "few", "nothing")
        said_so = [there for here, there in SAME_DOUBT.items() if here in said.text]
        assert all(there in verdict(change).lower() for there in said_so), (said.text, verdict(change))
        assert change.ratio is None or said_so, said.text
    assert (said.kind, said.meaning) == (expected, mark), said
    if series.kind == "rate" and series.better == "neither" and said.kind in ("since", "year", "same"):
        assert " rate " in f" {said.text.lower()} " or view.measure.unit in said.text, "a rate is spoken of as a rate"
    if said.kind == "year":
        way = re.search(r"\b(fewer|more|higher|lower)\b", said.text.lower() + " " + said.brief)
        assert way and (way[1] in ("fewer", "lower")) == ((beyond[0].ratio or 0) < 1)


def found(given: Drawn, view: View) -> list[Finding]:
    """What the finder says of the same numbers: never more than the page's own chart."""
    told = search([(given.query.theme, given.numbers, given.events)])
    here = [one for one in told if (one.measure, one.area) == (view.measure.id, view.area) and view.since is not None]
    for one in here:
        since, series = view.since, view.series
        assert since is not None and series is not None
        if one.kind == "improved":
            good = "up" if view.measure.kind == "proportion" and view.measure.better == "higher" else "down"
            assert (since.direction, since.until, since.month) == (good, None, one.since)
            assert view.headline.meaning == "improvement" or view.headline.kind == "looked differently"
        if one.kind == "quiet":
            later = [count for month, count in zip(series.months, series.counts, strict=True) if month >= one.since]
            whole = series.exposure if view.measure.better == "higher" and view.measure.kind == "proportion" else None
            rest = later if whole is None else list(whole[-len(later) :] - np.array(later))
            assert not np.nansum(rest), "quiet means that nothing happened since"
            assert np.isfinite(later).all(), "and that all of it is known"
    return here


def home(page: list[tuple[Drawn, View]]) -> int:
    """Among many on one page a row may fall silent; it never says another month, another way or a surer verdict."""
    shown = [(given, view) for given, view in page if view.series is not None]
    looked = [[months.of(one.start) for one in view.events if one.kind == "looked differently"] for _, view in shown]
    series = [view.series for _, view in shown if view.series is not None]
    together = since_when_of_all(series, looked_differently=looked, together=True)
    spoke = 0
    for (_, view), among in zip(shown, together, strict=True):
        alone = view.since
        assert alone is not None and view.series is not None
        spoke += among.direction is not None
        assert words.since.headline(among, view.series) in ("", words.since.headline(alone, view.series))
    yearly = [(one, view.change) for given, view in shown for one in [_yearly(given, view)] if one and view.change]
    many = year_on_year_of_all([one for one, _ in yearly], "rolling", together=True)
    for among_many, (one, _) in zip(many, yearly, strict=True):
        own = year_on_year(one, "rolling")
        assert own.beyond_chance >= among_many.beyond_chance
        assert words.rates(among_many) == words.rates(own), "the figures and their ranges are those of the page"
        assert (among_many.better is Verdict.TOO_FEW) == (own.better is Verdict.TOO_FEW)
    return spoke


def _yearly(given: Drawn, view: View) -> Series | None:
    return answer(given.query.inside(view.area), given.numbers, given.events).yearly
