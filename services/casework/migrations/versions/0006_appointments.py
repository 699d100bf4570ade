"""Appointments in depth: weekly hours, time off, group sessions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from services.casework.migrations import row_security

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Only new tables, and columns that whoever runs the release before need not fill."""
    weekly_hours()
    groups()
    for statement in row_security.protect("group_place"):
        op.execute(statement)


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


def groups() -> None:
    """Sessions, and who has a place in them. A session takes the time of whoever holds it, as meetings do."""
    op.execute("alter table engagement drop constraint engagement_appointment_id_fkey")
    op.execute("comment on column engagement.appointment_id is 'Of an appointment, or of a group session.'")
    op.create_table(
        "group_session",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("led_by", sa.Uuid, nullable=False),
        sa.Column("led_by_name", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("taken", sa.Integer, nullable=False),
        sa.Column("waiting", sa.Integer, nullable=False),
        sa.Column("opened_by", sa.Uuid, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.Column("cancelled_reason", sa.Text),
        sa.CheckConstraint("taken between 0 and capacity and waiting >= 0", name="ck_group_session_places"),
    )
    op.create_index(
        "ix_group_session_organisation_id_starts_at", "group_session", ["organisation_id", "starts_at"]
    )
    op.create_table(
        "group_place",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("session_id", sa.Uuid, sa.ForeignKey("group_session.id"), nullable=False, index=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("asked_by_id", sa.Uuid, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assisted", sa.Boolean, nullable=False),
        sa.Column("walked_in", sa.Boolean, nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True)),
        sa.Column("given_up_at", sa.DateTime(timezone=True)),
        sa.Column("given_up_by", sa.Text),
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.Column("attendance", sa.Text),
        sa.Column("acceptability", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("marked_by", sa.Uuid),
        sa.Column("marked_at", sa.DateTime(timezone=True)),
        sa.Column("contact_id", sa.Uuid, sa.ForeignKey("contact.id")),
    )
    op.create_index(
        "uq_group_place_standing",
        "group_place",
        ["session_id", "participant_id"],
        unique=True,
        postgresql_where=sa.text("given_up_at is null and cancelled_at is null"),
    )
