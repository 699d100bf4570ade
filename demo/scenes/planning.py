"""A plan is drafted by the adviser and agreed by the participant; a first action is done."""

from typing import Any

from demo.stage import Script, Stage

script = Script()

ACTIONS: list[dict[str, Any]] = [
    {
        "title": "Go on the canal walks, once a week",
        "towards_kind": "barrier",
        "towards": "health",
        "owner": "participant",
        "due_on": "2025-04-24",
    },
    {
        "title": "Ask the school about breakfast club",
        "towards_kind": "barrier",
        "towards": "caring",
        "owner": "participant",
        "due_on": "2025-03-28",
    },
    {
        "title": "Write to Harbour Foods about early shifts",
        "towards_kind": "goal",
        "towards": "Work in a bakery",
        "owner": "adviser",
        "due_on": "2025-04-04",
    },
]


@script.scene("2025-03-17", "Anwen drafts a plan with Amina")
def plan_is_drafted(stage: Stage) -> None:
    plan = stage["anwen"].post(
        f"/api/casework/participants/{stage.ids['amina']}/plans",
        {"aim": "A job with early shifts, near school", "actions": ACTIONS},
        key="plan amina",
    )
    stage.ids["plan amina"] = plan["id"]
    stage.ids["plan amina school"] = plan["actions"][1]["id"]
    stage["anwen"].post(f"/api/casework/plans/{plan['id']}/submission", key="submit amina")


@script.scene("2025-03-18", "Amina agrees it: no decisions about her without her")
def plan_is_agreed(stage: Stage) -> None:
    stage["amina"].post(f"/api/casework/plans/{stage.ids['plan amina']}/agreement", key="agree amina")


@script.scene("2025-03-27", "Amina has asked the school, and says so")
def action_is_completed(stage: Stage) -> None:
    plan, action = stage.ids["plan amina"], stage.ids["plan amina school"]
    stage["amina"].post(
        f"/api/casework/plans/{plan}/actions/{action}/completion",
        {"note": "They open at half past seven."},
        key="completion amina school",
    )
