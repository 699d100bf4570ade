"""What tests of contacts share: a letter that is recorded, a call that is needed, the timeline."""

from typing import Any

from chassis.ids import new_id
from chassis.testing import bus

CALL = "workstead.notify.call.needed.v1"
LETTER = {"channel": "letter", "direction": "out", "summary": "Canary: about the bus pass"}


def record(client: Any, person: str, **said: Any) -> Any:
    return client.post(f"/participants/{person}/contacts", LETTER | said)


def needed(office: Any, person: str, **said: Any) -> str:
    """Notify asks that the person be rung; the id of the call."""
    data = {
        "participant_id": person,
        "reason": "appointment-confirmation",
        "about": str(new_id()),
        "due_on": "2025-03-04",
        "script": "Canary: tell them it is at ten",
    }
    event = bus.deliver(office.context, CALL, data | said, subject=new_id())
    return str(event.subject)


def timeline(client: Any, person: str) -> list[tuple[str, str, str]]:
    items = client.get(f"/participants/{person}/timeline").json["items"]
    return [(item["occurred_on"], item["kind"], item["what"]) for item in items]
