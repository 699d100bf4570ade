"""What a person said to having their details passed on takes effect at once, and for what is on its way."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from services.marketplace.actions import referrals
from services.marketplace.domain.referrals import CONSENT
from services.marketplace.store import consents

REFERRAL = "referral"
"""The purpose of casework's list that is about passing details on."""
SAID_NO = "person-said-no"


def hear_consent(session: Session, participant_id: UUID, given: bool, on: date, sequence: int) -> None:
    """They said yes or no; the latest word holds, in whatever order we hear of them."""
    consents.keep(session, participant_id, given, on, sequence)


def take_back_waiting(session: Session, participant_id: UUID) -> int:
    """What was sent on consent alone, and nobody has taken up yet, is taken back. Help that has begun goes
    on: whether it does is for the person and whoever helps them to say. How many were taken back.
    """
    if not consents.taken_back(session, participant_id):
        return 0
    return referrals.withdraw_waiting(session, participant_id, CONSENT, SAID_NO, clock.today())
