"""Subscribing to the newsletter: the owner of the address confirms, and may leave by one link."""

import hashlib
import secrets

from sqlalchemy.orm import Session

from chassis import clock
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store.columns import blind_index
from services.community.domain.subscriptions import Subscription, link_is_dead
from services.community.store import subscriptions
from services.community.store.base import SERVICE


def request(session: Session, address: str, language: str) -> None:
    """Ask for the newsletter. The answer is always the same, so that nobody learns who subscribes."""
    index = blind_index(SERVICE, address.strip().casefold())
    token = secrets.token_urlsafe(32)
    known = subscriptions.live(session, index)
    if known is None:
        asked = Subscription(
            id=new_id(),
            address=address.strip(),
            address_index=index,
            token_hash=hashed(token),
            language=language,
            asked_at=clock.real_now(),
        )
        session.add(asked)
        outbox.record(session, *asked.requested(token, clock.today()))
    elif known.may_ask_again(clock.real_now()):
        again = known.ask_again(token, hashed(token), language, clock.real_now(), clock.today())
        outbox.record(session, *again)


def confirm(session: Session, token: str) -> Subscription:
    """The owner of the address has followed the link."""
    asked = _by_token(session, token)
    outbox.record(session, *asked.confirm(clock.real_now(), clock.today()))
    return asked


def end(session: Session, token: str) -> Subscription:
    """They do not want it any more."""
    asked = _by_token(session, token)
    outbox.record(session, *asked.end(clock.today()))
    return asked


def hashed(token: str) -> str:
    """What is kept of a token; it is random and long, so that a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def _by_token(session: Session, token: str) -> Subscription:
    asked = subscriptions.by_token(session, hashed(token))
    if asked is None:
        raise link_is_dead()
    return asked
