"""The main job, through the gateway, in both shapes: the figures at the end are those of the script."""

import subprocess

import pytest
from script import (
    APPOINTMENTS_ATTENDED,
    COMMUNITY,
    CONTACTS_RECORDED,
    FEES_BY_GROUP,
    FEES_BY_KIND,
    FUNNEL,
    SOURCES,
    parts,
    totals,
    values,
)
from suites import Performance

from chassis.testing.waiting import eventually
from demo.client import Person
from demo.scenes.talking import READERS, mail_to
from demo.suite import WORKSTEAD


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


def test_the_community_and_its_newsletter(performance: Performance) -> None:
    found = totals(performance.stage["kofi"], "community")
    assert 0 < found.pop("minutes-to-answer") <= 24 * 60
    assert found == COMMUNITY
    stage = performance.stage
    sent = [path for path in stage.postbox.glob("*.eml") if b"May at Pathways" in path.read_bytes()]
    assert len(sent) == len(READERS), "it reaches those who opted in and nobody else"
    for address in READERS:
        assert len([m for m in mail_to(stage, address) if "May at Pathways" in str(m["Subject"])]) == 1


def test_a_pseudonym_leads_to_nobody(performance: Performance) -> None:
    thread = performance.stage["mina"].get(f"/api/community/threads/{performance.stage.ids['thread amina']}")
    assert thread["author"]["name"] == "Early Bird"
    assert performance.stage.ids["amina"] not in str(thread)
    assert "Amina" not in str(thread)


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
