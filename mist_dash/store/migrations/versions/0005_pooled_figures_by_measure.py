"""Pooled figures are known by their measure, lines of one centre go, and one data version stands for many

What was published stays as it was: years keep their figures and their centres. Lines around a go-live, one for each
unnamed centre, are taken away for good; their centres stay noted, so that they are never added up in another form.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def kept() -> list[sa.Column]:
    """The columns of a published year that were there before."""
    return [
        *(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False) for name in ("theme", "measure", "area")),
        sa.Column("year", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("made", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("centres", sa.JSON()),
        sa.Column("improved", sa.Integer()),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("largest", sa.Float(), nullable=False),
        sa.Column("periods", sa.JSON()),
    ]


def upgrade() -> None:
    """The table of years is made anew, because its key changes and nothing points at it."""
    connection = op.get_bind()
    before = sa.Table("pooled_year", sa.MetaData(), sa.Column("id", sa.Integer()), *kept())
    known = connection.execute(sa.select(*list(before.c)[1:]).order_by(before.c.id)).mappings().all()
    op.drop_table("pooled_year")
    made = op.create_table(
        "pooled_year",
        sa.Column("id", sa.Integer(), primary_key=True),
        *kept(),
        sa.Column("made_of", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.UniqueConstraint("theme", "measure", "area", "year"),
    )
    op.bulk_insert(made, [{**row, "made_of": ""} for row in known])
    for column in ("measure VARCHAR DEFAULT '' NOT NULL", "made_of VARCHAR DEFAULT '' NOT NULL"):
        op.execute(f"ALTER TABLE go_live ADD COLUMN {column}")
    op.execute("ALTER TABLE go_live ADD COLUMN largest FLOAT DEFAULT 0 NOT NULL")
    op.execute("ALTER TABLE go_live ADD COLUMN sums JSON DEFAULT '[]'")
    op.execute("ALTER TABLE go_live DROP COLUMN lines")
    op.execute("DELETE FROM setting WHERE key LIKE 'mark.%' OR key LIKE 'together.%'")
