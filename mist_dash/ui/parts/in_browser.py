"""What a page does in the browser by itself.

Back and Forward show what was looked at before: a filter that a person changes is a step in the browser's history.
Streamlit writes filters into the URL without a step, and answers Back by the page alone, without its filters.

On paper a chart is as wide as the sheet: it was drawn for the window, and what is beyond the edge would be lost.
"""

from __future__ import annotations

import streamlit as st

RECENT = 20000  # milliseconds after a press, in which a change of the URL is taken for its doing
SHEET = 690  # pixels between the margins of an A4 sheet
_SCRIPT = """
export default function () {
  if (window.mistSteps) return;
  window.mistSteps = true;
  let pressed = 0;
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, () => (pressed = Date.now()), true);
  const replace = history.replaceState.bind(history);
  history.replaceState = (state, title, url) => {
    const to = url == null ? location : new URL(url, location.href);
    const filter = to.pathname === location.pathname && to.search !== location.search;
    if (filter && Date.now() - pressed < RECENT) history.pushState(state, title, url);
    else replace(state, title, url);
  };
  window.addEventListener("popstate", (event) => { event.stopImmediatePropagation(); location.reload(); }, true);
  const drawn = "[data-testid=stElementContainer]:has([data-testid=stPlotlyChart])";
  const charts = () => document.querySelectorAll(drawn);
  const fit = (one) => (one.style.zoom = Math.min(1, SHEET / one.offsetWidth));
  window.addEventListener("beforeprint", () => charts().forEach(fit));
  window.addEventListener("afterprint", () => charts().forEach((one) => (one.style.zoom = "")));
}
""".replace("RECENT", str(RECENT)).replace("SHEET", str(SHEET))


def script() -> None:
    """Once on every page."""
    st.components.v2.component("in_browser", js=_SCRIPT)(key="in-browser")
