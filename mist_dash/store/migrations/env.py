"""How alembic finds the tables. Run through `mist_dash.store.engine.upgrade`, or `make migration`."""

from alembic import context

# Their tables join those of Table.
from mist_dash.store import tables_learning, tables_meeting, tables_people, tables_voices  # noqa: F401
from mist_dash.store.tables import Table

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Table.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
