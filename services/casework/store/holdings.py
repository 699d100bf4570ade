"""Everything that casework holds about one person: for the copy they may ask for, and for their erasure."""

from datetime import date, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, union_all, update
from sqlalchemy.orm import Session

from chassis.messaging.tables import event_log, outbox
from chassis.store.columns import EncryptedJSON, EncryptedText
from chassis.store.holdings import Holding, Holdings
from services.casework.domain.contact import ContactCard
from services.casework.domain.retention import Fate
from services.casework.store.base import metadata
from services.casework.store.columns import SecretCard, SecretDate
from services.casework.store.contacts import contact
from services.casework.store.imports import import_row
from services.casework.store.ledger import ledger_entry
from services.casework.store.participants import participant, participant_party
from services.casework.store.spells import spell
from services.casework.store.staff import staff

MACHINES = (
    "participant.date_of_birth_index",
    "participant.national_insurance_index",
    "joining_request.code_index",
    "document_edition.content",
    "access_answer.held",
)
"""Keyed hashes by which a person is found; files, which are handed out one by one; and earlier copies."""

SECRETS = (EncryptedText, EncryptedJSON, SecretDate, SecretCard)
LOGS = (event_log, outbox)
ERASED = "erased"
"""What stands where a text was that cannot be left empty."""


@cache
def holdings() -> Holdings:
    """The tables that hold something about a person: a table that is added is found by itself."""
    keys = ("participant_id", "person_id", "record_id")
    also = {staff: _as_account, import_row: _as_uploaded}
    return Holdings(metadata, keys=keys, root=participant.c.id, also=also, leaving_out=MACHINES)


def apply(session: Session, holding: Holding, participant_id: UUID, fate: Fate) -> None:
    """Delete a person's rows of one table, or empty whatever in them could say who it was."""
    theirs = holding.about(participant_id)
    if fate == "delete":
        session.execute(delete(holding.table).where(theirs))
    elif fate == "strip" and (values := _emptied(holding)):
        session.execute(update(holding.table).where(theirs).values(values))


def forget_person(session: Session, participant_id: UUID, today: date) -> None:
    """Nothing in the record itself says who it was; nobody looks after it from today on."""
    nothing = {
        "full_name": ERASED,
        "called": ERASED,
        "card": ContactCard(channel="letter", address_lines=(ERASED,)),
        "accessibility_needs": [],
    }
    gone: tuple[str, ...] = ("date_of_birth", "date_of_birth_index")
    gone += ("national_insurance_number", "national_insurance_index")
    gone += ("campaign", "out_of_work_since", "adviser_id", "allocated_on", "account_id", "linked_on")
    empty = nothing | dict.fromkeys(gone)
    session.execute(update(participant).where(participant.c.id == participant_id).values(empty))
    party = participant_party.c
    served = (party.participant_id == participant_id, party.until_on.is_(None))
    session.execute(update(participant_party).where(*served).values(until_on=today))


def told_others(session: Session, participant_id: UUID) -> list[tuple[str, datetime]]:
    """What was said to other services about a person: which events, and when."""
    said = [select(log.c.type, log.c.recorded_at).where(log.c.person_id == participant_id) for log in LOGS]
    both = union_all(*said).subquery()
    rows = session.execute(select(both.c.type, both.c.recorded_at).order_by(both.c.recorded_at))
    return [(row.type, row.recorded_at) for row in rows]


def last_payment(session: Session, participant_id: UUID) -> date | None:
    """The day of the last line in the ledger for this person."""
    mine = ledger_entry.c.participant_id == participant_id
    return session.scalar(select(func.max(ledger_entry.c.occurred_on)).where(mine))


def _as_account(participant_id: UUID) -> ColumnElement[bool]:
    """Whoever signs in for themselves is known by name as an account, too."""
    mine = select(participant.c.account_id).where(participant.c.id == participant_id)
    return staff.c.account_id.in_(mine)


def _as_uploaded(participant_id: UUID) -> ColumnElement[bool]:
    """The lines of files from which the record, a contact or a spell of this person was made, or is to be."""
    made = import_row.c.thing_id
    parts = (select(table.c.id).where(table.c.participant_id == participant_id) for table in (contact, spell))
    whose = import_row.c.about_id == participant_id
    return or_(whose, made == participant_id, *(made.in_(part) for part in parts))


def _emptied(holding: Holding) -> dict[str, object]:
    secrets = [column for column in holding.table.c if isinstance(column.type, SECRETS)]
    return {column.name: None if column.nullable else _nothing(column.type) for column in secrets}


def _nothing(kind: object) -> object:
    return {} if isinstance(kind, EncryptedJSON) else ERASED
