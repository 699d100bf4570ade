"""Assisted use: who lent a participant a hand with a step of a plan, an answer or an application."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns that whoever runs the release before need not fill."""
    for table in ("plan_step", "recommendation_answer", "application_stage"):
        op.add_column(table, sa.Column("helper", sa.Text))
    assisted = sa.Column("assisted", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("application_stage", assisted)
