"""Sending: nothing is stored before it is agreed to, all of it or nothing, and every upload can be undone exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mist_dash.actions import forms, share, themes
from mist_dash.actions.catalogue import theme
from mist_dash.core.catalogue import load
from mist_dash.core.counts import Key, Number
from mist_dash.core.errors import NotAllowed, NotFound, Refused, Sorry
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.people import VISITOR, Person
from mist_dash.core.query import Query
from mist_dash.store import audit, counts, engine
from tests.conftest import Cast

HEADER = "month,area,clabsi,central_line_days"


def file(*rows: str, header: str = HEADER, name: str = "ours.csv", **more) -> share.UploadedFile:
    return share.UploadedFile(name, "\n".join([header, *rows]).encode(), more.get("fixes", {}), more.get("answers", {}))


def send(actor: Person, sent: share.UploadedFile) -> int | None:
    return share.submit(actor, "clabsi", sent, share.propose(actor, "clabsi", sent).shown)


def stored(actor: Person) -> dict[tuple[str, str, str], float | None]:
    with engine.reading() as db:
        found = counts.numbers(db, actor.centre or 0, "clabsi")
    return {(key.period, key.area, key.item): number.value for key, number in found.items()}


def test_nothing_is_stored_before_the_person_agrees_and_the_same_file_again_does_nothing(cast: Cast) -> None:
    sent = file("2024-04,ICU,2,812", "2024-05,ICU,0,790")
    assert share.propose(cast.contributor, "clabsi", sent).sentence.startswith("Add 2 months")
    assert stored(cast.contributor) == {}
    assert send(cast.contributor, sent) is not None
    assert stored(cast.contributor)[("2024-04", "ICU", "clabsi")] == 2
    assert send(cast.contributor, sent) is None
    assert len(share.history(cast.contributor)) == 1


def test_what_was_agreed_to_must_still_fit_when_it_is_stored(cast: Cast) -> None:
    mine = file("2024-04,ICU,2,812")
    agreed = share.propose(cast.contributor, "clabsi", mine).shown
    send(cast.lead, file("2024-04,ICU,5,812"))
    with pytest.raises(Sorry, match="changed while you were looking"):
        share.submit(cast.contributor, "clabsi", mine, agreed)
    assert stored(cast.contributor)[("2024-04", "ICU", "clabsi")] == 5


NOTED = f"{HEADER},note"


def note_of(actor: Person, month: str = "2024-04") -> str:
    with engine.reading() as db:
        found = counts.numbers(db, actor.centre or 0, "clabsi")
    (note,) = {number.note for key, number in found.items() if key.period == month}
    return note


def test_a_changed_note_is_stored_and_undone_like_a_number(cast: Cast) -> None:
    send(cast.contributor, file("2024-04,ICU,2,812,two lines left in", "2024-05,ICU,0,790,", header=NOTED))
    again = file("2024-04,ICU,2,812,change of dressing", "2024-05,ICU,0,790,", header=NOTED)
    sentence = share.propose(cast.contributor, "clabsi", again).sentence
    assert sentence == "Change 1 note (Apr 2024, ICU), leave 2 as they are."
    upload = send(cast.contributor, again)
    assert upload is not None and note_of(cast.contributor) == "change of dressing"
    assert "Changed 1 note (Apr 2024, ICU)" in share.history(cast.contributor)[0].sentence
    assert share.propose(cast.contributor, "clabsi", again).comparison.nothing_to_do
    assert share.undo(cast.contributor, upload).restored == 2
    assert note_of(cast.contributor) == "two lines left in"
    assert stored(cast.contributor)[("2024-04", "ICU", "clabsi")] == 2


def test_a_note_is_kept_by_a_file_without_one_and_taken_away_by_its_word(cast: Cast) -> None:
    send(cast.contributor, file("2024-04,ICU,2,812,two lines left in", header=NOTED))
    assert share.propose(cast.contributor, "clabsi", file("2024-04,ICU,2,812")).comparison.nothing_to_do
    send(cast.contributor, file("2024-04,ICU,3,812"))
    assert note_of(cast.contributor) == "two lines left in"
    send(cast.contributor, file("2024-04,ICU,3,812,n/a", header=NOTED))
    assert note_of(cast.contributor) == ""


def test_an_export_with_a_note_beside_some_numbers_of_a_row_is_nothing_to_do(cast: Cast) -> None:
    send(cast.contributor, file("2024-04,ICU,2,812,two lines left in", header=NOTED))
    send(cast.contributor, file("2024-04,ICU,300", header="month,area,bed_days"))
    sent = share.UploadedFile("back.csv", share.export(cast.contributor, "clabsi"), {}, {})
    assert share.propose(cast.contributor, "clabsi", sent).comparison.nothing_to_do


def test_every_problem_at_once_and_the_good_rows_go_in_alone(cast: Cast) -> None:
    sent = file("2024-04,ICU,four,812", "2024-05,ICU,-1,790", "2024-06,ICU,1,800")
    proposal = share.propose(cast.contributor, "clabsi", sent)
    assert {(p.row, p.column) for p in proposal.reading.problems} == {(2, "clabsi"), (3, "clabsi")}
    assert all(p.expected and p.remedy for p in proposal.reading.problems)
    send(cast.contributor, sent)
    assert stored(cast.contributor) == {("2024-06", "ICU", "clabsi"): 1, ("2024-06", "ICU", "central_line_days"): 800}
    assert b"what to fix" in proposal.problem_file().lower()


def test_a_cell_mended_on_screen_is_read_like_any_cell(cast: Cast) -> None:
    wrong = file("2024-04,ICU,four,812")
    sheet = share.propose(cast.contributor, "clabsi", wrong).book.sheets[0].name
    mended = file("2024-04,ICU,four,812", fixes={(sheet, 1, 2): "4"})
    assert not share.propose(cast.contributor, "clabsi", mended).reading.problems
    send(cast.contributor, mended)
    assert stored(cast.contributor)[("2024-04", "ICU", "clabsi")] == 4
    patient = file("2024-04,ICU,four,812", fixes={(sheet, 1, 2): "943 476 5919"})
    with pytest.raises(Refused):
        share.propose(cast.contributor, "clabsi", patient)


def test_undo_restores_exactly_and_leaves_alone_what_a_later_upload_changed(cast: Cast) -> None:
    who = cast.contributor
    send(who, file("2024-04,ICU,2,812", "2024-05,ICU,0,790"))
    before = stored(who)
    second = send(who, file("2024-04,ICU,3,812", "2024-05,ICU,1,790", "2024-06,ICU,1,801"))
    send(who, file("2024-05,ICU,4,790"))
    undone = share.undo(who, second or 0)
    assert undone.restored == 3 and undone.left_alone == ("Infections, ICU, May 2024: 4",)
    assert stored(who) == before | {("2024-05", "ICU", "clabsi"): 4}
    share.undo(who, undone.upload)
    assert stored(who)[("2024-04", "ICU", "clabsi")] == 3 and stored(who)[("2024-06", "ICU", "clabsi")] == 1


def test_an_upload_whose_undo_was_undone_can_be_undone_again(cast: Cast) -> None:
    first = send(cast.contributor, file("2024-04,ICU,3,812"))
    back = share.undo(cast.contributor, first or 0).upload
    with pytest.raises(Sorry, match="undone already"):
        share.undo(cast.contributor, first or 0)
    again = share.undo(cast.contributor, back).upload
    assert {one.id: one.undone_by for one in share.history(cast.contributor)} == {first: None, back: again, again: None}
    share.undo(cast.contributor, first or 0)
    assert stored(cast.contributor) == {}


def test_the_history_tells_the_rows_of_each_upload(cast: Cast) -> None:
    send(cast.contributor, file("2024-04,ICU,3,812"))
    second = send(cast.contributor, file("2024-04,ICU,5,812"))
    (row,) = share.rows_of(cast.contributor, second or 0)
    assert row.old and row.new and (row.key.item, row.old.value, row.new.value) == ("clabsi", 3, 5)
    assert share.history(cast.contributor)[0].sentence == (
        "Changed 1 number (Apr 2024, ICU, Infections: 3 -> 5), left 1 as it was."
    )


def test_a_number_is_cleared_on_purpose_only_and_comes_back_with_undo(cast: Cast) -> None:
    send(cast.contributor, file("2024-04,ICU,5,812"))
    blank = file("2024-04,ICU,,812")
    assert share.propose(cast.contributor, "clabsi", blank).comparison.nothing_to_do
    key = next(key for key in forms.clearable(cast.contributor, "clabsi") if key.item == "clabsi")
    clearing = share.UploadedFile("typed.csv", forms.clearing(key), {}, {})
    proposal = share.propose(cast.contributor, "clabsi", clearing)
    assert proposal.sentence == "Change 1 number (Apr 2024, ICU, Infections: 5 -> not collected)."
    upload = share.submit(cast.contributor, "clabsi", clearing, proposal.shown)
    assert stored(cast.contributor)[("2024-04", "ICU", "clabsi")] is None
    share.undo(cast.contributor, upload or 0)
    assert stored(cast.contributor)[("2024-04", "ICU", "clabsi")] == 5


@pytest.mark.parametrize("theme", [theme.id for theme in load().themes])
def test_every_number_of_every_theme_can_be_cleared(cast: Cast, theme: str) -> None:
    known = load().theme(theme)
    sizes = {"exposure": 90_000, "value": 50}  # parts below their wholes, and all below the days
    values = {
        item.name: sizes.get(item.kind, 900 if item.required else 90 - 2 * place)
        for place, item in enumerate(known.items)
    }
    area, definition = known.area_names[0], [*known.definition.others, known.definition.key][0]
    with engine.begin() as db:
        changes = [
            counts.CountChange(Key(item.name, area, "2024-04", definition), None, Number(values[item.name]))
            for item in known.items
            if item.kind != "text"
        ]
        counts.apply(
            db,
            cast.contributor.centre or 0,
            theme,
            cast.contributor.id or 0,
            changes,
            file_name="",
            file_hash="",
            file=b"",
            sentence="",
        )
    for key in forms.clearable(cast.lead, theme):
        book = open_book(forms.clearing(key), "typed.csv")  # here, not in a child process: there are many
        proposal = share.propose(cast.lead, theme, share.UploadedFile("typed.csv", b"", {}, {}, book))
        assert [(c.count.item, c.change, c.count.state) for c in proposal.comparison.cells] == [
            (key.item, "changed", "not collected")
        ], key


def test_a_rate_sent_alone_is_drawn_as_it_was_sent_in_the_measures_own_unit(cast: Cast) -> None:
    rates = b"month,area,BSI rate per 10000 line days\n2024-04,ICU,13\n2024-06,ICU,22\n"
    question = "rate only:clabsi-rate"
    sent = share.UploadedFile("rates.csv", rates, {}, {question: "keep"})
    assert share.propose(cast.contributor, "clabsi", share.UploadedFile("rates.csv", rates, {}, {})).reading.questions
    send(cast.contributor, sent)
    view = themes.see(cast.member, Query.of(theme("clabsi"), "clabsi-rate", "ICU"))
    assert view.rates_only and view.control is None
    assert (view.rates_only.periods, view.rates_only.values) == (("2024-04", "2024-05", "2024-06"), (1.3, None, 2.2))
    assert view.rates_only.unit == "per 1,000 line days"


def test_last_months_number_stands_beside_the_field_and_hidden_ones_do_not(cast: Cast) -> None:
    send(cast.contributor, file("2024-04,ICU,5,812", "2024-05,ICU,1,790"))
    known = forms.typing(cast.contributor, "clabsi")
    assert known.beside("ICU", "clabsi", "2024-05") == ("2024-04", "5")
    assert known.beside("ICU", "clabsi", "2026-01") == ("2024-05", "1")
    assert known.beside("Haem-Onc", "clabsi", "2024-05") == ("", "")
    assert known.stands("ICU", "clabsi", "2024-05") == "1"
    hidden = share.UploadedFile("svs.csv", b"month,svs_incidents,svs_offers\n2024-04,5,3\n", {}, {})
    agreed = share.propose(cast.lead, "second-victim", hidden).shown
    share.submit(cast.lead, "second-victim", hidden, agreed)
    beside = [
        forms.typing(who, "second-victim").beside("Whole hospital", "svs_incidents", "2024-05")[1]
        for who in (cast.lead, cast.contributor)
    ]
    assert beside == ["5", "sent before"]
    hides = [share.propose(who, "second-victim", hidden).hides for who in (cast.lead, cast.contributor)]
    assert hides == [False, True]


def test_another_centre_can_neither_undo_nor_fetch_nor_even_learn_that_an_upload_exists(cast: Cast) -> None:
    upload = send(cast.contributor, file("2024-04,ICU,2,812"))
    told = set()
    for asked in (upload or 0, 999):
        for deed in (share.undo, share.sent_file, share.rows_of):
            with pytest.raises(NotFound) as refusal:
                deed(cast.stranger, asked)
            told.add((deed.__name__, str(refusal.value)))
    assert len(told) == 3
    assert share.history(cast.stranger) == ()


def test_only_those_who_send_may_send(cast: Cast) -> None:
    for person in (VISITOR, cast.member, cast.facilitator, cast.admin):
        with pytest.raises(NotAllowed):
            share.propose(person, "clabsi", file("2024-04,ICU,2,812"))


def test_a_row_of_another_centre_is_not_stored_under_ones_own(cast: Cast) -> None:
    sent = file("Birch Hospital,2024-04,ICU,9,812", "Ash Hospital,2024-05,ICU,1,790", header=f"hospital,{HEADER}")
    assert share.propose(cast.contributor, "clabsi", sent).reading.problems
    send(cast.contributor, sent)
    assert stored(cast.contributor).get(("2024-04", "ICU", "clabsi")) is None


def test_what_is_exported_uploads_again_as_nothing_to_do(cast: Cast) -> None:
    send(cast.contributor, file("2024-04,ICU,2,812.5,=1+1", "2024-05,Haem-Onc,0,790,", header=f"{HEADER},note"))
    exported = share.UploadedFile("again.csv", share.export(cast.member, "clabsi"), {}, {})
    assert share.propose(cast.contributor, "clabsi", exported).comparison.nothing_to_do


def test_every_upload_has_its_audit_entry_in_the_same_transaction(cast: Cast) -> None:
    send(cast.contributor, file("2024-04,ICU,2,812"))
    with engine.reading() as db:
        assert audit.checked(db).whole


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=3))
def test_apply_then_undo_is_identity(cast: Cast, uploads: list[list[int]]) -> None:
    for events in uploads:
        before = stored(cast.contributor)
        rows = [f"2024-0{month},ICU,{count},{800 + count}" for month, count in enumerate(events, 1)]
        sent = file(*rows)
        book = open_book(sent.data, sent.name)  # here, not in a child process: there are many
        upload = send(cast.contributor, replace(sent, book=book))
        if upload is not None:
            after = stored(cast.contributor)
            done = share.undo(cast.contributor, upload)
            assert stored(cast.contributor) == before
            share.undo(cast.contributor, done.upload)
            assert stored(cast.contributor) == after
