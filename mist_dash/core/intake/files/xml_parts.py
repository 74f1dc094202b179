"""XML bytes become calls: start, text, end. No DTD, no entity, no more elements than a table needs."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from mist_dash.core.errors import Refused
from mist_dash.core.intake.files import limits
from mist_dash.core.intake.files.archive import unsafe_xml

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str, str], None]


def walk(content: bytes, part: str, start: Start, end: End, keep_text: frozenset[str], most: int) -> int:
    """Calls start(name, attributes) and end(name, text) by names without prefix; the text is that of `keep_text`.

    Returns the number of elements. Raises Refused when the XML is broken, defines entities, or has more than `most`.
    """
    if content.count(b"<") - content.count(b"</") > most:  # seen at once; on_start counts what is written otherwise
        raise too_many()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    names: dict[str, str] = {}
    text: list[str] = []
    seen = 0

    def on_start(name: str, attributes: Attributes) -> None:
        nonlocal seen
        seen += 1
        if seen > most:
            raise too_many()
        short = names.get(name) or names.setdefault(name, local(name))
        if short in keep_text:
            text.clear()
            parser.CharacterDataHandler = text.append
        start(short, attributes)

    def on_end(name: str) -> None:
        short = names[name]
        if short in keep_text:
            parser.CharacterDataHandler = None
            end(short, "".join(text))
        else:
            end(short, "")

    def on_doctype(*_: object) -> None:
        raise unsafe_xml()

    parser.StartElementHandler, parser.EndElementHandler = on_start, on_end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = on_doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise limits.damaged(f"its part {part[:60]} is broken") from None
    return seen


def too_many() -> Refused:
    return limits.too_much("too many cells, even if they look empty")


def local(name: str) -> str:
    """ "x:row" and "row" are the same: which prefix a program writes is its own affair."""
    return name.rpartition(":")[2]


def elements(
    content: bytes, part: str, keep_text: frozenset[str] = frozenset(), most: int = limits.ELEMENTS
) -> list[tuple[str, Attributes, str]]:
    """Every element of a small part as (name, attributes, own text), in order of opening."""
    found: list[tuple[str, Attributes, str]] = []
    open_: list[int] = []

    def start(name: str, attributes: Attributes) -> None:
        open_.append(len(found))
        found.append((name, attributes, ""))

    def end(name: str, text: str) -> None:
        at = open_.pop()
        found[at] = (*found[at][:2], text)

    walk(content, part, start, end, keep_text, most)
    return found
