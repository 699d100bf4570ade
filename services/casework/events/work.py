"""What casework says about work: programmes, spells, milestones, and what is claimed for them.

Benefit is never spoken of. The payment group and the amounts, which would give it away, are sealed to MI.
"""

from marshmallow import fields

from chassis.messaging.events import Event, Sealed, harmless
from services.casework.events.fields import code, count, day, person_id, thing_id


class AttachmentEvent(Event):
    """What every event about an attachment has; its subject is the participant."""

    person = "subject"
    occurred_on = day()
    programme = code()
    payment_group = Sealed(fields.String(), to=("mi",), required=True)


class ParticipantAttached(AttachmentEvent):
    """A participant joined a programme on that day; its price list holds for them from then on."""

    type = "workstead.casework.participant.attached.v1"


class ParticipantAttachmentCorrected(AttachmentEvent):
    """The day or the payment group of an attachment was wrong: this is what holds, and always did."""

    type = "workstead.casework.participant.attachment-corrected.v1"


class SpellEvent(Event):
    """What every event about a spell of work has; its kind is employment or self-employment."""

    person = "participant_id"
    participant_id = person_id()
    kind = code()
    occurred_on = day()


class SpellStarted(SpellEvent):
    """A participant's first day in a job, or in work of their own."""

    type = "workstead.casework.spell.started.v1"


class SpellEnded(SpellEvent):
    """A participant's last day in it."""

    type = "workstead.casework.spell.ended.v1"


class SpellCorrected(SpellEvent):
    """What was told was wrong: these are its first and last day. `voided`: it never was."""

    type = "workstead.casework.spell.corrected.v1"

    ended_on = fields.Date(metadata=harmless("a date tells nobody who it was"))
    voided = fields.Boolean(required=True, metadata=harmless("whether it never was"))


class MilestoneEvent(Event):
    """What every event about a milestone has."""

    person = "participant_id"
    participant_id = person_id()
    weeks = count()
    occurred_on = day()


class MilestoneReached(MilestoneEvent):
    """So many weeks in work were complete on that day: cumulative, each day counted once."""

    type = "workstead.casework.milestone.reached.v1"


class MilestoneWithdrawn(MilestoneEvent):
    """By the facts as put right it was not reached on that day; it may come again on another."""

    type = "workstead.casework.milestone.withdrawn.v1"


class ClaimEvent(Event):
    """What every event about a claim has."""

    person = "participant_id"
    participant_id = person_id()
    kind = code()
    occurred_on = day()
    amount_pence = Sealed(fields.Integer(strict=True), to=("mi",), required=True)


class ClaimMade(ClaimEvent):
    """A fee was claimed on the first day on which that was allowed (`occurred_on` is `claimable_on`)."""

    type = "workstead.casework.claim.made.v1"

    organisation_id = thing_id()
    number = count()
    reached_on = day()
    claimable_on = day()
    tariff = code()
    payment_group = Sealed(fields.String(), to=("mi",), required=True)


class ClaimValidated(ClaimEvent):
    """A second person checked the evidence."""

    type = "workstead.casework.claim.validated.v1"


class ClaimPaid(ClaimEvent):
    """The commissioner paid it."""

    type = "workstead.casework.claim.paid.v1"


class ClaimRejected(ClaimEvent):
    """It was not accepted; it comes again only if the facts change."""

    type = "workstead.casework.claim.rejected.v1"


class ClaimReversed(ClaimEvent):
    """By the facts as put right it was never earned; `occurred_on` is the day from which it had counted."""

    type = "workstead.casework.claim.reversed.v1"


class ContractClaimEvent(Event):
    """What every event about a fee of a contract has: it pays for a programme, and for no one person."""

    contract_id = thing_id()
    organisation_id = thing_id()
    kind = code()
    occurred_on = day()
    amount_pence = Sealed(fields.Integer(strict=True), to=("mi",), required=True)


class ContractClaimMade(ContractClaimEvent):
    """A fee of a contract was claimed: a month of delivery, or an outcome over the volume."""

    type = "workstead.casework.contract-claim.made.v1"

    number = count()
    reached_on = day()
    claimable_on = day()
    tariff = code()


class ContractClaimValidated(ContractClaimEvent):
    """Another than whoever recorded the contract checked it."""

    type = "workstead.casework.contract-claim.validated.v1"


class ContractClaimPaid(ContractClaimEvent):
    """The commissioner paid it."""

    type = "workstead.casework.contract-claim.paid.v1"


class ContractClaimRejected(ContractClaimEvent):
    """It was not accepted."""

    type = "workstead.casework.contract-claim.rejected.v1"


class ContractClaimReversed(ContractClaimEvent):
    """By the contract as put right it was never earned; it had counted from `occurred_on`."""

    type = "workstead.casework.contract-claim.reversed.v1"


EVENTS: list[type[Event]] = [
    ParticipantAttached,
    ParticipantAttachmentCorrected,
    SpellStarted,
    SpellEnded,
    SpellCorrected,
    MilestoneReached,
    MilestoneWithdrawn,
    ClaimMade,
    ClaimValidated,
    ClaimPaid,
    ClaimRejected,
    ClaimReversed,
    ContractClaimMade,
    ContractClaimValidated,
    ContractClaimPaid,
    ContractClaimRejected,
    ContractClaimReversed,
]
