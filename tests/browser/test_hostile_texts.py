"""Hostile texts in every field of reports, support, questions and replies: they show as typed, and do nothing."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, go, settled

HOSTILE = (
    "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'>",
    "![p](https://evil.example/p.png) [click](javascript:window.hacked=1) <a href='javascript:window.hacked=1'>x</a>",
    ":material/home: :streamlit: :smile: :red[red] :red-background[b] :small[s] :blue-badge[new]",
    "$x^2$ $$\\frac{1}{2}$$ # Heading `code` **bold** | a | b |",
    "https://nhs.uk@evil.example/ HTTPS://Example.org/a)[b](javascript:window.hacked=1)",
)
SHORT = "<img src=x onerror='window.hacked=1'>:smile:$x$:red[r][a](javascript:window.hacked=1)"
TEXT = "\n".join(HOSTILE)
LIVE = """
() => [...document.querySelectorAll(
    ':is(script, iframe, code, pre, .katex, img, [aria-label="home icon"], [style*="color:"], [style*="font-size:"])')]
  .filter(e => e.closest('[data-testid=stMain]') && !e.closest("[data-testid^=stPlotly], [data-testid=stDataFrame]"))
  .filter(e => !/Demo: |Told|Not told yet|Still holding/.test(e.closest('.stMarkdownBadge')?.innerText ?? ''))
  .map(e => e.outerHTML.slice(0, 300))
"""


def test_a_text_shows_as_it_was_typed_and_never_as_markup(open_as: Callable[..., Page], server: Server) -> None:
    page = open_as("lead", "report-excellence")
    for question in ("What happened?", "Why did it go so well this time?", "What made it happen?",
                     "How could others have it too?"):  # fmt: skip
        page.get_by_label(question).fill(TEXT)
    page.get_by_label("The person or team (optional)").fill(SHORT)
    page.get_by_text("They agreed to be named.").click()
    send(page, "Send the report")
    expect(page.get_by_text("Thank you. Your centre can read it now.")).to_be_visible()
    page.get_by_role("button", name="They were told").first.click()
    page.get_by_label("By", exact=True).fill(SHORT)
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("Not told after all")).not_to_have_count(0)
    harmless(page, server, "report-excellence", times=4)

    go(page, server, "second-victim")
    page.get_by_role("button", name="Change this").click()
    page.get_by_label("Whom can your people turn to").fill(TEXT)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept. Your centre’s people see it here.")).to_be_visible()
    harmless(page, server, "second-victim", times=1)

    go(page, server, "questions")
    page.get_by_text("Ask a question, or offer something").click()
    settled(page)
    page.get_by_label("In one line").fill(SHORT)
    page.get_by_label("A few sentences").fill(TEXT)
    send(page, "Post it")
    expect(page.get_by_text("Posted. Replies will stand")).to_be_visible()
    harmless(page, server, "questions", times=0)
    page.get_by_text("Be the first to answer").first.click()
    page.get_by_label("Your reply").fill("@nurse " + TEXT)
    send(page, "Reply")
    expect(page.get_by_text("Thank you for answering.")).to_be_visible()
    thread = page.url.removeprefix(server.url + "/")
    harmless(page, server, thread, times=2)

    facilitator = open_as("facilitator", thread)
    facilitator.get_by_role("button", name="Hide", exact=True).nth(1).click()
    facilitator.get_by_label("Why? The author will read this.").fill(SHORT)
    facilitator.get_by_role("button", name="Hide it").click()
    expect(facilitator.get_by_role("button", name="Show it again")).to_be_visible()
    for person, address in ((page, thread), (open_as("nurse"), ""), (page, "clabsi"), (page, "excellence")):
        harmless(person, server, address, times=0)
    go(page, server, thread)
    expect(page.get_by_text("Hidden by Fran Facilitator")).to_be_visible()


def send(page: Page, button: str) -> None:
    """Sends a form twice: one line looks like an e-mail address, so the form asks whether that is meant."""
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_text("I have looked: nothing here tells of a patient").click()
    page.get_by_role("button", name=button, exact=True).click()


def harmless(page: Page, server: Server, address: str, times: int) -> None:
    """On this page each hostile line stands as typed that many times at least, and nothing of it came alive."""
    go(page, server, address)
    settled(page)
    shown = page.get_by_test_id("stMain").inner_text()
    assert SHORT in shown.replace("\u2060", "") or address in ("", "second-victim", "clabsi", "excellence")
    for line in HOSTILE:
        assert shown.count(line) >= times, f"{line} on {address}"
    assert page.evaluate("window.hacked") is None
    alive = page.evaluate(LIVE)
    assert alive == [], f"{alive} on {address}"
    targets = page.eval_on_selector_all("[data-testid=stMain] a", "all => all.map(a => [a.href, a.rel, a.innerText])")
    for href, rel, text in targets:
        assert href.startswith((server.url, "https://")), href
        if not href.startswith(server.url) and "cdc.gov" not in href:  # that one is a resource of the demo
            assert "noopener" in rel and "nhs.uk" not in href, href
            assert href.split("/")[2] in text.replace("\u2060", ""), f"{text} leads to {href}"
