"""The collaborative's figures: who makes them and when, and that a change of the catalogue does not break the page."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from sqlmodel import select
from typer.testing import CliRunner

from mist_dash.actions import catalogue, share, together
from mist_dash.cli import app
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.people import Person, Role
from mist_dash.core.sums import Sum
from mist_dash.store import engine
from mist_dash.store import together as stored
from mist_dash.store.tables import GoLive, PooledYearRow
from tests import network

READER = Person(99, "Fran", Role.FACILITATOR)
AREAS = ("ICU", "Haem-Onc", "Elsewhere")


def sent(seed: int = 1, how_many: int = 6, last: str = "2026-07") -> list[int]:
    """Centres with numbers, and nothing of them added up yet."""
    random = np.random.default_rng(seed)
    with engine.begin() as db:
        made = network.centres(db, how_many)
        for centre in made:
            network.send(db, centre, network.rows(random, AREAS, months.between("2022-04", last), 250.0))
    return made


def published() -> list[tuple[str, str, str]]:
    with engine.reading() as db:
        return sorted((row.measure, row.area, row.year) for row in db.exec(select(PooledYearRow)))


def upload(centre: int, text: str) -> int | None:
    lead = Person(1, "Lead", Role.LEAD, centre, "A Hospital")
    file = share.UploadedFile("lines.csv", text.encode(), {}, {})
    return share.submit(lead, "clabsi", file, share.propose(lead, "clabsi", file).shown)


def row(month: str) -> str:
    return f"month,area,clabsi,central_line_days\n{month},ICU,1,250\n"


def test_whoever_looks_only_reads(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    sent()

    @contextmanager
    def never(**_: object):
        raise AssertionError("a view opened a transaction that writes")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(engine, "begin", never)
        for area in (None, *AREAS):
            for seen in (together.see(READER, "clabsi", area), together.public("clabsi", area)):
                assert seen is not None and not seen.periods and not seen.sentence and not seen.starts
    assert not published()


def test_the_first_upload_of_a_month_makes_the_figures_and_the_second_does_not_make_them_again(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = sent(last="2026-08")[0]
    made: list[str] = []
    real = together._make
    monkeypatch.setattr(together, "_make", lambda theme, *rest: (made.append(theme.id), real(theme, *rest)))
    first = upload(centre, row("2026-09"))
    assert first and "clabsi" in made and published()
    seen, often = together.see(READER, "clabsi"), len(made)
    assert seen is not None and seen.periods and seen.sentence
    assert upload(centre, row("2026-10"))
    share.undo(Person(1, "Lead", Role.LEAD, centre, "A Hospital"), first)
    assert len(made) == often and together.see(READER, "clabsi") == seen


def test_an_upload_stands_though_the_figures_could_not_be_made(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    centre = sent(last="2026-08")[0]

    def fails(*_: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(together, "_make", fails)
        with pytest.raises(RuntimeError):
            upload(centre, row("2026-09"))
    lead = Person(1, "Lead", Role.LEAD, centre, "A Hospital")
    assert share.history(lead)[0].file_name == "lines.csv" and not published()
    assert upload(centre, row("2026-10")) and published()  # the next one makes up for it


def test_a_command_makes_them_and_says_so(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIST_DATA", str(tmp_path))
    engine.use(f"sqlite:///{tmp_path / 'mist.sqlite3'}")
    engine.upgrade()
    sent()
    for said in ("Added up over the centres: ", "made already"):
        result = CliRunner().invoke(app, ["together", "--data", str(tmp_path)])
        assert result.exit_code == 0 and said in result.output
        assert {area for _, area, _ in published()} == set(AREAS)
    engine.use("sqlite://")


def renamed(theme: Theme, **changes: object) -> Theme:
    first = next(one for one in theme.measures if one.id == "clabsi-rate")
    return replace(theme, measures=tuple(replace(one, **changes) if one is first else one for one in theme.measures))


@pytest.fixture
def catalogue_with(monkeypatch: pytest.MonkeyPatch):
    real = catalogue.themes()

    def swap(**changes: object) -> None:
        known = tuple(renamed(one, **changes) if one.id == "clabsi" else one for one in real)
        monkeypatch.setattr(together, "themes", lambda: known)
        monkeypatch.setattr(together, "theme_of", lambda id: next(one for one in known if one.id == id))

    return swap


def test_a_measure_with_a_new_id_says_not_yet_and_goes_on_with_the_next_snapshot(
    database: None, catalogue_with
) -> None:
    """Nothing that was published is made again, though a number was corrected: the step would be the correction."""
    centre = sent()[0]
    together.snapshot("2026-07")
    before, count = together.see(READER, "clabsi", "ICU"), len(published())
    assert before is not None and before.periods
    with engine.begin() as db:
        network.send(db, centre, {("ICU", "2025-05"): (9, 251)})
    catalogue_with(id="clabsi-per-1000")
    waiting = together.see(READER, "clabsi", "ICU")
    assert waiting is not None and not waiting.periods and not waiting.starts
    assert "Central line infections" in {theme.short for theme in together.snapshot("2026-07")}
    after = together.see(READER, "clabsi", "ICU")
    assert after is not None and (after.periods, after.sentence) == (before.periods, before.sentence)
    assert {measure for measure, _, _ in published()} == {"clabsi-per-1000"} and len(published()) == count


def test_another_measure_begins_with_the_first_year_that_is_not_out_yet(database: None, catalogue_with) -> None:
    """Its sums would rest on the same numbers as those of the measure before it, and could be taken from them."""
    sent(last="2027-07")
    together.snapshot("2026-07")
    terms = catalogue.theme("clabsi").measure("clabsi-non-mbi").numerator[0].terms
    catalogue_with(id="clabsi-two", numerator=(Sum(tuple(replace(term, optional=True) for term in terms)),))
    together.snapshot("2026-08")
    assert {measure for measure, _, _ in published()} == {"clabsi-rate"}
    together.snapshot("2027-07")
    found = {(measure, year) for measure, _, year in published() if measure != "clabsi-rate" or year == "2026/27"}
    assert found == {("clabsi-two", "2026/27")}


def test_centres_around_a_start_are_one_sum_of_at_least_four_and_newcomers_wait_for_four(database: None) -> None:
    made = network.grow(1)
    seen = together.see(READER, "clabsi")
    assert seen is not None
    ((name, found),) = seen.starts
    assert name == "Biopatches" and found.centres == len(made) and found.low <= found.after <= found.high
    assert all(value % 5 == 0 for value in (found.after, found.low, found.high))
    with engine.reading() as db:
        assert [len(row.centres) for row in db.exec(select(GoLive))] == [len(made)]
    assert together.public("clabsi").starts == ()  # type: ignore[union-attr]


def test_what_was_published_as_lines_is_never_shown_again_and_its_centres_are_never_added_up(database: None) -> None:
    made = network.grow(1)
    with engine.begin() as db:
        for old in db.exec(select(GoLive)):
            old.sums, old.measure = [], ""  # as the migration leaves them
            db.add(old)
        stored.set_made_for(db, "clabsi", "clabsi-rate", "")
    together.snapshot()
    seen = together.see(READER, "clabsi")
    assert seen is not None and seen.starts == ()
    with engine.reading() as db:
        assert [len(row.centres) for row in db.exec(select(GoLive))] == [len(made)]
