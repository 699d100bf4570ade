"""What people tell before there is a record, encrypted whole, found again by a code that only they have."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Select,
    Table,
    Text,
    Uuid,
    delete,
    insert,
    select,
    text,
    true,
)
from sqlalchemy.orm import Session

from chassis.actor import Actor
from chassis.store.base import utc
from chassis.store.columns import blind_index
from services.casework.domain.joining import KEPT_FOR, JoiningRequest
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import SERVICE, secret, secret_json
from services.casework.store.organisations import organisation
from services.casework.store.staff import staff

joining_request = Table(
    "joining_request",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("origin", Text, nullable=False),
    Column("begun_at", utc, nullable=False),
    Column("changed_at", utc, nullable=False),
    Column("begun_by", Uuid),
    Column("referral_id", Uuid),
    Column("answers", secret_json, nullable=False),
    Column("sent_at", utc),
    Column("settled_at", utc),
    Column("settled_by", Uuid),
    Column("outcome", Text),
    Column("record_id", Uuid),
    Column("reason", secret),
    Column("code_index", Text),
    Index("uq_joining_request_code_index", "code_index", unique=True),
    Index(
        "ix_joining_request_open",
        "organisation_id",
        "begun_at",
        "id",
        postgresql_where=text("settled_at is null"),
    ),
)

TOLD = tuple(column.name for column in joining_request.c if column.name != "code_index")

mapper.map_imperatively(JoiningRequest, joining_request, exclude_properties=["code_index"])


def add(session: Session, begun: JoiningRequest, code: str | None) -> None:
    """Keep it; of the code only a keyed hash."""
    told = {name: getattr(begun, name) for name in TOLD}
    row = told | {"code_index": None if code is None else _index(code)}
    session.execute(insert(joining_request).values(row))


def by_code(session: Session, code: str) -> JoiningRequest | None:
    """What was begun under this code, held."""
    query = select(JoiningRequest).where(joining_request.c.code_index == _index(code))
    return session.scalar(query.with_for_update())


def find(session: Session, seen: ColumnElement[bool], id: UUID) -> JoiningRequest | None:
    """One of those that may be seen, held."""
    return session.scalar(select(JoiningRequest).where(joining_request.c.id == id, seen).with_for_update())


def of_organisation(actor: Actor) -> ColumnElement[bool]:
    """Those of the organisation for which somebody acts."""
    return joining_request.c.organisation_id == actor.org if actor.kind != "system" else true()


def waiting(seen: ColumnElement[bool], account_id: UUID | None) -> Select[JoiningRequest]:
    """Those that were sent and nobody has settled; and those that this adviser has begun."""
    mine = joining_request.c.sent_at.is_not(None) | (joining_request.c.begun_by == account_id)
    return select(JoiningRequest).where(seen, joining_request.c.settled_at.is_(None), mine)


def forget_old(session: Session, now: datetime) -> int:
    """What nobody has gone on with is forgotten; answers how many."""
    old = (joining_request.c.sent_at.is_(None), joining_request.c.settled_at.is_(None))
    gone = delete(joining_request).where(*old, joining_request.c.changed_at < now - KEPT_FOR)
    return len(session.execute(gone.returning(joining_request.c.id)).all())


def organisations_with_advisers(session: Session) -> list[tuple[UUID, str]]:
    """Those that somebody can ask to join: the name is known to everybody, and there is an adviser."""
    advisers = select(staff.c.organisation_id).where(staff.c.roles.contains(["adviser"]))
    query = select(organisation.c.id, organisation.c.name).where(organisation.c.id.in_(advisers))
    return [(row.id, row.name) for row in session.execute(query.order_by(organisation.c.name))]


def _index(code: str) -> str:
    return blind_index(SERVICE, f"joining:{''.join(code.split()).replace('-', '').upper()}")
