"""What a workbook holds outside its cells: comments, text boxes and the rows that a pivot table keeps.

A pivot table keeps a copy of the rows it was made from, which in a hospital may be one a patient.
"""

from __future__ import annotations

import re

from mist_dash.core.intake import limits
from mist_dash.core.intake.delimited import clean
from mist_dash.core.intake.xml_parts import elements

_PLACES = (
    (re.compile(r"xl/(comments|threadedComments)", re.I), "a comment"),
    (re.compile(r"xl/drawings/[^/]+\.xml$", re.I), "a text box"),
    (re.compile(r"xl/pivotCache/[^/]+\.xml$", re.I), "the rows behind a pivot table"),
    (re.compile(r"xl/externalLinks/[^/]+\.xml$", re.I), "the values of a linked workbook"),
)
_TEXTS = frozenset(["t", "text", "v"])
_ATTRIBUTES = ("v", "name")  # a pivot table's fields are names, and its values are attributes


def margin(found: dict[str, bytes]) -> tuple[tuple[str, str], ...]:
    """(where, text), each once, in the order of the parts."""
    said: dict[tuple[str, str], None] = {}
    characters = 0
    for part, content in found.items():
        where = next((where for pattern, where in _PLACES if pattern.match(part)), None)
        for text in _texts(content, part) if where else ():
            said.setdefault((where or "", text))
            characters += len(text)
            if characters > limits.CHARACTERS:
                raise limits.too_much(f"{where} holds too much")
    return tuple(said)


def _texts(content: bytes, part: str) -> list[str]:
    pivot = part.lower().startswith("xl/pivotcache/")
    texts = []
    for name, attributes, own in elements(content, part, _TEXTS):
        if name in _TEXTS:
            texts.append(own)
        if pivot or name == "s":
            texts += [attributes[key] for key in _ATTRIBUTES if key in attributes]
    return [text for text in map(clean, texts) if text]
