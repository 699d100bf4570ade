"""Data rights and documents: requests, erasures, restrictions, breaches, exports that two sign, files."""

import sqlalchemy as sa
from alembic import op

from services.casework.migrations import row_security

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ORGANISATION = "nullif(current_setting('workstead.org', true), '')::uuid"
SYSTEM = "current_setting('workstead.kind', true) = 'system'"
ABOUT_A_PERSON = (
    "access_request",
    "access_answer",
    "correction_request",
    "legal_hold",
    "erasure",
    "erasure_answer",
    "restriction",
    "emergency_reading",
    "document",
)
OF_AN_ORGANISATION = ("breach", "bulk_export")


def upgrade() -> None:
    """Make the tables, then the walls around them."""
    requests()
    erasures()
    restrictions()
    documents()
    of_the_organisation()
    for statement in walls():
        op.execute(statement)


def _id() -> sa.Column[sa.Uuid]:
    return sa.Column("id", sa.Uuid, primary_key=True)


def _whose() -> sa.Column[sa.Uuid]:
    person = sa.ForeignKey("participant.id")
    return sa.Column("participant_id", sa.Uuid, person, nullable=False, index=True)


def _at(name: str, needed: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not needed)


def _text(name: str, needed: bool = False) -> sa.Column[sa.Text]:
    return sa.Column(name, sa.Text, nullable=not needed)


def _by(name: str) -> tuple[sa.Column[sa.Uuid], sa.Column[sa.Text]]:
    return sa.Column(f"{name}_by", sa.Uuid), sa.Column(f"{name}_by_name", sa.Text)


def requests() -> None:
    """Copies that were asked for, what each service answered, and what is to be put right."""
    op.create_table(
        "access_request",
        _id(),
        _whose(),
        sa.Column("asked_on", sa.Date, nullable=False),
        _text("party", True),
        *_by("asked"),
        _at("recorded_at", True),
        sa.Column("extended_on", sa.Date),
        _text("extended_reason"),
        sa.Column("released_on", sa.Date),
        *_by("released"),
    )
    op.create_table(
        "access_answer",
        sa.Column("request_id", sa.Uuid, sa.ForeignKey("access_request.id"), primary_key=True),
        sa.Column("service", sa.Text, primary_key=True),
        _whose(),
        _at("answered_at", True),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("rows", sa.Integer),
        _text("held"),
    )
    op.create_table(
        "correction_request",
        _id(),
        _whose(),
        sa.Column("asked_on", sa.Date, nullable=False),
        _text("party", True),
        *_by("asked"),
        _at("recorded_at", True),
        _text("part", True),
        _text("wrong", True),
        _text("right", True),
        sa.Column("decided_on", sa.Date),
        *_by("decided"),
        _text("decision"),
        _text("reason"),
    )


def erasures() -> None:
    """What keeps a record, what is to go, and who has confirmed that it went."""
    op.create_table(
        "legal_hold",
        _id(),
        _whose(),
        _text("reason", True),
        sa.Column("placed_on", sa.Date, nullable=False),
        *_by("placed"),
        sa.Column("lifted_on", sa.Date),
        *_by("lifted"),
    )
    op.create_table(
        "erasure",
        _id(),
        _whose(),
        _text("reason", True),
        _at("prepared_at", True),
        *_by("prepared"),
        _text("forecast", True),
        sa.Column("done_on", sa.Date),
        *_by("done"),
        sa.Column("dropped_on", sa.Date),
        sa.Column("rest_due_on", sa.Date, index=True),
    )
    op.create_table(
        "erasure_answer",
        sa.Column("erasure_id", sa.Uuid, sa.ForeignKey("erasure.id"), primary_key=True),
        sa.Column("service", sa.Text, primary_key=True),
        _whose(),
        _at("confirmed_at", True),
    )
    waiting = sa.text("done_on is null and dropped_on is null")
    op.create_index(
        "uq_erasure_waiting", "erasure", ["participant_id"], unique=True, postgresql_where=waiting
    )


def restrictions() -> None:
    """Records that only some may open, and what was opened all the same."""
    op.create_table(
        "restriction",
        _id(),
        _whose(),
        _text("reason", True),
        sa.Column("placed_on", sa.Date, nullable=False),
        *_by("placed"),
        sa.Column("lifted_on", sa.Date),
        *_by("lifted"),
    )
    standing = sa.text("lifted_on is null")
    op.create_index(
        "uq_restriction_standing", "restriction", ["participant_id"], unique=True, postgresql_where=standing
    )
    op.create_table(
        "restriction_name",
        sa.Column("restriction_id", sa.Uuid, sa.ForeignKey("restriction.id"), primary_key=True),
        sa.Column("account_id", sa.Uuid, primary_key=True),
        _text("name"),
    )
    op.create_table(
        "emergency_reading",
        _id(),
        _whose(),
        sa.Column("account_id", sa.Uuid, nullable=False, index=True),
        _text("name"),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        _text("reason", True),
        _at("opened_at", True),
        _at("until_at", True),
        sa.Column("reviewed_on", sa.Date),
        *_by("reviewed"),
        _text("finding"),
        _text("note"),
    )


def documents() -> None:
    """Files, each edition encrypted as a whole."""
    op.create_table(
        "document",
        _id(),
        _whose(),
        _text("kind", True),
        _text("title", True),
        _at("recorded_at", True),
        sa.Column("withdrawn_on", sa.Date),
        *_by("withdrawn"),
    )
    op.create_table(
        "document_edition",
        _id(),
        sa.Column("document_id", sa.Uuid, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        _text("file_name", True),
        _text("media_type", True),
        sa.Column("size", sa.Integer, nullable=False),
        _text("digest", True),
        _text("content"),
        _text("scan", True),
        _at("scanned_at"),
        _text("finding"),
        _text("party", True),
        sa.Column("assisted", sa.Boolean, nullable=False),
        *_by("added"),
        _at("added_at", True),
        sa.UniqueConstraint("document_id", "number", name="uq_document_edition_document_id_number"),
    )
    op.create_index(
        "ix_document_edition_unseen",
        "document_edition",
        ["added_at"],
        postgresql_where=sa.text("scan in ('waiting', 'not-scanned')"),
    )


def of_the_organisation() -> None:
    """Breaches with their log, and exports of many that a second person has to allow."""
    op.create_table(
        "breach",
        _id(),
        sa.Column("organisation_id", sa.Uuid, nullable=False, index=True),
        _at("noticed_at", True),
        _text("what", True),
        sa.Column("people", sa.Integer),
        _text("risk", True),
        *_by("recorded"),
        _at("recorded_at", True),
        _at("reported_at"),
        _text("reported_reference"),
        _text("late_reason"),
        _at("people_told_at"),
        _at("closed_at"),
        _text("closed_reason"),
    )
    op.create_table(
        "breach_note",
        _id(),
        sa.Column("breach_id", sa.Uuid, sa.ForeignKey("breach.id"), nullable=False, index=True),
        _text("step", True),
        _text("words"),
        *_by("noted"),
        _at("noted_at", True),
    )
    op.create_table(
        "bulk_export",
        _id(),
        sa.Column("organisation_id", sa.Uuid, nullable=False, index=True),
        _text("what", True),
        _text("reason", True),
        *_by("asked"),
        _at("asked_at", True),
        _at("decided_at"),
        *_by("decided"),
        sa.Column("allowed", sa.Boolean),
        _at("until_at"),
        _at("fetched_at"),
        sa.Column("people", sa.Integer),
    )


def walls() -> list[str]:
    """Row-level security: on what is about a person, and on what is an organisation's own."""
    own = f"{SYSTEM} or organisation_id = {ORGANISATION}"
    return [
        *(statement for table in ABOUT_A_PERSON for statement in row_security.protect(table)),
        *row_security.protect_part("document_edition", "document_id", "document"),
        *row_security.protect_part("restriction_name", "restriction_id", "restriction"),
        *(line for table in OF_AN_ORGANISATION for line in _walled(table, own)),
        *row_security.protect_part("breach_note", "breach_id", "breach"),
    ]


def _walled(table: str, seen: str) -> list[str]:
    return [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy {table}_of_the_actor on {table} using ({seen}) with check ({seen})",
    ]
