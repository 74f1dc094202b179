"""The parts of an Office file: what each would load, run or carry beside the text. Read as XML, not by spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mist_dash.core.intake.files import limits
from mist_dash.core.intake.files.xml_parts import Attributes, local, walk

ENCODINGS = {b"utf-8", b"utf8", b"utf-16", b"utf-16le", b"utf-16be", b"us-ascii"}
LOADED = "something that is loaded from elsewhere when it is opened"
FIELD = "a field that loads a file or runs another program"
PROGRAM = "a program"
_WEB = re.compile(r"(https?:|mailto:|#)", re.I)
_INSIDE = re.compile(r"/(afchunk|subdocument|oleobject|control|attachedtoolbars)$", re.I)
_ACTS = re.compile(  # at the beginning of a field, and those of no other use anywhere in it
    r"\s*((link|import|rd|database)\b|quote\s+[\"\d])|.*\b(dde(auto)?|include(picture|text))\b"
    r"|\s*hyperlink\s+\"?\s*(\\\\|file:|javascript:|vbscript:|data:|[a-z]:\\)",
    re.I | re.S,
)
_FORMULA = re.compile(r"\w\s*\|\s*['\"\w]|\b(webservice|rtd|call|register(\.id)?|image)\s*\(", re.I)
_PROGRAM_NAME = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs?|vbe|jse?|wsf|hta|lnk|url|msi|jar|chm|reg|html?|mht|svgz?|zip|docm|dotm)$",
    re.I,
)
_PROGRAM_HEAD = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"PK\x03\x04",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"\xca\xfe\xba\xbe",
    b"Rar!",
    b"{\\rtf",
)
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)", re.I)


def unwanted(parts: dict[str, bytes]) -> Iterator[str]:
    """What the document holds more than a document; nothing for one that only is read."""
    for name, content in parts.items():
        if _PROGRAM_NAME.search(name):
            yield PROGRAM
        elif not _is_xml(content):
            if not name.lower().startswith(("word/embeddings", "ppt/embeddings", "xl/embeddings")):
                yield from [PROGRAM] if content.startswith(_PROGRAM_HEAD) else []
        else:
            yield from _in_xml(name, content)


def _in_xml(name: str, content: bytes) -> Iterator[str]:
    """An encoding hides letters from a search of the bytes, but not the shapes that call for a closer look."""
    plain = content.replace(b"\0", b"")
    declared = _DECLARED.search(plain[:400])
    if declared and declared[1].lower() not in ENCODINGS:
        yield "text in an encoding that no Office program writes"
    elif b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        yield "XML entities, which no Office program writes"
    elif name.lower().endswith(".rels") or name == "[Content_Types].xml":
        yield from _relations(name, content)
    elif any(word in plain for word in (b"instr", b"altChunk", b"imagedata", b"mailMerge", b"ddeLink")):
        yield from _fields(name, content)
    elif name.startswith("xl/") and re.search(rb"<(\w+:)?f[\s>]", plain):
        yield from _formulas(name, content)


def _relations(name: str, content: bytes) -> Iterator[str]:
    found: list[str] = []

    def start(_: str, given: Attributes) -> None:
        told = {local(key).lower(): value.strip() for key, value in given.items()}
        kind, target = told.get("type", ""), told.get("target", "")
        if "macroenabled" in told.get("contenttype", "").lower():
            found.append("macros")
        outside = told.get("targetmode", "").lower() == "external" or re.match(r"[a-z]+:|\\\\|//", target, re.I)
        if outside and not (kind.lower().endswith("/hyperlink") and _WEB.match(target)):
            found.append(LOADED)
        if _INSIDE.search(kind):
            found.append("other files inside")

    walk(content, name, start, lambda *_: None, frozenset(), limits.ELEMENTS)
    yield from found


def _fields(name: str, content: bytes) -> Iterator[str]:
    """Fields as Word puts them together: one instruction may be cut into many runs."""
    found: list[str] = []
    instructions = [""]

    def start(element: str, given: Attributes) -> None:
        told = {local(key).lower(): value for key, value in given.items()}
        if element in ("altChunk", "subDoc", "mailMerge", "ddeLink"):
            found.append(LOADED)
        elif element == "fldChar" and told.get("fldchartype") == "begin":
            instructions.append("")
        elif element == "fldSimple":
            instructions.append(told.get("instr", ""))
        elif element == "imagedata" and re.match(r"\s*(\w+:|\\\\|//)", told.get("src", "")):
            found.append(LOADED)

    def end(element: str, text: str) -> None:
        if element in ("instrText", "delInstrText"):
            instructions[-1] += text

    walk(content, name, start, end, frozenset({"instrText", "delInstrText"}), limits.ELEMENTS)
    yield from found
    if any(map(_ACTS.match, [*instructions, "".join(instructions)])):
        yield FIELD


def _formulas(name: str, content: bytes) -> Iterator[str]:
    found: list[str] = []

    def end(element: str, text: str) -> None:
        if element == "f" and _FORMULA.search(re.sub(r'"[^"]*"', '""', text)):
            found.append("a formula that loads a file or runs another program")

    walk(content, name, lambda *_: None, end, frozenset({"f"}), limits.ELEMENTS)
    yield from found


def _is_xml(content: bytes) -> bool:
    return content[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
