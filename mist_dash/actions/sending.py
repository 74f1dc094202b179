"""A file sent by a machine or a command, where nobody can be asked: stored when all is plain, else told why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mist_dash.actions import share
from mist_dash.actions.share import UploadedFile
from mist_dash.core.errors import NotFound, Refused
from mist_dash.core.intake.reading import Reading
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.store import engine, people


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

    partly: rows with problems stay out, and the others go in. Raises Moved when somebody changes the same meanwhile.
    """
    own_centre(actor, Deed.SEND_DATA)
    try:
        proposal = share.propose(actor, theme, file)
    except Refused as refused:
        return SendingAnswer(f"Refused: {refused} Nothing was stored.", False, reading=Reading(refused=refused))
    reading = proposal.reading
    if reading.questions:
        asked = "Something has to be answered first. Nothing was stored."
        return SendingAnswer(asked, False, reading=reading)
    if reading.problems and not partly:
        wrong = f"{len(reading.problems)} problems have to be mended first. Nothing was stored."
        return SendingAnswer(wrong, False, reading=reading)
    if proposal.nothing_to_do:
        return SendingAnswer(proposal.sentence, not reading.problems, reading=reading)
    return SendingAnswer(proposal.done, True, share.submit(actor, theme, file, proposal.shown), reading)


def by(username: str) -> Person:
    """Whose name stands under what the shell sends. Raises NotFound when nobody who may sign in has it."""
    with engine.reading() as db:
        found, names = people.accounts(db), people.centre_names(db)
    for one in found:
        if one.username == username.lower() and one.active:
            return Person(one.id, one.name, one.role, one.centre, names.get(one.centre or 0, ""), one.username)
    raise NotFound(f"Nobody who may sign in has the user name “{username}”.")
