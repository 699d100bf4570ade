"""Books, and the ticks of a timer."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "book",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("copies", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_book"),
        sa.UniqueConstraint("title", name="uq_book_title"),
    )
    op.create_table(
        "tick", sa.Column("id", sa.Uuid, nullable=False), sa.PrimaryKeyConstraint("id", name="pk_tick")
    )
