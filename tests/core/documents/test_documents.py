"""What may be shared as a file: kinds by content, text inside, and every way of being more than a document refused."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from mist_dash.actions.demo_learning import pdf as plain_pdf
from mist_dash.core.documents import display_name, pdf, read_in_child
from mist_dash.core.documents.opening import open_document
from mist_dash.core.errors import Refused
from tests.core.documents import files

PLAIN = plain_pdf("Line care (bundle)", ["Scrub the hub for 15 seconds"])
CHART = files.office("xlsx", "xl/workbook.xml", "<w/>", **{"xl/vbaProject.bin": b"x"})
RELATION = '<Relationships><Relationship Id="r1" Type="http://x/{}" Target="{}" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(
    ("data", "kind", "text"),
    [
        (PLAIN, "pdf", "Scrub the hub"),
        (files.word("Scrub the hub", "and let it dry"), "docx", "Scrub the hub\nand let it dry"),
        (
            files.office(
                "pptx", "ppt/presentation.xml", "<p/>", **{"ppt/slides/slide1.xml": b"<a><a:p><a:t>Hub</a:t></a:p></a>"}
            ),
            "pptx",
            "Hub",
        ),
        (
            files.office("xlsx", "xl/workbook.xml", "<w/>", **{"xl/sharedStrings.xml": b"<s><si><t>Hub</t></si></s>"}),
            "xlsx",
            "Hub",
        ),
        (files.picture("png"), "png", ""),
        (files.picture("jpeg"), "jpeg", ""),
    ],
)
def test_the_kind_and_the_text_come_from_the_content(data: bytes, kind: str, text: str) -> None:
    found = open_document(data)
    assert found.kind == kind and text in found.text


def test_a_script_in_a_compressed_object_stream_is_found_both_ways() -> None:
    """Neither way alone is enough: a viewer repairs tables that pypdf believes, and packs that a byte search misses."""
    data = files.packed_script()
    assert b"JavaScript" not in data
    assert any(map(pdf._is_active, pdf._objects(pdf.PdfReader(io.BytesIO(data)))))
    assert any(pdf._RAW.search(part) for part in pdf._raw_parts(data))
    with pytest.raises(Refused, match="script"):
        open_document(data)


HOSTILE = {
    "script": files.acting(PLAIN, "/JavaScript"),
    "launch": files.acting(PLAIN, "/Launch"),
    "sends a form": files.acting(PLAIN, "/SubmitForm"),
    "file inside": files.with_file(PLAIN),
    "locked": files.locked(PLAIN),
    "hidden by escapes": PLAIN + b"\n9 0 obj\n<< /S /J#61vaScript /JS (1) >>\nendobj\n",
    "cut short": PLAIN[:200],
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "a PDF by its name only": b"MZ\x90\x00 a program",
    "zip": files.office("docx", "readme.txt", "x"),
    "old Office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "macros": files.word("x", **{"word/vbaProject.bin": b"x"}),
    "macros by content type": files.office("docx", "word/document.xml", "<d/>", main_type="x.macroEnabled.main+xml"),
    "ActiveX": files.word("x", **{"word/activeX/activeX1.xml": b"<x/>"}),
    "file inside Word": files.word("x", **{"word/embeddings/oleObject1.bin": b"x"}),
    "macros in a file inside": files.word(
        "x",
        **{
            "word/embeddings/sheet.xlsx": files.office("xlsx", "xl/workbook.xml", "<w/>", **{"xl/vbaProject.bin": b"x"})
        },
    ),
    "remote template": files.word(
        "x", **{"word/_rels/settings.xml.rels": RELATION.format("attachedTemplate", "https://a/b.dotm").encode()}
    ),
    "link to a script": files.word(
        "x", **{"word/_rels/document.xml.rels": RELATION.format("hyperlink", "javascript:alert(1)").encode()}
    ),
    "DDE": files.office("docx", "word/document.xml", "<d><instrText>DDEAUTO c:\\cmd</instrText></d>"),
    "entities": files.office("docx", "word/document.xml", "<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>"),
}

RELATIONS = "word/_rels/document.xml.rels"
RUN = "<w:r><w:instrText>{}</w:instrText></w:r>"
BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
OPENS = ("/URI", "/URI", "https://a.test/")
CELLS = "xl/worksheets/sheet1.xml"
TEMPLATE = RELATION.format("attachedTemplate", "https://a/b.dotm")
PREFIXED = re.sub("(</?)R", "\\1p:R", TEMPLATE).replace("<p:Relationships", '<p:Relationships xmlns:p="p"')


def fields(*inside: str) -> bytes:
    return files.office("docx", "word/document.xml", f'<w:document xmlns:w="w">{"".join(inside)}</w:document>')


HOSTILE |= {
    "remote template in UTF-16": files.word("x", **{RELATIONS: TEMPLATE.encode("utf-16")}),
    "remote template in letters by number": files.word(
        "x", **{RELATIONS: TEMPLATE.replace("External", "&#69;xtern&#x61;l").encode()}
    ),
    "remote template with a prefix": files.word("x", **{RELATIONS: PREFIXED.encode()}),
    "remote template without saying that it is external": files.word(
        "x", **{RELATIONS: TEMPLATE.replace("External", "Internal").encode()}
    ),
    "a share as a link": files.word("x", **{RELATIONS: RELATION.format("hyperlink", "\\\\host\\share").encode()}),
    "another document drawn in": files.word(
        "x", **{RELATIONS: b'<Relationships><Relationship Type="http://x/aFChunk" Target="a.html"/></Relationships>'}
    ),
    "altChunk": files.office("docx", "word/document.xml", '<w:d xmlns:w="w"><w:altChunk/></w:d>'),
    "DDE cut into runs": fields(BEGIN, RUN.format("D"), RUN.format("D&#69;AU"), RUN.format("TO c:\\cmd")),
    "dde in small letters": fields(BEGIN, RUN.format(" dde excel")),
    "DDE as a simple field": fields('<w:fldSimple w:instr="D&#68;E excel"/>'),
    "DDE built from numbers": fields(BEGIN, RUN.format("QUOTE 68 68 69")),
    "DDE in UTF-16": files.office(
        "docx", "word/document.xml", f'<w:document xmlns:w="w">{RUN.format("DDEAUTO x")}</w:document>'.encode("utf-16")
    ),
    "picture from elsewhere": fields(BEGIN, RUN.format('INCLUDEPICTURE "https://a/b.png" \\d')),
    "picture from a share, old style": fields('<v:imagedata xmlns:v="v" src="\\\\host\\a.png"/>'),
    "entities in UTF-16": files.office("docx", "word/document.xml", "<!DOCTYPE d []><d/>".encode("utf-16")),
    "an encoding of its own": files.office("docx", "word/document.xml", b'<?xml version="1.0" encoding="utf-7"?><d/>'),
    "a program among the pictures": files.word("x", **{"word/media/image1.png": b"MZ\x90\x00"}),
    "a program by its name": files.word("x", **{"word/media/setup.exe": b"x"}),
    "a page among the pictures": files.word("x", **{"word/media/a.html": b"<p/>"}),
    "DDE in a cell": files.office("xlsx", "xl/workbook.xml", "<w/>", **{CELLS: b"<s><f>cmd|'/c calc'!A1</f></s>"}),
    "a PDF that opens an address": files.on_opening(PLAIN, *OPENS),
    "a PDF that opens an address after a step": files.on_opening(PLAIN, *OPENS, after=True),
    "a PDF that opens an address with its first page": files.on_opening(
        PLAIN, "/URI", "/URI", "https://a.test/", page=True
    ),
    "a PDF that opens a share": files.on_opening(PLAIN, "/GoToR", "/F", "\\\\host\\share\\a.pdf"),
    "a PDF that links to a share": files.linking(PLAIN, "\\\\host\\share"),
    "a PDF that links to a file": files.linking(PLAIN, "FiL\te:///c:/a.exe"),
    "a PDF that links to a script, spelt otherwise": files.linking(PLAIN, "java%73cript:alert(1)"),
}
HONEST = {
    "contents, page numbers and a link": fields(
        BEGIN,
        RUN.format('TOC \\o "1-3" \\h'),
        BEGIN,
        RUN.format('HYPERLINK "https://a.test/link"'),
        RUN.format(" PAGE "),
    ),
    "a link to the web": files.word("x", **{RELATIONS: RELATION.format("hyperlink", "https://a.test/").encode()}),
    "UTF-16": files.office("docx", "word/document.xml", "<d/>".encode("utf-16")),
    "sums": files.office("xlsx", "xl/workbook.xml", "<w/>", **{CELLS: b"<s><f>SUM(A1:A9)</f></s>"}),
    "a PDF with a link": files.linking(PLAIN, "https://a.test/"),
    "a PDF with a link without a scheme": files.linking(PLAIN, "www.a.test/page"),
    "a PDF that opens at its first page": files.on_opening(PLAIN, "/GoTo", "/D", "top"),
}


@pytest.mark.parametrize("name", HONEST)
def test_what_honest_documents_hold_is_taken(name: str) -> None:
    assert open_document(HONEST[name]).kind in ("docx", "xlsx", "pdf")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_can_do_more_than_be_read_is_refused_with_a_remedy(name: str) -> None:
    with pytest.raises(Refused) as refused:
        open_document(HOSTILE[name])
    assert refused.value.remedy


def test_a_bomb_is_refused_by_what_it_really_unpacks_to() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(70_000_000))
    with pytest.raises(Refused, match="64 MB"):
        open_document(out.getvalue())


def test_an_ordinary_link_and_an_ordinary_opening_page_pass() -> None:
    link = {"word/_rels/document.xml.rels": RELATION.format("hyperlink", "https://example.org").encode()}
    assert open_document(files.word("x", **link)).kind == "docx"
    assert open_document(PLAIN.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction [3 0 R /Fit]")).kind == "pdf"


def test_the_child_process_answers_and_refuses_like_the_parent() -> None:
    assert read_in_child(PLAIN) == open_document(PLAIN)
    with pytest.raises(Refused, match="script"):
        read_in_child(HOSTILE["script"])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/a\u202efdp.exe", "etcafdp.pdf"),
        ("a\x00b\n.PDF", "ab.pdf"),
        ("…", "….pdf"),
        ("", "resource.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("Bündle v1.2.pdf", "Bündle v1.2.pdf"),
    ],
)
def test_a_name_is_text_to_show_and_ends_as_its_kind_does(name: str, shown: str) -> None:
    assert display_name(name, "pdf") == shown
