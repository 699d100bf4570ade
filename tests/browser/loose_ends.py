"""What the journey leaves done is begun again here, so that pages for what is still to do are reached too."""

from datetime import time
from typing import Any

from demo.stage import Stage

CASEWORK = "/api/casework"
LATER = {"starts_at": "2025-12-19T09:00:00Z", "ends_at": "2025-12-19T11:00:00Z"}
DIARY = {**LATER, "minutes": 30, "channels": ["phone", "video"]}
ACTION = {"title": "Ask for a card", "towards_kind": "goal", "towards": "Read more"}
PLAN = {"actions": [{**ACTION, "owner": "participant", "due_on": "2025-12-24"}]}
PACKAGE = {"name": "Walter Brennan", "contact": "By letter"}
JOB = {"kind": "employment", "started_on": "2025-12-08", "employer": "Eastgate Library"}


def leave(stage: Stage) -> None:
    """Begin what can be begun: for Walter, who is first on the caseload, and for Amina."""
    for part in (_meetings, _plans, _work, _talk):
        part(stage)


def _meetings(stage: Stage) -> None:
    anwen, walter = stage["anwen"], stage.ids["walter"]
    anwen.post(f"{CASEWORK}/availability", DIARY)
    for start in ("2025-12-16T10:00:00Z", "2025-12-22T10:00:00Z"):
        met = {"starts_at": start, "ends_at": start.replace(":00:00", ":30:00"), "channel": "phone"}
        anwen.post(f"{CASEWORK}/participants/{walter}/appointments", met)
    address = f"{CASEWORK}/participants/{stage.ids['amina']}"
    slots = stage["amina"].get(f"{address}/slots")["items"]
    stage["amina"].post(f"{address}/appointments", {"slot_id": slots[-1]["id"], "channel": "phone"})
    sent = {"offer_id": stage.ids["offer clearwater"], "lawful_basis": "public-task", "package": PACKAGE}
    anwen.post("/api/marketplace/referrals", {"participant_id": walter, **sent})
    stage.day("2025-12-17", time(9, 0))


def _plans(stage: Stage) -> None:
    _drafted(stage, "walter")
    plan = _drafted(stage, "amina")
    stage["anwen"].post(f"{CASEWORK}/plans/{plan['id']}/submission")


def _drafted(stage: Stage, person: str) -> Any:
    return stage["anwen"].post(f"{CASEWORK}/participants/{stage.ids[person]}/plans", PLAN)


def _work(stage: Stage) -> None:
    anwen, walter = stage["anwen"], f"{CASEWORK}/participants/{stage.ids['walter']}"
    anwen.post(f"{walter}/attachment", {"programme": "pathways", "payment_group": "3"})
    anwen.post(f"{walter}/spells", JOB)
    applied = {"title": "Night baker", "employer": "Harbour Foods"}
    stage["amina"].post(f"{CASEWORK}/participants/{stage.ids['amina']}/applications", applied)


def _talk(stage: Stage) -> None:
    asked = {"title": "Which bus is early?", "body": "To be at the harbour by six."}
    stage["amina"].post("/api/community/spaces/participants/threads", asked)
    letter = {"title": "June at Pathways", "introduction": "Buses."}
    stage["mina"].post("/api/community/newsletters", letter)
    choir = {"name": "A Choir by Lamplight", "kind": "specialist"}
    stage.operator.post("/api/marketplace/organisations", choir)
