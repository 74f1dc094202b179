"""Words on a slide of PowerPoint, where they stand, how large, and in which colour. Sizes are pixels of 720 high."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide as NativeSlide
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from mist_dash.charts.style import LIGHT

FONT = "Arial"
PIXEL = 9525  # EMU: slides are laid out on 1280 x 720, as the deck is
SMALLEST = Pt(18)  # 24 pixels
Box = tuple[int, int, int, int]  # pixels from the left, from the top, wide, high


def say(point, text: str, position: XL_LABEL_POSITION, colour: str) -> None:  # type: ignore[no-untyped-def]
    label = point.data_label
    label.text_frame.text = text
    label.text_frame.word_wrap = False
    label.position = position
    font = label.text_frame.paragraphs[0].runs[0].font
    font.size, font.name, font.color.rgb = SMALLEST, FONT, rgb(colour)


def write(slide: NativeSlide, text: str, box: Box, size: int, colour: str, right: bool = False) -> Shape:
    """A box of words; size in pixels of a slide 720 high."""
    made = slide.shapes.add_textbox(*emu(box))
    fill(made.text_frame, text, size, colour, right=right)
    return made


def fill(frame: TextFrame, text: str, size: int, colour: str, bold: bool = False, right: bool = False) -> None:
    frame.word_wrap = True
    frame.text = text
    frame.margin_left = frame.margin_right = Emu(8 * PIXEL if right else 0)
    frame.margin_top = frame.margin_bottom = Emu(0)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.name, run.font.bold = Pt(size * 0.75), FONT, bold
            run.font.color.rgb = rgb(colour)


def page_number(slide: NativeSlide, of: int, box: Box) -> None:
    """ "3 / 12", which PowerPoint counts itself when slides are moved."""
    made = write(slide, f" / {of}", box, 24, LIGHT.muted, right=True)
    run = made.text_frame.paragraphs[0].runs[0]._r
    field = etree.Element(qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"})
    field.append(deepcopy(run.find(qn("a:rPr"))))
    etree.SubElement(field, qn("a:t")).text = str(len(slide.part.package.presentation_part.presentation.slides))
    run.addprevious(field)


def emu(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    left, top, wide, high = (Emu(side * PIXEL) for side in box)
    return left, top, wide, high


def rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#"))
