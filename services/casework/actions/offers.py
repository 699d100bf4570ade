"""Offers of the marketplace as they are heard of; whoever they could help is looked at again."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.casework.domain.offers import Offer
from services.casework.store import offers, recommendations


def hear_offer(session: Session, offer_id: UUID, sequence: int, told: Mapping[str, Any]) -> None:
    """All that the directory says of an offer; an older word that arrives later changes nothing."""
    offer = offers.get(session, offer_id, for_update=True)
    if offer is not None and offer.sequence >= sequence:
        return
    before = frozenset(offer.barriers) if offer is not None else frozenset()
    offer = offer or _new(session, offer_id)
    for name, value in told.items():
        setattr(offer, name, value)
    offer.sequence = sequence
    session.flush()
    recommendations.mark_due_by_barriers(session, before | frozenset(offer.barriers))


def hear_withdrawn(session: Session, offer_id: UUID, sequence: int, on: date) -> None:
    """It is offered no longer, even if we had never heard of it."""
    offer = offers.get(session, offer_id, for_update=True) or _new(session, offer_id)
    offer.withdrawn_on = on
    offer.sequence = max(offer.sequence, sequence)
    session.flush()
    recommendations.mark_due_by_barriers(session, offer.barriers)


def _new(session: Session, offer_id: UUID) -> Offer:
    offer = Offer(offer_id, 0)
    session.add(offer)
    return offer
