"""Who wants the newsletter, and each issue of it."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging.listeners import Opened, Reads, Received
from services.notify.actions import newsletters
from services.notify.listeners.base import LISTENERS


class SubscriptionRequested(Reads):
    """Who asked for the newsletter, and the token that their answer will bear."""

    address = Opened(fields.String(), required=True)
    token = Opened(fields.String(), required=True)
    language = fields.String(load_default="en")


class Dated(Reads):
    """When it happened."""

    occurred_on = fields.Date(required=True)


class NewsletterSent(Reads):
    """What the issue says, and to which subscriptions it goes."""

    title = Opened(fields.String(), required=True)
    body = Opened(fields.String(), required=True)
    subscriptions = fields.List(fields.UUID(), required=True)


@LISTENERS.on("workstead.community.subscription.requested.v1", reads=SubscriptionRequested, rebuild=True)
def subscription_requested(session: Session, event: Received) -> None:
    """Ask the owner of the address whether it was them."""
    newsletters.keep_request(session, event.subject, **event.data, sequence=event.sequence)
    if not event.rebuild:
        newsletters.ask_to_confirm(session, event.id, event.subject)


@LISTENERS.on("workstead.community.subscription.confirmed.v1", reads=Dated, rebuild=True)
def subscription_confirmed(session: Session, event: Received) -> None:
    """They want it."""
    newsletters.keep_confirmation(session, event.subject, event.data["occurred_on"])


@LISTENERS.on("workstead.community.subscription.ended.v1", reads=Dated, rebuild=True)
def subscription_ended(session: Session, event: Received) -> None:
    """They do not want it any more."""
    newsletters.keep_end(session, event.subject, event.data["occurred_on"])


@LISTENERS.on("workstead.community.newsletter.sent.v1", reads=NewsletterSent)
def newsletter_sent(session: Session, event: Received) -> None:
    """Write to each subscription, once."""
    newsletters.send_issue(
        session,
        event.id,
        event.subject,
        title=event.data["title"],
        content=event.data["body"],
        subscription_ids=event.data["subscriptions"],
    )
