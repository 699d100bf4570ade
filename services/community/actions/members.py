"""Joining the community, and who somebody is there."""

from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.policy import found, require
from chassis.problems import Forbidden
from chassis.store.holdings import Rows
from services.community.actions import guarding
from services.community.domain.errors import Conflict
from services.community.domain.members import Member, kind_of, name_key
from services.community.policy import Reader
from services.community.store import holdings, members


def join(session: Session, actor: Actor, name: str, *, pseudonym: bool) -> Member:
    """Take part under a name of one's own choice. One account is one member."""
    kind = kind_of(actor.roles)
    require(kind is not None and actor.id is not None, "The community is for those who take part in it.")
    assert kind is not None
    assert actor.id is not None
    guarding.check(name=name)
    if members.of_subject(session, actor.id) is not None:
        raise Conflict("already-a-member", "You have joined already.")
    if members.is_taken(session, name_key(name)):
        advice = {"name": ["Choose another name: somebody goes by this one already."]}
        raise Conflict("name-taken", "This name is taken.", advice)
    member = Member(
        id=new_id(), subject=actor.id, name=name, pseudonym=pseudonym, kind=kind, joined_on=clock.today()
    )
    session.add(member)
    outbox.record(session, *member.joined())
    return member


def me(session: Session, actor: Actor) -> Member:
    """The member that the actor is."""
    return found(members.of_subject(session, actor.id), "You have not joined the community yet.")


def forget(session: Session, subject: UUID) -> None:
    """Nobody can tell any more who this member was, not the gateway either. What was written here stays."""
    if (member := members.of_subject(session, subject)) is not None:
        member.leave(new_id())


def copy(session: Session, actor: Actor) -> Rows:
    """Everything that the community holds about the actor."""
    return holdings.held(session, me(session, actor).id)


def reader(session: Session, actor: Actor) -> Reader:
    """The actor as somebody who reads; they need not have joined."""
    return Reader(actor, members.of_subject(session, actor.id) if actor.id else None)


def writer(reader: Reader) -> Member:
    """The member who writes: nobody writes without a name."""
    if reader.member is None:
        raise Forbidden(
            "Join the community first: choose the name that others will see.", code="not-a-member"
        )
    return reader.member
