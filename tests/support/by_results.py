"""What tests of payment by results share: the desk of an office, asked through its API."""

from datetime import date
from typing import Any

from chassis import clock
from chassis.testing import bus
from services.casework.actions import derivation

ATTACHED = "2025-03-10"
JOB = {
    "kind": "employment",
    "started_on": "2025-06-02",
    "employer": "Canary Foods",
    "job_title": "Picker",
    "evidence": "payslip",
}


def attach(office: Any, person: str, group: str, **changes: Any) -> Any:
    """Attach somebody to the demo's programme."""
    asked = {"programme": "pathways", "payment_group": group, "occurred_on": ATTACHED}
    return office.adviser.post(f"/participants/{person}/attachment", asked | changes)


def start(office: Any, person: str, **changes: Any) -> Any:
    """Record a job."""
    return office.adviser.post(f"/participants/{person}/spells", JOB | changes)


def claims(client: Any, person: str, as_of: str | None = None) -> dict[str, Any]:
    """What has been reached for a person."""
    asked = "" if as_of is None else f"&as_of={as_of}"
    response = client.get(f"/participants/{person}/claims?limit=200{asked}")
    assert response.status_code == 200, response.json
    return dict(response.json)


def earned(office: Any, person: str, as_of: str | None = None) -> int:
    """What has been earned for a person, in pence."""
    return int(claims(office.adviser, person, as_of)["earned_pence"])


def states(office: Any, person: str) -> list[tuple[str, int, str]]:
    """Each claim of a person: what for, which, how far."""
    items = claims(office.adviser, person)["items"]
    return [(item["kind"], item["number"], item["state"]) for item in items]


def totals(office: Any, as_of: str | None = None) -> dict[str, int]:
    """The accounts of the ledger that are not empty; together they come to nought."""
    asked = "" if as_of is None else f"?as_of={as_of}"
    answer = office.staff("finance officer").get(f"/ledger{asked}").json
    balances = {one["account"]: one["balance_pence"] for one in answer["totals"]}
    assert sum(balances.values()) == 0
    return {account: pence for account, pence in balances.items() if pence}


def tick(office: Any) -> int:
    """What the timer does."""
    with office.context.database.transaction() as session:
        return derivation.derive_due(session, clock.today())


def on(year: int, month: int, day: int) -> Any:
    """As if it were that day."""
    return clock.frozen(date(year, month, day))


def outcome(office: Any, person: str) -> str:
    """The id of a person's job outcome."""
    items = claims(office.adviser, person)["items"]
    return next(item["id"] for item in items if item["kind"] == "job-outcome")


def said(office: Any, name: str) -> list[bus.Said]:
    """The events of that name."""
    return bus.recorded(office.context, name)
