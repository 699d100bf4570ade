"""Work: spells, programmes, milestones, what is claimed for them, and the ledger."""

import sqlalchemy as sa
from alembic import op

from services.casework.migrations import row_security

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, then the walls around them, and the lock on the ledger."""
    spells()
    attachments()
    claims()
    ledger()
    for statement in walls():
        op.execute(statement)


def spells() -> None:
    """Work and benefit, with every account that was given of them."""
    op.create_table(
        "spell",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("started_on", sa.Date, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("employer", sa.Text),
        sa.Column("job_title", sa.Text),
        sa.Column("hours_per_week", sa.Text),
        sa.Column("benefit", sa.Text),
        sa.Column("evidence", sa.Text),
        sa.Column("voided", sa.Boolean, nullable=False),
        sa.CheckConstraint("started_on <= ended_on", name="ck_spell_days"),
    )
    op.create_table(
        "spell_change",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("spell_id", sa.Uuid, sa.ForeignKey("spell.id"), nullable=False, index=True),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("started_on", sa.Date, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("by", sa.Uuid),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text),
    )


def attachments() -> None:
    """Attachments to programmes, milestones, and when each person's are to be worked out next."""
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("programme", sa.Text, nullable=False),
        sa.Column("payment_group", sa.Text, nullable=False),
        sa.Column("attached_on", sa.Date, nullable=False),
        sa.Column("tariff", sa.Text, nullable=False),
        sa.Column("recorded_by", sa.Uuid),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "attachment_change",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("attachment_id", sa.Uuid, sa.ForeignKey("attachment.id"), nullable=False, index=True),
        sa.Column("attached_on", sa.Date, nullable=False),
        sa.Column("payment_group", sa.Text, nullable=False),
        sa.Column("by", sa.Uuid),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False),
        sa.Column("weeks", sa.Integer, nullable=False),
        sa.Column("reached_on", sa.Date, nullable=False),
        sa.Column("withdrawn_on", sa.Date),
    )
    op.create_index(
        "uq_milestone_standing",
        "milestone",
        ["participant_id", "weeks"],
        unique=True,
        postgresql_where=sa.text("withdrawn_on is null"),
    )
    op.create_table(
        "derivation",
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), primary_key=True),
        sa.Column("due_on", sa.Date, index=True),
    )


def claims() -> None:
    """Claims; two that stand for the same fee are refused."""
    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("attachment_id", sa.Uuid, sa.ForeignKey("attachment.id"), nullable=False),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("tariff", sa.Text, nullable=False),
        sa.Column("payment_group", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("began_on", sa.Date, nullable=False),
        sa.Column("reached_on", sa.Date, nullable=False),
        sa.Column("claimable_on", sa.Date, nullable=False),
        sa.Column("amount_pence", sa.Integer, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("claimed_on", sa.Date),
        sa.Column("validated_on", sa.Date),
        sa.Column("validated_by", sa.Uuid),
        sa.Column("paid_on", sa.Date),
        sa.Column("paid_by", sa.Uuid),
        sa.Column("rejected_on", sa.Date),
        sa.Column("rejected_by", sa.Uuid),
        sa.Column("rejected_reason", sa.Text),
        sa.Column("reversed_on", sa.Date),
        sa.Column("reversed_because", sa.Text),
        sa.CheckConstraint("amount_pence > 0", name="ck_claim_amount"),
    )
    op.create_index(
        "uq_claim_standing",
        "claim",
        ["attachment_id", "kind", "number"],
        unique=True,
        postgresql_where=sa.text("reversed_on is null"),
    )
    op.create_index(
        "ix_claim_organisation_id_claimable_on", "claim", ["organisation_id", "claimable_on", "id"]
    )


def ledger() -> None:
    """Rows are added, and neither changed nor removed by anybody."""
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("claim_id", sa.Uuid, sa.ForeignKey("claim.id"), nullable=False, index=True),
        sa.Column("participant_id", sa.Uuid, nullable=False, index=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("debit", sa.Text, nullable=False),
        sa.Column("credit", sa.Text, nullable=False),
        sa.Column("amount_pence", sa.Integer, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_by", sa.Uuid),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_pence > 0", name="ck_ledger_entry_amount"),
        sa.CheckConstraint("debit <> credit", name="ck_ledger_entry_accounts"),
    )
    op.create_index(
        "ix_ledger_entry_organisation_id_occurred_on",
        "ledger_entry",
        ["organisation_id", "occurred_on", "id"],
    )
    op.execute(
        "create function ledger_only_grows() returns trigger language plpgsql as"
        " $$ begin raise exception 'the ledger only grows'; end $$"
    )
    op.execute(
        "create trigger ledger_only_grows before update or delete or truncate on ledger_entry"
        " for each statement execute function ledger_only_grows()"
    )


def walls() -> list[str]:
    """Row-level security on everything that is about a person."""
    about_a_person = ("spell", "attachment", "milestone", "derivation", "claim", "ledger_entry")
    return [
        *(statement for table in about_a_person for statement in row_security.protect(table)),
        *row_security.protect_part("spell_change", "spell_id", "spell"),
        *row_security.protect_part("attachment_change", "attachment_id", "attachment"),
    ]
