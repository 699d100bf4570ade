"""A job club with one place, for tests of groups."""

from typing import Any

from services.casework.actions import groups

CLUB = {
    "kind": "job-club",
    "title": "Canary job club",
    "starts_at": "2025-03-06T10:00:00Z",
    "ends_at": "2025-03-06T12:00:00Z",
    "channel": "in-person",
    "place": "Eastgate Library",
    "capacity": 1,
}


def open_club(office: Any, **changes: Any) -> str:
    response = office.adviser.post("/groups", CLUB | changes)
    assert response.status_code == 201, response.json
    return str(response.json["id"])


def take(client: Any, person: str, club: str) -> Any:
    return client.post(f"/participants/{person}/group-places", {"session_id": club})


def fill(office: Any) -> int:
    with office.context.database.transaction() as session:
        return groups.fill_places(session)


def status(office: Any, club: str) -> dict[str, str]:
    lines = office.adviser.get(f"/groups/{club}").json["places"]
    return {line["place"]["participant_id"]: line["place"]["status"] for line in lines}
