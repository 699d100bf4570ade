"""Appointments in depth: weekly hours, time off."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Only new tables, and columns that whoever runs the release before need not fill."""
    weekly_hours()


def weekly_hours() -> None:
    """When advisers can be met each week, and when they are away; the days that follow from it."""
    op.create_table(
        "weekly_availability",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("adviser_id", sa.Uuid, nullable=False, index=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("weekday", sa.Text, nullable=False),
        sa.Column("begins", sa.Time, nullable=False),
        sa.Column("ends", sa.Time, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("channels", ARRAY(sa.Text), nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("until_on", sa.Date),
        sa.Column("opened_until", sa.Date),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "day_off",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("adviser_id", sa.Uuid, nullable=False),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("until_on", sa.Date, nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_day_off_adviser_id_until_on", "day_off", ["adviser_id", "until_on"])
    op.add_column("availability", sa.Column("hours_id", sa.Uuid, sa.ForeignKey("weekly_availability.id")))
    op.add_column("availability", sa.Column("on_day", sa.Date))
    op.add_column("availability", sa.Column("withdrawn_for", sa.Uuid, sa.ForeignKey("day_off.id")))
    op.create_unique_constraint("uq_availability_hours_id_on_day", "availability", ["hours_id", "on_day"])
