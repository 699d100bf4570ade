"""Signing in and out, and knowing who comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, outerjoin, select, update
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.policy import found
from chassis.store.database import Database
from gateway.actions.proof import prove
from gateway.domain.accounts import Account, Held, Known
from gateway.domain.addresses import normal
from gateway.domain.errors import DomainError
from gateway.domain.sessions import NOTED_EACH, SignIn, hashed, limits, new_token
from gateway.store import accounts, sessions
from gateway.store.accounts import account, membership
from gateway.store.organisations import organisation
from gateway.store.sessions import sign_in as sign_in_table

KNOWN = (
    select(
        sign_in_table.c.id.label("session_id"),
        sign_in_table.c.started_at,
        sign_in_table.c.seen_at,
        sign_in_table.c.organisation_id.label("acting"),
        account.c.id.label("account_id"),
        account.c.name,
        account.c.email,
        account.c.person_id,
        membership.c.organisation_id,
        membership.c.role,
        organisation.c.name.label("organisation"),
    )
    .select_from(
        outerjoin(
            sign_in_table.join(account, account.c.id == sign_in_table.c.account_id).join(
                membership, membership.c.account_id == account.c.id
            ),
            organisation,
            organisation.c.id == membership.c.organisation_id,
        )
    )
    .where(and_(sign_in_table.c.token_hash == bindparam("token_hash"), sign_in_table.c.ended_at.is_(None)))
    .order_by(membership.c.since, membership.c.organisation_id)
)
"""All that a request needs to know of its maker, in one statement."""


@dataclass(frozen=True)
class Started:
    """A new session: the token goes to its holder and is kept nowhere."""

    token: str
    account: Account
    organisation_id: UUID | None


def sign_in(
    database: Database,
    email: str,
    password: str,
    address: str,
    organisation_id: UUID | None = None,
    *,
    shared: bool = False,
) -> Started:
    """Somebody proves who they are and begins to act for an organisation of theirs.

    `shared`: on a computer that others use, where a session is short.
    """
    account_id = prove(database, _as_known(email), password, address)
    with database.transaction() as session:
        who = found(accounts.by_id(session, account_id, for_update=True))
        acting = who.choose(organisation_id)
        outbox.record(session, *who.sign_in(acting, clock.today()))
        return begin(session, who, acting, shared=shared)


def begin(session: Session, who: Account, organisation_id: UUID | None, *, shared: bool = False) -> Started:
    """A fresh session with a fresh token: one that was known before the sign-in is worth nothing after it."""
    token, at = new_token(shared=shared), clock.real_now()
    session.add(SignIn(new_id(), hashed(token), who.id, organisation_id, at, at))
    return Started(token, who, organisation_id)


def recognise(session: Session, token: str) -> Known | None:
    """Whoever holds this token, if it is still good. Its last use is noted once a minute."""
    rows = session.execute(KNOWN, {"token_hash": hashed(token)}).all()
    if not rows:
        return None
    at, first = clock.real_now(), rows[0]
    idle, absolute = limits(token)
    if at >= first.seen_at + idle or at >= first.started_at + absolute:
        return None
    if at - first.seen_at >= NOTED_EACH:
        _note(session, first.session_id, at)
    return _known(rows)


def choose_organisation(session: Session, known: Known, organisation_id: UUID | None) -> None:
    """Act for another organisation from now on, in this session."""
    who = found(accounts.by_id(session, known.account_id))
    found(sessions.by_id(session, known.session_id)).organisation_id = who.choose(organisation_id)


def renew(session: Session, known: Known, *, shared: bool = False) -> str:
    """The session goes on under another token, for what may be done in it has changed; the old one is no
    good.
    """
    token = new_token(shared=shared)
    found(sessions.by_id(session, known.session_id)).token_hash = hashed(token)
    return token


def sign_out(session: Session, known: Known) -> None:
    """End this session."""
    found(sessions.by_id(session, known.session_id)).end(clock.real_now())


def sign_out_everywhere(session: Session, account_id: UUID) -> int:
    """End every session of the account, this one too; how many there were."""
    return sessions.end_all(session, account_id, clock.real_now())


def actor_of(known: Known, correlation_id: str | None) -> Actor:
    """Whoever is signed in, as services are told. A program has the integrator's role and is a client."""
    roles = known.acting.roles
    return Actor(
        kind="client" if roles == {"integrator"} else "person",
        id=known.account_id,
        org=known.organisation_id,
        roles=roles,
        person_id=known.person_id if "participant" in roles else None,
        name=known.name,
        correlation_id=correlation_id,
    )


def _note(session: Session, session_id: UUID, at: datetime) -> None:
    """Unless another request has just done so."""
    stale = sign_in_table.c.seen_at < at - NOTED_EACH + timedelta(seconds=1)
    session.execute(update(sign_in_table).where(sign_in_table.c.id == session_id, stale).values(seen_at=at))


def _known(rows: Sequence[Any]) -> Known:
    first = rows[0]
    held: dict[UUID | None, tuple[str, set[str]]] = {}
    for row in rows:
        held.setdefault(row.organisation_id, (row.organisation or "", set()))[1].add(row.role)
    return Known(
        session_id=first.session_id,
        account_id=first.account_id,
        name=first.name,
        email=first.email,
        person_id=first.person_id,
        organisation_id=first.acting,
        held=tuple(Held(id, name, frozenset(roles)) for id, (name, roles) in held.items()),
    )


def _as_known(email: str) -> str:
    """What cannot be an address is looked for as it is, and not found: the answer stays the same."""
    try:
        return normal(email)
    except DomainError:
        return email[:254].casefold()
