"""A participant's job search: recorded by them, seen by those whom they let see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store import access
from chassis.store.paging import page
from services.casework import policy
from services.casework.actions.copied_texts import send_texts
from services.casework.actions.likeness import Writing
from services.casework.actions.opened import is_opened
from services.casework.actions.papers import require_vacancy, require_version
from services.casework.actions.records import record_of
from services.casework.domain.applications import Application
from services.casework.domain.codes import known
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.grants import APPLICATIONS, OPENS, Grant
from services.casework.domain.papers import CV, LETTER
from services.casework.domain.participants import Participant
from services.casework.domain.vacancies import TYPED
from services.casework.store import applications, grants, staff
from services.casework.store.applications import application as table


@dataclass(frozen=True, kw_only=True)
class Sent:
    """For which of the vacancies that they keep, and which versions of their papers went with it."""

    vacancy_id: UUID | None = None
    cv_id: UUID | None = None
    letter_id: UUID | None = None


NOTHING_SENT = Sent()


def record_application(
    session: Session,
    actor: Actor,
    participant_id: UUID,
    *,
    title: str,
    employer: str,
    vacancy: str | None,
    notes: str | None,
    on: date,
    sent: Sent = NOTHING_SENT,
    sent_anyway: bool = False,
) -> Application:
    """The person applied for a job; an adviser who acts for them may write that down."""
    person = record_of(session, actor, participant_id)
    by = policy.by(actor, participant_id)
    policy.require(policy.may_write_applications(by), "Only they record their applications.")
    kept = require_vacancy(session, participant_id, sent.vacancy_id)
    papers = [
        (kind, require_version(session, participant_id, version_id, kind))
        for kind, version_id in ((CV, sent.cv_id), (LETTER, sent.letter_id))
    ]
    origin = kept.origin if kept else TYPED
    made = Application(new_id(), participant_id, title, employer, vacancy, notes, origin, **vars(sent))
    happened = made.record(id=new_id(), on=on, by=by, at=clock.now(), today=clock.today())
    session.add(made)
    session.flush()
    outbox.record(session, *happened)
    advert = "\n".join(part for part in (vacancy, kept and kept.words) if part)
    about = {"title": title, "employer": employer, "advert": advert}
    texts = [(one, Writing(kind=kind, text=one.text, **about)) for kind, one in papers if one is not None]
    if texts:
        send_texts(session, person, made, texts, anyway=sent_anyway)
    return made


def move_application(
    session: Session, actor: Actor, application_id: UUID, stage: str, on: date
) -> Application:
    """It has got further, or come to an end."""
    seen = policy.visible(actor, table.c.participant_id)
    found = policy.found(applications.find(session, seen, application_id, for_update=True))
    by = policy.by(actor, found.participant_id)
    # Whoever may not see it does not learn that it is there.
    opened = is_opened(session, actor, found.participant_id, APPLICATIONS)
    policy.found(found if opened else None)
    policy.require(policy.may_write_applications(by), "Only they say how their applications go.")
    happened = found.move(stage, id=new_id(), on=on, by=by, at=clock.now(), today=clock.today())
    outbox.record(session, *happened)
    return found


def list_applications(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A person's applications, the latest first; how many there are, for those who may not see them."""
    record_of(session, actor, participant_id)
    granted = is_opened(session, actor, participant_id, APPLICATIONS)
    count = applications.count(session, participant_id)
    if not granted:
        access.record_read(session, actor, participant_id, "number of applications")
        return {"items": [], "next": None, "count": count, "granted": False}
    access.record_read(session, actor, participant_id, "applications")
    mine = applications.of(participant_id)
    found = page(session, mine, keys=(table.c.id,), cursor=cursor, limit=limit, descending=True)
    return {"items": found.items, "next": found.next, "count": count, "granted": True}


def give_grant(
    session: Session, actor: Actor, participant_id: UUID, viewer_id: UUID | None, opens: str = APPLICATIONS
) -> Grant:
    """The person lets somebody see a part of their job search: their adviser, if they name nobody else."""
    known(opens, OPENS, "opens")
    person = record_of(session, actor, participant_id, for_update=True)
    _theirs_alone(actor, participant_id)
    viewer_id = _viewer(session, person, viewer_id)
    if grants.holds(session, participant_id, viewer_id, opens):
        raise Conflict("already-granted", "They may see it already.")
    grant = Grant(new_id(), participant_id, viewer_id, opens, clock.now())
    session.add(grant)
    session.flush()
    return grant


def revoke_grant(session: Session, actor: Actor, grant_id: UUID) -> Grant:
    """The person takes it back; from this instant the viewer sees it no more."""
    grant = policy.found(grants.get(session, grant_id))
    record_of(session, actor, grant.participant_id)
    _theirs_alone(actor, grant.participant_id)
    grant.revoke(clock.now())
    return grant


def list_grants(session: Session, actor: Actor, participant_id: UUID) -> list[dict[str, Any]]:
    """Whom the person lets see their applications, and whom they let see them once."""
    record_of(session, actor, participant_id)
    _theirs_alone(actor, participant_id)
    given = list(session.scalars(grants.of(participant_id).order_by(grants.viewing_grant.c.given_at)))
    return shown(session, given)


def shown(session: Session, given: Sequence[Grant]) -> list[dict[str, Any]]:
    """Grants with the names of the viewers."""
    names = staff.names(session, {one.viewer_id for one in given})
    return [{"grant": one, "viewer_name": names.get(one.viewer_id)} for one in given]


def _theirs_alone(actor: Actor, participant_id: UUID) -> None:
    by = policy.by(actor, participant_id)
    policy.require(policy.may_grant(by), "Only they themselves decide who may see this.")


def _viewer(session: Session, person: Participant, viewer_id: UUID | None) -> UUID:
    wanted = viewer_id or person.adviser_id
    advice = {"viewer_id": ["Choose somebody of the organisation that helps you."]}
    if wanted is None:
        raise DomainError("no-viewer", "Who is to see it?", advice)
    colleague = staff.find(session, wanted)
    if wanted != person.adviser_id and (
        colleague is None or colleague.organisation_id != person.organisation_id
    ):
        raise DomainError("not-on-your-side", "Nobody with this account helps you.", advice)
    return wanted
