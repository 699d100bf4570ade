"""People, their circumstances, what is recommended to them, what they agreed to, plans, referrals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from services.casework.migrations import row_security

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, then the walls around them."""
    copies_of_others()
    people()
    circumstances()
    recommendations()
    plans()
    referrals()
    for statement in walls():
        op.execute(statement)


def copies_of_others() -> None:
    """What other services told us: names of organisations and staff, offers."""
    said = ("organisation_name", "title", "category", "summary", "how_it_helps")
    chosen = ("barriers", "delivery", "languages", "accessibility")
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
    )
    op.create_table(
        "staff",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Uuid, index=True),
        sa.Column("name", sa.Text),
        sa.Column("roles", ARRAY(sa.Text), nullable=False),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Uuid),
        *(sa.Column(name, sa.Text, nullable=False) for name in said),
        *(sa.Column(name, ARRAY(sa.Text), nullable=False) for name in chosen),
        sa.Column("free_places", sa.Integer, nullable=False),
        sa.Column("price_pence", sa.Integer, nullable=False),
        sa.Column("town", sa.Text),
        sa.Column("postcode", sa.Text),
        sa.Column("withdrawn_on", sa.Date),
    )
    op.create_index("ix_offer_barriers", "offer", ["barriers"], postgresql_using="gin")


def people() -> None:
    """Participants; name, card, date of birth, number and needs are encrypted."""
    op.create_table(
        "participant",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("reference", sa.Text, nullable=False, index=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False, index=True),
        sa.Column("full_name", sa.Text, nullable=False),
        sa.Column("called", sa.Text, nullable=False),
        sa.Column("card", sa.Text, nullable=False),
        sa.Column("date_of_birth", sa.Text),
        sa.Column("date_of_birth_index", sa.Text, index=True),
        sa.Column("national_insurance_number", sa.Text),
        sa.Column("national_insurance_index", sa.Text),
        sa.Column("accessibility_needs", sa.Text, nullable=False),
        sa.Column("heard_of", sa.Text, nullable=False),
        sa.Column("campaign", sa.Text),
        sa.Column("out_of_work_since", sa.Date),
        sa.Column("registered_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("adviser_id", sa.Uuid, index=True),
        sa.Column("allocated_on", sa.Date),
        sa.Column("account_id", sa.Uuid),
        sa.Column("linked_on", sa.Date),
        _unique("participant", "national_insurance_index"),
    )
    op.create_index("ix_participant_registered_on_id", "participant", ["registered_on", "id"])
    op.create_table(
        "participant_party",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("capacity", sa.Text, nullable=False),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("until_on", sa.Date),
        sa.Column("referral_id", sa.Uuid),
        _unique("participant_party", "referral_id"),
    )
    op.create_index(
        "ix_participant_party_organisation_id_capacity",
        "participant_party",
        ["organisation_id", "capacity", "participant_id"],
    )
    op.create_table(
        "participant_name_word",
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), primary_key=True),
        sa.Column("word", sa.Text, primary_key=True, index=True),
        comment="Keyed hashes of the words of a name, so that a person can be found by a word of it.",
    )
    op.create_table(
        "lawful_basis",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("article", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("until_on", sa.Date),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        *_recorded(),
        sa.Column("evidence", sa.Text),
    )


def circumstances() -> None:
    """What was told, encrypted, and the barriers that follow from it."""
    op.create_table(
        "circumstance",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        *_recorded(),
    )
    op.create_index(
        "ix_circumstance_participant_id_occurred_on_id",
        "circumstance",
        ["participant_id", "occurred_on", "id"],
    )
    op.create_table(
        "barrier",
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), primary_key=True),
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("from_on", sa.Date, primary_key=True),
        sa.Column("until_on", sa.Date),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("rules_version", sa.Text, nullable=False),
    )
    op.create_index(
        "ix_barrier_standing",
        "barrier",
        ["code", "participant_id"],
        postgresql_where=sa.text("until_on is null"),
    )


def recommendations() -> None:
    """What was suggested, with encrypted reasons, and what was answered."""
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("offer_id", sa.Uuid),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("points", sa.Text, nullable=False),
        sa.Column("rules_version", sa.Text, nullable=False),
        sa.Column("made_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_on", sa.Date),
    )
    op.create_index(
        "uq_recommendation_standing",
        "recommendation",
        ["participant_id", "kind", "target"],
        unique=True,
        postgresql_where=sa.text("withdrawn_on is null"),
    )
    op.create_table(
        "recommendation_answer",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column(
            "recommendation_id", sa.Uuid, sa.ForeignKey("recommendation.id"), nullable=False, index=True
        ),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("occurred_on", sa.Date, nullable=False),
        *_recorded(),
    )
    op.create_table(
        "recommendation_review",
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), primary_key=True),
        sa.Column("reviewed_on", sa.Date),
        sa.Column("is_due", sa.Boolean, nullable=False),
        comment="Whose recommendations are to be made anew: circumstances, offers or the day changed.",
    )
    op.create_index(
        "ix_recommendation_review_due",
        "recommendation_review",
        ["participant_id"],
        postgresql_where=sa.text("is_due"),
    )


def plans() -> None:
    """Versions of plans, what is to be done, and the steps by which a version came to where it stands."""
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("aim", sa.Text),
        _unique("plan", "participant_id", "version"),
    )
    op.create_table(
        "plan_action",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plan.id"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("towards_kind", sa.Text, nullable=False),
        sa.Column("towards", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("completed_on", sa.Date),
        sa.Column("completed_by", sa.Uuid),
        sa.Column("completed_assisted", sa.Boolean, nullable=False),
        sa.Column("completion_note", sa.Text),
    )
    op.create_table(
        "plan_step",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plan.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        *_recorded(),
        sa.Column("reason", sa.Text),
        _unique("plan_step", "plan_id", "number"),
    )


def referrals() -> None:
    """Referrals as the marketplace tells of them; the reason why one ended is encrypted."""
    dates = ("due", "sent", "acknowledged", "accepted", "started", "declined", "not_started")
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, nullable=False, index=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("reference", sa.Text),
        sa.Column("from_organisation_id", sa.Uuid),
        sa.Column("to_organisation_id", sa.Uuid),
        sa.Column("offer_id", sa.Uuid),
        *(sa.Column(f"{name}_on", sa.Date) for name in (*dates, "withdrawn", "expired", "ended")),
        sa.Column("reason", sa.Text),
    )


def walls() -> list[str]:
    """Row-level security on everything that is about a person."""
    people = ("participant_name_word", "lawful_basis", "consent", "circumstance", "barrier")
    plans = ("recommendation", "plan", "referral")
    return [
        *row_security.protect_parties("participant_party"),
        *row_security.protect_record("participant"),
        *(statement for table in (*people, *plans) for statement in row_security.protect(table)),
        *row_security.protect_part("recommendation_answer", "recommendation_id", "recommendation"),
        *row_security.protect_part("plan_action", "plan_id", "plan"),
        *row_security.protect_part("plan_step", "plan_id", "plan"),
    ]


def _recorded() -> list[sa.Column[object]]:
    return [
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("assisted", sa.Boolean, nullable=False),
    ]


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")
