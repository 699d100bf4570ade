"""Which organisation controls a person's record, as casework tells."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The read model; without an organisation, nobody may refer the person."""
    op.create_table(
        "known_person",
        sa.Column("participant_id", sa.Uuid, nullable=False),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("participant_id", name="pk_known_person"),
    )


def downgrade() -> None:
    """Without the read model."""
    op.drop_table("known_person")
