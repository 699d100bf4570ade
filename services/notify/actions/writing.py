"""Putting a message into words, at the moment when it goes out."""

from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.context import ServiceContext
from services.notify.carriers import Parcel
from services.notify.domain import history, templates
from services.notify.domain.cards import Card
from services.notify.domain.channels import CALL, EMAIL, TEXT
from services.notify.domain.colleagues import Colleague
from services.notify.domain.messages import Message
from services.notify.domain.particulars import action_words, appointment_words, outcome_words, work_words
from services.notify.domain.subscriptions import Subscription
from services.notify.letterhead import Written
from services.notify.reference import loading
from services.notify.store import issues, messages


def write_to_person(session: Session, message: Message, card: Card | None, channel: str) -> Written:
    """The words for somebody of the caseload, in their language, by this way; kept with the message."""
    language = card.language if card else "en"
    discreet = card is not None and card.safe_contact.sender_name is not None
    sender = (card and card.safe_contact.sender_name) or sender_name(session)
    earlier = messages.told(session, message.recipient_id, _subjects(message))
    values = {
        "called": card.called if card else "them",
        "from": sender,
        "told_before": history.told_before(earlier, channel, language),
    }
    if message.values.get("starts_at"):
        values |= appointment_words(message.values, language, clock.local, discreet=discreet)
    if message.values.get("due_on"):
        values |= action_words(message.values, language, discreet=discreet)
    values |= outcome_words(message.values, language, discreet=discreet)
    version, written = _words(message, channel, language, sender, values)
    message.write(version=version, language=language, subject=written.subject, body=written.body)
    return written


def write_to_subscriber(session: Session, message: Message, subscription: Subscription) -> Written:
    """The words for a subscriber, with the links that confirm and end their subscription."""
    issue = issues.get(session, message.about)
    sender = sender_name(session)
    values = {
        "from": sender,
        "title": issue.title if issue else "",
        "content": issue.content if issue else "",
        "confirm_link": confirm_link(session, subscription),
        "unsubscribe_link": unsubscribe_link(session, subscription),
    }
    version, written = _words(message, EMAIL, subscription.language, sender, values)
    message.write(version=version, language=written.language, subject=None, body=None)
    return written


def write_to_colleague(session: Session, message: Message, someone: Colleague) -> Written:
    """The words for somebody who works here: what kinds of things wait, and where; nobody is named."""
    sender = sender_name(session)
    values = {
        "from": sender,
        "waiting": work_words(str(message.values["kinds"]).split(), someone.language),
        "link": f"{_public_url(session)}/my-day",
        "settings_link": f"{_public_url(session)}/account/messages",
    }
    version, written = _words(message, EMAIL, someone.language, sender, values)
    message.write(version=version, language=someone.language, subject=None, body=None)
    return written


def parcel(
    message: Message, channel: str, to: str, written: Written, unsubscribe_url: str | None = None
) -> Parcel:
    """What a carrier is handed."""
    return Parcel(
        message.id,
        channel,
        to,
        written.sender,
        written.subject,
        written.body,
        written.language,
        unsubscribe_url,
    )


def confirm_link(session: Session, subscription: Subscription) -> str:
    """Where the owner of an address says that they want the newsletter."""
    return f"{_public_url(session)}/newsletters/confirm/{subscription.token}"


def unsubscribe_link(session: Session, subscription: Subscription) -> str:
    """Where they say that they do not want it any more."""
    return f"{_public_url(session)}/newsletters/unsubscribe/{subscription.token}"


def sender_name(session: Session) -> str:
    """What this instance calls itself to people who have not asked for another name."""
    return _context(session).settings.org.replace("-", " ").title()


def _words(
    message: Message, channel: str, language: str, sender: str, values: dict[str, str]
) -> tuple[int, Written]:
    version = loading.templates()[message.template].on(clock.today())
    wording = version.wording(language)
    source = {TEXT: wording.text, CALL: wording.call}.get(channel, wording.body)
    subject = templates.one_line(templates.fill(wording.subject, values))
    body = templates.fill(source, values)
    return version.number, Written(templates.one_line(sender), subject, body, language)


def _subjects(message: Message) -> list[UUID]:
    supersedes = message.values.get("supersedes")
    return [message.about, UUID(supersedes)] if supersedes else [message.about]


def _public_url(session: Session) -> str:
    settings = _context(session).settings
    return (settings.public_url or f"http://{settings.bind}:{settings.port}").rstrip("/")


def _context(session: Session) -> ServiceContext:
    context: ServiceContext = session.info["service"]
    return context
