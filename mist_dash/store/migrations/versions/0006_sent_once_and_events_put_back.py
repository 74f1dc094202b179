"""What was sent twice is kept once, and what was done to an event by hand can be taken back"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """`event` is pointed at by others, so its table gets a column by a plain statement; nothing points at `event_change`."""
    op.create_table(
        "submission",
        sa.Column("fingerprint", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
    )
    op.create_index("ix_submission_item_id", "submission", ["item_id"])
    op.execute("ALTER TABLE event ADD COLUMN removed BOOLEAN DEFAULT FALSE NOT NULL")
    with op.batch_alter_table("event_change") as change:
        change.alter_column("upload_id", existing_type=sa.Integer(), nullable=True)
        change.add_column(sa.Column("event_id", sa.Integer(), nullable=True))
        change.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        change.add_column(sa.Column("at", sa.DateTime(), nullable=True))
        change.add_column(sa.Column("undoes", sa.Integer(), nullable=True))
        change.create_foreign_key("event_change_event", "event", ["event_id"], ["id"])
        change.create_foreign_key("event_change_person", "person", ["person_id"], ["id"])
        change.create_foreign_key("event_change_undoes", "event_change", ["undoes"], ["id"])
        change.create_index("ix_event_change_event_id", ["event_id"])
