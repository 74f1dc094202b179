"""A resource belongs to several areas, and may stand in another one's place"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RESOURCE = sa.table("resource", sa.column("id", sa.Integer), sa.column("area", sa.String), sa.column("areas", sa.JSON))


def upgrade() -> None:
    """Plain statements that SQLite and PostgreSQL both know: a table that others point at cannot be made anew."""
    op.execute("ALTER TABLE resource ADD COLUMN areas JSON DEFAULT '[]' NOT NULL")
    op.execute("ALTER TABLE resource ADD COLUMN supersedes INTEGER REFERENCES resource (id)")
    connection = op.get_bind()
    for id, area in connection.execute(sa.select(RESOURCE.c.id, RESOURCE.c.area).where(RESOURCE.c.area != "")).all():
        connection.execute(sa.update(RESOURCE).where(RESOURCE.c.id == id).values(areas=[area]))
    op.execute("ALTER TABLE resource DROP COLUMN area")
