"""What the pages about one person share. Not an area of its own: it holds no page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gateway.web.frame import Question, ServiceProblem, ask_together, show, visitor

ADVISERS = ("adviser", "team leader")
"""Who writes in a record."""
READERS = (*ADVISERS, "data-protection officer")
"""Who opens the records of others."""
PARTIES = (*ADVISERS, "participant")
"""Whose word counts in a plan and in an answer."""


def shown(template: str, person_id: Any, **values: Any) -> str:
    """A page about one person, with their name beside the substance where it is not the reader's own page.

    Somebody of whom the visitor may not know is not there (404).
    """
    mine = is_mine(person_id)
    person = None if mine else _beside(person_id)
    return show(
        template,
        person_id=person_id,
        mine=mine,
        may_write=visitor().has(*PARTIES),
        person=person,
        **values,
    )


def is_mine(person_id: Any) -> bool:
    """Whether the record is the visitor's own."""
    return visitor().has("participant") and visitor().person_id == UUID(str(person_id))


def own_id() -> UUID:
    """Whose record the visitor's own is; a page that is not there, for an account without one."""
    found = visitor().person_id
    if found is None:
        raise ServiceProblem(404, detail="No record belongs to this account.")
    return found


def renamed(problem: ServiceProblem, names: Mapping[str, str]) -> ServiceProblem:
    """The same refusal, with the fields called as this page calls them."""
    problem.errors = {names.get(name, name): advice for name, advice in problem.errors.items()}
    return problem


def _beside(person_id: Any) -> Any:
    found = ask_together({"person": Question("casework", f"/participants/{person_id}")})["person"]
    if found is None:
        raise ServiceProblem(404, detail="There is no such record, or it is not yours to know of.")
    return found
