"""Where a fee came from: the days, the pay and the evidence; and pay as it is told."""

import pytest
from money_told import CLAIM, JOB, PERSON, SLIP, a_claim, an_explanation


@pytest.fixture
def outcome(casework):
    claim = a_claim(
        CLAIM,
        participant_id=PERSON,
        contract_id=None,
        tariff="work-programme/year-1",
        payment_group="3",
        kind="job-outcome",
        number=1,
    )
    listed = {"items": [claim], "next": None, "as_of": "2025-12-12", "earned_pence": 120000}
    casework.says("casework", "GET", f"/participants/{PERSON}/claims", listed)
    return claim


def test_the_days_that_count(farah, casework, outcome):
    days = {"spell_id": JOB, "kind": "employment", "first": "2025-06-02", "last": "2025-08-31", "days": 91}
    drawn = days | {"kind": "benefit", "last": "2025-06-08", "days": 7}
    told = an_explanation(outcome, stretches=[days], benefit=[drawn], days=91, weeks=13)
    casework.says("casework", "GET", f"/claims/{CLAIM}/explanation", told)
    said = farah.page(f"/people/{PERSON}/claims/{CLAIM}").main
    assert "Each day counted once: 91 days, which are 13 whole weeks." in said
    assert "2 June 2025 to 8 June 2025" in said
    assert "That does not hold up a job outcome." in said
    assert "In the ledger" in said


def test_the_pay_that_counts(farah, casework, outcome):
    told = an_explanation(
        outcome,
        rule="earnings",
        numbers={"hours_per_week": 16, "days": 182},
        wages=[{"on": "2025-06-30", "amount_pence": 500000}],
        wages_pence=500000,
        needed_pence=475904,
        hourly_pence=1144,
    )
    casework.says("casework", "GET", f"/claims/{CLAIM}/explanation", told)
    said = farah.page(f"/people/{PERSON}/claims/{CLAIM}").main
    assert "Together £5,000; needed were £4,759.04." in said
    assert "16 hours a week for 182 days at the National Living Wage of the day of joining, £11.44" in said


def test_without_the_explanation_the_page_says_so(farah, casework, outcome):
    casework.says("casework", "GET", f"/claims/{CLAIM}/explanation", {}, 500)
    assert "This cannot be shown just now." in farah.page(f"/people/{PERSON}/claims/{CLAIM}").main


def test_evidence_is_added_by_an_adviser_too(signed_in, casework, outcome):
    casework.says("casework", "GET", f"/claims/{CLAIM}/explanation", an_explanation(outcome))
    casework.says("casework", "POST", f"/claims/{CLAIM}/evidence", outcome)
    anwen = signed_in("adviser").browser
    path = f"/people/{PERSON}/claims/{CLAIM}/evidence"
    assert path in {a.get("href") for a in anwen.page(f"/people/{PERSON}/claims/{CLAIM}").all("a")}
    page = anwen.page(path)
    assert [each.get("value") for each in page.all("input") if each.get("name") == "evidence"] == ["payslip"]
    anwen.send(path, 303, evidence="payslip")
    assert casework.heard("casework", "POST", f"/claims/{CLAIM}/evidence")[0].json["evidence"] == "payslip"
    listed = {"items": [outcome | {"state": "paid"}], "next": None, "as_of": "2025-12-12", "earned_pence": 0}
    casework.says("casework", "GET", f"/participants/{PERSON}/claims", listed)
    anwen.page(path, 404)


@pytest.fixture
def paid(casework):
    job = {
        "id": JOB,
        "kind": "employment",
        "job_title": "Baker",
        "employer": "Harbour Foods",
        "started_on": "2025-04-01",
        "ended_on": None,
    }
    slip = {
        "id": SLIP,
        "spell_id": JOB,
        "paid_on": "2025-06-30",
        "amount_pence": 123456,
        "evidence": "payslip",
        "withdrawn_at": None,
        "withdrawn_reason": None,
    }
    gone = slip | {"withdrawn_at": "2025-07-01T10:00:00Z", "withdrawn_reason": "mistyped"}
    casework.says("casework", "GET", f"/participants/{PERSON}/spells", {"items": [job], "next": None})
    casework.says("casework", "GET", f"/participants/{PERSON}/pay", {"items": [slip, gone], "next": None})
    return casework


def test_pay_is_listed_recorded_and_taken_back(signed_in, paid):
    anwen = signed_in("adviser").browser
    page = anwen.page(f"/people/{PERSON}/work/pay")
    assert "£1,234.56" in page.main
    assert "Baker at Harbour Foods" in page.main
    back = f"/people/{PERSON}/work/pay/{SLIP}/withdraw"
    assert [a.get("href") for a in page.all("a")].count(back) == 1, "what was taken back stays so"
    paid.says("casework", "POST", f"/spells/{JOB}/pay", {}, 201)
    day = {"paid_on-day": "31", "paid_on-month": "7", "paid_on-year": "2025"}
    anwen.send(f"/people/{PERSON}/work/{JOB}/pay", 303, amount="1,200.50", evidence="payslip", **day)
    sent = paid.heard("casework", "POST", f"/spells/{JOB}/pay")[0]
    assert sent.json == {"paid_on": "2025-07-31", "amount_pence": 120050, "evidence": "payslip"}
    paid.says("casework", "POST", f"/pay/{SLIP}/withdrawal", {})
    anwen.send(back, 303, reason="mistyped")
    assert paid.heard("casework", "POST", f"/pay/{SLIP}/withdrawal")[0].json == {"reason": "mistyped"}
    anwen.page(f"/people/{PERSON}/work/{CLAIM}/pay", 404)


def test_refused_pay_is_said_at_its_field(signed_in, paid):
    refusal = {
        "status": 422,
        "title": "No",
        "detail": "There is something to put right.",
        "errors": {"amount_pence": ["Give an amount between 1p and £100,000."]},
    }
    paid.says("casework", "POST", f"/spells/{JOB}/pay", refusal, 422)
    page = signed_in("adviser").browser.send(f"/people/{PERSON}/work/{JOB}/pay", 422, amount="heaps")
    assert page.errors == ["How much, before tax? Give an amount between 1p and £100,000."]
    assert "heaps" in {each.get("value") for each in page.all("input")}


def test_a_finance_officer_opens_no_pay(farah, paid):
    farah.page(f"/people/{PERSON}/work/pay", 403)
