"""What a clinician sees without scrolling: the finding, its figures and its picture; and what the browser keeps."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

from tests.browser.conftest import Server, go, settled

HIGH = 720
AREAS = ".st-key-area button"


def bottom(page: Page, selector: str) -> float:
    box = page.locator(selector).last.bounding_box()
    assert box is not None, selector
    return box["y"] + box["height"]


@pytest.mark.parametrize("address", ["clabsi", "clabsi?area=Haem-Onc+wards", "peripheral", "medication", "hsmr"])
def test_headline_figures_and_picture_are_on_the_first_screen(open_as: Callable[..., Page], address: str) -> None:
    page = open_as("nurse", address)
    settled(page)
    headline = page.locator("[class*=st-key-headline-] h2")
    assert len(headline.inner_text().split()) <= 12
    assert bottom(page, "[class*=st-key-headline-]") < 260
    assert bottom(page, "table.figures") < 340
    expect(page.locator(".st-key-answers")).to_contain_text("Anybody else?")  # what table and picture leave open
    assert bottom(page, ".st-key-answers") < 360
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()
    assert bottom(page, ".st-key-picture [data-testid=stPlotlyChart]") <= HIGH
    assert bottom(page, ".st-key-below [role=tablist]") <= HIGH, "what else there is to see"
    assert page.locator(".js-plotly-plot").count() == 1  # the picture, with its areas
    assert page.evaluate("document.querySelectorAll('*').length") < 1500


def test_home_and_the_other_themes_are_as_light(open_as: Callable[..., Page], server: Server) -> None:
    page = open_as("lead")
    for address, seen in (("", "table.one-page"), ("excellence", ".st-key-picture"), ("second-victim", "h1")):
        go(page, server, address)
        expect(page.locator(seen).first).to_be_visible()
        assert page.locator(".js-plotly-plot").count() <= 2
        assert page.evaluate("document.querySelectorAll('*').length") < 1500


def test_on_a_phone_title_headline_and_the_beginning_of_the_picture_are(open_as: Callable[..., Page]) -> None:
    page = open_as("nurse", "clabsi", width=390, height=844)
    settled(page)
    assert bottom(page, "[class*=st-key-headline-]") < 330
    rows = page.locator("table.figures tbody tr").evaluate_all("rows => rows.map(row => row.offsetHeight)")
    assert len(rows) == 3 and max(rows) < 72, "three lines of words, and no empty one"
    drawn = "document.querySelector('.st-key-picture .js-plotly-plot')?._fullLayout?.margin.l < 20"
    page.wait_for_function(drawn)  # this browser had a wide page before, so the first picture may still be that
    settled(page)
    box = page.locator(".st-key-picture [data-testid=stPlotlyChart]").bounding_box()
    assert box is not None and box["y"] < 500
    margin = page.locator(".st-key-picture .js-plotly-plot").evaluate("plot => plot._fullLayout.margin")
    assert margin["l"] + margin["r"] < 20, "names and values stand over the rows, not beside them"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for what in (".st-key-take-along button", ".st-key-basis input", ".stMarkdownBadge"):
        seen = page.locator(what).first.bounding_box()
        assert seen and seen["x"] >= 0 and seen["x"] + seen["width"] <= 390 and seen["y"] < 200, what
    demo, who = (page.locator(one).bounding_box() for one in (".stMarkdownBadge", ".st-key-who button"))
    assert demo and who and demo["x"] + demo["width"] <= who["x"]
    kept = {one["name"]: one["value"] for one in page.context.cookies()}
    assert kept["mist-screen"] == "340", "the next page is drawn for this screen at once"


def test_home_is_the_centre_on_one_page(open_as: Callable[..., Page]) -> None:
    page = open_as("lead")  # who sees the small numbers, too
    settled(page)
    rows = page.locator("table.one-page tbody tr")
    assert rows.count() == 15 and bottom(page, "table.one-page") <= HIGH
    assert all(len(words.split()) <= 7 for words in page.locator("td.verdict").all_inner_texts())  # and a shape
    expect(page.locator("img.small-chart").first).to_have_js_property("complete", True)
    assert page.locator("img.small-chart").first.evaluate("picture => picture.naturalWidth") > 200
    came = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert len(came) > 20 and not any("plotly" in name.lower() for name in came), "it weighs more than all the rest"
    link = page.locator("table.one-page a").filter(has_text="Infection rate, Haem-Onc wards")
    link.click()
    settled(page)
    expect(page.locator(AREAS).filter(has_text="Haem-Onc")).to_have_attribute("aria-checked", "true")
    page.wait_for_function("window.mistSteps")  # pressed before its script is here, Back needs one press more
    page.go_back()
    expect(page.locator("table.one-page")).to_be_visible()


def test_back_and_forward_keep_the_filters(open_as: Callable[..., Page]) -> None:
    page = open_as("nurse", "clabsi")
    settled(page)
    above = "e => [...e.parentElement.parentElement.children].indexOf(e.parentElement)"
    place = page.locator(".st-key-filters").evaluate(above)
    for area in ("ICU", "Elsewhere"):
        pill = page.locator(AREAS).filter(has_text=area)
        pill.click()
        expect(pill).to_have_attribute("aria-checked", "true")
        expect(page).to_have_url(re.compile(f"area={area}"))
        settled(page)
    moved = "what is bound to the URL is let go where it moves up or down"
    assert page.locator(".st-key-filters").evaluate(above) == place, moved
    for tab in ("Before and after", "Learn from others"):
        page.get_by_role("tab", name=tab).click()
        expect(page).to_have_url(re.compile(f"below={tab.replace(' ', '.')}"))
        settled(page)
    page.evaluate("history.go(-3)")
    expect(page.locator(AREAS).filter(has_text="ICU")).to_have_attribute("aria-checked", "true")
    page.go_forward()
    expect(page.locator(AREAS).filter(has_text="Elsewhere")).to_have_attribute("aria-checked", "true")
    settled(page)
    page.get_by_test_id("stTopNavSection").filter(has_text="Themes").click()
    page.locator("a[href$='/hsmr']").last.click()
    expect(page).to_have_url(re.compile("/hsmr"))
    settled(page)
    page.go_back()
    expect(page.locator(AREAS).filter(has_text="Elsewhere")).to_have_attribute("aria-checked", "true")


def test_a_press_on_the_line_of_an_area_chooses_it_and_another_theme_keeps_it(
    open_as: Callable[..., Page], server: Server
) -> None:
    page = open_as("nurse", "peripheral")
    settled(page)
    plot = page.locator(".st-key-picture .js-plotly-plot")
    row = plot.evaluate("plot => plot._fullLayout.annotations.find(one => one.text.includes('Haem-Onc')).y")
    box = plot.bounding_box() or {}
    page.mouse.click(box["x"] + 500, box["y"] + row)
    expect(page).to_have_url(re.compile("area=Haem-Onc"))
    expect(page.locator(AREAS).filter(has_text="Haem-Onc")).to_have_attribute("aria-checked", "true")
    for theme, kept in (("clabsi", True), ("medication", False)):  # which has no such area
        page.get_by_test_id("stTopNavSection").filter(has_text="Themes").click()
        page.locator(f"a[href$='/{theme}']").last.click()
        expect(page).to_have_url(re.compile(f"/{theme}" + (r"\?area=Haem-Onc[^&]*$" if kept else "$")))
        settled(page)
    assert "also had its value set" not in server.log


def test_what_stands_below_is_drawn_when_it_is_opened(open_as: Callable[..., Page]) -> None:
    page = open_as("nurse", "clabsi?area=Haem-Onc+wards")
    settled(page)
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("Definition:")).to_have_count(0)
    page.get_by_role("tab", name="Data and definition").click()
    expect(main.get_by_text("Definition:").first).to_be_visible()
    page.locator(".st-key-answers a").click()  # who else did something
    expect(main.get_by_text("All stories of this theme")).to_be_visible()
    expect(page.locator(AREAS).filter(has_text="Haem-Onc")).to_have_attribute("aria-checked", "true")


def test_a_printed_page_has_its_chart_and_no_menus(open_as: Callable[..., Page]) -> None:
    page = open_as("nurse", "clabsi")
    settled(page)
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page.locator(".st-key-measures")).to_be_hidden()
    expect(page.locator(".st-key-picture [data-testid=stPlotlyChart]")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('[data-testid=stMain]')).overflow") == "visible"
    expect(
        page.get_by_text("Without the months", exact=False).or_(page.locator("table.figures details p")).first
    ).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    chart = page.locator(".st-key-picture .main-svg").first.bounding_box()
    assert chart and chart["width"] <= 700, "a chart that is wider than the sheet is cut"


def test_the_picture_the_points_and_the_sentence_are_taken_along(open_as: Callable[..., Page]) -> None:
    page = open_as("nurse", "clabsi?area=Haem-Onc+wards")
    settled(page)
    page.locator(".st-key-take-along button").first.click()
    with page.expect_download() as kept:
        page.get_by_role("button", name="These points").click()
    text = kept.value.path().read_text("utf-8-sig")
    headline = page.locator("[class*=st-key-headline-] h2").inner_text()
    assert headline in text and "upper limit" in text and "2026-10" in text
    assert headline in page.get_by_test_id("stCode").inner_text()
    with page.expect_download() as kept:
        page.get_by_role("button", name="A slide").click()
    slide = Presentation(str(kept.value.path())).slides[0]
    assert headline in slide.shapes.title.text and any(shape.has_chart for shape in slide.shapes)
    page.get_by_role("button", name="Picture", exact=False).click()
    sheet = page.get_by_role("dialog").locator(".js-plotly-plot")
    expect(sheet).to_be_visible()
    assert "Birchwater" in sheet.inner_text()
