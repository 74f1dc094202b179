"""What a workbook holds outside its cells: comments, text boxes, links, properties, the rows that a pivot table keeps.

A pivot table keeps a copy of the rows it was made from, which in a hospital may be one a patient.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from mist_dash.core.intake.files import limits
from mist_dash.core.intake.files.delimited import clean
from mist_dash.core.intake.files.xml_parts import Attributes, elements

_PLACES = (
    (re.compile(r"xl/(comments|threadedComments)", re.I), "a comment"),
    (re.compile(r"xl/drawings/[^/]+\.xml$", re.I), "a text box"),
    (re.compile(r"xl/pivotCache/[^/]+\.xml$", re.I), "the rows behind a pivot table"),
    (re.compile(r"xl/externalLinks/[^/]+\.xml$", re.I), "the values of a linked workbook"),
    (re.compile(r"xl/worksheets/_rels/[^/]+\.rels$", re.I), "a link"),
    (re.compile(r"docProps/(core|custom)\.xml$", re.I), "the properties"),
    (re.compile(r"xl/workbook\.xml$", re.I), "a name that it defines"),
)
# Who made the file stands in the properties too: that is no patient.
_TEXTS = frozenset(
    ["t", "text", "v", "definedName", "title", "subject", "description", "keywords", "category", "lpwstr", "lpstr"]
)
_ATTRIBUTES = {
    "s": ("v", "name"),
    "Relationship": ("Target",),
    "definedName": ("name", "comment"),
    "property": ("name",),
}
_IN_PIVOT = ("v", "name")  # of every element there: fields are names, and values are attributes
HEADER, _LIST = "a page header or footer", "a list to choose from"
# Inside the part of a sheet itself: where, by the element with the text, and by the element whose attributes are text.
ASIDE = {f"{which}{end}": HEADER for which in ("odd", "even", "first") for end in ("Header", "Footer")} | {
    "formula1": _LIST,
    "formula2": _LIST,
}
ASIDE_ATTRIBUTES = {
    "hyperlink": ("a link", ("display", "tooltip")),
    "dataValidation": (_LIST, ("promptTitle", "prompt", "errorTitle", "error")),
}
_CODES = re.compile(r'&"[^"]*"|&\d+|&K[0-9A-F]{6}|&[A-Z]')  # how a page header says where and in which letters


def margin(found: dict[str, bytes], aside: Iterable[tuple[str, str]] = ()) -> tuple[tuple[str, str], ...]:
    """(where, text), each once, in the order of the parts. Raises Refused when it is more than can be looked at.

    aside: what the sheets' own parts hold beside their cells, as written there.
    """
    said = {(where, text): None for where, raw in aside for text in _plain(where, raw)}
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
        texts += [attributes[key] for key in (_IN_PIVOT if pivot else _ATTRIBUTES.get(name, ())) if key in attributes]
    return [text for text in map(clean, map(unquote, texts)) if text]


def _plain(where: str, raw: str) -> list[str]:
    """The text of a page header without its codes, each choice of a list."""
    pieces = _CODES.sub(" ", raw).splitlines() if where == HEADER else raw.strip('"').split(",")
    return [text for text in map(clean, pieces) if text]
