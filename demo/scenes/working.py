"""Applications, a job, and what it earns as the weeks go by."""

from datetime import time
from typing import Any

from demo.client import until
from demo.stage import Script, Stage

script = Script()

JOBS: dict[str, dict[str, Any]] = {
    "amina": {"employer": "Harbour Foods", "job_title": "Baker, early shift", "hours_per_week": 24},
    "gethin": {"employer": "Harbour Foods", "job_title": "Stock controller", "hours_per_week": 37},
}


@script.scene("2025-05-06", "Amina and Gethin apply to Harbour Foods; Amina lets Anwen see hers")
def applications_are_made(stage: Stage) -> None:
    for person, job in JOBS.items():
        application = stage[person].post(
            f"/api/casework/participants/{stage.ids[person]}/applications",
            {"title": job["job_title"], "employer": job["employer"]},
            key=f"apply {person}",
        )
        stage.ids[f"application {person}"] = application["id"]
    stage["amina"].post(f"/api/casework/participants/{stage.ids['amina']}/grants", key="grant amina")


@script.scene("2025-05-16", "Both are asked to an interview")
def interviews_are_booked(stage: Stage) -> None:
    for person in JOBS:
        _stage_of(stage, person, "interview-booked")


@script.scene("2025-05-23", "Both are offered the job")
def jobs_are_offered(stage: Stage) -> None:
    for person in JOBS:
        _stage_of(stage, person, "offer")


@script.scene("2025-06-02", "The jobs start")
def jobs_start(stage: Stage) -> None:
    for person, job in JOBS.items():
        stage["anwen"].post(
            f"/api/casework/participants/{stage.ids[person]}/spells",
            {"kind": "employment", "started_on": "2025-06-02", "evidence": "contract", **job},
            key=f"job {person}",
        )
    stage["cw-admin"].post(
        f"/api/marketplace/referrals/{stage.ids['referral amina clearwater']}/end",
        {"reason": "completed"},
        key="end of amina clearwater",
    )


@script.scene("2025-09-01", "Thirteen weeks in work: Gethin's job outcome is earned")
def thirteen_weeks(stage: Stage) -> None:
    _earned(stage, "amina", 400_00)
    _earned(stage, "gethin", 1_600_00)


@script.scene("2025-11-30", "Twenty-six weeks: £1,600 for Amina, £2,100 for Gethin")
def twenty_six_weeks(stage: Stage) -> None:
    stage.day("2025-11-30", time(20, 0))
    _earned(stage, "amina", 1_600_00)
    _earned(stage, "gethin", 2_100_00)


@script.scene("2025-12-12", "Fifteen working days on, Gethin's third sustainment fee: £2,350")
def third_sustainment(stage: Stage) -> None:
    _earned(stage, "gethin", 2_350_00)


@script.scene("2025-12-15", "Seun checks Amina's job outcome and Farah pays it; the ledger balances")
def claim_is_paid(stage: Stage) -> None:
    claims = stage["farah"].get(f"/api/casework/participants/{stage.ids['amina']}/claims")["items"]
    claim = next(c for c in claims if c["kind"] == "job-outcome")
    stage["nb-admin"].post(f"/api/casework/claims/{claim['id']}/validation", key="validate amina")
    stage["farah"].post(f"/api/casework/claims/{claim['id']}/payment", key="pay amina")


def _stage_of(stage: Stage, person: str, reached: str) -> None:
    stage[person].post(
        f"/api/casework/applications/{stage.ids[f'application {person}']}/stage",
        {"stage": reached},
        key=f"{reached} {person}",
    )


def _earned(stage: Stage, person: str, pence: int) -> None:
    """The claims follow by themselves as the days pass."""
    address = f"/api/casework/participants/{stage.ids[person]}/claims"
    until(
        lambda: stage["farah"].get(address)["earned_pence"] == pence,
        f"{person} has earned {pence} pence",
        within=90,
    )
