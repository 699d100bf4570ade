"""What people said to having their details passed on, as casework tells."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """The latest word of each person; without one, the sender's own ground is all there is."""
    op.create_table(
        "referral_consent",
        sa.Column("participant_id", sa.Uuid, nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("participant_id", name="pk_referral_consent"),
    )


def downgrade() -> None:
    """Without what they said."""
    op.drop_table("referral_consent")
