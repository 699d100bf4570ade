"""What tests of a plan that holds share: who made it, and how it is changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.casework.domain.by import By
from services.casework.domain.errors import DomainError
from services.casework.domain.plan_actions import Intention, actions_of
from services.casework.domain.plans import Plan, draft

TODAY = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, 9, tzinfo=UTC)
ADVISER, PERSON = By("adviser", uuid4()), By("participant", uuid4())
ASSISTED = By("participant", ADVISER.account_id, assisted=True, helper="Anwen")
DAY = timedelta(days=1)


def intention(**changes: Any) -> Intention:
    said: dict[str, Any] = {
        "title": "Visit the library",
        "towards_kind": "goal",
        "towards": "Read more",
        "owner": "participant",
        "due_on": TODAY + 7 * DAY,
    }
    return Intention(**said | changes)


def agreed(*intentions: Intention, review_on: date | None = None) -> Plan:
    id = uuid4()
    actions = actions_of(id, [(uuid4(), one) for one in intentions or (intention(),)])
    how = {"by": ADVISER, "on": TODAY, "at": NOW, "today": TODAY}
    plan = draft(
        id=id,
        step_id=uuid4(),
        participant_id=uuid4(),
        version=1,
        aim=None,
        actions=actions,
        review_on=review_on,
        **how,
    )
    plan.submit(id=uuid4(), **how)
    plan.agree(id=uuid4(), **how | {"by": PERSON})
    return plan


def told(by: By = PERSON, on: date = TODAY, today: date | None = None) -> dict[str, Any]:
    return {"id": uuid4(), "by": by, "on": on, "at": NOW, "today": today or on}


def add(plan: Plan, by: By, on: date = TODAY, today: date = TODAY, **changes: Any) -> Any:
    return plan.add(intention(**changes), id=uuid4(), by=by, on=on, today=today)


def refused(step: Any) -> DomainError:
    with pytest.raises(DomainError) as found:
        step()
    return found.value
