"""Who sees what is claimed for a person: those who look after them, and those who answer for the money."""

from sqlalchemy import ColumnElement, false, or_, true

from chassis import clock
from chassis.actor import Actor
from services.casework.domain.participants import PROVIDER
from services.casework.policy.people import visible
from services.casework.store.claims import claim
from services.casework.store.contracts import contract
from services.casework.store.ledger import ledger_entry
from services.casework.store.participants import participant, served_by
from services.casework.store.tallies import tally

ACCOUNTABLE = ("finance officer", "team leader")
"""Who checks claims for the organisation that makes them, and sees its ledger."""
PAYERS = ("finance officer",)
"""Who notes that money has come."""


def claims_seen(actor: Actor) -> ColumnElement[bool]:
    """Those of the own organisation for whoever is accountable; of people looked after, for advisers."""
    looked_after = visible(actor, claim.c.participant_id) if actor.has("adviser") else false()
    return or_(_accountable(actor, claim.c.organisation_id), looked_after)


def ledger_seen(actor: Actor) -> ColumnElement[bool]:
    """The rows of the actor's own organisation."""
    return _accountable(actor, ledger_entry.c.organisation_id)


def contracts_seen(actor: Actor) -> ColumnElement[bool]:
    """The contracts of the actor's own organisation."""
    return _accountable(actor, contract.c.organisation_id)


def tallies_seen(actor: Actor) -> ColumnElement[bool]:
    """What the actor's own organisation earned, was paid and expects to claim."""
    return _accountable(actor, tally.c.organisation_id)


def claimed_for(actor: Actor) -> ColumnElement[bool]:
    """The people for whose claims somebody may ask: a finance officer need not see the record for that."""
    if actor.org is None or not actor.has(*ACCOUNTABLE):
        return visible(actor)
    served = served_by(actor.org, PROVIDER, clock.today())
    return or_(participant.c.id.in_(served), visible(actor))


def _accountable(actor: Actor, organisation: ColumnElement[object]) -> ColumnElement[bool]:
    if actor.kind == "system":
        return true()
    if actor.org is None or not actor.has(*ACCOUNTABLE):
        return false()
    return organisation == actor.org
