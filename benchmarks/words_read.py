"""Every sentence over thousands of random cases: what contradicts its own numbers, and one of each kind to be read.

    python -m benchmarks.words_read              4,000 cases: what is wrong, and how many kinds of sentence there are
    python -m benchmarks.words_read --read 800   also one example of so many kinds, the strangest first

Cases go through `actions.themes.view`, as pages do (`benchmarks.words_cases`). A kind is a sentence whose numbers,
months and things are masked. The strangest are the longest with the rarest words. They are to be read by two people: a
sceptical statistician, and a ward sister who has learnt none.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from math import log

from benchmarks.words_cases import case
from mist_dash.actions.themes import View
from mist_dash.core import before_after, expected, words
from mist_dash.core.change import Change, Verdict
from mist_dash.core.words.compared import earlier, started
from mist_dash.core.words.compared import expected as against_expected
from mist_dash.core.words.nouns import singular
from mist_dash.ui.parts import picture

CASES = 4000
LONGEST = {"headline": 12, "brief": 6, "since": 40, "change": 150, "rates": 110}  # words, by where a text stands
SENTENCE = 60  # words of any sentence
FEW = 20  # cases, of which no share is said in per cent
FAULTS = {
    "broken": r"\bnan\b|None(?! in | so far| came| of |$)|\binf\b|NaN|  | \.|\.\.|,,|%%|\d %|\w_\w",
    "one of many": r"(?<![\d.,])\b1 (?:months|years|points|were)\b",
    "a word twice": r"\b(\w+) \1\b",
    "two colons": r": an? \w+: ",
    "jargon": r"signific|denominator|exposure|exact chance|usual variation|statistic|Poisson|sigma|parameter",
    "a small month": r"\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec) \d{4}",
    "days of nothing": r"per 1,000 days|days between(?! \w)",
    "none of nothing": r"\b[Nn]one of (?:no|0)\b|\b0 (?:more|fewer)\b|\bin 0 |\b0 of 0\b|none (?:line |bed )?days",
    "a rate said as nothing": r"\b0\.0{3,}|(?<![\d,])[1-9][\d,]* [a-z -]+ in [\d,]+ [a-z ]+\(0\.0+ per",
}
NO_THING = re.compile("about|many|more|fewer|higher|lower|share|rate|with|this|year|before|last|since|could|chance")
DOUBT = re.compile(
    "could be chance|about the same|too few|vary too much|both (?:nearly )?all|all in both years|nothing to compare"
    "|no year before|longest|as ever|never over|not sent|neither good nor bad|or the year before|in either year"
)
NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|[A-Z][a-z]{2})"


def said(view: View) -> dict[str, str]:
    """Every text of a view, by where it stands."""
    found = {"headline": view.headline.text, "brief": view.headline.brief, "mix": view.mix}
    for n, line in enumerate(view.lines):
        row = (line.when, line.events, line.exposure, line.rate, line.told)
        found |= {f"line {n}": " | ".join(filter(None, row)), f"caveats {n}": " ".join(line.caveats)}
    if view.profile is not None:
        found["profile"] = words.profile.say(view.profile)
    if view.series is None or view.change is None or view.since is None or view.control is None:
        return found
    baseline = expected.since_baseline(view.series, view.events, view.control.baseline)
    return found | {
        "since": words.since.say(view.since, view.series),
        "change": words.say(view.change),
        "rates": words.rates(view.change),
        "chart": words.describe(view.control),
        "picture": picture.said(view),
        "reason": view.control.reason,
        "note": view.control.note,
        "baseline": words.picture.baseline(view.control.baseline) if view.control.baseline else "",
        "companions": " ".join(words.latest(one) for one in view.control.companions),
        "started": " ".join(map(started, before_after.before_after(view.series, view.events))),
        "expected": f"{against_expected(baseline)} {earlier(baseline)}" if baseline else "",
    }


def contradictions(view: View) -> Iterator[str]:
    """What is wrong with the sentences of one view; each with the sentence."""
    texts = said(view)
    yield from _headline(view)
    for where, text in texts.items():
        yield from (f"{what}: {text}" for what in _broken(view, where, text))
    if view.since is not None and view.change is not None and view.series is not None:
        yield from _against_numbers(view, texts)


def _broken(view: View, where: str, text: str) -> Iterator[str]:
    place = where.split(" ")[0]
    parts = sentences(where, text)
    yield from (fault for fault, how in FAULTS.items() if any(re.search(how, part) for part in parts))
    if text and place not in ("headline", "brief", "line", "baseline") and not text.endswith((".", ")")):
        yield "no full stop"
    if text[:1].islower() and place != "brief":
        yield "begins small"
    if len(text.split()) > LONGEST.get(place, 200) or any(len(part.split()) > SENTENCE for part in parts):
        yield "too long"
    many, unit = view.measure.events, view.measure.unit
    if singular(many) != many and re.search(rf"(?<![\d.,])(?<!of )1 {re.escape(many)}\b", text):
        yield "one of many"
    if len(unit) > 4 and re.search(rf"{re.escape(unit)}\W+{re.escape(unit)}", text):
        yield "unit twice"
    if view.measure.id in text.split():
        yield "raw id"
    if any(float(of.replace(",", "")) < FEW for of in re.findall(rf"(?<!ratio) of {NUMBER}[a-z -]*\([\d.]+%", text)):
        yield "per cent of few"


def _headline(view: View) -> Iterator[str]:
    """What it is of, and what chance may have to do with it."""
    text, kind, measure = view.headline.text, view.headline.kind, view.measure
    named = f"{measure.events} {measure.exposure} {measure.unit} {measure.title} ratio".lower()
    if kind not in ("looked differently", "nothing") and not any(
        word.rstrip("s") in named for word in re.findall(r"[a-z]{4,}", text.lower()) if not NO_THING.fullmatch(word)
    ):
        yield f"of what: {text}"
    if kind in ("same", "few") and view.profile is None and measure.kind != "value" and not DOUBT.search(text):
        yield f"no doubt: {text}"
    said = view.change
    if kind == "year" and said is not None and not said.beyond_chance:
        said = said.whole  # it is the last whole year that the headline tells
    sides = [one for one in (said.this, said.last) if one is not None] if said else []
    few = any((side.exposure or 0) < FEW for side in sides) and view.headline.kind in ("same", "few", "year")
    if measure.kind == "proportion" and "%" in text and few:
        yield f"per cent of few: {text}"


def _against_numbers(view: View, text: dict[str, str]) -> Iterator[str]:
    since = view.since
    assert since is not None
    if found := re.search(rf": {NUMBER}%? .*?instead of {NUMBER}", text["since"]):
        now, then = (float(one.replace(",", "")) for one in found.groups())
        less = bool(re.match("Fewer|A lower", text["since"])) or "smaller share" in text["since"]
        if (now < then) != less and view.measure.kind != "between":
            yield f"direction: {text['since']}"
    if re.search(r"one every 0 |one every 1 |one every ([\d.,]+) \D* one every \1\.?$", text["since"]):
        yield f"no time between: {text['since']}"
    if "none instead" in text["since"] and since.after and since.after.events:
        yield f"none with events: {text['since']}"
    if found := re.match(rf"(?:{NUMBER}|No) .*?: (.*)", text["expected"]):
        more = re.findall(rf"{NUMBER} more", found[2]) + re.findall(rf" more, .* at most {NUMBER}", found[2])
        if any(float(one.replace(",", "")) > float((found[1] or "0").replace(",", "")) for one in more):
            yield f"more in excess than came: {text['expected']}"
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
    if "finding more" in text and one.last is not None and (one.this.events or 0) <= (one.last.events or 0):
        yield "more found, and it is not"


def skeleton(text: str, view: View) -> str:
    """A sentence without its numbers, months and things, so that alike ones count as one."""
    for name, put in ((view.measure.events, "EVENTS"), (singular(view.measure.events), "EVENT")):
        text = re.sub(rf"\b{re.escape(name)}\b", put, text, flags=re.IGNORECASE)
    names = {view.measure.unit, view.series.unit, view.series.exposure_name} if view.series else {view.measure.unit}
    for name in sorted(filter(None, (one.strip("()").removeprefix("% ") for one in names)), key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", "UNIT", text, flags=re.IGNORECASE)
        text = re.sub(rf"\b{re.escape(singular(name))}\b", "UNIT", text, flags=re.IGNORECASE)
    for area in view.theme.areas:
        text = text.replace(f"{area.title}: ", "AREA: ").replace(f", {area.name}", ", AREA")
    text = re.sub(rf"\b{MONTH}\b(?: \d{{4}})?", "MONTH", text)
    text = re.sub(r"MONTH(?:, MONTH)*(?: and MONTH)", "MONTHS", text)
    text = re.sub(r"\d[\d,./]*\d|\d", "#", text)
    return re.sub(r"AREA: [^;]*; (?=AREA)", "", text)


def sentences(where: str, text: str) -> list[str]:
    """A headline or a row of figures is read whole, everything else sentence by sentence."""
    return [text] if where.startswith(("headline", "brief", "line")) else re.split(r"(?<=[.)]) (?=[A-Z\d])", text)


def to_read(kinds: dict[str, list[str]]) -> list[str]:
    """One example of each kind, the longest with the rarest words first."""
    spoken = Counter(word for kind in kinds for word in set(kind.split()))

    def strange(kind: str) -> float:
        return sum(log(len(kinds) / spoken[word]) for word in kind.split())

    return [f"{kinds[kind][0]}  (x{len(kinds[kind])})" for kind in sorted(kinds, key=strange, reverse=True)]


def main() -> None:
    found: Counter[str] = Counter()
    kinds: dict[str, list[str]] = {}
    for seed in range(CASES):
        view = case(seed)
        for wrong in contradictions(view):
            found[wrong.split(":")[0]] += 1
            if found[wrong.split(":")[0]] <= 4:
                print(f"[{seed}] {view.measure.id} {wrong}")
        for where, text in said(view).items():
            for one in filter(None, sentences(where, text)):
                kinds.setdefault(skeleton(one, view), []).append(f"{where.split(' ')[0]}: {one}")
    print(f"\n{CASES} cases, {sum(map(len, kinds.values()))} sentences of {len(kinds)} kinds; wrong: {dict(found)}")
    if "--read" in sys.argv:
        print(*to_read(kinds)[: int(sys.argv[sys.argv.index("--read") + 1])], sep="\n")


if __name__ == "__main__":
    main()
