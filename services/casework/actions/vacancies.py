"""Vacancies that a participant keeps."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from services.casework import policy
from services.casework.actions import opened
from services.casework.domain.grants import APPLICATIONS
from services.casework.domain.vacancies import Vacancy
from services.casework.store import vacancies
from services.casework.store.vacancies import vacancy as table


@dataclass(frozen=True, kw_only=True)
class VacancyTold:
    """A vacancy as it is typed in."""

    title: str
    employer: str
    place: str | None = None
    link: str | None = None
    advert: str | None = None
    closes_on: date | None = None


def keep_vacancy(session: Session, actor: Actor, participant_id: UUID, told: VacancyTold) -> Vacancy:
    """The person found a vacancy and wants to keep it."""
    by = opened.writes(session, actor, participant_id)
    kept = Vacancy.keep(new_id(), participant_id, by=by, at=clock.now(), **vars(told))
    session.add(kept)
    session.flush()
    return kept


def drop_vacancy(session: Session, actor: Actor, vacancy_id: UUID) -> Vacancy:
    """It is not for them after all."""
    seen = policy.visible(actor, table.c.participant_id)
    found = vacancies.find(session, seen, vacancy_id, for_update=True)
    vacancy, _by = opened.changes(session, actor, found, APPLICATIONS)
    vacancy.drop(clock.now())
    return vacancy


def list_vacancies(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """The vacancies that a person keeps, the latest first."""
    kept = vacancies.of(participant_id)
    keys = (table.c.id,)
    return opened.listed(
        session, actor, participant_id, APPLICATIONS, kept, keys=keys, cursor=cursor, limit=limit
    )
