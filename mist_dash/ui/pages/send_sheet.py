"""The picture of a sheet in the browser: a true table, with a list to choose from over each column and beside each row.

The lists are the browser's own, so keys and screen readers have them too. What is chosen goes back as an answer.
"""

from __future__ import annotations

from typing import Any, cast

import streamlit as st

# What a cell was read as is said by a chip or a reason in words, by its letters, and then by its colour.
_CSS = """
.box { overflow: auto; max-height: 264px; font: 14px var(--st-font); color: var(--st-text-color); }
table { border-collapse: separate; border-spacing: 0; line-height: 20px; font-variant-numeric: tabular-nums; }
caption { position: absolute; clip-path: inset(50%); }
th, td { padding: 2px 8px; text-align: left; white-space: nowrap; max-width: 260px;
  overflow: hidden; text-overflow: ellipsis;
  border: 0 solid var(--hair); border-width: 0 1px 1px 0; font-weight: 400; }
thead th { position: sticky; top: 0; z-index: 2; background: var(--paper);
  padding: 2px 4px 4px 0; border: 0; max-width: none; }
tbody th { position: sticky; left: 0; z-index: 1; background: var(--paper); padding: 0 4px 0 0; }
tbody tr:first-child td { border-top-width: 1px; }
td.header { background: color-mix(in srgb, var(--better) 14%, var(--paper)); font-weight: 600; }
td.month, td.label { background: color-mix(in srgb, #c8aa5a 22%, var(--paper)); }
td.number { text-align: right; }
td.doubt { background: color-mix(in srgb, var(--concern) 20%, var(--paper)); font-weight: 700;
  text-align: right; }
td.asked { border: 1px dashed var(--concern); font-weight: 600; }
td.out { color: var(--muted); font-style: italic; background: color-mix(in srgb, var(--muted) 8%, var(--paper)); }
td.beside { border: 0; max-width: none; }
select { font: inherit; font-size: 13px; line-height: 18px; color: var(--st-text-color); border: 1px solid var(--hair);
  border-radius: 99px; padding: 1px 6px; background: var(--paper); max-width: 300px;
  field-sizing: content; cursor: pointer; }
select.number, select.month, select.label, select.section { font-weight: 600; color: var(--better);
  background: color-mix(in srgb, var(--better) 14%, var(--paper)); }
select.out { color: var(--muted); font-style: italic; }
select.asked { font-weight: 700; color: var(--concern); border: 2px solid var(--concern); }
select.row { border-color: transparent; color: var(--muted); }
select:focus-visible { outline: 2px solid var(--better); outline-offset: 1px; }
select:hover { border-color: var(--better); }
"""
_JS = """
const CLASS = { "left out": "out", asked: "asked" }, HEADERS = "The headers are in this row";
const as = (choices, id) => choices.map(([value, text]) => [text, id, value]);
function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}
function list(now, label, className, groups, say) {
  const made = element("select", "", className);
  made.setAttribute("aria-label", label);
  made.dataset.key = label.split(":")[0];
  made.append(new Option(now, "", true, true));
  for (const [title, choices] of groups) {
    if (!choices.length) continue;
    const group = element("optgroup");
    group.label = title;
    for (const [text, id, value] of choices) {
      const option = new Option(text, JSON.stringify({ id, value }));
      group.append(option);
    }
    made.append(group);
  }
  made.addEventListener("change", () => {
    if (!made.value) return;
    say(JSON.parse(made.value));
  });
  return made;
}
export default function ({ data, parentElement, setTriggerValue }) {
  const say = (what) => setTriggerValue("told", what);
  const held = parentElement.querySelector(".box") ?? parentElement.appendChild(element("div", "", "box"));
  const focused = parentElement.activeElement ?? held.getRootNode().activeElement;
  const kept = focused?.dataset?.key, left = held.scrollLeft, top = held.scrollTop;
  const table = element("table"), head = element("thead"), body = element("tbody"), over = element("tr");
  table.append(element("caption", data.caption), head, body);
  head.append(over);
  over.append(element("td"));
  for (const column of data.columns) {
    const cell = element("th");
    cell.scope = "col";
    const where = column.place ? as(data.areas, column.place) : [];
    const what = as(column.choices, column.id);
    const back = column.told ? [["As the sheet says", column.told, ""]] : [];
    if (column.id) {
      const label = `Column ${column.letter}: ${column.asks || column.said || "not read"}`;
      const groups = [["What it is", what], ["Where it is from", where], ["Take back", back]];
      cell.append(list(column.said || column.letter, label, CLASS[column.use] || column.use, groups, say));
    } else cell.append(element("span", column.said || column.letter));
    over.append(cell);
  }
  for (const row of data.rows) {
    const line = element("tr"), number = element("th");
    number.scope = "row";
    const own = (choices) => as(choices, row.id);
    const groups = [
      ["Row " + row.number, [[HEADERS, data.header, String(row.number)], ...own(data.rowChoices)]],
      ["The numbers under it are from", row.section ? as(data.areas, row.section) : []],
      ["This row is from", row.section ? [] : as(data.areas, row.words)],
      ["This row holds", row.section ? [] : as(data.items, row.words)],
      ["Take back", row.told.map((id) => ["As the sheet says", id, ""])],
    ];
    number.append(list(String(row.number), `Row ${row.number}: what it is`, "row", groups, say));
    line.append(number);
    for (const [text, use, span] of row.cells) {
      const cell = element("td", text, CLASS[use] || use);
      if (span > 1) cell.colSpan = span;
      if (text.length > 30) cell.title = text;
      line.append(cell);
    }
    const beside = element("td", "", "beside");
    if (row.said) {
      const kind = row.waits ? "asked" : row.said.startsWith("left out") ? "out" : "section";
      beside.append(list(row.said, `Beside row ${row.number}: ${row.said}`, kind, groups, say));
    }
    line.append(beside);
    body.append(line);
  }
  held.replaceChildren(table);
  held.scrollTo(left, top);
  if (kept) [...held.querySelectorAll("select")].find((one) => one.dataset.key === kept)?.focus();
}
"""


def draw(data: dict[str, Any], key: str) -> dict[str, str] | None:
    """What was just said on the picture: under which id, and what; None when nothing was."""
    component = st.components.v2.component("sheet_picture", js=_JS, css=_CSS)
    said = component(key=key, data=data, on_told_change=_noted).get("told")
    return cast(dict[str, str], said) if isinstance(said, dict) else None


def _noted() -> None:
    """The page is run again with what was said."""
