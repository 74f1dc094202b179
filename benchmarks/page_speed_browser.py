"""What a page costs a browser: nodes and figures, the bytes of the first pages, how soon a filter shows its picture."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.browser import install
from tests.browser.conftest import FLAGS, PASSWORD, settled

LOOKED_AT = ("", "clabsi", "peripheral", "medication", "hsmr", "excellence", "second-victim")
AREAS = ("Haem-Onc wards", "ICU")
# From the press to the last change in the first chart, and to the last one anywhere below the menus; half a second
# without a change, and a script that has ended, are the end.
WAIT = """press => new Promise(done => {
  const main = document.querySelector('[data-testid=stMain]'), app = document.querySelector('[data-testid=stApp]');
  let begun, picture = 0, all = 0, ran = false;
  new MutationObserver(changes => {
    all = performance.now();
    const first = document.querySelector('[data-testid=stPlotlyChart]');
    if (changes.some(one => first && (first.contains(one.target) || one.target.contains(first)))) picture = all;
  }).observe(main, {childList: true, subtree: true, attributes: true, characterData: true});
  const look = () => {
    ran ||= app.dataset.testScriptState !== 'notRunning';
    const still = app.dataset.testScriptState === 'notRunning' && performance.now() - Math.max(all, begun) > 500;
    const over = performance.now() - begun > 20000;
    over || (still && ran && picture) ? done([picture - begun, all - begun]) : setTimeout(look, 50);
  };
  begun = performance.now();
  press.click();
  look();
})"""


def measure(urls: Mapping[str, str], rounds: int) -> None:
    """urls: name -> where that checkout is served."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=install.found(), args=FLAGS)
        for name, url in urls.items():
            _first_pages(browser, name, url)
        pages = {
            name: _signed_in(browser.new_context(viewport={"width": 1280, "height": 720}), url)
            for name, url in urls.items()
        }
        for name, page in pages.items():
            for address in LOOKED_AT:
                page.goto(f"{urls[name]}/{address}")
                _drawn(page)
                nodes, figures = (
                    page.evaluate("document.querySelectorAll('*').length"),
                    page.locator(".js-plotly-plot").count(),
                )
                print(f"{name} /{address or 'home'}: {nodes} nodes, {figures} figures", flush=True)
        _filters(pages, urls, rounds)
        browser.close()


def _first_pages(browser: Browser, name: str, url: str) -> None:
    """The bytes that came to somebody who was never here, page after page."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page, came = context.new_page(), [0.0]
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda what: came.append(what["encodedDataLength"]))
    network.on("Network.webSocketFrameReceived", lambda what: came.append(len(what["response"]["payloadData"]) * 3 / 4))

    def said(which: str) -> None:
        _drawn(page)
        print(f"{name}: {which}: {sum(came) / 1e6:.2f} MB so far", flush=True)

    page.goto(url)
    page.get_by_label("User name").wait_for()
    said("sign-in")
    _sign_in(page)
    said("home")
    page.goto(f"{url}/clabsi")
    page.get_by_test_id("stPlotlyChart").first.wait_for()
    said("a theme")
    context.close()


def _signed_in(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    _sign_in(page)
    return page


def _sign_in(page: Page) -> None:
    """As every version of the dashboard lets somebody in."""
    page.get_by_label("User name").fill("nurse")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with page.expect_response("**/session"):
        page.get_by_role("button", name="Sign in", exact=True).click()
    settled(page)


def _drawn(page: Page) -> None:
    """Until the page has not grown for a second and a half, on a machine however slow."""
    settled(page)
    nodes = 0
    while nodes != (nodes := page.evaluate("document.querySelectorAll('*').length")):
        page.wait_for_timeout(1500)


def _filters(pages: Mapping[str, Page], urls: Mapping[str, str], rounds: int) -> None:
    """From one area to another and back, in turns."""
    for name, page in pages.items():
        page.goto(f"{urls[name]}/clabsi")
        _drawn(page)
    found: dict[str, list[list[float]]] = {name: [] for name in pages}
    clocks = {name: _processor(page) for name, page in pages.items()}
    for turn in range(2 * rounds + 2):
        for name, page in pages.items():
            option = _option(page, AREAS[turn % 2])
            before = clocks[name]()
            taken = option.evaluate(WAIT)
            if turn > 1:  # each area was seen once
                found[name].append([*taken, clocks[name]() - before])
    for name, taken in found.items():
        picture, all_, used = zip(*taken, strict=True)
        said = ", ".join(
            f"{what} {min(many):.0f} to {statistics.median(many):.0f} ms"
            for what, many in (("picture", picture), ("page", all_), ("the browser's processor", used))
        )
        print(f"{name}: another area, fastest to median: {said}", flush=True)


def _processor(page: Page) -> Callable[[], float]:
    """Milliseconds of the processor that this page has used: what else the machine does is not in it."""
    browser = page.context.new_cdp_session(page)
    browser.send("Performance.enable", {"timeDomain": "threadTicks"})

    def used() -> float:
        metrics = {one["name"]: one["value"] for one in browser.send("Performance.getMetrics")["metrics"]}
        return float(metrics["TaskDuration"]) * 1000

    return used


def _option(page: Page, area: str) -> Locator:
    """What is pressed for this area: a pill, or in earlier versions a line of a list, which is opened first."""
    pill = page.locator(".st-key-area button").filter(has_text=area)
    if pill.count():
        return pill.first
    page.locator(".st-key-area input").click()
    return page.get_by_role("option", name=area, exact=True)
