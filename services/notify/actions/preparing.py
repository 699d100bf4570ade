"""Making one due message ready to go, by the way that suits at this moment."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock, phones
from chassis.messaging import outbox
from services.notify import letterhead
from services.notify.actions import writing
from services.notify.actions.facts import call_back, when
from services.notify.carriers import Carriers, Parcel
from services.notify.domain.cards import Card
from services.notify.domain.channels import CALL, EMAIL, LETTER, TEXT, WAITS_FOR_QUIET_HOURS, Choice, choose
from services.notify.domain.letters import Letter
from services.notify.domain.messages import Message
from services.notify.domain.scripts import call_script
from services.notify.store import colleagues, people, subscriptions

CARD_MAY_TAKE = timedelta(minutes=10)
"""How long the contact card may come after the fact; then the adviser is asked to tell the person."""
SUBSCRIPTION_MAY_TAKE = timedelta(days=1)
LOOK_AGAIN = timedelta(seconds=20)


def prepare(session: Session, message: Message, carriers: Carriers) -> Parcel | None:
    """The parcel to be carried, if this message is to go by a carrier, and now."""
    if message.is_past(clock.now()):
        call_back(session, message, "its moment has passed")
        return None
    if message.account_id is not None:
        return _to_colleague(session, message, message.account_id)
    if message.person_id is None:
        return _to_subscriber(session, message)
    return _to_person(session, message, message.person_id, carriers)


def _to_person(session: Session, message: Message, person_id: UUID, carriers: Carriers) -> Parcel | None:
    person = people.standing_for(session, person_id)
    if person is not None and person.erased:
        call_back(session, message, "the person's record was erased")
        return None
    if person is None or person.card is None:
        _without_card(session, message)
        return None
    return _by_the_way_that_suits(session, message, person.card, carriers)


def _by_the_way_that_suits(
    session: Session, message: Message, card: Card, carriers: Carriers
) -> Parcel | None:
    choice = _choose(message, card, carriers)
    for channel, reason in choice.passed_over:
        message.pass_over(channel, when(), reason)
    if choice.channel is None:
        _give_up(session, message)
    elif choice.channel == CALL:
        _ask_for_call(session, message, card)
    elif choice.channel == LETTER:
        _put_in_print_queue(session, message, card)
    elif not _waits_out_quiet_hours(message, card):
        return _parcel(session, message, card, choice.channel)
    return None


def _choose(message: Message, card: Card, carriers: Carriers) -> Choice:
    now = clock.now()
    unable = message.failed_channels() | carriers.refusals()
    if message.is_past(card.safe_contact.next_moment(clock.local(now))):
        unable |= dict.fromkeys(WAITS_FOR_QUIET_HOURS, "their quiet hours last until then")
    return choose(card, message.channels, unable=unable, days_left=message.days_left(now))


def _waits_out_quiet_hours(message: Message, card: Card) -> bool:
    now = clock.local(clock.now())
    free = card.safe_contact.next_moment(now)
    if free > now:
        message.wait_until(free)
    return free > now


def _parcel(session: Session, message: Message, card: Card, channel: str) -> Parcel:
    written = writing.write_to_person(session, message, card, channel)
    message.start(channel, when())
    to = {EMAIL: card.email, TEXT: card.phone}[channel]
    assert to is not None
    return writing.parcel(message, channel, to, written)


def _put_in_print_queue(session: Session, message: Message, card: Card) -> None:
    assert message.person_id is not None
    written = writing.write_to_person(session, message, card, LETTER)
    page = letterhead.page(message.id, written, card, clock.today())
    message.wait_for_post(when())
    session.add(Letter(id=message.id, person_id=message.person_id, page=page, written_at=clock.now()))


def _without_card(session: Session, message: Message) -> None:
    """Facts may come before the card; wait a little, then ask for the person to be told face to face."""
    if clock.now() - message.created_at < CARD_MAY_TAKE:
        message.hold(clock.real_now() + LOOK_AGAIN, "their contact card has not come yet")
    else:
        _ask_for_call(session, message, None)


def _ask_for_call(session: Session, message: Message, card: Card | None) -> None:
    written = writing.write_to_person(session, message, card, CALL)
    phone = phones.written(card.phone) if card is not None and card.phone else None
    outbox.record(session, *message.ask_for_call(when(), call_script(card, written.body, phone)))


def _to_subscriber(session: Session, message: Message) -> Parcel | None:
    """Newsletters go by email or not at all."""
    assert message.subscription_id is not None
    subscription = subscriptions.get(session, message.subscription_id)
    if message.failed_channels():
        _give_up(session, message)
    elif subscription is not None and subscription.state == "ended":
        call_back(session, message, "the subscription was ended")
    elif subscription is None or subscription.address is None:
        _without_subscription(session, message)
    else:
        written = writing.write_to_subscriber(session, message, subscription)
        message.start(EMAIL, when())
        link = writing.unsubscribe_link(session, subscription) if message.fact == "newsletter.sent" else None
        return writing.parcel(message, EMAIL, subscription.address, written, link)
    return None


def _to_colleague(session: Session, message: Message, account_id: UUID) -> Parcel | None:
    """Word of what waits at work goes by email or not at all."""
    someone = colleagues.get(session, account_id)
    if message.failed_channels():
        _give_up(session, message)
    elif someone is None or someone.address is None:
        call_back(session, message, "they do not want to be told")
    else:
        written = writing.write_to_colleague(session, message, someone)
        message.start(EMAIL, when())
        return writing.parcel(message, EMAIL, someone.address, written)
    return None


def _without_subscription(session: Session, message: Message) -> None:
    """An issue may come before the news of who confirmed it."""
    if clock.now() - message.created_at < SUBSCRIPTION_MAY_TAKE:
        message.hold(clock.real_now() + LOOK_AGAIN, "the subscription has not been heard of yet")
    else:
        _give_up(session, message)


def _give_up(session: Session, message: Message) -> None:
    outbox.record(session, *message.give_up(when(), "no way is left"))
