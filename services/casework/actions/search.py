"""Finding people by what is known of them, and keeping the keys by which they are found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from chassis.actor import Actor
from chassis.store import access
from services.casework import policy
from services.casework.domain import search
from services.casework.domain.errors import DomainError
from services.casework.domain.search import Known
from services.casework.store import findable, staff
from services.casework.store.participants import participant

MOST_SHOWN = 20
WHOM = ("id", "reference", "full_name", "called", "date_of_birth", "adviser_id", "registered_on")


@dataclass(frozen=True)
class Found:
    """Somebody who may be meant, with how well they answer to each part of what was asked."""

    participant_id: UUID
    answers: Mapping[str, float]

    @property
    def score(self) -> int:
        """From 0 to 100."""
        return round(100 * search.score(self.answers))


def find_people(session: Session, actor: Actor, text: str) -> dict[str, Any]:
    """Those of whom the actor may know who answer to what was typed, the likeliest first.

    Each who is shown sees in their access log that they were found in a search.
    """
    asked = search.asked(text)
    if asked.is_empty:
        advice = {"text": ["Give a name, a date of birth, a National Insurance number or a reference."]}
        raise DomainError("nothing-asked", "There is nothing to look for.", advice)
    rows = findable.candidates(session, policy.visible(actor), asked)
    found = _standing(Found(row.merged_into or row.id, search.answers(asked, _known(row))) for row in rows)
    likely = sorted(
        (one for one in found if search.score(one.answers) >= search.LEAST_ALIKE),
        key=lambda one: (-one.score, str(one.participant_id)),
    )
    return {"items": _shown(session, actor, likely[:MOST_SHOWN]), "more": len(likely) > MOST_SHOWN}


def _standing(found: Iterable[Found]) -> list[Found]:
    """Each record once: by whichever of the records that were merged into it answers best."""
    best: dict[UUID, Found] = {}
    for one in found:
        before = best.setdefault(one.participant_id, one)
        best[one.participant_id] = max(before, one, key=lambda each: each.score)
    return list(best.values())


def _shown(session: Session, actor: Actor, found: list[Found]) -> list[dict[str, Any]]:
    query = select(*(participant.c[name] for name in WHOM))
    ids = [one.participant_id for one in found]
    rows = {row.id: row for row in session.execute(query.where(participant.c.id.in_(ids)))}
    advisers = staff.names(session, {row.adviser_id for row in rows.values() if row.adviser_id})
    for id in ids:
        access.record_read(session, actor, id, "search")
    return [
        {
            "participant": (row := rows[one.participant_id]),
            "adviser_name": advisers.get(row.adviser_id),
            "score": one.score,
            "because": [part for part, well in one.answers.items() if well >= search.LEAST_ALIKE],
        }
        for one in found
    ]


def _known(row: Row[Any]) -> Known:
    return Known(row.reference, (row.full_name, row.called), row.national_insurance_number, row.date_of_birth)
