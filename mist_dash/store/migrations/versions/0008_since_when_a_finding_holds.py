"""Since which month a finding holds, in place of for how many. What was found before is asked anew: it was often chance"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What a centre decided of an improvement stays; a long quiet time has got the kind it is called by."""
    with op.batch_alter_table("signal") as signal:
        signal.add_column(sa.Column("since", sa.String(), nullable=False, server_default=""))
        signal.drop_column("span")
    op.execute("UPDATE signal SET holds = FALSE")
    op.execute("UPDATE signal SET kind = 'quiet' WHERE kind = 'strong'")
