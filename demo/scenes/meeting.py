"""First meetings: people are registered, say how things are, and see what might help and why."""

from typing import Any

from demo.cast import PEOPLE, Helped
from demo.client import until
from demo.stage import Script, Stage

script = Script()

LAWFUL_BASES = [
    {"purpose": "support", "basis": "public-task", "source": "Pathways contract, schedule 2"},
    {"purpose": "referral", "basis": "public-task", "source": "Pathways contract, schedule 2"},
    {
        "purpose": "health-information",
        "basis": "explicit-consent",
        "source": "Form signed at the first meeting",
    },
]


@script.scene("2025-03-03", "Anwen registers three people, out of work for 30 weeks")
def people_are_registered(stage: Stage) -> None:
    for person in PEOPLE:
        registered = stage[person.adviser].post(
            "/api/casework/participants", _registration(person), key=f"register {person.key}"
        )
        stage.ids[person.key] = registered["id"]


@script.scene("2025-03-04", "Those who are online get an account of their own")
def people_get_accounts(stage: Stage) -> None:
    for person in PEOPLE:
        if person.email:
            details = {
                "email": person.email,
                "name": person.name,
                "roles": ["participant"],
                "person_id": stage.ids[person.key],
            }
            stage.invite(stage[person.adviser], person.key, details)


@script.scene("2025-03-05", "They say how things are; what stands in the way follows")
def circumstances_are_recorded(stage: Stage) -> None:
    for person in PEOPLE:
        stage[person.adviser].post(
            f"/api/casework/participants/{stage.ids[person.key]}/circumstances",
            {"circumstances": person.circumstances},
            key=f"circumstances {person.key}",
        )


@script.scene("2025-03-06", "Anwen and Amina look at what might help, each with its reason")
def recommendations_are_answered(stage: Stage) -> None:
    address = f"/api/casework/participants/{stage.ids['amina']}/recommendations"
    walks = until(
        lambda: _recommended(stage["anwen"].get(address), stage.ids["offer clearwater"]),
        "the walks are recommended to Amina",
    )
    stage["amina"].post(
        f"/api/casework/recommendations/{walks['id']}/answer", {"answer": "accepted"}, key="amina accepts"
    )


@script.scene("2025-03-10", "Amina and Gethin join the Pathways programme")
def people_are_attached(stage: Stage) -> None:
    for person in PEOPLE:
        if person.payment_group:
            stage[person.adviser].post(
                f"/api/casework/participants/{stage.ids[person.key]}/attachment",
                {"programme": "pathways", "payment_group": person.payment_group},
                key=f"attach {person.key}",
            )


def _registration(person: Helped) -> dict[str, Any]:
    contact: dict[str, Any] = {
        "channel": person.channel,
        "language": person.language,
        "address_lines": list(person.address_lines),
        "postcode": person.postcode,
        "safe_contact": {"voicemail": True, "letter": True},
    }
    contact |= {"email": person.email} if person.email else {}
    contact |= {"phone": person.phone} if person.phone else {}
    return {
        "full_name": person.name,
        "called": person.called,
        "contact": contact,
        "accessibility_needs": list(person.accessibility_needs),
        "heard_of": person.heard_of,
        "out_of_work_since": person.out_of_work_since,
        "lawful_bases": LAWFUL_BASES,
        "occurred_on": person.registered_on,
    }


def _recommended(answer: dict[str, Any], offer: str) -> dict[str, Any] | None:
    found = [r for r in answer["items"] if r["offer"] and r["offer"]["id"] == offer]
    return found[0] if found else None
