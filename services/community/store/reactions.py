"""Reactions: one row for each member's sign."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Table, Text, Uuid, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.community.domain.reactions import Reaction
from services.community.store.base import mapper, metadata

reaction = Table(
    "reaction",
    metadata,
    Column("content_id", Uuid, primary_key=True),
    Column("member_id", ForeignKey("member.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
)

mapper.map_imperatively(Reaction, reaction)


@dataclass(frozen=True)
class Count:
    """How many gave one kind of sign, and whether the reader is among them."""

    kind: str
    count: int
    mine: bool


def add(session: Session, given: Reaction) -> None:
    """Give a sign; giving it twice changes nothing."""
    row = {"content_id": given.content_id, "member_id": given.member_id, "kind": given.kind}
    session.execute(insert(reaction).values(**row).on_conflict_do_nothing())


def remove(session: Session, given: Reaction) -> None:
    """Take a sign back."""
    session.execute(
        delete(reaction).where(
            reaction.c.content_id == given.content_id,
            reaction.c.member_id == given.member_id,
            reaction.c.kind == given.kind,
        )
    )


def counts(session: Session, contents: Collection[UUID], reader: UUID | None) -> dict[UUID, list[Count]]:
    """The signs on each of these, in a stable order."""
    mine = func.coalesce(func.bool_or(reaction.c.member_id == reader), False)
    chosen = (
        select(reaction.c.content_id, reaction.c.kind, func.count(), mine)
        .where(reaction.c.content_id.in_(contents))
        .group_by(reaction.c.content_id, reaction.c.kind)
        .order_by(reaction.c.kind)
    )
    found: dict[UUID, list[Count]] = {}
    for content_id, kind, count, own in session.execute(chosen):
        found.setdefault(content_id, []).append(Count(kind, count, own))
    return found
