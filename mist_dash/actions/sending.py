"""A file sent by a machine or a command, where nobody can be asked: stored when all is plain, else told why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mist_dash.actions import share
from mist_dash.actions.share import Moved, Proposal, UploadedFile
from mist_dash.core.errors import NotFound, Refused, Sorry
from mist_dash.core.intake import corrections
from mist_dash.core.intake.admit import PATIENT
from mist_dash.core.intake.fitting import THEME
from mist_dash.core.intake.reading import LEAVE_OUT, Reading
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.store import engine, people

ASKED = "Something has to be answered first. Nothing was stored. Send it again with each answer, as ID=VALUE."
MEND = "Nothing was stored. Mend them and send it again, or send it “partly” to leave their rows out."
STORED_ALREADY = "Nothing new: every number in this file is stored already."
CHANGED = "Somebody changed the same numbers meanwhile. Nothing was stored; send it again."
NOT_ASKED_AGAIN = {PATIENT, THEME, "suppressed"}  # once answered
CORRECTIONS = ("header:", "event:", *corrections.KINDS)


class Meanwhile(Sorry):
    """Somebody changed the same between reading and storing. Nothing was stored."""


@dataclass(frozen=True)
class SendingAnswer:
    """What became of it. upload: of what was stored; None when nothing was."""

    sentence: str
    fine: bool  # stored, or there was nothing new to store
    upload: int | None = None
    reading: Reading = field(default_factory=Reading)

    def as_json(self) -> dict[str, Any]:
        told = self.reading.as_json()
        kept = ("refused", "questions", "problems", "warnings")
        return {"sentence": self.sentence, "stored": self.upload is not None, "upload": self.upload} | {
            name: told[name] for name in kept
        }


def send(actor: Person, theme: str, file: UploadedFile, partly: bool = False) -> SendingAnswer:
    """The same checks as on screen. Stored at once when nothing is asked and nothing is a problem.

    partly: rows with problems stay out, and the others go in. Raises Meanwhile when somebody changes the same.
    """
    own_centre(actor, Deed.SEND_DATA)
    try:
        proposal = _proposed(actor, theme, file)
    except Refused as refused:
        return SendingAnswer(f"Refused: {refused} Nothing was stored.", False, reading=Reading(refused=refused))
    reading, to = proposal.reading, proposal.theme
    elsewhere = f"Sent to {to.short}, as answered. " if to.id != theme else ""
    unused = _unused(reading, file.answers)

    def said(sentence: str, fine: bool, upload: int | None = None) -> SendingAnswer:
        return SendingAnswer(f"{elsewhere}{sentence}{unused}", fine, upload, reading)

    if reading.questions:
        return said(ASKED, False)
    if reading.problems and not partly:
        many = "1 problem has" if len(reading.problems) == 1 else f"{len(reading.problems)} problems have"
        return said(f"{many} to be mended first. {MEND}", False)
    if proposal.nothing_to_do:
        return said(proposal.sentence, not reading.problems)
    try:
        upload = share.submit(actor, to.id, file, proposal.shown)
    except Moved:
        raise Meanwhile(CHANGED) from None
    return said(proposal.done if upload is not None else STORED_ALREADY, True, upload)


def _proposed(actor: Person, theme: str, file: UploadedFile) -> Proposal:
    """What the file would change in this theme; or in the one that the question where it belongs was answered with."""
    proposal = share.propose(actor, theme, file)
    chosen = proposal.elsewhere.answer(file.answers) if proposal.elsewhere else ""
    return share.propose(actor, chosen, file) if chosen else proposal


def _unused(reading: Reading, answers: Mapping[str, str]) -> str:
    """Names the answers to no question: a misspelt one would go unseen. What corrects a reading needs no question."""
    if any(question.id == PATIENT for question in reading.questions):
        return ""  # nothing else was asked yet
    steps = {step.id for table in reading.plan.tables for step in table.columns}
    known = {question.id for question in reading.asked} | steps | NOT_ASKED_AGAIN
    lost = [
        f"“{id[:60]}”"
        for id, value in answers.items()
        if id not in known and value != LEAVE_OUT and not id.startswith(CORRECTIONS)
    ]
    return f" No question about this file is called {' or '.join(lost)}." if lost else ""


def by(username: str) -> Person:
    """Whose name stands under what the shell sends. Raises NotFound when nobody who may sign in has it."""
    with engine.reading() as db:
        found, names = people.accounts(db), people.centre_names(db)
    for one in found:
        if one.username == username.lower() and one.active:
            return Person(one.id, one.name, one.role, one.centre, names.get(one.centre or 0, ""), one.username)
    raise NotFound(f"Nobody who may sign in has the user name “{username}”.")
