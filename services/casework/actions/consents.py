"""Consents: taking a person's word, and taking it back as easily."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from services.casework import policy, reference
from services.casework.actions import in_work
from services.casework.actions.records import read, record_of
from services.casework.domain.codes import known
from services.casework.domain.consents import Consent, standing
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import DomainError
from services.casework.domain.participants import Participant
from services.casework.store import consents

CONSENT = frozenset({"consent", "explicit-consent"})
"""The lawful bases that a person takes away by taking back their word."""
LATER = "contact-later"
"""To be asked later how things are."""


def record_consent(
    session: Session,
    actor: Actor,
    participant_id: UUID,
    *,
    purpose: str,
    given: bool,
    on: date,
    evidence: str | None,
) -> list[dict[str, Any]]:
    """A person said yes or no to one purpose. An adviser who writes it down says where it can be seen."""
    person = record_of(session, actor, participant_id, for_update=True)
    _check(purpose, on)
    by = policy.by(actor, participant_id)
    if by.party == "adviser" and not evidence:
        advice = {"evidence": ["Say how they told you: a signed form, on the phone, face to face."]}
        raise DomainError("evidence-missing", "It is the person's word, not the adviser's.", advice)
    consent = Consent(
        new_id(),
        participant_id,
        purpose,
        given,
        on,
        clock.now(),
        by.account_id,
        by.party,
        by.assisted,
        evidence,
    )
    session.add(consent)
    session.flush()
    _end_bases(session, person, purpose)
    if purpose == LATER and is_refused(session, participant_id, LATER):
        in_work.stop_asking(session, participant_id)
    outbox.record(session, *consent.changed())
    return _shown(session, participant_id)


def is_refused(session: Session, participant_id: UUID, purpose: str) -> bool:
    """Whether the latest word that the person has said to this purpose is no."""
    said = standing(consents.of(session, participant_id)).get(purpose)
    return said is not None and not said.given


def list_consents(session: Session, actor: Actor, participant_id: UUID) -> list[dict[str, Any]]:
    """Every word that the person has said, the latest first; `holds` marks the one that counts now."""
    read(session, actor, participant_id, "consents")
    return _shown(session, participant_id)


def _shown(session: Session, participant_id: UUID) -> list[dict[str, Any]]:
    said = consents.of(session, participant_id)
    current = {consent.id for consent in standing(said).values()}
    return [{"consent": consent, "holds": consent.id in current} for consent in said]


def _check(purpose: str, on: date) -> None:
    asked = {code.code for code in reference.codes("purposes") if code.extra.get("consent")}
    known(purpose, asked, "purpose")
    not_in_future(on, clock.today())


def _end_bases(session: Session, person: Participant, purpose: str) -> None:
    """What rested on consent alone rests on nothing once it is taken back."""
    latest = standing(consents.of(session, person.id))[purpose]
    for basis in person.lawful_bases:
        if not latest.given and basis.purpose == purpose and basis.basis in CONSENT:
            basis.end(latest.occurred_on)
