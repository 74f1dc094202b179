"""Words become the stories and resources that hold them, by the database's own full-text search: FTS5 or PostgreSQL's.

The index is made from the table search_text and can be made again at any time, so it is not part of the migrations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from sqlalchemy import Connection, text
from sqlmodel import Session, select

from mist_dash.store.tables_learning import SearchText

SearchKind = Literal["story", "resource", "public"]
MOST_WORDS = 12
_SQLITE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(
        title, body, content='search_text', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER IF NOT EXISTS search_added AFTER INSERT ON search_text BEGIN
        INSERT INTO search_index(rowid, title, body) VALUES (new.id, new.title, new.body); END""",
    """CREATE TRIGGER IF NOT EXISTS search_gone AFTER DELETE ON search_text BEGIN
        INSERT INTO search_index(search_index, rowid, title, body)
        VALUES ('delete', old.id, old.title, old.body); END""",
    """CREATE TRIGGER IF NOT EXISTS search_changed AFTER UPDATE ON search_text BEGIN
        INSERT INTO search_index(search_index, rowid, title, body)
        VALUES ('delete', old.id, old.title, old.body);
        INSERT INTO search_index(rowid, title, body) VALUES (new.id, new.title, new.body); END""",
)
_POSTGRES = (
    """CREATE INDEX IF NOT EXISTS search_index ON search_text
        USING gin (to_tsvector('english', title || ' ' || body))""",
)
_FIND_SQLITE = "SELECT kind, item_id FROM search_text WHERE id IN (SELECT rowid FROM search_index(:asked))"
_FIND_POSTGRES = """SELECT kind, item_id FROM search_text
    WHERE to_tsvector('english', title || ' ' || body) @@ to_tsquery('english', :asked)"""


def prepare(connection: Connection) -> None:
    """Makes the index where there is none yet."""
    for statement in _POSTGRES if connection.dialect.name == "postgresql" else _SQLITE:
        connection.execute(text(statement))


def keep(db: Session, kind: SearchKind, id: int, title: str, body: Iterable[str]) -> None:
    """Writes down the words by which this story or resource is found, in place of those before."""
    row = db.exec(select(SearchText).where(SearchText.kind == kind, SearchText.item_id == id)).first()
    row = row or SearchText(kind=kind, item_id=id, title="", body="")
    # PostgreSQL takes no NUL in a text; nobody searches for one.
    row.title, row.body = title, "\n".join(filter(None, body)).replace("\0", " ")
    db.add(row)
    db.flush()


def drop(db: Session, kind: SearchKind, id: int) -> None:
    for row in db.exec(select(SearchText).where(SearchText.kind == kind, SearchText.item_id == id)):
        db.delete(row)


def find(db: Session, words: str) -> frozenset[tuple[str, int]] | None:
    """(kind, id) of all that hold every word, or words that begin so; None when nothing was asked.

    Only letters and digits reach the search, each word quoted: no text of a person is ever part of its syntax.
    """
    asked = re.findall(r"[^\W_]+", words)[:MOST_WORDS]
    if not asked:
        return None
    postgres = db.get_bind().dialect.name == "postgresql"
    query = " & ".join(f"'{word}':*" for word in asked) if postgres else " ".join(f'"{word}"*' for word in asked)
    rows = db.execute(text(_FIND_POSTGRES if postgres else _FIND_SQLITE), {"asked": query})
    return frozenset((kind, id) for kind, id in rows)
