"""Which record was merged into which, and the facts that went over with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.errors import Conflict
from services.casework.domain.mergers import Merger
from services.casework.domain.participants import RECEIVER
from services.casework.store import merging_apart
from services.casework.store.appointments import ONE_PLACE
from services.casework.store.attachments import attachment
from services.casework.store.base import mapper, metadata
from services.casework.store.claims import claim
from services.casework.store.columns import secret, secret_json
from services.casework.store.participants import participant, participant_party
from services.casework.store.plans import plan

STAYS = {
    "participant_party": "who provides for either record stays so; a receiver goes with its referral",
    "viewing_grant": "goes over, unless the person has said something of the same viewer in the survivor",
    "group_place": "goes over; of two in one session to come one is given up before",
    "transfer": "goes over, unless it is open and another one is open for the survivor",
    "ledger_entry": "the ledger only grows",
    "forecast_fee": "follows from spells, and is worked out anew for both",
    "milestone": "follows from spells, and is derived anew for both",
    "recommendation": "follows from circumstances, and is made anew for both",
    "attachment": "goes over alone, with its claims, unless the survivor's own counts for the same time",
    "claim": "goes with its attachment",
    "plan": "goes over behind the survivor's own versions",
}
"""Tables about a person whose rows do not simply go over, and why."""

merger = Table(
    "merger",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("merged_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("survivor_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("reason", secret, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("filled", secret_json, nullable=False),
    Column("undone_on", Date),
    Column("undone_at", utc),
    Column("undone_by", Uuid),
    Column("closed_account_id", Uuid),
    Column("account_reopened_on", Date),
    Index("uq_merger_standing", "merged_id", unique=True, postgresql_where=text("undone_at is null")),
)

merger_row = Table(
    "merger_row",
    metadata,
    Column("merger_id", Uuid, ForeignKey("merger.id"), primary_key=True),
    Column("table_name", Text, primary_key=True),
    Column("row_id", Uuid, primary_key=True),
    Column("version_was", Integer, comment="The number that a version of a plan had before."),
)

mapper.map_imperatively(Merger, merger)


@cache
def goes_over() -> tuple[Table, ...]:
    """Tables about a person whose rows go over as they are: each row has an id, and none is the only one."""
    return tuple(each for each in metadata.tables.values() if each.name not in STAYS and _is_free(each))


def move(session: Session, made: Merger, attachments: Sequence[UUID]) -> None:
    """Every fact of the merged record goes over, these attachments among them; which ones is written down."""
    for table in goes_over():
        _move(session, made, table)
    for table in merging_apart.APART:
        _move(session, made, table, merging_apart.goes(table, made))
    _move(session, made, attachment, attachment.c.id.in_(attachments))
    _move(session, made, claim, claim.c.attachment_id.in_(attachments))
    _move(session, made, participant_party, participant_party.c.capacity == RECEIVER)
    _move_plans(session, made)
    session.expire_all()


def move_back(session: Session, made: Merger) -> None:
    """What went over comes back; what the survivor recorded since stays there."""
    for table in (*goes_over(), *merging_apart.APART, attachment, claim, participant_party, plan):
        theirs = (merger_row.c.merger_id == made.id, merger_row.c.table_name == table.name)
        gone = select(merger_row.c.row_id).where(*theirs)
        values: dict[str, object] = {"participant_id": made.merged_id}
        if table is plan:
            was = select(merger_row.c.version_was).where(*theirs, merger_row.c.row_id == plan.c.id)
            values["version"] = was.scalar_subquery()
        session.execute(
            update(table)
            .where(table.c.id.in_(gone), table.c.participant_id == made.survivor_id)
            .values(values)
            .execution_options(synchronize_session=False)
        )
    session.expire_all()


def standing(session: Session, merger_id: UUID, seen: ColumnElement[bool]) -> Merger | None:
    """One merger, held."""
    return session.scalar(select(Merger).where(merger.c.id == merger_id, seen).with_for_update())


def about(participant_id: UUID) -> Select[Merger]:
    """Mergers of which a record is either part."""
    return select(Merger).where(
        or_(merger.c.merged_id == participant_id, merger.c.survivor_id == participant_id)
    )


def gone_into(session: Session, participant_id: UUID) -> list[UUID]:
    """The records that were merged into this one, and those that had been merged into them."""
    found: list[UUID] = []
    following = [participant_id]
    while following:
        into = select(participant.c.id).where(participant.c.merged_into.in_(following))
        following = list(session.scalars(into.order_by(participant.c.id)))
        found += following
    return found


@contextmanager
def meetings_apart(session: Session) -> Iterator[None]:
    """The database refuses two meetings of one person at one time: say so, and which way out there is."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError as error:
        if ONE_PLACE not in str(error.orig):
            raise
        detail = "Both records have an appointment at the same time. Cancel one of them first."
        raise Conflict("meetings-clash", detail) from None


def survivor_of(session: Session, participant_id: UUID) -> UUID:
    """Under which record somebody is kept now: their own, or the one into which it was merged."""
    following = participant_id
    while (into := session.scalar(_into(following))) is not None:
        following = into
    return following


def _into(participant_id: UUID) -> Select[UUID | None]:
    return select(participant.c.merged_into).where(participant.c.id == participant_id)


def _is_free(table: Table) -> bool:
    if "participant_id" not in table.c or [column.name for column in table.primary_key] != ["id"]:
        return False
    return not any("participant_id" in [column.name for column in columns] for columns in _only_ones(table))


def _only_ones(table: Table) -> Iterator[Sequence[Column[object]]]:
    yield from ([*each.columns] for each in table.indexes if each.unique)
    yield from ([*each.columns] for each in table.constraints if isinstance(each, UniqueConstraint))


def _move(session: Session, made: Merger, table: Table, *which: ColumnElement[bool]) -> None:
    moved = (
        update(table)
        .where(table.c.participant_id == made.merged_id, *which)
        .values(participant_id=made.survivor_id)
        .returning(table.c.id)
        .execution_options(synchronize_session=False)
    )
    _note(session, made, table, [{"row_id": id} for id in session.scalars(moved)])


def _move_plans(session: Session, made: Merger) -> None:
    """Behind the survivor's own: the latest that goes over has the number before the survivor's first."""
    first = session.scalar(select(func.min(plan.c.version)).where(plan.c.participant_id == made.survivor_id))
    mine = plan.c.participant_id == made.merged_id
    versions = session.execute(select(plan.c.id, plan.c.version).where(mine)).all()
    latest = max((row.version for row in versions), default=0)
    down = 0 if first is None else latest - min(first, 1) + 1
    session.execute(
        update(plan)
        .where(mine)
        .values(participant_id=made.survivor_id, version=plan.c.version - down)
        .execution_options(synchronize_session=False)
    )
    _note(session, made, plan, [{"row_id": row.id, "version_was": row.version} for row in versions])


def _note(session: Session, made: Merger, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        named = {"merger_id": made.id, "table_name": table.name, "version_was": None}
        session.execute(insert(merger_row), [named | row for row in rows])
