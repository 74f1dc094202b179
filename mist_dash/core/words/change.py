"""A comparison of two years becomes a sentence: what happened in each, what may be said of it, and how they were made
alike. The verdict's own words are in `verdict`, rates and ranges in `figures`."""

from __future__ import annotations

from math import log

from mist_dash.core import months
from mist_dash.core.change import Change, Verdict
from mist_dash.core.words.figures import (
    against_expected,
    amount,
    before,
    in_exposure,
    out_of,
    part_of,
    same_months,
    side,
)
from mist_dash.core.words.nouns import capital, counted, listed
from mist_dash.core.words.verdict import differently, ending, same

FEW_NAMES = 3  # months left out that are named one by one
MOSTLY = 0.25  # of what the other moved


def say(change: Change) -> str:
    """What happened this year and the year before, in counts, and what may be said of it."""
    if not change.this.months:
        return _waiting(change) or "Nothing that could be compared has been sent yet."
    if change.whole is None:
        return " ".join(filter(None, [capital(_sentence(change)), *caveats(change)]))
    colon = "," if change.kind == "proportion" else ":"  # a share has a colon of its own
    whole = f"{capital(change.whole.this.name)}{colon} {_sentence(change.whole)}"
    so_far = f"So far this year{colon} {_sentence(change)}"
    told = [whole, _how(change.whole), so_far, _left_out(change), _spread(change), _waiting(change)]
    return " ".join(filter(None, told))


def caveats(change: Change) -> tuple[str, ...]:
    """How the two were made alike, what was left out, what is allowed for, what is still to come."""
    return tuple(filter(None, (_how(change), _spread(change), _waiting(change))))


def level(change: Change) -> str:
    """ "12 drugs in October 2026, 2 more than in October 2025"."""
    return _level(change).split(". ")[0].removesuffix(".")


def when(change: Change) -> str:
    """The year by its name when it is whole, else its months."""
    first, last = change.this.months[0], change.this.months[-1]
    if not change.running and not change.this.broken and not change.this.part:
        return f"in the {change.this.name}" if change.this.name.startswith("12") else f"in {change.this.name}"
    if change.this.broken and not change.running:
        return f"in {part_of(change.this)}"
    if first == last:
        return f"in {months.say(last)}"
    start = months.say(first)
    return f"from {start.split(' ')[0] if first[:4] == last[:4] else start} to {months.say(last)}"


def _alone(change: Change) -> str:
    return f"There is nothing from {same_months(change)} of the year before to compare it with."


def _sentence(change: Change) -> str:
    return SAY.get(change.kind, _events)(change)


def _events(change: Change) -> str:
    """Events in their exposure, against those of the year before, and the verdict."""
    now = in_exposure(change, change.this)
    if change.last is None:
        return f"{now} {when(change)}. {_alone(change)}"
    return f"{now}{_running(change)}, against {side(change, change.last)} {before(change)}{ending(change)}"


def _share(change: Change) -> str:
    """So many of so many, with the share in per cent."""
    now = f"{change.events}: {out_of(change, change.this, f' {change.exposure_name}')}"
    if change.last is None:
        return f"{now} {when(change)}. {_alone(change)}"
    return f"{now}{_running(change)}, against {out_of(change, change.last)} {before(change)}{ending(change)}"


def _observed(change: Change) -> str:
    """Observed and expected always stand beside the ratio, and no verdict is given."""
    now = against_expected(change, change.this)
    if change.last is None:
        return f"{now} {when(change)}. {_alone(change)}"
    both = f"{now}{_running(change)}; {before(change)}, {against_expected(change, change.last)}"
    return f"{both}. {differently(change)}." if change.better is Verdict.SUSPENDED else f"{both}. {_moved(change)}"


def _moved(change: Change) -> str:
    """Whether the observed or the expected moved the ratio, by their parts in its logarithm."""
    assert change.last is not None
    neither = "Chance moves the ratio too, so this is neither good nor bad in itself."
    numbers = (change.this.events, change.last.events, change.this.exposure, change.last.exposure)
    if not all(numbers):
        return neither
    observed, then_observed, expected, then_expected = (log(one or 1) for one in numbers)
    by_observed, by_expected = observed - then_observed, then_expected - expected
    ratio = by_observed + by_expected
    if same(change):
        return f"The ratio is about the same. {neither}"
    rose = "rose" if ratio > 0 else "fell"
    seen = f"{'more' if by_observed > 0 else 'fewer'} deaths were observed"
    foreseen = f"{'fewer' if by_expected > 0 else 'more'} were expected"
    if abs(by_expected) < MOSTLY * abs(by_observed):
        return f"The ratio {rose} mostly because {seen}. {neither}"
    if abs(by_observed) < MOSTLY * abs(by_expected):
        return f"The ratio {rose} mostly because {foreseen.replace('were', 'deaths were')}. {neither}"
    if by_observed * by_expected > 0:
        return f"The ratio {rose} both because {seen} and because {foreseen}. {neither}"
    first, second = (seen, foreseen) if abs(by_observed) > abs(by_expected) else (foreseen, seen)
    first = first if "deaths" in first else first.replace("were", "deaths were")
    second = second.replace("deaths ", "")
    return f"The ratio {rose} because {first}, though {second} too. {neither}"


def _level(change: Change) -> str:
    """A level in the last month that both years have, and the plain difference."""
    now, month = change.this.events or 0, months.say(change.this.months[-1])
    said = f"{amount(now, change.events)} in {month}"
    if change.last is None:
        return f"{said}. {_alone(change)}"
    difference, then = now - (change.last.events or 0), months.say(change.last.months[-1])
    if not difference:
        return f"{said}, the same as in {then}."
    more = "more" if difference > 0 else "fewer"
    return f"{said}, {amount(abs(difference))} {more} than in {then}."


SAY = {"proportion": _share, "ratio": _observed, "value": _level}


def _how(change: Change) -> str:
    """How the two were made alike: that they are plain counts, and which months are left out."""
    if change.last is None or change.kind == "value":
        return ""
    plain = ""
    if change.kind == "count" and len(change.left_out) <= FEW_NAMES:
        plain = f"These are plain counts, over {counted(len(change.this.months), 'months')} of each year."
    return " ".join(filter(None, [plain, _left_out(change)]))


def _left_out(change: Change) -> str:
    if change.last is None or not change.left_out:
        return ""
    if len(change.left_out) <= FEW_NAMES:
        names = listed([months.say(month).split(" ")[0] for month in change.left_out])
        return f"Without {names}, which {'is' if len(change.left_out) == 1 else 'are'} not there for both years."
    if len(change.this.months) == 1:
        return "Only the 1 month that both years have is compared."
    return f"Only the {counted(len(change.this.months), 'months')} that both years have are compared."


def _spread(change: Change) -> str:
    """That the verdict allows for months which vary more than chance alone."""
    if any(one is not None and one.ratio is not None and one.spread > 1 for one in (change, change.whole)):
        return "Months vary more than chance alone here, and that is allowed for."
    return ""


def _waiting(change: Change) -> str:
    """Months whose exposure is still to come: in no rate, and so not a year without events either."""
    if not change.waiting:
        return ""
    left = "they are" if change.waiting > 1 else "it is"
    missing = f"the number of {change.exposure_name or 'days'} is still to come"
    return f"For {counted(change.waiting, 'months')} {missing}, so {left} left out."


def _running(change: Change) -> str:
    """A year that is not over yet says how far it has come."""
    return f" {when(change)}" if change.running else ""
