"""Offered time, appointments, contacts, calls, and job search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from services.casework.migrations import row_security

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, then the walls around them."""
    op.execute("create extension if not exists btree_gist")
    offered_time()
    appointments()
    contacts()
    job_search()
    for statement in walls():
        op.execute(statement)


def offered_time() -> None:
    """When advisers can be met; an adviser offers the same time once."""
    op.create_table(
        "availability",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("adviser_id", sa.Uuid, nullable=False),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        *_times(),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("channels", ARRAY(sa.Text), nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
    )
    op.execute(_no_two_at_once("availability", "adviser_id", "withdrawn_at is null"))
    op.create_table(
        "slot",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("availability_id", sa.Uuid, sa.ForeignKey("availability.id"), nullable=False, index=True),
        sa.Column("adviser_id", sa.Uuid, nullable=False),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        *_times(),
        sa.Column("channels", ARRAY(sa.Text), nullable=False),
        sa.Column("place", sa.Text),
    )
    op.create_index("ix_slot_adviser_id_starts_at", "slot", ["adviser_id", "starts_at"])
    op.create_index("ix_slot_organisation_id_starts_at", "slot", ["organisation_id", "starts_at"])


def appointments() -> None:
    """Meetings; nobody is in two at once. Place, purpose and reasons are encrypted."""
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("adviser_id", sa.Uuid, nullable=False),
        *_times(),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("purpose", sa.Text),
        sa.Column("with_whom", sa.Text),
        sa.Column("booked_by", sa.Text, nullable=False),
        sa.Column("booked_by_id", sa.Uuid, nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assisted", sa.Boolean, nullable=False),
        sa.Column("supersedes", sa.Uuid, sa.ForeignKey("appointment.id")),
        sa.Column("rearranged_at", sa.DateTime(timezone=True)),
        sa.Column("replacement_id", sa.Uuid),
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.Column("cancelled_by", sa.Text),
        sa.Column("cancelled_reason", sa.Text),
        sa.CheckConstraint("starts_at < ends_at", name="ck_appointment_times"),
        sa.UniqueConstraint("supersedes", name="uq_appointment_supersedes"),
    )
    stands = "cancelled_at is null and rearranged_at is null"
    op.execute(_no_two_at_once("appointment", "participant_id", stands))
    op.create_index("ix_appointment_participant_id_starts_at", "appointment", ["participant_id", "starts_at"])
    op.create_index("ix_appointment_adviser_id_starts_at", "appointment", ["adviser_id", "starts_at"])
    op.create_table(
        "attendance",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("appointment_id", sa.Uuid, sa.ForeignKey("appointment.id"), nullable=False),
        sa.Column("attendance", sa.Text, nullable=False),
        sa.Column("acceptability", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("appointment_id", name="uq_attendance_appointment_id"),
    )
    op.create_table(
        "engagement",
        sa.Column("appointment_id", sa.Uuid, sa.ForeignKey("appointment.id"), primary_key=True),
        sa.Column("adviser_id", sa.Uuid, nullable=False),
        *_times(),
        comment="An adviser's time that is taken, and not with whom: so that anybody can see what is free.",
    )
    op.execute(_no_two_at_once("engagement", "adviser_id"))


def contacts() -> None:
    """The call list, contacts on every channel, and messages as notify tells of them."""
    op.create_table(
        "call",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, nullable=False, index=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("about", sa.Uuid),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("script", sa.Text),
        sa.Column("needed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("contact_id", sa.Uuid),
    )
    op.create_index("ix_call_open", "call", ["due_on", "id"], postgresql_where=sa.text("closed_at is null"))
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("summary", sa.Text),
        sa.Column("assisted", sa.Boolean, nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("recorded_by_name", sa.Text),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("call_id", sa.Uuid, sa.ForeignKey("call.id")),
        sa.Column("appointment_id", sa.Uuid, sa.ForeignKey("appointment.id")),
        sa.UniqueConstraint("call_id", name="uq_contact_call_id"),
    )
    op.create_index("ix_contact_participant_id_occurred_at", "contact", ["participant_id", "occurred_at"])
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("channel", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("about", sa.Uuid),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_message_participant_id_at", "message", ["participant_id", "at"])


def job_search() -> None:
    """Applications, encrypted but for their stage; and who may see them."""
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("employer", sa.Text, nullable=False),
        sa.Column("vacancy", sa.Text),
        sa.Column("notes", sa.Text),
    )
    op.create_table(
        "application_stage",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("application_id", "number", name="uq_application_stage_application_id_number"),
    )
    op.create_table(
        "viewing_grant",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("viewer_id", sa.Uuid, nullable=False),
        sa.Column("opens", sa.Text, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
    )
    op.create_index(
        "uq_viewing_grant_holding",
        "viewing_grant",
        ["participant_id", "viewer_id", "opens"],
        unique=True,
        postgresql_where=sa.text("revoked_at is null"),
    )


def walls() -> list[str]:
    """Row-level security on everything that is about a person."""
    about_a_person = ("appointment", "call", "contact", "message", "application", "viewing_grant")
    return [
        *(statement for table in about_a_person for statement in row_security.protect(table)),
        *row_security.protect_part("attendance", "appointment_id", "appointment"),
        *row_security.protect_part("application_stage", "application_id", "application"),
    ]


def _times() -> list[sa.Column[object]]:
    return [
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _no_two_at_once(table: str, whose: str, where: str = "true") -> str:
    return (
        f"alter table {table} add constraint ex_{table}_{whose} exclude using gist"
        f" ({whose} with =, tstzrange(starts_at, ends_at) with &&) where ({where})"
    )
