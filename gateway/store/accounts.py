"""Accounts and the roles that they hold. An email address is encrypted; it is found by its blind index."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Column, Date, ForeignKey, Select, String, Table, Text, UniqueConstraint, Uuid, select
from sqlalchemy.orm import Session, relationship

from chassis.store.base import utc
from chassis.store.columns import EncryptedText, blind_index
from gateway.domain.accounts import Account, Membership
from gateway.store.base import SERVICE, mapper, metadata

account = Table(
    "account",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", EncryptedText(SERVICE), nullable=False),
    Column("email", EncryptedText(SERVICE), nullable=False),
    Column("email_index", String(64), nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("person_id", Uuid, nullable=True, unique=True),
    Column("last_signed_in_on", Date, nullable=True),
    Column("created_at", utc, nullable=False),
    Column("work_messages", String(10), nullable=True),
)

membership = Table(
    "membership",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("account_id", Uuid, ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("organisation_id", Uuid, nullable=True, index=True),
    Column("role", String(40), nullable=False),
    Column("since", Date, nullable=False),
    UniqueConstraint("account_id", "organisation_id", "role", postgresql_nulls_not_distinct=True),
)

mapper.map_imperatively(Membership, membership)
mapper.map_imperatively(
    Account,
    account,
    properties={
        "memberships": relationship(
            Membership, lazy="selectin", cascade="all, delete-orphan", order_by=membership.c.since
        )
    },
)


def add(session: Session, new: Account) -> None:
    """Keep a new account; one for an address that has one already is refused by the database."""
    new.email_index = index_of(new.email)  # type: ignore[attr-defined]  # a column that the domain need not know
    session.add(new)
    session.flush()


def by_id(session: Session, account_id: UUID, *, for_update: bool = False) -> Account | None:
    """The account of that id."""
    return session.get(Account, account_id, with_for_update=for_update or None)


def by_email(session: Session, email: str, *, for_update: bool = False) -> Account | None:
    """The account of that address in its one form."""
    found = select(Account).where(account.c.email_index == index_of(email))
    return session.scalars(found.with_for_update(of=account) if for_update else found).one_or_none()


def password_of(session: Session, email: str) -> tuple[UUID | None, str | None]:
    """The account of that address and what is kept of its password, in one statement; Nones without one."""
    found = select(account.c.id, account.c.password_hash).where(account.c.email_index == index_of(email))
    row = session.execute(found).one_or_none()
    return (row.id, row.password_hash) if row else (None, None)


def by_person(session: Session, person_id: UUID) -> Account | None:
    """The account that is that person's own."""
    return session.scalars(select(Account).where(account.c.person_id == person_id)).one_or_none()


def working_for(organisation_id: UUID | None, roles: Sequence[str]) -> Select[Account]:
    """Who holds any of these roles, in one organisation or (None) in any."""
    holders = select(membership.c.account_id).where(membership.c.role.in_(roles))
    if organisation_id is not None:
        holders = holders.where(membership.c.organisation_id == organisation_id)
    return select(Account).where(account.c.id.in_(holders))


def any_with(session: Session, role: str) -> bool:
    """Whether anybody holds that role."""
    return session.scalar(select(membership.c.id).where(membership.c.role == role).limit(1)) is not None


def index_of(email: str) -> str:
    """By what an address is found."""
    return blind_index(SERVICE, email)
