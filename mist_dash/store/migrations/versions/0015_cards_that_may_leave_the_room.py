"""Whether a card of a meeting may stand in the minutes that people take along"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("room_card", sa.Column("leaves_room", sa.Boolean(), nullable=False, server_default=sa.false()))
