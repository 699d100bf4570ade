"""A morning that is offered, and ways to book its slots."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.casework.appointments.a_morning import MORNING


@pytest.fixture
def slots(office: Any) -> list[dict[str, Any]]:
    response = office.adviser.post("/availability", MORNING)
    assert response.status_code == 201, response.json
    return list(response.json["slots"])


@pytest.fixture
def book(office: Any, person: str, slots: list[dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Book the n-th slot as the participant."""

    def booked(number: int = 0, **wanted: Any) -> dict[str, Any]:
        asked = {"slot_id": slots[number]["id"], **wanted}
        response = office.person(person).post(f"/participants/{person}/appointments", asked)
        assert response.status_code == 201, response.json
        return dict(response.json)

    return booked
