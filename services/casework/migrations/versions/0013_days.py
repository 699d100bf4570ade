"""An adviser's day: attendance put right, sessions that repeat, files as evidence in a plan."""

import sqlalchemy as sa
from alembic import op

from services.casework.migrations import row_security

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what whoever runs the release before need not fill, then the walls."""
    former_attendance()
    op.add_column("attendance", sa.Column("because", sa.Text))
    op.add_column("group_place", sa.Column("because", sa.Text))
    op.add_column("follow_up", sa.Column("withdrawn_at", sa.DateTime(timezone=True)))
    op.add_column("contact", sa.Column("taken_back_at", sa.DateTime(timezone=True)))
    op.add_column("group_session", sa.Column("series_id", sa.Uuid))
    op.add_column("plan_action_step", sa.Column("document_id", sa.Uuid))
    for statement in row_security.protect("former_attendance"):
        op.execute(statement)
    wall = ("former_attendance", "former_attendance_of_the_actor", "participant_id")
    op.execute(row_security.look_up_person(*wall))


def former_attendance() -> None:
    """What was said first of somebody's coming, and was wrong."""
    op.create_table(
        "former_attendance",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("about_id", sa.Uuid, nullable=False, index=True),
        sa.Column("attendance", sa.Text, nullable=False),
        sa.Column("acceptability", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("recorded_by", sa.Uuid),
        sa.Column("recorded_at", sa.DateTime(timezone=True)),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("corrected_by", sa.Uuid, nullable=False),
        sa.Column("corrected_by_name", sa.Text),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
    )
