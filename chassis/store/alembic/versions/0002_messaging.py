"""Events out and events in: outbox and log, inbox and streams, what is parked, and who is to be forgotten."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

UTC = sa.DateTime(timezone=True)
JSONB = postgresql.JSONB()


def _said() -> list[sa.Column[object]]:
    """What the outbox and the log both hold of an event."""
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("aggregate_type", sa.Text(), nullable=False),
        sa.Column("aggregate_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.Column("payload", JSONB, nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("correlation_id", sa.Text()),
        sa.Column("causation_id", sa.Text()),
        sa.Column("traceparent", sa.Text()),
        sa.Column("recorded_at", UTC, nullable=False),
        sa.Column("created_at", UTC, nullable=False, server_default=sa.func.now()),
    ]


def upgrade() -> None:
    """What each table is for stands in `chassis.messaging.tables`."""
    _out()
    _in()


def _out() -> None:
    """Tables for events on their way out."""
    op.create_table(
        "outbox",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *_said(),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("next_try_at", UTC),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
        sa.UniqueConstraint(
            "aggregate_type",
            "aggregate_id",
            "sequence",
            name="uq_outbox_aggregate_type_aggregate_id_sequence",
        ),
    )
    op.create_index(
        "ix_outbox_next_try_at",
        "outbox",
        ["next_try_at"],
        postgresql_where=sa.text("next_try_at is not null"),
    )
    op.create_index(
        "ix_outbox_person_id", "outbox", ["person_id"], postgresql_where=sa.text("person_id is not null")
    )
    op.create_table(
        "event_log",
        sa.Column("published_at", UTC, nullable=False, server_default=sa.func.now()),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        *_said(),
        sa.Column("unroutable_at", UTC),
        sa.PrimaryKeyConstraint("published_at", "seq", name="pk_event_log"),
        postgresql_partition_by="RANGE (published_at)",
    )
    op.create_index(
        "ix_event_log_person_id",
        "event_log",
        ["person_id"],
        postgresql_where=sa.text("person_id is not null"),
    )
    op.create_index("ix_event_log_seq", "event_log", ["seq"])
    op.create_index(
        "ix_event_log_unroutable_at",
        "event_log",
        ["unroutable_at"],
        postgresql_where=sa.text("unroutable_at is not null"),
    )
    op.create_table(
        "aggregate_version",
        sa.Column("aggregate_type", sa.Text(), nullable=False),
        sa.Column("aggregate_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("aggregate_type", "aggregate_id", name="pk_aggregate_version"),
    )
    op.create_table(
        "relay_mark",
        sa.Column("producer", sa.Text(), nullable=False),
        sa.Column("quiet_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("producer", name="pk_relay_mark"),
    )
    op.create_table(
        "replay_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("patterns", JSONB, nullable=False),
        sa.Column("requested_at", UTC, nullable=False, server_default=sa.func.now()),
        sa.Column("last_seq", sa.BigInteger()),
        sa.Column("upto_seq", sa.BigInteger()),
        sa.Column("events", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("sent_at", UTC),
        sa.Column("done_at", UTC),
        sa.PrimaryKeyConstraint("id", name="pk_replay_request"),
    )


def _in() -> None:
    """Tables for events that come in."""
    op.create_table(
        "inbox",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("received_at", UTC, nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("consumer", "source", "id", "run", name="pk_inbox"),
    )
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"], postgresql_using="brin")
    op.create_table(
        "projection_run",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("started_at", UTC, nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("consumer", name="pk_projection_run"),
    )
    op.create_table(
        "stream_position",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "source", "stream", "subject", name="pk_stream_position"),
    )
    op.create_table(
        "parked_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text()),
        sa.Column("subject", sa.Uuid()),
        sa.Column("sequence", sa.BigInteger()),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("envelope", JSONB),
        sa.Column("unreadable", sa.Text()),
        sa.Column("runs", JSONB, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("parked_at", UTC, nullable=False, server_default=sa.func.now()),
        sa.Column("last_try_at", UTC, nullable=False, server_default=sa.func.now()),
        sa.Column("next_try_at", UTC),
        sa.Column("discarded_at", UTC),
        sa.Column("discarded_because", sa.Text()),
        sa.Column("discarded_by", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_parked_event"),
    )
    op.create_index("ix_parked_event_next_try_at", "parked_event", ["consumer", "next_try_at"])
    op.create_index(
        "ix_parked_event_person_id",
        "parked_event",
        ["person_id"],
        postgresql_where=sa.text("person_id is not null"),
    )
    op.create_index("ix_parked_event_subject", "parked_event", ["consumer", "source", "subject"])
    op.create_table(
        "erased_person",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", UTC, nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("person_id", name="pk_erased_person"),
    )


def downgrade() -> None:
    """All go."""
    for table in (
        "erased_person",
        "parked_event",
        "stream_position",
        "projection_run",
        "inbox",
        "replay_request",
        "relay_mark",
        "aggregate_version",
        "event_log",
        "outbox",
    ):
        op.drop_table(table)
