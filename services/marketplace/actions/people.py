"""What the marketplace knows of people: who controls their records, and nothing more."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.marketplace.store import consents, people, referrals


def register_person(session: Session, participant_id: UUID, organisation_id: UUID, sequence: int) -> None:
    """From now on that organisation may refer the person."""
    people.keep(session, participant_id, organisation_id, sequence)


def set_person_aside(session: Session, participant_id: UUID, sequence: int) -> None:
    """The record was merged into another: nobody is referred by this one any more."""
    people.keep(session, participant_id, None, sequence)


def erase_person(session: Session, participant_id: UUID, sequence: int) -> None:
    """Nobody may refer the person any more, and no referral tells who it was."""
    people.keep(session, participant_id, None, sequence)
    referrals.strip_person(session, participant_id)
    consents.forget(session, participant_id)
