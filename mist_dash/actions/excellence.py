"""Excellence reports: written by anybody of a centre, told to the person, counted, and shared when the lead agrees."""

from __future__ import annotations

from datetime import UTC, date, datetime

from mist_dash.actions import share
from mist_dash.actions.catalogue import themes
from mist_dash.core import excellence, months, plain_text
from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.excellence import ExcellenceMonth, Feedback, Report, Written
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.core.plain_text import Doubt, Outcome
from mist_dash.store import audit, counts, engine, submissions
from mist_dash.store import excellence as kept

SHARED = 20  # reports of others that are shown


def theme_of_reports() -> Theme:
    """The theme whose numbers the reports give. Raises NotFound when the catalogue has none."""
    for theme in themes():
        if excellence.counted_items(theme):
            return theme
    raise NotFound("The collaborative does not collect excellence reports at present.")


def write(actor: Person, written: Written, confirmed: tuple[Doubt, ...] = ()) -> Outcome:
    """Keeps a report, once, or says what is missing, or what looks like a patient and has not been confirmed."""
    centre = own_centre(actor, Deed.WRITE_REPORT)
    problems = excellence.problems_of(written)
    doubts = plain_text.doubts(written.texts())
    open_doubts = plain_text.unconfirmed(doubts, confirmed)
    if problems or open_doubts:
        return Outcome(None, problems, open_doubts)
    with engine.begin() as db:

        def keep() -> int:
            id = kept.add(db, centre, actor.id or 0, written)
            details = {"report": id, "confirmed": list(map(str, doubts))}
            audit.record(db, actor, Deed.WRITE_REPORT, "wrote an excellence report", details)
            return id

        return submissions.once(db, "report", (actor.id, written), keep)


def own(actor: Person) -> tuple[Report, ...]:
    """The reports of the own centre, the newest first."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return kept.of_centre(db, centre)


def shared(actor: Person) -> tuple[Report, ...]:
    """What other centres share, the newest first, without the name of anybody in it."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        return kept.shared_by_others(db, actor.centre, SHARED)


def tell(actor: Person, id: int, on: date, by: str) -> None:
    """Notes that the person or team was told. Raises Sorry for a day to come."""
    own_centre(actor, Deed.WRITE_REPORT)
    if on > datetime.now(UTC).date():
        raise Sorry("That day is still to come. Choose the day on which they were told.")
    if not by.strip() or len(by) > excellence.LONGEST_NAME:
        raise Sorry("Write in a few words who told them.")
    with engine.begin() as db:
        _mine(actor, kept.one(db, id))
        kept.set_told(db, id, Feedback(on, by.strip()))
        audit.record(db, actor, Deed.WRITE_REPORT, "noted that an excellence report was told", {"report": id})


def not_told(actor: Person, id: int) -> None:
    """Takes back that the person was told, for a slip of the hand."""
    own_centre(actor, Deed.WRITE_REPORT)
    with engine.begin() as db:
        _mine(actor, kept.one(db, id))
        kept.set_told(db, id, None)
        audit.record(db, actor, Deed.WRITE_REPORT, "noted that an excellence report is not told yet", {"report": id})


def set_shared(actor: Person, id: int, with_all: bool) -> None:
    """Shares a report with the collaborative, or no longer. The centre's lead decides."""
    own_centre(actor, Deed.SHARE_REPORT)
    with engine.begin() as db:
        _mine(actor, kept.one(db, id))
        kept.set_shared(db, id, with_all)
        done = "shared an excellence report" if with_all else "stopped sharing an excellence report"
        audit.record(db, actor, Deed.SHARE_REPORT, done, {"report": id})


def take_back(actor: Person, id: int) -> None:
    """Takes a report back: by who wrote it, or by the centre's lead."""
    own_centre(actor, Deed.WRITE_REPORT)
    with engine.begin() as db:
        report = _mine(actor, kept.one(db, id))
        if not excellence.may_take_back(actor, report):
            raise Sorry("Only the person who wrote it, or your centre's lead, can take a report back.")
        kept.take_back(db, id)
        submissions.forget(db, "report", id)
        audit.record(db, actor, Deed.WRITE_REPORT, "took an excellence report back", {"report": id})


def story_from(actor: Person, id: str | None) -> dict[str, str]:
    """The beginning of a story from one of the centre's own reports; empty when the id, from a URL, names none."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    if not id or not id.isdecimal() or len(id) > 9:
        return {}
    with engine.reading() as db:
        found = kept.one(db, int(id))
    return excellence.as_story(found) if found and found.centre == centre else {}


def by_month(actor: Person, today: str | None = None) -> tuple[ExcellenceMonth, ...]:
    """The months that are over, with their reports, beside what stands on the centre's charts; the newest first."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    theme = theme_of_reports()
    now = today or months.of(datetime.now(UTC).date())
    with engine.reading() as db:
        found = excellence.by_month(theme, kept.of_centre(db, centre), counts.numbers(db, centre, theme.id))
    return tuple(month for month in found if month.month < now)


def send_numbers(actor: Person, agreed: tuple[ExcellenceMonth, ...], today: str | None = None) -> int | None:
    """Sends the months' numbers as a file of the centre's own, so that history, audit and undo hold as for any other.

    agreed: what the person saw. Raises Sorry, and stores nothing, when it changed since or a number was uploaded.
    """
    own_centre(actor, Deed.SEND_DATA)
    to_send = tuple(month for month in by_month(actor, today) if month.to_send)
    if to_send != agreed or not to_send:
        raise Sorry("The reports or the numbers changed while you were looking. See what is new, and send again.")
    theme = theme_of_reports()
    table = excellence.as_table(theme, theme.area_names[0], to_send)
    file = share.UploadedFile("Our excellence reports.csv", table.encode(), {}, {})
    return share.submit(actor, theme.id, file, share.propose(actor, theme.id, file).shown)


def _mine(actor: Person, report: Report | None) -> Report:
    if report is None or report.centre != actor.centre:
        raise NotFound("There is no such report in your centre.")
    return report
