"""What the community tells of newsletters: who asked for it, and that an issue goes out."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from services.notify.actions.facts import call_back, tell
from services.notify.domain.messages import Recipient
from services.notify.domain.rules import Fact
from services.notify.store import issues, messages, subscriptions


def keep_request(
    session: Session,
    subscription_id: UUID,
    *,
    address: str | None,
    token: str | None,
    language: str,
    sequence: int,
) -> None:
    """Keep which address asked, and the token by which its owner confirms and ends."""
    if address is not None and token is not None:
        asked = subscriptions.stub(session, subscription_id)
        asked.request(address=address, token=token, language=language, sequence=sequence)


def ask_to_confirm(session: Session, fact_id: UUID, subscription_id: UUID) -> None:
    """Write to the address: only its owner can follow the link."""
    fact = Fact("subscription.requested", fact_id, subscription_id, {})
    tell(session, [Recipient(subscription_id=subscription_id)], fact)


def keep_confirmation(session: Session, subscription_id: UUID, on: date) -> None:
    """The owner of the address wants the newsletter."""
    subscriptions.stub(session, subscription_id).confirm(on)


def keep_end(session: Session, subscription_id: UUID, on: date) -> None:
    """They do not want it any more, so that nothing that waits for them goes out."""
    subscriptions.stub(session, subscription_id).end(on)
    for message in messages.of_subscription(session, subscription_id):
        call_back(session, message, "the subscription was ended")


def send_issue(
    session: Session,
    fact_id: UUID,
    newsletter_id: UUID,
    *,
    title: str,
    content: str,
    subscription_ids: Sequence[UUID],
) -> None:
    """One message to each subscription; the issue itself is kept once."""
    issues.keep(session, newsletter_id, title, content)
    recipients = [Recipient(subscription_id=id) for id in dict.fromkeys(subscription_ids)]
    tell(session, recipients, Fact("newsletter.sent", fact_id, newsletter_id, {}))
