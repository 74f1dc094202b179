"""The parts of sending data, from the drop to the receipt. What a person answers or mends hangs on the file's hash."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from mist_dash.actions import share, themes
from mist_dash.actions.share import Proposal
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import Problem, Refused
from mist_dash.core.intake.compare import Compared, say
from mist_dash.core.people import Person
from mist_dash.ui import access, pieces, quick_entry, support
from mist_dash.ui.navigation import link
from mist_dash.ui.pieces import escape

NAMES = {"new": "New", "changed": "Changed", "unchanged": "Unchanged"}


@dataclass(frozen=True)
class Dropped:
    """What was handed over in this session: a file, a paste, or a form."""

    name: str
    data: bytes

    @property
    def id(self) -> str:
        return hashlib.sha256(self.data).hexdigest()[:16]


def hand_over(theme: Theme, actor: Person) -> Dropped | None:
    """A file dropped, cells pasted from a spreadsheet, or three numbers typed; None while there is nothing yet."""
    round_ = st.session_state.setdefault("round", 0)
    drop, typed, paste = st.tabs(["Drop a file", "Type the numbers", "Paste from Excel"])
    file = drop.file_uploader(
        f"Last month’s own spreadsheet for {theme.short}, as it is (CSV or Excel)", key=f"file-{theme.id}-{round_}",
        max_upload_size=10,
    )  # fmt: skip
    text = paste.text_area("Copy the cells with their headers and paste them here", key=f"paste-{theme.id}-{round_}",
                           height=140, max_chars=200_000)  # fmt: skip
    with typed:
        quick = quick_entry.form(theme, actor, round_)
    if file is not None:
        return Dropped(file.name, file.getvalue())
    if text.strip():
        return Dropped("pasted.txt", text.encode())
    return Dropped("typed.csv", quick) if quick else None


def how(theme: Theme) -> None:
    """Before the drop: what is asked for, and what happens next."""
    st.caption(
        f"{theme.asks} Nothing is stored until you confirm. Your centre is the one you signed in for. "
        "Nothing about a patient belongs in the file."
    )
    who = access.later()
    with st.expander("Start from a table with your areas and the missing months filled in"):
        for kind, name in {"xlsx": "Template (Excel)", "csv": "Template (CSV)"}.items():
            st.download_button(name, partial(empty_table, who, theme.id, kind), f"{theme.id}-template.{kind}",
                               on_click="ignore")  # fmt: skip
        st.caption("One row for each month and area. Columns that you do not collect may be left out.")


def empty_table(who: Callable[[], Person], theme: str, kind: str) -> bytes:
    return share.template_file(who(), theme, kind)[1]


def said_before(dropped: Dropped) -> tuple[dict[str, str], dict[tuple[str, int, int], str]]:
    """The answers given and the cells mended for this very file in this session."""
    st.session_state.setdefault(f"since-{dropped.id}", time.monotonic())
    answers = st.session_state.setdefault(f"answers-{dropped.id}", {})
    fixes = st.session_state.setdefault(f"fixes-{dropped.id}", {})
    return dict(answers), dict(fixes)


def seconds(dropped: Dropped) -> float:
    """From the drop to now: the burden that we measure."""
    return round(time.monotonic() - st.session_state.get(f"since-{dropped.id}", time.monotonic()), 1)


def refused(problem: Refused) -> None:
    """The whole file is refused: why, where, and what to do; never what stood there."""
    st.error(f"This file was not taken, and nothing of it was kept. {escape(str(problem))}", icon=":material/block:")


def show(proposal: Proposal, dropped: Dropped) -> None:
    """How it was read, what is still asked, the counts, the grid, the problems, and the chart as it would be."""
    ask(proposal, dropped)
    tally(proposal)
    mend(proposal, dropped)
    warn(proposal)
    grid(proposal)
    with st.expander("Here is how I read your file"):
        how_read(proposal, dropped)
    see_first(proposal)


def warn(proposal: Proposal, most: int = 4) -> None:
    """Worth a second look, but it holds nothing back."""
    said = [f"- {escape(warning)}" for warning in proposal.reading.warnings]
    if len(said) > most:
        said = [*said[: most - 1], f"- and {len(said) - most + 1} more like these"]
    if said:
        st.warning("\n".join(["Worth a second look:", *said]), icon=":material/warning:")


def how_read(proposal: Proposal, dropped: Dropped) -> None:
    """Each thing decided in reading, in words; what can be read in another way can be corrected in place."""
    for sentence in proposal.reading.plan.words():
        st.markdown(f"- {escape(sentence)}")
    steps = {step.id: step for table in proposal.reading.plan.tables for step in table.columns if step.choices}
    if not steps or not st.toggle("Something was read wrongly", key=f"correct-{dropped.id}"):
        return
    for step in steps.values():
        labels = {choice.value: choice.label for choice in step.choices}
        given = st.selectbox(escape(step.says), list(labels), format_func=lambda v, labels=labels: labels[v],
                             index=list(labels).index(step.value) if step.value in labels else None,
                             key=f"step-{dropped.id}-{step.id}")  # fmt: skip
        if given is not None and given != step.value:
            st.session_state[f"answers-{dropped.id}"][step.id] = given
            st.rerun()


def ask(proposal: Proposal, dropped: Dropped) -> None:
    """Each open question with its choices; an answer reads the file again."""
    for question in proposal.reading.questions:
        labels = {choice.value: choice.label for choice in question.choices}
        given = st.radio(escape(question.text), list(labels), format_func=labels.get, index=None,
                         key=f"ask-{dropped.id}-{question.id}")  # fmt: skip
        if given is not None:
            st.session_state[f"answers-{dropped.id}"][question.id] = given
            st.rerun()


def tally(proposal: Proposal) -> None:
    columns = st.columns(4)
    for column, (kind, name) in zip(columns, NAMES.items(), strict=False):
        column.metric(name, len(proposal.comparison.of(kind)), border=True)  # type: ignore[arg-type]
    columns[3].metric("Problems", len(proposal.reading.problems), border=True)


def mend(proposal: Proposal, dropped: Dropped) -> None:
    """Every problem at its cell; what is written into the last column is read again as if it stood in the file."""
    found = proposal.reading.problems
    if not found:
        return
    st.markdown("**To mend.** Write the right value in the last column; the good rows can also go in without these.")
    rows = [
        {"Row": p.row, "Column": p.column, "Found": p.found, "Expected": p.expected, "What to do": p.remedy,
         "Write here": ""}
        for p in found
    ]  # fmt: skip
    fixes = st.session_state[f"fixes-{dropped.id}"]
    edited = st.data_editor(
        rows, hide_index=True, disabled=["Row", "Column", "Found", "Expected", "What to do"],
        key=f"mend-{dropped.id}-{len(fixes)}",
    )  # fmt: skip
    st.download_button("Download these rows with what to fix", proposal.problem_file, "to-mend.csv", "text/csv",
                       on_click="ignore")  # fmt: skip
    for row, problem in zip(edited, found, strict=False):
        place = cell_of(proposal, problem)
        if place is not None and str(row["Write here"] or "").strip():
            fixes[place] = str(row["Write here"]).strip()[:100]
            st.rerun()


def cell_of(proposal: Proposal, problem: Problem) -> tuple[str, int, int] | None:
    """Where in the book a problem stands: its own row, and the column whose header it names."""
    for sheet in proposal.book.sheets:
        if sheet.name == problem.sheet and problem.row:
            for row in sheet.rows[: problem.row]:
                for at, cell in enumerate(row):
                    if str(cell).strip() == problem.column:
                        return sheet.name, problem.row - 1, at
    return None


def grid(proposal: Proposal) -> None:
    """What is new and what changes; unchanged numbers only when asked for."""
    cells = [cell for cell in proposal.comparison.cells if cell.change != "unchanged"]
    if st.toggle("Show unchanged numbers too", key="unchanged") or not cells:
        cells = list(proposal.comparison.cells)
    titles = {item.name: item.title for item in proposal.theme.items}
    rows = [
        {"Month": months.say(cell.count.month), "Area": cell.count.area,
         "What": titles.get(cell.count.item, cell.count.item), "Now": said(cell), "Before": before(cell),
         "": NAMES[cell.change]}
        for cell in cells
    ]  # fmt: skip
    if rows:
        st.dataframe(rows, hide_index=True, height=min(320, 38 + 35 * len(rows)))


def said(cell: Compared) -> str:
    return say(cell.count.value, cell.count.state)


def before(cell: Compared) -> str:
    return "" if cell.before is None else say(cell.before.value, cell.before.state)


def see_first(proposal: Proposal) -> None:
    """The centre's own chart as it would be, before anything is stored."""
    if proposal.comparison.nothing_to_do:
        return
    with st.expander("See it first: your own chart with these numbers"):
        touched = {cell.count.area for cell in proposal.comparison.cells if cell.change != "unchanged"}
        area = next((name for name in proposal.theme.area_names if name in touched), None)
        measure = proposal.theme.measures[0]
        view = themes.view(proposal.theme, measure, area, "financial", proposal.after)
        if view.control is not None:
            st.markdown(f"**{measure.title}, {escape(view.area)}**")
            pieces.control_chart(view.control, (), "first")


def confirmed(proposal: Proposal) -> bool:
    """The plain sentence and the button. Open questions hold it back; problems leave their rows out."""
    if proposal.comparison.nothing_to_do and not proposal.reading.questions:
        st.success(f"{proposal.sentence}")
        return False
    st.markdown(f"**{escape(proposal.sentence)}**")
    left_out = " The rows with problems are left out." if proposal.reading.problems else ""
    if left_out:
        st.caption(left_out)
    return st.button("Confirm", type="primary", disabled=bool(proposal.reading.questions))


def stored(upload: int | None, proposal: Proposal) -> None:
    """Keeps the receipt for the next run, and clears the file away."""
    st.session_state["receipt"] = (upload, proposal.theme.id, proposal.sentence)
    st.session_state["round"] += 1
    st.rerun()


def receipt(actor: Person, theme: Theme) -> None:
    """What was stored, with Undo, and the way straight to the own chart."""
    upload, where, sentence = st.session_state.get("receipt", (None, "", ""))
    if upload is None or where != theme.id:
        return
    st.success(f"Stored. {escape(sentence)}", icon=":material/check_circle:")
    support.quiet_card(actor, upload)
    chart, undo = st.columns([1, 1])
    with chart:
        link(theme.id, "See what changed on your chart", ":material/show_chart:")
    if undo.button("Undo", icon=":material/undo:"):
        del st.session_state["receipt"]
        done = share.undo(actor, upload)
        st.info(f"Undone: {done.restored} {done.what} are as they were before.")
