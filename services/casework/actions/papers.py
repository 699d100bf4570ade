"""CVs and letters: begun, revised, put away; every version stays as it was."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from services.casework import policy
from services.casework.actions import opened
from services.casework.domain.errors import DomainError
from services.casework.domain.grants import PAPERS
from services.casework.domain.papers import Paper, PaperVersion
from services.casework.store import papers, vacancies
from services.casework.store.papers import paper as table
from services.casework.store.vacancies import vacancy as vacancy_table


def begin_paper(
    session: Session,
    actor: Actor,
    participant_id: UUID,
    *,
    kind: str,
    title: str,
    text: str,
    vacancy_id: UUID | None,
) -> Paper:
    """The first version of a CV or a letter, perhaps for one vacancy."""
    by = opened.writes(session, actor, participant_id)
    require_vacancy(session, participant_id, vacancy_id)
    paper = Paper(new_id(), participant_id, kind, title, vacancy_id)
    paper.begin(text, id=new_id(), by=by, at=clock.now())
    session.add(paper)
    session.flush()
    return paper


def revise_paper(session: Session, actor: Actor, paper_id: UUID, text: str, after: int | None) -> Paper:
    """The next version; 409 where another one was written since the version that the writer had read."""
    paper, by = opened.changes(session, actor, _held(session, actor, paper_id), PAPERS)
    paper.revise(text, after, id=new_id(), by=by, at=clock.now())
    session.flush()
    return paper


def put_paper_away(session: Session, actor: Actor, paper_id: UUID) -> Paper:
    """It is offered no more."""
    paper, _by = opened.changes(session, actor, _held(session, actor, paper_id), PAPERS)
    paper.put_away(clock.now())
    return paper


def show_paper(session: Session, actor: Actor, paper_id: UUID) -> Paper:
    """One CV or letter with all its versions."""
    found = papers.find(session, policy.visible(actor, table.c.participant_id), paper_id)
    return opened.reads(session, actor, found, PAPERS)


def list_papers(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A person's CVs and letters, the latest first."""
    theirs = papers.of(participant_id)
    keys = (table.c.id,)
    return opened.listed(
        session, actor, participant_id, PAPERS, theirs, keys=keys, cursor=cursor, limit=limit
    )


def require_vacancy(session: Session, participant_id: UUID, vacancy_id: UUID | None) -> Any:
    """The vacancy that is named, which must be one of theirs; None where none is."""
    if vacancy_id is None:
        return None
    found = vacancies.find(session, vacancy_table.c.participant_id == participant_id, vacancy_id)
    if found is None:
        advice = {"vacancy_id": ["Choose one of the vacancies that you keep."]}
        raise DomainError("no-such-vacancy", "That vacancy is not on the list.", advice)
    return found


def require_version(
    session: Session, participant_id: UUID, version_id: UUID | None, kind: str
) -> PaperVersion | None:
    """The version that was sent, which must be one of theirs and of that kind; None where none is named."""
    if version_id is None:
        return None
    found = papers.version_of(session, participant_id, version_id)
    if found is None or found[0].kind != kind:
        advice = {f"{kind}_id": ["Choose one of your own."]}
        raise DomainError("no-such-paper", "There is no such version.", advice)
    return found[1]


def _held(session: Session, actor: Actor, paper_id: UUID) -> Paper | None:
    return papers.find(session, policy.visible(actor, table.c.participant_id), paper_id, for_update=True)
