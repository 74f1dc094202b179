"""Tries to sign in are counted, and a session that ended says why"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guess",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    )
    for column in ("account", "address", "at"):
        op.create_index(f"ix_guess_{column}", "guess", [column])
    op.add_column("sign_in", sa.Column("why", sa.String(), nullable=False, server_default=""))
