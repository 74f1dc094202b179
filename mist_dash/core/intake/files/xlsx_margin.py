"""What a workbook holds outside its cells: comments, text boxes and the rows that a pivot table keeps.

A pivot table keeps a copy of the rows it was made from, which in a hospital may be one a patient.
"""

from __future__ import annotations

import re

from mist_dash.core.intake.files import limits
from mist_dash.core.intake.files.delimited import clean
from mist_dash.core.intake.files.xml_parts import Attributes, elements

_PLACES = (
    (re.compile(r"xl/(comments|threadedComments)", re.I), "a comment"),
    (re.compile(r"xl/drawings/[^/]+\.xml$", re.I), "a text box"),
    (re.compile(r"xl/pivotCache/[^/]+\.xml$", re.I), "the rows behind a pivot table"),
    (re.compile(r"xl/externalLinks/[^/]+\.xml$", re.I), "the values of a linked workbook"),
)
_TEXTS = frozenset(["t", "text", "v"])
_ATTRIBUTES = ("v", "name")  # a pivot table's fields are names, and its values are attributes


def margin(found: dict[str, bytes]) -> tuple[tuple[str, str], ...]:
    """(where, text), each once, in the order of the parts. Raises Refused when it is more than can be looked at."""
    said: dict[tuple[str, str], None] = {}
    left = limits.ELEMENTS
    for part, content in found.items():
        where = next((where for pattern, where in _PLACES if pattern.match(part)), None)
        if where is not None:
            here = elements(content, part, _TEXTS, left)
            left -= len(here)
            said |= dict.fromkeys((where, text) for text in _texts(here, part.lower().startswith("xl/pivotcache/")))
    if sum(len(text) for _, text in said) > limits.CHARACTERS:
        raise limits.too_much("too much text beside the cells")
    return tuple(said)


def _texts(found: list[tuple[str, Attributes, str]], pivot: bool) -> list[str]:
    texts = []
    for name, attributes, own in found:
        if name in _TEXTS:
            texts.append(own)
        if pivot or name == "s":
            texts += [attributes[key] for key in _ATTRIBUTES if key in attributes]
    return [text for text in map(clean, texts) if text]
