"""Who may read what was sent to whom: one rule for a list and for a single message.

An organisation's staff read what was sent to the people whom it helps, and a person what was sent to them.
The operator sees that messages go out, and not what they say or to whom.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select, true

from chassis.actor import Actor
from services.notify.domain.people import Person
from services.notify.store.messages import message
from services.notify.store.people import person

HELPERS = ("adviser", "team leader", "organisation administrator", "data-protection officer")
"""Who in an organisation may read what its people were told."""
POSTERS = ("adviser", "team leader", "organisation administrator")
"""Who prints letters and puts them in the post."""


def messages_seen_by(actor: Actor) -> ColumnElement[bool]:
    """The messages that this actor may know of."""
    if actor.kind == "system" or actor.has("operator"):
        return true()
    return or_(_own(actor), _of_their_organisation(actor))


def reads_content(actor: Actor) -> bool:
    """Whether what a message says is shown, and to whom it went."""
    return actor.kind == "system" or actor.has("participant", *HELPERS)


def may_see_messages_of(actor: Actor, someone: Person | None) -> bool:
    """Whether this actor may know what this person was told."""
    if someone is None:
        return False
    own = actor.has("participant") and actor.person_id == someone.id
    return own or _helps(actor, someone.organisation_id, HELPERS)


def may_post_letters_for(actor: Actor, someone: Person | None) -> bool:
    """Whether this actor handles the letters to this person."""
    return someone is not None and _helps(actor, someone.organisation_id, POSTERS)


def letters_seen_by(actor: Actor) -> ColumnElement[bool]:
    """The people whose letters this actor prints."""
    return person.c.organisation_id == actor.org if actor.org and actor.has(*POSTERS) else false()


def _own(actor: Actor) -> ColumnElement[bool]:
    if actor.person_id is None or not actor.has("participant"):
        return false()
    return message.c.person_id == actor.person_id


def _of_their_organisation(actor: Actor) -> ColumnElement[bool]:
    if actor.org is None or not actor.has(*HELPERS):
        return false()
    theirs = select(person.c.id).where(person.c.organisation_id == actor.org)
    return message.c.person_id.in_(theirs)


def _helps(actor: Actor, organisation_id: UUID | None, names: tuple[str, ...]) -> bool:
    return actor.org is not None and actor.org == organisation_id and actor.has(*names)
