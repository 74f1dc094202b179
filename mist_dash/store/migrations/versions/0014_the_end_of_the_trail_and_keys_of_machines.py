"""A note of where the audit trail ends, and keys with which hospitals' own systems send"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_end",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("last", sa.String(), nullable=False),
    )
    op.execute(
        "INSERT INTO audit_end (id, entries, last) SELECT 1, (SELECT count(*) FROM audit), "
        "coalesce((SELECT hash FROM audit ORDER BY id DESC LIMIT 1), '" + "0" * 64 + "')"
    )
    op.create_table(
        "machine_key",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token_hash", sa.String(), nullable=False, unique=True),
        sa.Column("centre_id", sa.Integer(), sa.ForeignKey("centre.id"), nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("made", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("used", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    )
    op.create_index("ix_machine_key_centre_id", "machine_key", ["centre_id"])
    op.create_index("ix_machine_key_by_id", "machine_key", ["by_id"])
