"""The parts of sending data, from the drop to the receipt. What a person said of a file hangs in `send_state`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mist_dash.actions import forms, share, themes
from mist_dash.actions.agreement import Shown
from mist_dash.actions.share import Proposal
from mist_dash.core import months
from mist_dash.core.catalogue import WHOLE, Theme
from mist_dash.core.counts import title_of, uses
from mist_dash.core.errors import Refused
from mist_dash.core.intake.admit import PATIENT
from mist_dash.core.intake.compare import Compared, say
from mist_dash.core.intake.picture import looks_like
from mist_dash.core.people import Person
from mist_dash.core.query import Query
from mist_dash.ui import access
from mist_dash.ui.navigation import TYPING
from mist_dash.ui.pages import send_conflict, send_picture, send_questions, send_state, send_typing
from mist_dash.ui.pages.send_mending import mend
from mist_dash.ui.pages.send_state import Dropped, UploadAnswers
from mist_dash.ui.parts import pieces
from mist_dash.ui.parts.pieces import escape

COUNT = 80  # pixels of one count: all four fit beside each other on a phone
NAMES = {"new": "New", "changed": "Changed", "unchanged": "Unchanged", "again": "Sent before"}


def hand_over(theme: Theme, actor: Person, above: DeltaGenerator) -> Dropped | None:
    """A file dropped, cells pasted from a spreadsheet, or a month typed; None while there is nothing yet.

    above: where it is asked which of several files is read.
    """
    round_ = st.session_state.setdefault("round", 0)
    drop, typed, paste = st.tabs(
        ["Drop a file", TYPING, "Paste from Excel"], key="way", on_change="rerun", bind="query-params"
    )
    files = drop.file_uploader(
        "Last month’s own spreadsheet, as it is (Excel, CSV or OpenDocument)",
        key=f"file-{round_}",  # of no one theme: what was dropped on the wrong one goes along to the right one
        max_upload_size=10,
        accept_multiple_files=True,
    )
    text = paste.text_area(
        "Copy the cells with their headers and paste them here",
        key=f"paste-{round_}",
        height=140,
        max_chars=200_000,
    )
    paste.button("Read these cells", icon=":material/table_view:")  # leaving the field does the same
    if typed.open:
        with typed:
            return send_typing.form(theme, actor, round_)
    if paste.open:
        return Dropped("pasted.txt", text.encode()) if text.strip() else None
    return _one_of([Dropped(file.name, file.getvalue()) for file in files], above)


def _one_of(dropped: Sequence[Dropped], above: DeltaGenerator) -> Dropped | None:
    """Of several files, the one that is read now. None takes another's place, and one that was stored is done."""
    done = st.session_state.setdefault("stored files", set())
    waiting = {file.id: file for file in dropped if file.id not in done}
    st.session_state["others wait"] = len(waiting) > 1
    if len(waiting) < 2:
        return next(iter(waiting.values()), None)
    chosen = above.radio(
        "Several files are here. Which one is read now? The others wait their turn.",
        list(waiting),
        format_func=lambda id: waiting[id].name,
        horizontal=True,
    )
    return waiting[chosen]


def read(theme: Theme, actor: Person, dropped: Dropped, said: UploadAnswers) -> Proposal:
    """What the file would change. It is opened once a session, and read again after each answer."""
    if said.book is None:
        with st.spinner("Opening your file. A large one takes a few seconds …"):
            said.book = share.opened(actor, theme.id, said.file(dropped))
    with st.spinner("Reading your file …"):
        return share.propose(actor, theme.id, said.file(dropped))


def how(theme: Theme) -> None:
    """Before the drop: what is asked for, and what happens next."""
    st.caption(
        f"{theme.asks} Nothing is stored until you confirm. Your centre is the one you signed in for. "
        "Nothing about a patient belongs in the file."
    )
    who = access.later()
    with st.expander("Start from a table with your areas and the missing months filled in"):
        for kind, name in {"xlsx": "Template (Excel)", "csv": "Template (CSV)"}.items():
            st.download_button(
                name, partial(empty_table, who, theme.id, kind), f"{theme.id}-template.{kind}", on_click="ignore"
            )
        st.caption(
            "One row for each month and area. Columns that you do not collect may be left out. A list of what you "
            "started and stopped, with the columns area, intervention, start and stop, can be dropped above as well, "
            "alone or on a sheet of its own beside the counts: it is marked on your charts."
        )


def empty_table(who: Callable[[], Person], theme: str, kind: str) -> bytes:
    return forms.template_file(who(), theme, kind)[1]


def refused(problem: Refused, said: UploadAnswers) -> None:
    """The whole file is refused: why, where, and what to do; never what stood there."""
    st.error(f"This file was not taken, and nothing of it was kept. {escape(str(problem))}", icon=":material/block:")
    if (said.fixes or said.answers) and st.button("Begin again with the file as it was", icon=":material/restart_alt:"):
        send_state.forget()
        st.rerun()


def show(proposal: Proposal, said: UploadAnswers, typed: bool = False) -> None:
    """What is still asked, the counts, the problems, and the grid; of a file of another theme only where it belongs.

    typed: there is no sheet to draw.
    """
    if proposal.elsewhere:
        send_questions.offer(proposal, proposal.elsewhere, said)
        return
    asks_of_a_patient = any(question.id == PATIENT for question in proposal.reading.questions)
    sheets = () if typed or asks_of_a_patient else send_picture.drawn(proposal, said)
    with st.container(horizontal=True, vertical_alignment="center", key="what-it-is"):
        st.subheader(escape(what_it_is(proposal, typed)), width="stretch")
        if proposal.comparison.cells or proposal.marking is None:
            tally(proposal)
    send_questions.ask(proposal, said, send_picture.over_columns(sheets))
    send_picture.show(proposal, said, sheets)
    mend(proposal, said)
    warn(proposal)
    grid(proposal)


def what_it_is(proposal: Proposal, typed: bool) -> str:
    """What was handed over, in a line."""
    if found := looks_like(proposal.reading, proposal.theme):
        return f"{'You typed' if typed else 'This looks like'}: {found}"
    if proposal.marking is not None and proposal.marking.found:
        return "This looks like: what you started and stopped"
    return "Your table, to be filled in" if proposal.reading.untouched else "Your sheet, to be told"


def explain(proposal: Proposal, said: UploadAnswers) -> None:
    """How the file was read, and the chart as it would be."""
    if proposal.elsewhere:
        return
    with st.expander("Here is how I read your file"):
        how_read(proposal, said)
    see_first(proposal)


def warn(proposal: Proposal, most: int = 4) -> None:
    """Worth a second look, but it holds nothing back. Those that one cell mends have their fields above."""
    said = [f"- {escape(warning)}" for warning in proposal.reading.warnings if warning not in proposal.reading.mendable]
    if len(said) > most:
        said = [*said[: most - 1], f"- and {len(said) - most + 1} more like these"]
    if said:
        st.warning("\n".join(["Worth a second look:", *said]), icon=":material/warning:")


def how_read(proposal: Proposal, said: UploadAnswers) -> None:
    """Each thing decided in reading, in words; an answer that was wrong can be given anew."""
    for sentence in proposal.reading.plan.words():
        st.markdown(f"- {escape(sentence)}")
    given = {**proposal.recipe, **said.answers}
    wrong = {q.id: (q.text, q.choices, q.answer(given)) for q in proposal.reading.asked if q.answer(given)}
    if not wrong or not st.toggle("An answer was wrong", key=f"correct-{said.id}"):
        return
    for id, (text, choices, value) in wrong.items():
        send_questions.take(
            id,
            st.selectbox(
                *send_questions.offered(text, choices),
                index=send_questions.place(value, choices),
                key=f"step-{said.id}-{id}",
                format_func=send_questions.labels(choices),
            ),
            said,
            before=value,
        )


def tally(proposal: Proposal) -> None:
    """How much is new, changed, unchanged and wrong: side by side, on a phone two and two."""
    kinds = ("new", "again") if proposal.hides else ("new", "changed", "unchanged")
    for kind in kinds:
        st.metric(NAMES[kind], len(proposal.comparison.of(kind)), width=COUNT)  # type: ignore[arg-type]
    st.metric("Problems", len(proposal.reading.problems), width=COUNT)


def grid(proposal: Proposal) -> None:
    """What is new and what changes; unchanged numbers only when asked for."""
    every = proposal.comparison.cells
    cells = [cell for cell in every if cell.change != "unchanged"]
    if not cells or (len(cells) < len(every) and st.toggle("Show unchanged numbers too", key="unchanged")):
        cells = list(every)
    rows = [
        {
            "Month": months.say(cell.count.month),
            "Area": cell.count.area,
            "What": title_of(proposal.theme, cell.count.item),
            "Now": said_of(cell),
            "Before": before(cell),
            "": NAMES[cell.change],
        }
        for cell in cells
    ]
    if rows:
        st.dataframe(rows, hide_index=True, height=min(320, 38 + 35 * len(rows)), alt="What is new and what changes.")


def said_of(cell: Compared) -> str:
    """The number; where it stays, the note that changes beside it."""
    return noted(cell.count.note) if cell.note_only else say(cell.count.value, cell.count.state)


def before(cell: Compared) -> str:
    if cell.before is None:
        return ""
    return noted(cell.before.note) if cell.note_only else say(cell.before.value, cell.before.state)


def noted(note: str) -> str:
    return f"note: {note}" if note else "no note"


def see_first(proposal: Proposal) -> None:
    """The centre's own chart as it would be, before anything is stored; drawn when it is asked for."""
    touched = [cell.count for cell in proposal.comparison.cells if cell.change != "unchanged" and not cell.note_only]
    measures = {
        m.id: m.title
        for m in proposal.theme.measures
        if m.kind != "profile" and any(uses(m, count.item) for count in touched)
    }
    if not measures:
        return
    first = st.expander("See it first: your own chart with these numbers", on_change="rerun", key="see-first")
    if not first.open:
        return
    with first:
        left, right = st.columns(2)
        measure = proposal.theme.measure(pieces.pick("Measure", measures, where=left))
        months_of = {
            area: {count.month for count in touched if count.area == area and uses(measure, count.item)}
            for area in (*measure.areas, WHOLE)
        }
        areas = {area: area for area, found in months_of.items() if found}
        area = pieces.pick("Area", areas, where=right) if areas else None
        query = Query.of(proposal.theme, measure.id, area)
        view = themes.view(replace(query, hides=proposal.hides), proposal.after)
        if proposal.hides:
            st.caption("Only what you send now, without small numbers (1 to 7): the rest is for your centre’s lead.")
        if view.control is not None:
            new = [months.say(month, short=True) for month in sorted(months_of[view.area])]
            st.markdown(f"**{measure.title}, {escape(view.area)}**, with {say_some(new)}")
            pieces.control_chart(view.control, (), "first", view.since)
        pieces.rates_only(view.rates_only, "first-rates")


def say_some(named: Sequence[str], most: int = 6) -> str:
    """Some names, and how many more there are."""
    more = f" and {len(named) - most} more" if len(named) > most else ""
    return ", ".join(named[:most]) + more


def confirmed(proposal: Proposal, said: UploadAnswers) -> Shown | None:
    """The plain sentence and the button; what was on screen when it was pressed.

    Open questions hold it back; problems leave their rows out.
    """
    send_conflict.show(said)
    with st.bottom:
        _offer(proposal, said)
    agreed, said.agreed = said.agreed, None
    return agreed


def _offer(proposal: Proposal, said: UploadAnswers) -> None:
    """At the foot of the window, so that it stays in sight: what would happen, and the one button."""
    reading = proposal.reading
    found = proposal.comparison.cells or (proposal.marking and proposal.marking.found)
    with st.container(horizontal=True, vertical_alignment="center"):
        if reading.questions:
            open_ = "One answer is" if len(reading.questions) == 1 else f"{len(reading.questions)} answers are"
            st.markdown(f":material/help: {open_} still open above. Nothing is stored yet.", width="content")
        elif not found and reading.problems:
            wrong = ":material/warning: **Nothing can go in yet**, and nothing is stored. What to do stands above."
            st.markdown(wrong, width="content")
            return
        elif proposal.nothing_to_do:
            st.markdown(f":material/check_circle: **{escape(proposal.sentence)}**", width="content")
            return
        key, shown, waits = said.draw(proposal.shown), proposal.shown, bool(reading.questions)
        st.button("Confirm", key=key, type="primary", disabled=waits, on_click=said.agree, args=(shown,))
        if not waits:
            st.markdown(f"**{escape(proposal.sentence)}** Nothing is stored yet.", width="stretch")
