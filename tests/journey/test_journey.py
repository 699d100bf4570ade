"""The main job, through the gateway, in both shapes: the figures at the end are those of the script.

The numbers below were counted by hand from `demo/scenes`; none of them is read from the suite.
"""

import subprocess
from typing import Any

import pytest
from suites import Performance

from chassis.testing.waiting import eventually
from demo.client import Person
from demo.suite import WORKSTEAD

FUNNEL = {
    "people-registered": 3,  # Amina, Gethin, Walter
    "people-attached": 2,  # not Walter
    "people-referred": 2,  # Amina to the walks, Gethin to the course
    "people-started-with-provider": 1,  # Amina; Gethin was declined
    "people-with-plan-agreed": 1,  # Amina's
    "people-who-attended": 3,
    "people-who-applied": 2,
    "people-who-started-work": 2,
    "people-in-work-13-weeks": 2,
    "people-in-work-26-weeks": 2,
}
CONTACTS_RECORDED = {"Phone": 2, "Letter": 1}  # Walter's call and letter, Amina's call
APPOINTMENTS_ATTENDED = {"In person": 2, "Video": 1}
SOURCES = {"Jobcentre work coach": 1, "Friend or family": 1, "Library or online centre": 1}
FEES_BY_KIND = {"Attachment": 800_00, "Job outcome": 2_400_00, "Sustainment": 750_00}
FEES_BY_GROUP = {"1: JSA 18 to 24": 1_600_00, "3: JSA early access": 2_350_00}


@pytest.fixture(scope="module", params=["played", "played_on_rabbitmq"])
def performance(request: pytest.FixtureRequest) -> Performance:
    played: Performance = request.getfixturevalue(request.param)
    return played


@pytest.fixture
def analyst(performance: Performance) -> Person:
    return performance.stage["kofi"]


def test_the_funnel_is_that_of_the_script(analyst: Person) -> None:
    eventually(lambda: totals(analyst, "funnel") == FUNNEL)


def test_contacts_by_channel_count_letters_and_calls_like_clicks(analyst: Person) -> None:
    assert parts(analyst, "contacts-recorded", "channel") == CONTACTS_RECORDED
    assert parts(analyst, "appointments-attended", "channel") == APPOINTMENTS_ATTENDED


def test_referral_sources(analyst: Person) -> None:
    assert parts(analyst, "people-registered", "heard_of") == SOURCES


def test_fees_are_those_of_the_worked_example(analyst: Person) -> None:
    assert parts(analyst, "fees-earned", "kind") == FEES_BY_KIND
    assert parts(analyst, "fees-earned", "payment_group") == FEES_BY_GROUP
    at_26_weeks = analyst.get("/api/mi/figures", metric="fees-earned", by="payment_group", to="2025-11-30")
    assert values(at_26_weeks) == {"1: JSA 18 to 24": 1_600_00, "3: JSA early access": 2_100_00}


def test_the_ledger_balances_and_agrees_with_the_figures(performance: Performance) -> None:
    ledger = performance.stage["farah"].get("/api/casework/ledger")
    balances = {total["account"]: total["balance_pence"] for total in ledger["totals"]}
    assert sum(balances.values()) == 0
    assert abs(balances["fees-earned"]) == sum(FEES_BY_KIND.values())


def test_nothing_waits_and_nothing_is_parked(performance: Performance) -> None:
    for service in ("casework", "marketplace", "community", "notify", "mi"):
        parked = performance.stage.operator.get(f"/api/{service}/ops/parked")
        assert parked["total"] == 0, (service, parked["items"])
        eventually(lambda s=service: not performance.stage.operator.get(f"/api/{s}/ops/outbox")["items"])


def test_the_figures_are_the_same_after_mi_is_rebuilt_from_the_log(performance: Performance) -> None:
    analyst = performance.stage["kofi"]
    before = analyst.get("/api/mi/overview")
    mail_before = len(list(performance.stage.postbox.glob("*.eml")))
    asked = subprocess.run(
        [*WORKSTEAD, "events", "replay", "--to", "mi"],
        env=performance.suite.settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    assert "casework" in asked.stdout
    eventually(lambda: analyst.get("/api/mi/overview") == before, within=30)
    assert len(list(performance.stage.postbox.glob("*.eml"))) == mail_before, "a rebuild sends nothing"


def totals(analyst: Person, section: str) -> dict[str, int]:
    figures = analyst.get("/api/mi/overview")[section]["figures"]
    return {f["metric"]: f["total"]["value"] for f in figures if f["by"] is None}


def parts(analyst: Person, metric: str, by: str) -> dict[str, int]:
    return values(analyst.get("/api/mi/figures", metric=metric, by=by))


def values(figure: dict[str, Any]) -> dict[str, int]:
    return {cell["label"]["en"]: cell["value"] for cell in figure["items"]}
