"""People are invited, choose their own passwords, and have an e-mail address that the digest uses too"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("email", sa.String(), nullable=False, server_default=""))
    op.add_column("person", sa.Column("once", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("sign_in", sa.Column("browser", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE person SET email = (SELECT address FROM digest_reader WHERE person_id = person.id)"
        " WHERE id IN (SELECT person_id FROM digest_reader)"
    )
    op.drop_column("digest_reader", "address")
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token_hash", sa.String(), nullable=False, unique=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("made", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("centre_id", sa.Integer(), sa.ForeignKey("centre.id")),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("ended", sqlmodel.sql.sqltypes.UTCDateTime()),
        sa.Column("why", sa.String(), nullable=False),
    )
    for column in ("by_id", "person_id", "centre_id"):
        op.create_index(f"ix_one_time_link_{column}", "one_time_link", [column])
