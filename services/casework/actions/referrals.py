"""Referrals as they are heard of, and what would be sent along with one."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock, phones
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store.paging import Page, page
from services.casework import reference
from services.casework.actions.records import read
from services.casework.domain.contact import contact_in_words
from services.casework.domain.participants import RECEIVER, Membership, Participant
from services.casework.domain.referrals import Referral
from services.casework.store import circumstances, offers, organisations, participants, referrals
from services.casework.store.referrals import referral as table

REFERRAL = "referral"


def hear_sent(
    session: Session, referral_id: UUID, participant_id: UUID, on: date, sequence: int, **how: Any
) -> None:
    """A person was referred to an organisation's offer."""
    referral = referrals.known_or_stub(session, referral_id, participant_id)
    referral.sent(on=on, sequence=sequence, **how)
    _keep_party(session, referral)


def hear_step(
    session: Session,
    referral_id: UUID,
    participant_id: UUID,
    state: str,
    on: date,
    sequence: int,
    reason: str | None = None,
) -> None:
    """A referral has moved on, perhaps before we heard of its beginning."""
    referral = referrals.known_or_stub(session, referral_id, participant_id)
    referral.heard(state, on, sequence, reason)
    _keep_party(session, referral)


def list_referrals(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> Page[dict[str, Any]]:
    """A person's referrals, the latest first."""
    read(session, actor, participant_id, "referrals")
    found = page(
        session,
        referrals.of(participant_id),
        keys=(table.c.sent_on, table.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )
    return Page(_with_names(session, found.items), found.next)


def latest_referrals(session: Session, participant_id: UUID, limit: int = 5) -> list[dict[str, Any]]:
    """The latest referrals, for the case page."""
    query = referrals.of(participant_id).order_by(table.c.sent_on.desc(), table.c.id.desc()).limit(limit)
    return _with_names(session, list(session.scalars(query)))


def referral_package(
    session: Session, actor: Actor, participant_id: UUID, offer_id: UUID | None
) -> dict[str, Any]:
    """What would be told to the receiver: a name, one way to reach the person, what they need to take part,
    and of the barriers only those that the offer helps with. All in words, for an adviser to look over.
    """
    person = read(session, actor, participant_id, "referral package")
    needs = [_label("accessibility-needs", code) for code in person.accessibility_needs]
    needs += [_label("barriers", code) for code in _barriers(session, participant_id, offer_id)]
    package = {
        "name": person.full_name,
        "called": person.called,
        "contact": contact_in_words(
            person.card,
            _label("languages", person.card.language),
            phones.written(person.card.phone) if person.card.phone else None,
        ),
        "needs": needs,
        "notes": "",
    }
    return {"package": package, "lawful_basis": _lawful_basis(person)}


def _with_names(session: Session, found: list[Referral]) -> list[dict[str, Any]]:
    receivers = {one.to_organisation_id for one in found} | {one.from_organisation_id for one in found}
    names = organisations.names(session, receivers)
    titles = offers.by_id(session, {one.offer_id for one in found if one.offer_id is not None})
    return [
        {
            "referral": one,
            "to_organisation_name": names.get(one.to_organisation_id),
            "from_organisation_name": names.get(one.from_organisation_id),
            "offer": titles.get(one.offer_id) if one.offer_id else None,
        }
        for one in found
    ]


def _keep_party(session: Session, referral: Referral) -> None:
    """Whoever accepted is a party as a receiver until it is over: it knows the referral, not the record."""
    if referral.accepted_on is None or referral.to_organisation_id is None:
        return
    party = participants.membership_of_referral(session, referral.id)
    if party is None and participants.get(session, referral.participant_id) is not None:
        party = Membership(
            new_id(),
            referral.participant_id,
            referral.to_organisation_id,
            RECEIVER,
            referral.accepted_on,
            referral_id=referral.id,
        )
        session.add(party)
    if party is not None:
        party.until_on = referral.over_on


def _label(name: str, code: str) -> str:
    return reference.labels(name).get(code, {}).get("en", code)


def _barriers(session: Session, participant_id: UUID, offer_id: UUID | None) -> list[str]:
    offer = None if offer_id is None else offers.get(session, offer_id)
    if offer is None:
        return []
    standing = {one.code for one in circumstances.barriers(session, participant_id) if one.until_on is None}
    return sorted(standing.intersection(offer.barriers))


def _lawful_basis(person: Participant) -> str | None:
    """On what the sharing rests, as far as it is on file: a basis of Article 6 for this purpose."""
    today = clock.today()
    articles = reference.articles()
    held = (basis.basis for basis in person.lawful_bases if basis.purpose == REFERRAL and basis.holds(today))
    return next((basis for basis in held if articles.get(basis) == 6), None)
