"""Referrals between organisations: behind the service's own rules, each row is for those two alone."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

STATE = (
    "case when ended_on is not null then 'ended'"
    " when withdrawn_on is not null then 'withdrawn'"
    " when not_started_on is not null then 'not-started'"
    " when declined_on is not null then 'declined'"
    " when expired_on is not null then 'expired'"
    " when started_on is not null then 'started'"
    " when accepted_on is not null then 'accepted'"
    " when acknowledged_on is not null then 'acknowledged'"
    " else 'sent' end"
)
BETWEEN = """
    create policy referral_between on referral using (
        current_setting('workstead.kind', true) = 'system'
        or from_organisation_id::text = current_setting('workstead.org', true)
        or to_organisation_id::text = current_setting('workstead.org', true)
    )
"""


def upgrade() -> None:
    """Whom, to what, from whom, on what basis, and the dated facts."""
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("participant_id", sa.Uuid, nullable=False),
        sa.Column("offer_id", sa.Uuid, nullable=False),
        sa.Column("from_organisation_id", sa.Uuid, nullable=False),
        sa.Column("to_organisation_id", sa.Uuid, nullable=False),
        sa.Column("lawful_basis", sa.Text, nullable=False),
        sa.Column("override_reason", sa.Text),
        sa.Column("package", sa.Text),
        sa.Column("acknowledge_by", sa.Date, nullable=False),
        sa.Column("start_by", sa.Date, nullable=False),
        sa.Column("expire_after", sa.Date, nullable=False),
        sa.Column("sent_on", sa.Date, nullable=False),
        sa.Column("acknowledged_on", sa.Date),
        sa.Column("accepted_on", sa.Date),
        sa.Column("started_on", sa.Date),
        sa.Column("ended_on", sa.Date),
        sa.Column("declined_on", sa.Date),
        sa.Column("not_started_on", sa.Date),
        sa.Column("withdrawn_on", sa.Date),
        sa.Column("expired_on", sa.Date),
        sa.Column("reason", sa.Text),
        sa.Column("state", sa.Text, sa.Computed(STATE, persisted=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_referral"),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name="fk_referral_offer_id_offer"),
        sa.ForeignKeyConstraint(
            ["from_organisation_id"],
            ["organisation.id"],
            name="fk_referral_from_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["to_organisation_id"], ["organisation.id"], name="fk_referral_to_organisation_id_organisation"
        ),
    )
    for column in ("reference", "participant_id", "offer_id", "from_organisation_id", "to_organisation_id"):
        op.create_index(f"ix_referral_{column}", "referral", [column])
    op.create_index("ix_referral_state_expire_after", "referral", ["state", "expire_after"])
    op.create_index(
        "uq_referral_open",
        "referral",
        ["participant_id", "offer_id"],
        unique=True,
        postgresql_where=sa.text("state in ('sent', 'acknowledged', 'accepted', 'started')"),
    )
    op.create_table(
        "referral_step",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("referral_id", sa.Uuid, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid),
        sa.PrimaryKeyConstraint("id", name="pk_referral_step"),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_referral_step_referral_id_referral"
        ),
    )
    op.create_index("ix_referral_step_referral_id", "referral_step", ["referral_id"])
    op.execute("alter table referral enable row level security")
    op.execute("alter table referral force row level security")
    op.execute(BETWEEN)


def downgrade() -> None:
    """Without referrals."""
    op.drop_table("referral_step")
    op.drop_table("referral")
