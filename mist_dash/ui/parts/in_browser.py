"""What a page does in the browser by itself, in one small script.

Back and Forward show what was looked at before: a filter that a person changes is a step in the browser's history.
Streamlit writes filters into the URL without a step; makes a step of what it tidies up in an address it was given, to
which Back would lead for ever; empties a page of its filters as it is left; and answers Back by the page without them.

On paper a chart is as wide as the sheet: it was drawn for the window, and what is beyond the edge would be lost.

It says how wide the screen is, and whether a finger presses it: see `screen`.

A screen that turns dark or light under an open page, as many do at dusk, gets the page in its new colours at once:
Streamlit turns its own parts without asking the page, which has drawn its pictures for the colours of before.
"""

from __future__ import annotations

import streamlit as st

from mist_dash.charts.style import DARK, PHONE
from mist_dash.ui.parts import figure, screen

RECENT = 20000  # milliseconds after a press, in which a change of the URL is taken for its doing
LEAVING = 2000  # milliseconds in which a page that was emptied of its filters is left for another
SHEET = 690  # pixels between the margins of an A4 sheet
_ONCE = f"""
function once() {{
  if (window.mistSteps) return;
  window.mistSteps = true;
  let pressed = 0, emptied = 0;
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, () => (pressed = Date.now()), true);
  const push = history.pushState.bind(history), replace = history.replaceState.bind(history);
  // Of one page: a step when a person pressed something here since the page came, else the page's own tidying up.
  const write = (state, title, url) => {{
    const to = url == null ? location : new URL(url, location.href);
    const chosen = to.search !== location.search && Date.now() - pressed < {RECENT};
    if (chosen && !to.search) emptied = Date.now();
    (chosen ? push : replace)(state, title, url);
  }};
  history.replaceState = write;
  history.pushState = (state, title, url) => {{
    if (url == null || new URL(url, location.href).pathname === location.pathname) return write(state, title, url);
    pressed = 0;
    (Date.now() - emptied < {LEAVING} ? replace : push)(state, title, url);  // Streamlit empties a page that is left
  }};
  // Tidied up before this was here: what was asked for is no place to come back to, for it becomes this one again.
  const asked = performance.getEntriesByType("navigation")[0].name, passed = (url) => "mist passed " + url;
  if (asked !== location.href && new URL(asked).pathname === location.pathname) sessionStorage[passed(asked)] = 1;
  const back = () => (sessionStorage[passed(location.href)] ? history.back() : location.reload());
  window.addEventListener("popstate", (event) => {{ event.stopImmediatePropagation(); back(); }}, true);
  const drawn = "[data-testid=stElementContainer]:has([data-testid=stPlotlyChart])";
  const charts = () => document.querySelectorAll(drawn);
  const fit = (one) => (one.style.zoom = Math.min(1, {SHEET} / one.offsetWidth));
  window.addEventListener("beforeprint", () => charts().forEach(fit));
  window.addEventListener("afterprint", () => charts().forEach((one) => (one.style.zoom = "")));
}}
"""
_SCREEN = f"""
function screen(seen, setStateValue) {{
  const touch = matchMedia("(pointer: coarse)");
  let {{ width, touch: touched }} = seen;
  const say = () => {{
    const now = {screen.WIDTHS}.find((one) => one <= innerWidth - {screen.EDGES}) ?? {PHONE};
    const told = `${{now}}${{touch.matches ? "-touch" : ""}}`;
    document.cookie = `{screen.COOKIE}=${{told}}; path=/; max-age=31536000; samesite=strict`;
    if (now === width && touch.matches === touched) return;
    width = now;
    touched = touch.matches;
    setStateValue("seen", {{ width, touch: touched }});
  }};
  say();
  window.addEventListener("resize", say);
  return () => window.removeEventListener("resize", say);
}}
"""
_DAYLIGHT = """
function daylight(drawn, setTriggerValue) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const look = () => {
    const now = dark.matches ? "dark" : "light";
    if (now === drawn || window.mistTurned === now) return;  // asked once a turn: a page can be set to one of them
    window.mistTurned = now;
    setTimeout(() => setTriggerValue("turned", now), 100);  // Streamlit's own parts first
  };
  const turned = () => { window.mistTurned = null; look(); };
  dark.addEventListener("change", turned);
  look();  // it may have turned before this was here
  return () => dark.removeEventListener("change", turned);
}
"""
_SCRIPT = f"""{_ONCE}{_SCREEN}{_DAYLIGHT}
export default function ({{ data, setStateValue, setTriggerValue }}) {{
  once();
  const ends = [screen(data.seen, setStateValue), daylight(data.drawn, setTriggerValue)];
  return () => ends.forEach((end) => end());
}}
"""


def script() -> None:
    """Once on every page. Another screen than was remembered costs one run more when a session begins."""
    say = st.components.v2.component("in_browser", js=_SCRIPT)
    data = {"seen": screen.seen(), "drawn": "dark" if figure.palette() is DARK else "light"}
    first = {"seen": screen.remembered()}
    say(key=screen.KEY, data=data, default=first, on_seen_change=_noted, on_turned_change=_noted)


def _noted() -> None:
    """The page is run again with what was said."""
