"""A text of the collaborative becomes a PDF: headings, lists and paragraphs, with its version on every page."""

from __future__ import annotations

import re

from fpdf import FPDF

INK, MUTED = (23, 32, 43), (82, 96, 109)
_ITEM = re.compile(r"(?:\*|-|(\d+)\.) +(.*)", re.S)


class Paper(FPDF):
    """A4, with a foot."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self.foot = foot
        self.core_fonts_encoding = "windows-1252"  # of the fonts that every reader of PDF has: dashes and curly quotes
        self.set_margins(22, 20)
        self.set_auto_page_break(True, 25)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-18)
        self._as(9, MUTED)
        self.cell(0, 6, _plain(f"{self.foot} · page {self.page_no()}"))

    def block(self, text: str, size: int = 11, bold: bool = False, indent: int = 0) -> None:
        self._as(size, INK, "B" if bold else "")
        self.set_x(self.l_margin + indent)
        self.multi_cell(0, size * 0.5, _plain(text), markdown=not bold, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(1 if indent else 2.5)

    def _as(self, size: int, colour: tuple[int, int, int], style: str = "") -> None:
        self.set_font("helvetica", style, size)
        self.set_text_color(*colour)


def pdf(title: str, body: str, foot: str) -> bytes:
    """body: Markdown with headings, lists and paragraphs."""
    paper = Paper(foot)
    paper.set_title(title)
    paper.set_lang("en-GB")
    paper.block(title, 20, bold=True)
    for part in re.split(r"\n(?=#|[*-] |\d+\. )|\n\s*\n", body):
        _add(paper, " ".join(part.split()))
    return bytes(paper.output())


def _add(paper: Paper, part: str) -> None:
    if item := _ITEM.fullmatch(part):
        paper.block(f"{item[1]}. {item[2]}" if item[1] else f"• {item[2]}", indent=4)
    elif part.startswith("#"):
        paper.ln(2)
        paper.block(part.lstrip("# "), 13, bold=True)
    elif part:
        paper.block(part)


def _plain(text: str) -> str:
    return text.encode("cp1252", "replace").decode("cp1252")
