"""In how many queues an inbox is."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """What the table is for stands in `chassis.messaging.tables`."""
    op.create_table(
        "inbox_partitions",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "since", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.clock_timestamp()
        ),
        sa.PrimaryKeyConstraint("consumer", "number", name="pk_inbox_partitions"),
    )


def downgrade() -> None:
    """It goes."""
    op.drop_table("inbox_partitions")
