"""A note of where the audit trail ends"""

import sqlalchemy as sa
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
