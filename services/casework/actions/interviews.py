"""Interviews in the participant's own diary."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from services.casework import policy
from services.casework.actions import opened
from services.casework.domain.applications import Application
from services.casework.domain.by import By
from services.casework.domain.grants import APPLICATIONS
from services.casework.domain.interviews import Interview
from services.casework.store import applications, interviews
from services.casework.store.applications import application as application_table
from services.casework.store.interviews import interview as table


@dataclass(frozen=True, kw_only=True)
class InterviewTold:
    """When and where it is, as the employer said."""

    starts_at: datetime
    ends_at: datetime
    channel: str
    place: str | None = None
    with_whom: str | None = None
    notes: str | None = None


def book_interview(
    session: Session, actor: Actor, application_id: UUID, told: InterviewTold
) -> dict[str, Any]:
    """It goes into the diary, and the application has got as far as that."""
    seen = policy.visible(actor, application_table.c.participant_id)
    found = applications.find(session, seen, application_id, for_update=True)
    application, by = opened.changes(session, actor, found, APPLICATIONS)
    now, today = clock.now(), clock.today()
    happened = application.interview_booked(id=new_id(), by=by, at=now, today=today)
    booked = _booked(session, application.id, application.participant_id, by, told)
    outbox.record(session, *happened)
    return shown(session, booked)


def move_interview(session: Session, actor: Actor, interview_id: UUID, told: InterviewTold) -> dict[str, Any]:
    """Another time was found: a new interview stands in for the old one."""
    old, by = opened.changes(session, actor, _held(session, actor, interview_id), APPLICATIONS)
    old.move(clock.now())
    session.flush()
    new = _booked(session, old.application_id, old.participant_id, by, told, supersedes=old.id)
    return shown(session, new)


def cancel_interview(session: Session, actor: Actor, interview_id: UUID) -> dict[str, Any]:
    """It will not take place."""
    interview, _by = opened.changes(session, actor, _held(session, actor, interview_id), APPLICATIONS)
    interview.cancel(clock.now())
    return shown(session, interview)


def list_interviews(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A person's interviews, the latest first, each with the job that it is for."""
    theirs = interviews.of(participant_id)
    keys = (table.c.starts_at, table.c.id)
    found = opened.listed(
        session, actor, participant_id, APPLICATIONS, theirs, keys=keys, cursor=cursor, limit=limit
    )
    return found | {"items": [shown(session, one) for one in found["items"]]}


def shown(session: Session, interview: Interview) -> dict[str, Any]:
    """An interview with the job that it is for, and where it stands now."""
    application = session.get_one(Application, interview.application_id)
    status = interview.status(clock.now())
    return {"interview": interview, "application": application, "status": status}


def _booked(
    session: Session,
    application_id: UUID,
    participant_id: UUID,
    by: By,
    told: InterviewTold,
    **more: Any,
) -> Interview:
    facts = vars(told) | more
    booked = Interview.book(new_id(), application_id, participant_id, by=by, at=clock.now(), **facts)
    session.add(booked)
    session.flush()
    return booked


def _held(session: Session, actor: Actor, interview_id: UUID) -> Interview | None:
    seen = policy.visible(actor, table.c.participant_id)
    return interviews.find(session, seen, interview_id, for_update=True)
