"""What becomes of the list of those who would come earlier when time becomes free."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.messaging import outbox
from services.casework.domain.appointments import Appointment
from services.casework.domain.availability import Availability
from services.casework.domain.earlier import EarlierWish
from services.casework.store import earlier


def no_longer(session: Session, moved: Appointment) -> None:
    """The time of an appointment may be for somebody else; a wish to have it earlier has no object."""
    wish = earlier.wish_for(session, moved.id)
    if wish is not None:
        wish.end("moved", clock.now())
        withdraw_offers(session, wish)
    freed(session, moved.adviser_id, moved.starts_at, moved.ends_at)


def opened(session: Session, offered: Availability) -> None:
    """Time that an adviser has opened may be for somebody who waits."""
    freed(session, offered.adviser_id, offered.starts_at, offered.ends_at)


def freed(session: Session, adviser_id: UUID, starts_at: datetime, ends_at: datetime) -> None:
    """Note that time of an adviser has become free; the system looks who waits for it."""
    earlier.freed(session, adviser_id, starts_at, ends_at, clock.now())


def withdraw_offers(session: Session, wish: EarlierWish) -> None:
    """What somebody was offered who waits no more goes to the next."""
    for offer in earlier.open_offers(session, [wish.id]).values():
        outbox.record(session, *offer.withdraw(clock.today(), clock.now()))
        earlier.let_go(session, offer, clock.now())
