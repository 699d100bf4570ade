"""A person's record as it is shown: with the names of others, lawful bases and days of work, all at once."""

import json
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, Text, bindparam, cast, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from services.casework.domain.spells import WORK
from services.casework.store.columns import secret
from services.casework.store.organisations import organisation
from services.casework.store.participants import lawful_basis, participant
from services.casework.store.spells import spell
from services.casework.store.staff import staff

TOLD = (
    "id",
    "reference",
    "organisation_id",
    "full_name",
    "called",
    "card",
    "date_of_birth",
    "national_insurance_number",
    "accessibility_needs",
    "heard_of",
    "campaign",
    "out_of_work_since",
    "registered_on",
    "recorded_at",
    "adviser_id",
    "allocated_on",
)
"""What of the record itself is shown."""


class _Bases(TypeDecorator[list[dict[str, Any]]]):
    """Lawful bases that the database has gathered; where each comes from is encrypted."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> list[dict[str, Any]]:
        """Read what was gathered."""
        return [
            basis
            | {
                "source": secret.process_result_value(basis["source"], dialect),
                "from_on": date.fromisoformat(basis["from_on"]),
                "until_on": _day(basis["until_on"]),
            }
            for basis in json.loads(value)
        ]


class _Days(TypeDecorator[list[tuple[date, date | None]]]):
    """First and last days that the database has gathered."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> list[tuple[date, date | None]]:
        """Read what was gathered."""
        return [(date.fromisoformat(first), _day(last)) for first, last in json.loads(value)]


def shown() -> Select[Any]:
    """Everybody's record, a row each; whoever asks says whose."""
    return select(
        *(participant.c[name] for name in TOLD),
        participant.c.account_id.is_not(None).label("has_account"),
        _name_of(staff.c.name, staff.c.account_id == participant.c.adviser_id).label("adviser_name"),
        _name_of(organisation.c.name, organisation.c.id == participant.c.organisation_id).label(
            "organisation_name"
        ),
        _bases(),
        _worked(),
    )


def one(seen: ColumnElement[bool]) -> Select[Any]:
    """The record of `participant_id`, if it is among those that may be seen."""
    return shown().where(participant.c.id == bindparam("participant_id"), seen)


def _name_of(name: ColumnElement[Any], whose: ColumnElement[bool]) -> ColumnElement[Any]:
    return select(name).where(whose).scalar_subquery()


def _bases() -> Label[Any]:
    names = ("purpose", "basis", "article", "source", "from_on", "until_on")
    parts = [part for name in names for part in (_key(name), lawful_basis.c[name])]
    gathered = func.json_agg(
        aggregate_order_by(func.json_build_object(*parts), lawful_basis.c.from_on, lawful_basis.c.id)
    )
    theirs = select(gathered).where(lawful_basis.c.participant_id == participant.c.id)
    return _gathered(theirs, _Bases()).label("lawful_bases")


def _worked() -> Label[Any]:
    days = func.json_agg(func.json_build_array(spell.c.started_on, spell.c.ended_on))
    work = or_(*(spell.c.kind == kind for kind in WORK))
    jobs = select(days).where(spell.c.participant_id == participant.c.id, work, ~spell.c.voided)
    return _gathered(jobs, _Days()).label("worked")


def _gathered(rows: Select[Any], kind: TypeDecorator[Any]) -> ColumnElement[Any]:
    return func.coalesce(cast(rows.scalar_subquery(), Text), "[]", type_=kind)


def _key(name: str) -> ColumnElement[Any]:
    return literal_column(f"'{name}'")


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
