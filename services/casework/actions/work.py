"""Programmes that people are attached to, and their spells of work and benefit. Claims follow at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store import access
from chassis.store.paging import Page, page
from services.casework import policy, reference
from services.casework.actions.derivation import derive
from services.casework.actions.records import read, record_of
from services.casework.domain.attachments import Attachment, AttachmentChange
from services.casework.domain.codes import known
from services.casework.domain.errors import DomainError
from services.casework.domain.happened import Happened
from services.casework.domain.spells import BENEFIT, Spell, Told
from services.casework.domain.tariffs import tariff_for
from services.casework.reference import prices
from services.casework.store import attachments, derivations, recommendations, spells
from services.casework.store.attachments import attachment as attachment_table
from services.casework.store.spells import spell as spell_table

Fact = TypeVar("Fact", Attachment, Spell)


@dataclass(frozen=True, kw_only=True)
class SpellTold:
    """A spell as it is told."""

    kind: str
    started_on: date
    ended_on: date | None = None
    employer: str | None = None
    job_title: str | None = None
    hours_per_week: int | None = None
    benefit: str | None = None
    evidence: str | None = None


def attach_participant(
    session: Session, actor: Actor, participant_id: UUID, programme: str, payment_group: str, on: date
) -> Attachment:
    """A person joins a programme; the price list of that day holds for them from then on."""
    record_of(session, actor, participant_id)
    derivations.hold(session, participant_id)
    tariff = prices.tariffs()[_tariff(programme, payment_group, on)]
    attachment = Attachment(
        id=new_id(),
        participant_id=participant_id,
        organisation_id=policy.organisation_of(actor),
        programme=programme,
        payment_group=payment_group,
        attached_on=on,
        tariff=tariff.name,
        recorded_by=actor.id,
        recorded_at=clock.now(),
    )
    happened = attachment.attach(
        clock.today(), attachments.of(session, participant_id), tariff.allotted_weeks
    )
    session.add(attachment)
    return _derived(session, attachment, happened)


def correct_attachment(
    session: Session, actor: Actor, attachment_id: UUID, payment_group: str, on: date, reason: str
) -> Attachment:
    """The day or the group was wrong; what was claimed for it is put right."""
    seen = policy.visible(actor, attachment_table.c.participant_id)
    attachment = policy.found(attachments.find(session, seen, attachment_id))
    derivations.hold(session, attachment.participant_id)
    session.refresh(attachment)
    known(reason, reference.in_use("correction-reasons", clock.today()), "reason")
    tariff = _tariff(attachment.programme, payment_group, on)
    was = AttachmentChange(
        new_id(), attachment.attached_on, attachment.payment_group, actor.id, clock.now(), reason
    )
    happened = attachment.correct(on, payment_group, tariff, today=clock.today(), change=was)
    return _derived(session, attachment, happened)


def list_attachments(session: Session, actor: Actor, participant_id: UUID) -> list[Attachment]:
    """The programmes that a person was attached to."""
    read(session, actor, participant_id, "attachments")
    return attachments.of(session, participant_id)


def start_spell(session: Session, actor: Actor, participant_id: UUID, told: SpellTold) -> Spell:
    """A job, self-employment or benefit began."""
    record_of(session, actor, participant_id)
    derivations.hold(session, participant_id)
    _check(told)
    spell = Spell(new_id(), participant_id, **vars(told))
    happened = spell.start(_told(actor))
    session.add(spell)
    return _derived(session, spell, happened)


def end_spell(session: Session, actor: Actor, spell_id: UUID, on: date, reason: str | None) -> Spell:
    """The last day of it is known."""
    if reason is not None:
        known(reason, reference.in_use("spell-end-reasons", clock.today()), "reason")
    return _changed(session, actor, spell_id, lambda spell: spell.end(on, _told(actor), reason))


def correct_spell(
    session: Session,
    actor: Actor,
    spell_id: UUID,
    reason: str,
    *,
    started_on: date,
    ended_on: date | None,
    voided: bool,
) -> Spell:
    """What was told was wrong; milestones and claims are put right."""
    known(reason, reference.in_use("correction-reasons", clock.today()), "reason")

    def correct(spell: Spell) -> list[Happened]:
        if voided:
            return spell.void(_told(actor), reason)
        return spell.correct(started_on, ended_on, _told(actor), reason)

    return _changed(session, actor, spell_id, correct)


def show_spell(session: Session, actor: Actor, spell_id: UUID) -> Spell:
    """One spell, with every account that was given of it. That it was read is written down."""
    seen = policy.visible(actor, spell_table.c.participant_id)
    spell = policy.found(spells.find(session, seen, spell_id))
    access.record_read(session, actor, spell.participant_id, "spell")
    return spell


def list_spells(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> Page[Spell]:
    """A person's spells, the latest first."""
    read(session, actor, participant_id, "spells")
    keys = (spell_table.c.started_on, spell_table.c.id)
    return page(session, spells.of(participant_id), keys=keys, cursor=cursor, limit=limit, descending=True)


def _changed(
    session: Session, actor: Actor, spell_id: UUID, change: Callable[[Spell], list[Happened]]
) -> Spell:
    seen = policy.visible(actor, spell_table.c.participant_id)
    spell = policy.found(spells.find(session, seen, spell_id))
    derivations.hold(session, spell.participant_id)
    spell = policy.found(spells.find(session, seen, spell_id, for_update=True))
    return _derived(session, spell, change(spell))


def _derived(session: Session, fact: Fact, happened: list[Happened]) -> Fact:
    session.flush()
    outbox.record(session, *happened)
    derive(session, fact.participant_id, clock.today())
    recommendations.mark_due(session, fact.participant_id)
    return fact


def _told(actor: Actor) -> Told:
    return Told(new_id(), actor.id, clock.now(), clock.today())


def _check(told: SpellTold) -> None:
    today = clock.today()
    known(told.kind, reference.in_use("spell-kinds", today), "kind")
    if told.evidence is not None:
        known(told.evidence, reference.in_use("work-evidence", today), "evidence")
    if told.kind == BENEFIT:
        known(told.benefit or "", reference.in_use("benefits", today), "benefit")
    elif told.benefit is not None:
        advice = {"benefit": ["Leave this out, or record a spell of benefit."]}
        raise DomainError("benefit-out-of-place", "A job is no benefit.", advice)


def _tariff(programme: str, payment_group: str, on: date) -> str:
    known(programme, prices.programmes(), "programme")
    name = tariff_for(programme, prices.programmes()[programme], on)
    prices.tariffs()[name].group(payment_group)
    return name
