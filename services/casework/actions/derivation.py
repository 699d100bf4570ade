"""Milestones and claims follow from the facts: worked out when a fact changes, and as time passes."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import calendars, clock
from chassis.ids import new_id
from chassis.messaging import outbox
from services.casework.domain import derivation, forecast, ledger, milestones
from services.casework.domain.attachments import Attachment
from services.casework.domain.derivation import Step
from services.casework.domain.fees import Entitlement
from services.casework.domain.spells import Spell, in_own_work, in_work, on_benefit
from services.casework.domain.tariffs import entitlements
from services.casework.domain.wages import Payslip, Wage
from services.casework.reference import prices
from services.casework.store import attachments, claims, derivations, expectations, payslips, spells
from services.casework.store import milestones as milestones_held

AHEAD = timedelta(days=400)
"""How far ahead the next change is looked for; whoever has none by then is looked at again on that day."""

FORESEEN = AHEAD + timedelta(days=forecast.DAYS)
"""How far ahead fees are expected, so that a forecast is whole until the person is looked at again."""

working_days_after = lru_cache(maxsize=20_000)(calendars.add_working_days)
"""Many people's weeks end on the same days, and a calendar does not change while we run."""


def derive_due(session: Session, today: date, limit: int = 100) -> int:
    """Bring up to date some of those for whom something may have come due; answers how many."""
    due = derivations.due(session, today, limit)
    for participant_id in due:
        derive(session, participant_id, today)
    return len(due)


def derive(session: Session, participant_id: UUID, today: date) -> None:
    """Bring a person's milestones and claims into line with the facts, one at a time for each person."""
    derivations.hold(session, participant_id)
    told = spells.standing(session, participant_id)
    attached = attachments.of(session, participant_id)
    paid = payslips.standing(session, participant_id)
    changes = [_derive_milestones(session, participant_id, told, attached, today)]
    changes += [_derive_claims(session, each, told, paid, today) for each in attached]
    next_one = min((day for day in changes if day is not None), default=None)
    goes_on = any(spell.state == "current" for spell in told)
    latest = today + AHEAD if goes_on else None
    derivations.next_due(session, participant_id, min(filter(None, (next_one, latest)), default=None))


def _derive_claims(
    session: Session, attachment: Attachment, told: Sequence[Spell], paid: Sequence[Payslip], today: date
) -> date | None:
    """The claims of one attachment; answers when the next one changes, if the facts stay."""
    wages = [each.wage for each in paid]
    ahead = earned_by(session, attachment, told, wages, today + FORESEEN)
    reached = [each for each in ahead if each.reached_on <= today]
    held = claims.standing(session, attachment.id)
    back = derivation.take_back(held, reached, attachment, today)
    session.flush()
    standing = [claim for claim in held if claim.reversed_on is None]
    forward = derivation.bring_forward(standing, reached, attachment, today, new_id)
    for step in (*back, *forward):
        write(session, step)
    _foresee(session, attachment, told, paid, today, ahead)
    return derivation.next_change(today, ahead, [])


def _foresee(
    session: Session,
    attachment: Attachment,
    told: Sequence[Spell],
    paid: Sequence[Payslip],
    today: date,
    ahead: Sequence[Entitlement],
) -> None:
    """Keep what is to come if things go on as they are; pay that has begun is taken to go on."""
    until = today + FORESEEN
    more = forecast.wages_to_come(told, paid, today, until)
    wages = [*(each.wage for each in paid), *more]
    expected = earned_by(session, attachment, told, wages, until) if more else ahead
    expectations.replace(session, attachment, forecast.to_come(expected, today))


def write(session: Session, step: Step) -> None:
    """Keep what happened to a claim, with its row in the ledger, and say so."""
    session.add(step.claim)
    session.flush()
    if step.posting is not None:
        by = session.info["actor"].id
        row = ledger.entry(step.claim, step.posting, step.occurred_on, id=new_id(), by=by, at=clock.now())
        session.add(row)
    outbox.record(session, *step.happened)


def _derive_milestones(
    session: Session, participant_id: UUID, told: Sequence[Spell], attached: Sequence[Attachment], today: date
) -> date | None:
    since = min((each.attached_on for each in attached), default=date.min)
    count = partial(milestones.milestones, in_work(told), prices.milestone_weeks(), since=since)
    ahead = count(as_of=today + AHEAD)
    reached = {weeks: day for weeks, day in ahead.items() if day <= today}
    held = milestones_held.standing(session, participant_id)
    gone = milestones.not_standing(held, reached)
    outbox.record(session, *(each.withdraw(today) for each in gone))
    session.flush()
    standing = [each for each in held if each.withdrawn_on is None]
    new = milestones.newly_reached(participant_id, standing, reached, new_id)
    session.add_all(new)
    outbox.record(session, *(each.reach() for each in new))
    return derivation.next_change(today, [], ahead.values())


def earned_by(
    session: Session, attachment: Attachment, told: Sequence[Spell], wages: Sequence[Wage], as_of: date
) -> list[Entitlement]:
    """What one attachment has brought by the end of a day, by these facts."""
    if attachment.set_aside_on is not None:
        return []
    nation = session.info["service"].settings.nation
    return entitlements(
        attached_on=attachment.attached_on,
        employment=in_work(told),
        benefit=on_benefit(told),
        tariff=prices.tariffs()[attachment.tariff],
        payment_group=attachment.payment_group,
        as_of=as_of,
        add_working_days=partial(working_days_after, nation=nation),
        self_employment=in_own_work(told),
        wages=wages,
        hourly_rate=prices.hourly_rate,
    )
