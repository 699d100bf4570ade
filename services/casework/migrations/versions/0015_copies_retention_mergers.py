"""What is left out of a copy, records that nobody has touched, and the account that a merger closes."""

import sqlalchemy as sa
from alembic import op

from services.casework.migrations import row_security

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what whoever runs the release before need not fill, then the wall."""
    redactions()
    untouched()
    op.add_column("merger", sa.Column("closed_account_id", sa.Uuid))
    op.add_column("merger", sa.Column("account_reopened_on", sa.Date))
    for statement in row_security.protect("redaction"):
        op.execute(statement)
    op.execute(row_security.look_up_person("redaction", "redaction_of_the_actor", "participant_id"))


def redactions() -> None:
    """Which entry of which copy the person does not get, and for which reason."""
    op.create_table(
        "redaction",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("request_id", sa.Uuid, sa.ForeignKey("access_request.id"), nullable=False),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("service", "table_name", "row_key", "field", "reason")
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid, nullable=False),
        sa.Column("decided_by_name", sa.Text),
        sa.UniqueConstraint(
            "request_id", "service", "table_name", "row_key", "field", name="uq_redaction_request_id_entry"
        ),
    )


def untouched() -> None:
    """Erasures that the calendar proposed: since when nobody has touched the record, and what is due."""
    op.add_column("erasure", sa.Column("untouched_since", sa.Date))
    op.add_column("erasure", sa.Column("kinds", sa.ARRAY(sa.Text)))
    op.create_index(
        "ix_erasure_untouched",
        "erasure",
        ["participant_id"],
        postgresql_where=sa.text("untouched_since is not null"),
    )
