"""Vacancies that a participant keeps."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.http import Blueprint, PageArgs, Schema, actor, roles, session
from services.casework.actions import vacancies as actions
from services.casework.actions.vacancies import VacancyTold
from services.casework.api.fields import text
from services.casework.api.job_search import PARTIES
from services.casework.domain.vacancies import Vacancy

blueprint = Blueprint(
    "vacancies", description="Vacancies that a participant keeps, seen by whom they choose."
)


class NewVacancySchema(Schema):
    """A vacancy as it is typed in."""

    title = text(200)
    employer = text(200)
    place = text(200, required=False, load_default=None, allow_none=True)
    link = text(1000, required=False, load_default=None, allow_none=True)
    advert = text(20000, required=False, load_default=None, allow_none=True)
    closes_on = fields.Date(load_default=None, allow_none=True)


class VacancySchema(Schema):
    """A vacancy, and where it came from."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    title = fields.String(required=True)
    employer = fields.String(required=True)
    place = fields.String(allow_none=True)
    link = fields.String(allow_none=True)
    advert = fields.String(allow_none=True)
    closes_on = fields.Date(allow_none=True)
    origin = fields.String(required=True, metadata={"description": "A code of vacancy-origins."})
    helper = fields.String(allow_none=True, metadata={"description": "Who acted for the participant."})
    recorded_at = fields.AwareDateTime(required=True)


class VacancyListSchema(Schema):
    """The vacancies, for those who may see them; for others nothing."""

    items = fields.List(fields.Nested(VacancySchema), required=True)
    next = fields.String(required=True, allow_none=True)
    granted = fields.Boolean(required=True, metadata={"description": "Whether you may see them."})


@blueprint.route("/participants/<uuid:participant_id>/vacancies", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(NewVacancySchema)
@blueprint.response(201, VacancySchema)
def keep_vacancy(body: dict[str, Any], participant_id: UUID) -> Vacancy:
    """Keep a vacancy that you found."""
    return actions.keep_vacancy(session(), actor(), participant_id, VacancyTold(**body))


@blueprint.route("/participants/<uuid:participant_id>/vacancies")
@roles(*PARTIES)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, VacancyListSchema)
def list_vacancies(asked: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """The vacancies that a person keeps, if they let you see them."""
    return actions.list_vacancies(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/vacancies/<uuid:vacancy_id>/removal", methods=["POST"])
@roles(*PARTIES)
@blueprint.response(200, VacancySchema)
def drop_vacancy(vacancy_id: UUID) -> Vacancy:
    """Take it off your list."""
    return actions.drop_vacancy(session(), actor(), vacancy_id)
