"""Payment by results in full: pay, contracts, evidence of claims, and what is expected to be claimed."""

import sqlalchemy as sa
from alembic import op

from services.casework.migrations import row_security

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, loosen what only held for people, then the walls."""
    payslips()
    contracts()
    claims()
    ledger()
    forecast_fees()
    for statement in walls():
        op.execute(statement)


def payslips() -> None:
    """What people were paid in their jobs."""
    op.create_table(
        "payslip",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("spell_id", sa.Uuid, sa.ForeignKey("spell.id"), nullable=False),
        sa.Column("paid_on", sa.Date, nullable=False),
        sa.Column("amount_pence", sa.Text),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("recorded_by", sa.Uuid),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_reason", sa.Text),
    )
    op.create_index(
        "uq_payslip_standing",
        "payslip",
        ["spell_id", "paid_on"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )


def contracts() -> None:
    """What an organisation is paid for a programme besides what each person brings."""
    op.create_table(
        "contract",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("programme", sa.Text, nullable=False),
        sa.Column("tariff", sa.Text, nullable=False),
        sa.Column("begins_on", sa.Date, nullable=False),
        sa.Column("value_pence", sa.BigInteger, nullable=False),
        sa.Column("cohort_volume", sa.Integer),
        sa.Column("recorded_by", sa.Uuid),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("organisation_id", "programme", name="uq_contract_programme"),
        sa.CheckConstraint("value_pence >= 0 and cohort_volume >= 0", name="ck_contract_numbers"),
    )
    op.create_table(
        "contract_change",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("contract_id", sa.Uuid, sa.ForeignKey("contract.id"), nullable=False, index=True),
        sa.Column("begins_on", sa.Date, nullable=False),
        sa.Column("value_pence", sa.BigInteger, nullable=False),
        sa.Column("cohort_volume", sa.Integer),
        sa.Column("by", sa.Uuid),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )


def claims() -> None:
    """Evidence of a claim; and claims that stand on a contract, and are for nobody in particular."""
    op.add_column("claim", sa.Column("contract_id", sa.Uuid, sa.ForeignKey("contract.id")))
    op.add_column("claim", sa.Column("evidence", sa.Text))
    op.add_column("claim", sa.Column("evidenced_on", sa.Date))
    op.add_column("claim", sa.Column("evidenced_by", sa.Uuid))
    op.add_column("claim", sa.Column("repaid_on", sa.Date))
    op.add_column("claim", sa.Column("repaid_by", sa.Uuid))
    op.alter_column("claim", "attachment_id", nullable=True)
    op.alter_column("claim", "participant_id", nullable=True)
    op.create_check_constraint(
        "ck_claim_ground",
        "claim",
        "(attachment_id is null) = (participant_id is null)"
        " and (attachment_id is null) <> (contract_id is null)",
    )
    op.create_index(
        "uq_claim_of_contract",
        "claim",
        ["contract_id", "kind", "number"],
        unique=True,
        postgresql_where=sa.text("reversed_on is null"),
    )


def ledger() -> None:
    """Each kind of row moves its amount between its own two accounts, and between no others."""
    op.alter_column("ledger_entry", "participant_id", nullable=True)
    op.create_check_constraint(
        "ck_ledger_entry_posting",
        "ledger_entry",
        "(what, debit, credit) in (('claimed', 'claims-outstanding', 'fees-earned'),"
        " ('paid', 'payments-received', 'claims-outstanding'),"
        " ('rejected', 'fees-earned', 'claims-outstanding'),"
        " ('reversed', 'fees-earned', 'claims-outstanding'),"
        " ('clawed-back', 'fees-earned', 'owed-back'),"
        " ('repaid', 'owed-back', 'payments-received'))",
    )


def forecast_fees() -> None:
    """What will be claimed if things go on as they are; worked out at once for whoever is on a programme."""
    op.create_table(
        "forecast_fee",
        sa.Column("attachment_id", sa.Uuid, sa.ForeignKey("attachment.id"), primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("tariff", sa.Text, nullable=False),
        sa.Column("claimable_on", sa.Date, nullable=False),
        sa.Column("amount_pence", sa.Integer, nullable=False),
    )
    op.create_index(
        "ix_forecast_fee_organisation_id_claimable_on", "forecast_fee", ["organisation_id", "claimable_on"]
    )
    op.execute("select set_config('workstead.kind', 'system', true)")
    op.execute(
        "update derivation set due_on = current_date"
        " where participant_id in (select attachment.participant_id from attachment)"
    )
    op.execute("select set_config('workstead.kind', '', true)")


def walls() -> list[str]:
    """Row-level security: pay and expectations with the person, contracts with the organisation."""
    return [
        *row_security.protect("payslip"),
        *row_security.protect("forecast_fee"),
        *row_security.protect_of_organisation("contract"),
        *row_security.protect_part("contract_change", "contract_id", "contract"),
        *row_security.also_without_person("claim"),
        *row_security.also_without_person("ledger_entry"),
    ]
