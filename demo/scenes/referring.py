"""Referrals go to a specialist and to a training provider; one is taken up, one is declined with a reason."""

from typing import Any

from demo.client import Refused, until
from demo.stage import Script, Stage

script = Script()
REFERRALS = "/api/marketplace/referrals"


@script.scene("2025-03-11", "Anwen refers Amina to the walks, and Gethin to the hygiene course")
def referrals_are_sent(stage: Stage) -> None:
    _refer(stage, "amina", "clearwater")
    _refer(stage, "gethin", "calder")


@script.scene("2025-03-12", "Clear Water acknowledges within two working days")
def referral_is_acknowledged(stage: Stage) -> None:
    _step(stage, "cw-admin", "amina clearwater", "acknowledgement")


@script.scene("2025-03-13", "Clear Water accepts Amina: one place fewer is free")
def referral_is_accepted(stage: Stage) -> None:
    _step(stage, "cw-admin", "amina clearwater", "acceptance")


@script.scene("2025-03-14", "Calder declines Gethin, with a reason: the course is full")
def referral_is_declined(stage: Stage) -> None:
    _step(stage, "calder-admin", "gethin calder", "acknowledgement")
    _step(stage, "calder-admin", "gethin calder", "decline", reason="no-capacity")


@script.scene("2025-03-20", "Amina goes on her first walk")
def help_begins(stage: Stage) -> None:
    _step(stage, "cw-admin", "amina clearwater", "start")


def _refer(stage: Stage, person: str, provider: str) -> None:
    """What is sent is what casework proposes for that offer, and no more."""
    offer = stage.ids[f"offer {provider}"]
    proposal = stage["anwen"].get(
        f"/api/casework/participants/{stage.ids[person]}/referral-package", offer_id=offer
    )
    body = {
        "participant_id": stage.ids[person],
        "offer_id": offer,
        "lawful_basis": proposal["lawful_basis"] or "public-task",
        "package": proposal["package"],
    }
    sent = until(
        lambda: _sent(stage, body, f"refer {person} {provider}"), f"{person} is known to the marketplace"
    )
    stage.ids[f"referral {person} {provider}"] = sent["id"]


def _sent(stage: Stage, body: dict[str, Any], key: str) -> Any:
    """None while the marketplace has not heard of the person yet."""
    try:
        return stage["anwen"].post(REFERRALS, body, key=key)
    except Refused as refused:
        if refused.status in (404, 409, 422):
            return None
        raise


def _step(stage: Stage, who: str, referral: str, step: str, **details: str) -> None:
    stage[who].post(
        f"{REFERRALS}/{stage.ids[f'referral {referral}']}/{step}", details, key=f"{step} of {referral}"
    )
