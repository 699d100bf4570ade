"""When the last backup was complete."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """What the table is for stands in `chassis.store.tables`."""
    op.create_table(
        "backup_mark",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("at", name="pk_backup_mark"),
        comment="When the last backup of this database was complete.",
    )


def downgrade() -> None:
    """It goes."""
    op.drop_table("backup_mark")
