"""Appointments in depth: weekly hours, time off, groups, earlier times, absences, travel, feeds."""

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
    earlier_times()
    moved()
    absences()
    travel()
    calendars()
    for table in ("group_place", "earlier_wish", "slot_offer", "follow_up", "journey"):
        for statement in row_security.protect(table):
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


def earlier_times() -> None:
    """Who would come earlier, what they are offered, and which times are kept or have become free."""
    op.create_table(
        "earlier_wish",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("appointment_id", sa.Uuid, sa.ForeignKey("appointment.id"), nullable=False),
        sa.Column("adviser_id", sa.Uuid, nullable=False),
        sa.Column("channels", ARRAY(sa.Text), nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("asked_by_id", sa.Uuid, nullable=False),
        sa.Column("assisted", sa.Boolean, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("end_reason", sa.Text),
    )
    standing = sa.text("ended_at is null")
    op.create_index(
        "uq_earlier_wish_standing", "earlier_wish", ["appointment_id"], unique=True, postgresql_where=standing
    )
    op.create_index("ix_earlier_wish_adviser_id_asked_at", "earlier_wish", ["adviser_id", "asked_at"])
    op.create_table(
        "slot_offer",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("wish_id", sa.Uuid, sa.ForeignKey("earlier_wish.id"), nullable=False, index=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("slot_id", sa.Uuid, sa.ForeignKey("slot.id"), nullable=False),
        sa.Column("appointment_id", sa.Uuid, nullable=False),
        *_times(),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answer", sa.Text),
    )
    open_ones = sa.text("answered_at is null")
    op.create_index("uq_slot_offer_open", "slot_offer", ["slot_id"], unique=True, postgresql_where=open_ones)
    op.create_table(
        "slot_hold",
        sa.Column("slot_id", sa.Uuid, sa.ForeignKey("slot.id"), primary_key=True),
        sa.Column("offer_id", sa.Uuid, nullable=False),
        sa.Column("adviser_id", sa.Uuid, nullable=False),
        *_times(),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_slot_hold_adviser_id_starts_at", "slot_hold", ["adviser_id", "starts_at"])
    op.create_table(
        "freed_slot",
        sa.Column("slot_id", sa.Uuid, sa.ForeignKey("slot.id"), primary_key=True),
        sa.Column("freed_at", sa.DateTime(timezone=True), nullable=False),
    )


def moved() -> None:
    """Who asked to move an appointment, and why."""
    op.add_column("appointment", sa.Column("rearranged_by", sa.Text))
    op.add_column("appointment", sa.Column("rearranged_reason", sa.Text))


def absences() -> None:
    """With whom an adviser should have a word, for they did not come."""
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("adviser_id", sa.Uuid),
        sa.Column("rules_version", sa.Text, nullable=False),
        sa.Column("absences", ARRAY(sa.Uuid), nullable=False),
        sa.Column("raised_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by", sa.Uuid),
        sa.Column("closed_by_name", sa.Text),
        sa.Column("outcome", sa.Text),
        sa.Column("note", sa.Text),
    )
    open_ones = sa.text("closed_at is null")
    op.create_index("ix_follow_up_open", "follow_up", ["due_on", "id"], postgresql_where=open_ones)


def travel() -> None:
    """How long the way takes, as people say, and what a meeting saves of it."""
    op.create_table(
        "journey",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("stated_by", sa.Text, nullable=False),
        sa.Column("stated_by_id", sa.Uuid, nullable=False),
        sa.Column("assisted", sa.Boolean, nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_journey_participant_id_stated_at", "journey", ["participant_id", "stated_at"])
    op.add_column("appointment", sa.Column("travel_saved_minutes", sa.Integer))


def calendars() -> None:
    """Secret addresses for calendar programs; of a secret nothing is kept but a keyed hash of its digest."""
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("participant_id", sa.Uuid),
        sa.Column("digest_index", sa.Text, nullable=False),
        sa.Column("discreet", sa.Boolean, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("digest_index", name="uq_calendar_feed_digest_index"),
        comment="Ids alone. An address has to be found before anybody knows whose it is,"
        " so no wall stands before it.",
    )
    on = sa.text("revoked_at is null")
    op.create_index("ix_calendar_feed_account_id", "calendar_feed", ["account_id"], postgresql_where=on)


def _times() -> list[sa.Column[object]]:
    return [
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
    ]
