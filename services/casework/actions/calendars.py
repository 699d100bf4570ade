"""Calendar feeds: an address is switched on and off by its owner, and read by whoever has it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.problems import NotFound
from services.casework import policy
from services.casework.domain.calendars import (
    AHEAD,
    BACK,
    LANGUAGES,
    CalendarFeed,
    Entry,
    checked_digest,
    discreetly,
    room_for_one_more,
)
from services.casework.domain.codes import known
from services.casework.store import calendars, participants, staff
from services.casework.store.appointments import appointment

HOLDERS = frozenset({"adviser", "team leader"})


@dataclass(frozen=True)
class Shown:
    """What is at an address."""

    feed: CalendarFeed
    discreet: bool
    entries: list[Entry]


def switch_on(session: Session, actor: Actor, digest: str, discreet: bool, language: str) -> CalendarFeed:
    """An account has an address of its own; nobody makes one in another's name."""
    policy.require(actor.acting_for is None, "Only the person themselves can do this.")
    account = policy.account_of(actor)
    room_for_one_more(len(calendars.held_by(session, account, for_update=True)))
    feed = CalendarFeed(
        id=new_id(),
        account_id=account,
        organisation_id=actor.org,
        participant_id=actor.person_id if actor.has("participant") else None,
        digest_index=calendars.index_of(checked_digest(digest)),
        discreet=discreet,
        language=known(language, LANGUAGES, "language"),
        made_at=clock.now(),
    )
    session.add(feed)
    session.flush()
    return feed


def switch_off(session: Session, actor: Actor, feed_id: UUID) -> CalendarFeed:
    """The address is worth nothing from now on."""
    feed = policy.found(calendars.get(session, feed_id, policy.account_of(actor)))
    feed.revoke(clock.now())
    return feed


def list_feeds(session: Session, actor: Actor) -> list[CalendarFeed]:
    """The addresses that are on; the secrets in them are nowhere to be read."""
    return calendars.held_by(session, policy.account_of(actor))


def read_feed(session: Session, digest: str) -> Shown:
    """What is at this address: no names, and nothing of what a meeting is about.

    Calendar programs read it every hour for ever, so it is in nobody's log of readings; it shows an owner
    their own.
    """
    feed = policy.found(calendars.by_digest(session, digest))
    calendars.become(session, feed)
    since, until = clock.now() - BACK, clock.now() + AHEAD
    if feed.participant_id is not None:
        person = policy.found(participants.get(session, feed.participant_id))
        discreet = feed.discreet or person.card.safe_contact.sender_name is not None
        entries = calendars.of_participant(session, person.id, since, until)
    else:
        discreet, seen = feed.discreet, policy.visible(_owner(session, feed), appointment.c.participant_id)
        entries = calendars.of_adviser(session, feed.account_id, seen, since, until)
    return Shown(feed, discreet, discreetly(entries) if discreet else entries)


def _owner(session: Session, feed: CalendarFeed) -> Actor:
    """The adviser, if they still work there; else the address leads nowhere."""
    colleague = staff.find(session, feed.account_id)
    if colleague is None or colleague.organisation_id != feed.organisation_id:
        raise NotFound
    roles = HOLDERS.intersection(colleague.roles)
    if not roles:
        raise NotFound
    return Actor("person", feed.account_id, feed.organisation_id, frozenset(roles))
