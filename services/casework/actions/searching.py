"""The diary of a job search, and the dated summary of it that is evidence."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store import access
from services.casework import policy, reference
from services.casework.actions import opened, waiting
from services.casework.actions.records import read, record_of
from services.casework.domain.codes import known
from services.casework.domain.errors import DomainError
from services.casework.domain.evidence import Evidence, Period, Search, summarise
from services.casework.domain.grants import APPLICATIONS, DIARY
from services.casework.domain.searching import Activity
from services.casework.domain.waiting import EVIDENCE
from services.casework.store import applications, interviews, searching
from services.casework.store.applications import application as application_table
from services.casework.store.searching import search_activity as table
from services.casework.store.searching import search_evidence as evidence_table


@dataclass(frozen=True, kw_only=True)
class ActivityTold:
    """What was done, on which day, and how long it took."""

    kind: str
    occurred_on: date
    minutes: int
    note: str | None = None
    application_id: UUID | None = None


def note_activity(session: Session, actor: Actor, participant_id: UUID, told: ActivityTold) -> Activity:
    """The person did something to find work."""
    by = opened.writes(session, actor, participant_id)
    known(told.kind, reference.in_use("search-activities", clock.today()), "kind")
    _check_application(session, participant_id, told.application_id)
    facts: dict[str, Any] = vars(told)
    done = Activity.note_down(new_id(), participant_id, by=by, at=clock.now(), today=clock.today(), **facts)
    session.add(done)
    session.flush()
    return done


def remove_activity(session: Session, actor: Actor, activity_id: UUID) -> Activity:
    """It was noted by mistake."""
    found = searching.find(session, policy.visible(actor, table.c.participant_id), activity_id)
    activity, _by = opened.changes(session, actor, found, DIARY)
    activity.remove(clock.now())
    return activity


def list_activities(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """The diary, the latest first."""
    theirs = searching.of(participant_id)
    keys = (table.c.occurred_on, table.c.id)
    return opened.listed(session, actor, participant_id, DIARY, theirs, keys=keys, cursor=cursor, limit=limit)


def summarise_search(
    session: Session, actor: Actor, participant_id: UUID, first: date | None, last: date | None
) -> dict[str, Any]:
    """What was done in a period, as it is known now; for the person, and for whom they have opened it all."""
    record_of(session, actor, participant_id)
    opens = (APPLICATIONS, DIARY)
    if not all(opened.is_opened(session, actor, participant_id, part) for part in opens):
        policy.require(False, "They have not opened their applications and their diary to you.")
    access.record_read(session, actor, participant_id, "summary of the job search")
    period = Period.of(first, last, clock.today())
    content = _content(session, participant_id, period)
    return {"from_on": period.first, "until_on": period.last, "made_on": clock.today(), "content": content}


def hand_over_evidence(
    session: Session, actor: Actor, participant_id: UUID, first: date | None, last: date | None
) -> Evidence:
    """The person hands over the summary of a period; whoever looks after them may read that and no more."""
    by = opened.writes(session, actor, participant_id)
    period = Period.of(first, last, clock.today())
    content = _content(session, participant_id, period)
    evidence = Evidence.hand_over(new_id(), participant_id, period, content, by=by, at=clock.now())
    session.add(evidence)
    session.flush()
    if by.party == "participant":
        waiting.for_their_adviser(session, actor, participant_id, EVIDENCE, evidence.id)
    return evidence


def withdraw_evidence(session: Session, actor: Actor, evidence_id: UUID) -> Evidence:
    """The person takes it back; from this instant nobody else reads it."""
    seen = policy.visible(actor, evidence_table.c.participant_id)
    evidence = policy.found(searching.find_evidence(session, seen, evidence_id, for_update=True))
    by = policy.by(actor, evidence.participant_id)
    policy.require(policy.may_grant(by), "Only they themselves decide who may see this.")
    evidence.withdraw(clock.now())
    return evidence


def show_evidence(session: Session, actor: Actor, evidence_id: UUID) -> Evidence:
    """One summary that was handed over. That it was read is written down."""
    seen = policy.visible(actor, evidence_table.c.participant_id)
    evidence = policy.found(searching.find_evidence(session, seen, evidence_id))
    policy.found(
        evidence if evidence.withdrawn_at is None or _is_own(actor, evidence.participant_id) else None
    )
    access.record_read(session, actor, evidence.participant_id, "evidence of the job search")
    return evidence


def list_evidence(session: Session, actor: Actor, participant_id: UUID) -> list[Evidence]:
    """The summaries that a person has handed over, the latest first; those taken back for them alone."""
    read(session, actor, participant_id, "list of evidence")
    query = searching.handed_over(participant_id).order_by(evidence_table.c.id.desc())
    own = _is_own(actor, participant_id)
    return [one for one in session.scalars(query) if own or one.withdrawn_at is None]


def _is_own(actor: Actor, participant_id: UUID) -> bool:
    return policy.may_grant(policy.by(actor, participant_id))


def _content(session: Session, participant_id: UUID, period: Period) -> dict[str, Any]:
    search = Search(
        session.scalars(applications.of(participant_id)).all(),
        session.scalars(interviews.of(participant_id)).all(),
        session.scalars(searching.of(participant_id, period.first, period.last)).all(),
    )
    return summarise(search, period, clock.now(), clock.local)


def _check_application(session: Session, participant_id: UUID, application_id: UUID | None) -> None:
    if application_id is None:
        return
    theirs = application_table.c.participant_id == participant_id
    if applications.find(session, theirs, application_id) is None:
        advice = {"application_id": ["Choose one of your applications."]}
        raise DomainError("no-such-application", "There is no such application.", advice)
