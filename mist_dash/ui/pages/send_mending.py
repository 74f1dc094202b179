"""Each problem beside the field that mends it, those with one remedy together. What is written is read like the file.

A field writes into the cells that the reading named, and into no others, whatever a browser sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import streamlit as st

from mist_dash.actions.share import Proposal
from mist_dash.core.errors import At, Problem
from mist_dash.core.intake.files.book import Book, place
from mist_dash.core.intake.repairs import Repair, Same, heading, repairs, text_at
from mist_dash.ui.pages.send_state import UploadAnswers
from mist_dash.ui.parts.pieces import capital, escape

FIELDS = 6  # fields of one group; the others are told, and can be downloaded
GROUPS = 8
NAMED = 12  # rows named one by one


@dataclass
class Fields:
    """One drawing of all fields: the file as proposed, what was said of it, and the cells that have a field by now."""

    proposal: Proposal
    said: UploadAnswers
    sent: Book  # as it came, without what was mended since
    drawn: set[At] = field(default_factory=set)


def mend(proposal: Proposal, said: UploadAnswers) -> None:
    """Every problem with what to do about it. A mended one keeps its field, so that a slip can be mended again."""
    open_, odd = proposal.reading.problems, tuple(proposal.reading.mendable.values())
    found = _with_mended([*open_, *odd], said)
    fields = Fields(proposal, said, said.book or proposal.book)
    groups = repairs([problem for problem in found if problem not in odd], fields.sent)
    if open_:
        st.markdown(
            "**To mend.** Write the right value (- means not collected), or leave it: rows with a problem stay "
            "out, and the good rows can go in without them."
        )
    elif groups:
        st.markdown(":material/check: **Mended.** These cells are read as you wrote them.")
    _draw(groups, fields)
    if odd:
        st.markdown("**Worth a second look.** A number may be a slip of the hand: mend it here, or leave it as it is.")
    _draw(repairs(odd, fields.sent), fields)
    if open_:
        st.download_button(
            "Download these rows with what to fix", proposal.problem_file, "to-mend.csv", "text/csv", on_click="ignore"
        )


def _draw(groups: Sequence[Repair], fields: Fields) -> None:
    """The first groups with their fields; how many more there are."""
    for repair in groups[:GROUPS]:
        with st.container(border=True):
            _group(repair, fields)
    if len(groups) > GROUPS:
        more = sum(len(group.problems) for group in groups[GROUPS:])
        st.markdown(f"And {more} more of other kinds: all are in the download.")


def _with_mended(open_: Sequence[Problem], said: UploadAnswers) -> list[Problem]:
    """The open problems, and those mended in this session, in the order of the sheet."""
    here = {cell for problem in open_ for cell in problem.cells}
    mended = [problem for problem in said.mended.values() if not here & set(problem.cells)]
    return sorted(dict.fromkeys([*open_, *mended]), key=lambda p: (p.sheet, p.row or 0))


def _group(repair: Repair, fields: Fields) -> None:
    """One remedy: what was expected, one answer for what is the same, and a field for each of the others."""
    reading = fields.proposal.reading
    mended = not any(problem in (*reading.problems, *reading.mendable.values()) for problem in repair.problems)
    many = f" ({len(repair.problems)} cells)" if len(repair.problems) > 1 else ""
    expected = f" Expected: {escape(repair.expected)}." if repair.expected else ""
    st.markdown(f"{':material/check: ' if mended else ''}**{escape(capital(repair.remedy))}**{many}.{expected}")
    for same in repair.same[:FIELDS]:
        _for_all(same, repair, fields)
    _each(repair.single, repair, fields)


def _for_all(same: Same, repair: Repair, fields: Fields) -> None:
    """One answer for every cell with the same text; each cell by itself only when that is asked for."""
    count, key = len(same.cells), f"{fields.said.id}-{repair.remedy}-{same.text}"
    label = f"“{escape(same.text[:40])}” stands in {count} cells. The right value for all {count}"
    if given := _field(label, f"all-{key}", fields.said, same.right, f" for all {count}"):
        _write(given, same.problems, fields.said)
    each = st.expander(f"Or each of the {count} by itself", key=f"each-{key}", on_change="rerun")
    if each.open:
        with each:
            _each(same.problems, repair, fields)


def _each(problems: Sequence[Problem], repair: Repair, fields: Fields) -> None:
    """The first few open ones, and those mended here, with their fields; the others by their rows."""
    here = [p for p in problems if any(_key(cell, fields.said) in fields.said.written for cell in p.cells)]
    waiting = [p for p in problems if p not in here]
    shown = [p for p in problems if p in here or p in waiting[:FIELDS]]
    for start in range(0, len(shown), 2):
        for column, problem in zip(st.columns(2), shown[start : start + 2], strict=False):
            with column:
                _one(problem, repair, fields)
    if rest := waiting[FIELDS:]:
        rows = ", ".join(str(problem.row) for problem in rest[:NAMED] if problem.row)
        more = f" and {len(rest) - NAMED} more" if len(rest) > NAMED else ""
        st.caption(f"The same in row {rows}{more}: the next appear as you mend, and all are in the download.")


def _one(problem: Problem, repair: Repair, fields: Fields) -> None:
    """One problem: where it is, what was found, and a field for each cell that may be the wrong one."""
    alone = len(problem.cells) == 1 and problem.cells[0] not in fields.drawn
    found = _found(problem, repair, fields)
    if not alone:
        st.markdown(f"{found}.")
    for cell in problem.cells:
        name = _name(cell, problem, fields)
        if cell in fields.drawn:
            st.caption(f"{name} has its field above.")
            continue
        fields.drawn.add(cell)
        mended = cell in fields.said.fixes
        now = f", now “{escape(fields.said.fixes.get(cell, text_at(fields.sent, cell))[:20])}”"
        label = f"{found}{now if mended else ''}. The right value in {name}" if alone else f"{name}{now}"
        if given := _field(label, _key(cell, fields.said), fields.said, problem.right):
            _write(given, [problem], fields.said, cell)


def _found(problem: Problem, repair: Repair, fields: Fields) -> str:
    """ "Row 4, Infections: found “two”": where a problem is, and what it is."""
    sheet = f"Sheet “{escape(problem.sheet)}”, " if len(fields.sent.sheets) > 1 else ""
    row = f"row {problem.row}, " if problem.row else ""
    expected = f"; expected {escape(problem.expected)}" if problem.expected != repair.expected else ""
    return capital(f"{sheet}{row}{escape(problem.column)}: found “{escape(problem.found)}”{expected}")


def _name(cell: At, problem: Problem, fields: Fields) -> str:
    """ "D14 (Line days)": a cell by its place, with its header when the problem does not name it."""
    over = heading(fields.proposal.reading.plan, fields.sent, cell)
    return place(*cell[1:]) + (f" ({escape(over)})" if over and over != problem.column else "")


def _field(label: str, key: str, said: UploadAnswers, right: str = "", of: str = "") -> str:
    """What was newly written into a field, or the plain right value when its button was pressed; else ""."""
    line = st.container(horizontal=True, vertical_alignment="bottom")
    given = line.text_input(label, key=key, max_chars=100, autocomplete="off").strip()
    if right and line.button(f"Write {right}{of}", key=f"{key}-right"):
        return right
    if given and said.written.get(key) != given:
        said.written[key] = given
        return given
    return ""


def _write(text: str, problems: Iterable[Problem], said: UploadAnswers, cell: At | None = None) -> None:
    """Puts the text into the cell, or into every cell of the problems, and reads the file again."""
    for problem in problems:
        for at in (cell,) if cell else problem.cells:
            said.fixes[at] = text
            said.mended.setdefault(at, problem)
    st.rerun()


def _key(cell: At, said: UploadAnswers) -> str:
    return f"mend-{said.id}-{cell[0]}-{cell[1]}-{cell[2]}"
