"""A centre's small numbers are for its lead: whatever else somebody of the centre is told does not depend on them.

The lead sends one set of small numbers, then another with the same months, each in a database of its own. All that a
contributor and a member can ask for must be the same, to the letter.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from mist_dash.actions import completeness, forms, home, share, themes
from mist_dash.actions.catalogue import theme
from mist_dash.core.errors import Sorry
from mist_dash.core.people import Person
from mist_dash.core.query import Query
from mist_dash.core.sharing import hides_small, without_numbers
from mist_dash.store import engine
from tests.conftest import Cast

THEME = "second-victim"
HEADER = "month,svs_incidents,svs_offers,svs_supporters"
MONTHS = ("2024-04", "2024-05", "2024-06", "2024-07", "2024-08", "2024-09")
ONE, OTHER = ((3, 2, 6), (5, 4, 5), (4, 4, 7)), ((6, 3, 7), (2, 1, 6), (7, 7, 5))
SENT = (
    "month,svs_incidents\n2024-04,3\n2024-10,30\n",
    "month,svs_offers\n2024-04,7\n",  # more than the incidents, or not
    "month,svs_incidents,svs_offers,svs_supporters\n2024-04,3,2,6\n2024-05,400,4,5\n",
    "month,svs_incidents,svs_offers\n2024-04,*,*\n",
)


def file(text: str) -> share.UploadedFile:
    return share.UploadedFile("svs.csv", text.encode(), {}, {})


def send(actor: Person, text: str) -> int | None:
    return share.submit(actor, THEME, file(text), share.propose(actor, THEME, file(text)).shown)


def planted(cast: Cast, numbers: tuple[tuple[int, int, int], ...]) -> None:
    """The lead sends them, and changes one of them."""
    rows = [f"{month},{','.join(map(str, row))}" for month, row in zip(MONTHS, numbers * 2, strict=True)]
    send(cast.lead, "\n".join([HEADER, *rows]))
    send(cast.lead, f"month,svs_incidents\n2024-04,{numbers[0][0] + 1}\n")


def told(who: Person) -> list[object]:
    """Everything of the theme that this person can ask for, files and what a dropped file would do included."""
    found: list[object] = [
        forms.typing(who, THEME),
        forms.clearable(who, THEME),
        completeness.still_needed(who, "2024-12"),
    ]
    found += [str(themes.see(who, Query.of(theme(THEME), measure))) for measure in ("svs-offered", "svs-supporters")]
    found += [str(home.rows(who)), forms.template_file(who, THEME, "csv")]
    for one in share.history(who):
        found += [(one.sentence, one.undone_by, one.file_hash), share.rows_of(who, one.id)]
    for text in SENT:
        proposal = share.propose(who, THEME, file(text))
        view = themes.view(replace(Query.of(proposal.theme), hides=True), proposal.after)
        found += [proposal.sentence, proposal.comparison, proposal.reading, proposal.problem_file(), str(view)]
    return found


def test_nothing_a_contributor_is_told_depends_on_small_numbers_that_the_lead_sent(
    cast: Cast, request: pytest.FixtureRequest
) -> None:
    planted(cast, ONE)
    one, of_the_lead = told(cast.contributor), told(cast.lead)
    with engine.begin() as db:
        for table in ("change", "count", "recipe", "upload"):
            db.connection().exec_driver_sql(f"DELETE FROM {table}")
    planted(cast, OTHER)
    assert told(cast.contributor) == one
    assert told(cast.lead) != of_the_lead  # so that the comparison could tell


def test_a_contributor_may_send_a_month_again_and_sees_only_what_was_typed(cast: Cast) -> None:
    planted(cast, ONE)
    sentence = share.propose(cast.contributor, THEME, file(SENT[0])).sentence
    what = "Whole hospital: Moderate or worse incidents"
    assert sentence == f"Add 1 month (Oct 2024, {what}), replace 1 number that was sent before (Apr 2024, {what})."
    upload = send(cast.contributor, SENT[0])
    assert share.history(cast.contributor)[0].sentence == "Added 1 month, replaced 1 number that was sent before."
    assert {str(row.new and row.new.state) for row in share.rows_of(cast.contributor, upload or 0)} == {"hidden"}
    rows = share.rows_of(cast.lead, upload or 0)
    assert [(row.old and row.old.value, row.new and row.new.value) for row in rows] == [(4, 3), (None, 30)]
    share.undo(cast.contributor, upload or 0)
    assert b"2024-04,Whole hospital,4," in share.export(cast.lead, THEME)


def test_files_of_a_theme_with_small_numbers_are_handed_to_the_lead_only(cast: Cast) -> None:
    planted(cast, ONE)
    upload = share.history(cast.lead)[-1].id
    assert b"2024-04,3,2,6" in share.sent_file(cast.lead, upload)[1]
    for deed in (lambda: share.sent_file(cast.contributor, upload), lambda: share.export(cast.contributor, THEME)):
        with pytest.raises(Sorry, match="lead only"):
            deed()


def test_the_lead_and_other_themes_lose_nothing(cast: Cast) -> None:
    assert not hides_small(theme(THEME), cast.lead)
    assert not hides_small(theme("clabsi"), cast.contributor)
    planted(cast, ONE)
    assert "->" in share.history(cast.lead)[0].sentence


def test_a_sentence_loses_every_number_that_it_names() -> None:
    said = (
        "Added 1 month (May 2024, Ward), changed 2 numbers (Apr 2024, Ward (new): 3 -> 5; May 2024, Ward: 1 -> 2), "
        "left 3 as they were."
    )
    assert without_numbers(said) == "Added 1 month, changed 2 numbers, left 3 as they were."
    assert without_numbers("Changed 1 number (Ward (new: 3 -> 5), left 3.") == "Changed 1 number"
    assert without_numbers("Changed 1 number (Ward) new: 3 -> 5), left 3.") == "Changed 1 number"
