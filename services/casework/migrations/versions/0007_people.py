"""People: search, duplicates, circumstances over time."""

import sqlalchemy as sa
from alembic import op

from services.casework.migrations import row_security

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, then the walls around them."""
    search()


def search() -> None:
    """Keys by which a misspelt name is found; what the release before writes is found by a timer."""
    op.create_table(
        "participant_name_key",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), primary_key=True, index=True),
        comment="Keyed hashes of spellings, beginnings and sounds of names: a misspelt name is found.",
    )
    findable_as = sa.Column("findable_as", sa.Integer, nullable=False, server_default="0")
    op.add_column("participant", findable_as)
    op.create_index("ix_participant_findable_as", "participant", ["findable_as"])
    _wall(*row_security.protect("participant_name_key"))


def _wall(*statements: str) -> None:
    for statement in statements:
        op.execute(statement)
