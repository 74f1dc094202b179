"""Numbers and the things counted become plain British English: "1 infection", "1,912 line days", "no leaks"."""

from __future__ import annotations

import math
import re

IRREGULAR = {"people": "person", "children": "child", "staff": "member of staff"}


def number(value: float, decimals: int = 0) -> str:
    """ "1,912" or "2.09"; halves are rounded away from nothing as people do, not to the even neighbour."""
    shift = 10**decimals
    rounded = math.copysign(math.floor(abs(value) * shift + 0.5), value) / shift
    return f"{rounded + 0.0:,.{decimals}f}"


def shown(value: float, decimals: int) -> str:
    """A rate with its decimals, and up to two more where it would be said as nothing."""
    enough = (more for more in (decimals, decimals + 1, decimals + 2) if abs(value) >= 0.5 / 10**more)
    return number(value, next(enough, decimals))


def counted(value: float, many: str) -> str:
    """ "no infections", "1 infection", "4 infections"; a decimal denominator is said to the nearest whole."""
    if value == 0:
        return f"no {many}"
    said = number(value)
    return f"{said} {singular(many) if said == '1' else many}"


def singular(many: str) -> str:
    """ "leaks that needed surgery" as "leak that needed surgery": the first plural word is the thing counted."""
    words = many.split(" ")
    for place, word in enumerate(words):
        if word in IRREGULAR or re.search(r"(?<!s)(?<!ou)s$", word):
            words[place] = IRREGULAR.get(word) or (word[:-3] + "y" if word.endswith("ies") else word[:-1])
            break
    return " ".join(words)


def listed(items: list[str]) -> str:
    """ "June", "June and July", "June, July and August"."""
    return " and ".join(part for part in (", ".join(items[:-1]), items[-1] if items else "") if part)


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def span(months: float) -> str:
    """ "1 month", "18 months", "about 24 years"."""
    return counted(months, "months") if months <= 36 else f"about {counted(months / 12, 'years')}"


def figure(ratio: float) -> str:
    """A ratio to the figures that matter: "0.31", "1.5", "12", "0.96"."""
    if ratio == 0 or ratio >= 10:
        return number(ratio)
    from_one = abs(ratio - 1)  # 0.996 must not be said as 1.0: on which side of no change it lies is the point
    close = 3 if 0 < from_one < 0.01 else 2 if 0 < from_one < 0.1 else 1
    return number(ratio, min(max(close, 1 - math.floor(math.log10(ratio))), 3))
