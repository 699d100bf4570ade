"""One of the few who are registered in full: what an adviser does with somebody in a year, by the API."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from bench.processes import Failed
from chassis.testing.http import Client

SPELLS = 5
"""Of each person."""
ATTACHED = date(2025, 1, 6)
"""The first of them joins on that day, the others in the eight weeks after it."""
GROUPS = 9
TOWARDS = {"towards_kind": "goal", "towards": "Work in a kitchen"}
PLAN = {
    "aim": "Work near home",
    "actions": [
        {"title": "Ask for a food hygiene course", "owner": "participant", "due_on": "2026-03-02", **TOWARDS},
        {"title": "Ring the college", "owner": "adviser", "due_on": "2026-02-02", **TOWARDS},
    ],
}
OFFLINE = {"digital_access": {"device": "none", "connection": "none", "confidence": 1}}
CLUB = {
    "kind": "job-club",
    "title": "Job club",
    "starts_at": "2026-01-20T19:00:00Z",
    "ends_at": "2026-01-20T21:00:00Z",
    "channel": "in-person",
    "place": "Eastgate Library",
    "capacity": 10,
}


def register(adviser: Client, number: int, name: str) -> UUID:
    """Register somebody; their id."""
    told = {
        "full_name": name,
        "date_of_birth": f"{1960 + number % 45}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "contact": {"channel": "letter", "language": "en", "address_lines": [f"{number} Harbour Row"]}
        | {"postcode": "ZZ1 1AA"},
        "heard_of": "library",
        "out_of_work_since": "2024-08-05",
        "lawful_bases": [{"purpose": "support", "basis": "public-task", "source": "Contract"}],
        "different_person": True,
        "occurred_on": _attached(number).isoformat(),
    }
    return UUID(_done(adviser.post("/participants", told))["id"])


def live(adviser: Client, person: Client, number: int, id: UUID, today: date) -> None:
    """A year of somebody: a call, a programme, jobs, what stands in the way, a plan, a meeting to come."""
    at, asked = f"/participants/{id}", _asking(adviser)
    asked(f"{at}/contacts", {"channel": "phone", "direction": "out", "summary": "About the bus pass"})
    group = {"programme": "pathways", "payment_group": str(number % GROUPS + 1)}
    asked(f"{at}/attachment", group | {"occurred_on": _attached(number).isoformat()})
    for spell in range(SPELLS):
        asked(f"{at}/spells", _job(number, spell))
    asked(f"{at}/circumstances", {"circumstances": OFFLINE, "occurred_on": today.isoformat()})
    plan = asked(f"{at}/plans", PLAN)["id"]
    asked(f"/plans/{plan}/submission", {})
    _asking(person)(f"/plans/{plan}/agreement", {})
    asked(f"{at}/appointments", {"channel": "phone", **_meeting(number, today)})


def join_a_club(adviser: Client, id: UUID) -> None:
    """A group session is opened, and somebody has a place in it."""
    asked = _asking(adviser)
    club = asked("/groups", CLUB)["id"]
    asked(f"/participants/{id}/group-places", {"session_id": club})


def _attached(number: int) -> date:
    return ATTACHED + timedelta(days=number % 56)


def _job(number: int, spell: int) -> dict[str, Any]:
    """Sixty days after the last began, for five to seven weeks; a third of the people are in their last."""
    began = _attached(number) + timedelta(days=20 + spell * 60)
    ended = began + timedelta(days=35 + number % 4 * 5)
    goes_on = spell == SPELLS - 1 and number % 3 == 0
    told = {"kind": "employment", "employer": "Harbour Foods", "evidence": "payslip"}
    return told | {
        "started_on": began.isoformat(),
        "ended_on": None if goes_on else ended.isoformat(),
    }


def _meeting(number: int, today: date) -> dict[str, str]:
    first = datetime.combine(today + timedelta(days=1 + number // 8), time(9), UTC)
    begins = first + timedelta(hours=number % 8)
    return {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(minutes=30)).isoformat()}


def _asking(client: Client) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    return lambda path, told: _done(client.post(path, told))


def _done(answer: Any) -> dict[str, Any]:
    if answer.status_code not in (200, 201) or answer.json is None:
        raise Failed(f"A sample of the crowd could not be made: {answer.text}")
    return dict(answer.json)
