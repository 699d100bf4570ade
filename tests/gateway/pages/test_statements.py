"""Statements, the forecast, contracts, pay, and the page that shows how a pound came about."""

import pytest

PERSON = "00000000-0000-7000-8000-0000000000aa"
CLAIM = "00000000-0000-7000-8000-0000000000c1"
FEE = "00000000-0000-7000-8000-0000000000c2"
CONTRACT = "00000000-0000-7000-8000-0000000000c3"
JOB, SLIP = "00000000-0000-7000-8000-0000000000d1", "00000000-0000-7000-8000-0000000000d2"
LISTS = [
    {
        "code": "jets-scotland/example",
        "label": {"en": "JETS Scotland (example prices)"},
        "extra": {"groups": [], "delivery": {"percent": 85}},
    },
    {
        "code": "work-programme/year-1",
        "label": {"en": "Work Programme: attached in year 1"},
        "extra": {"groups": []},
    },
]
PROGRAMMES = [
    {
        "code": "jets-scotland",
        "label": {"en": "JETS Scotland"},
        "extra": {"tariffs": [{"tariff": "jets-scotland/example"}]},
    },
    {
        "code": "pathways",
        "label": {"en": "Pathways"},
        "extra": {"tariffs": [{"tariff": "work-programme/year-1"}]},
    },
]


def _claim(id=FEE, **more):
    dates = ("evidence", "evidenced_on", "validated_on", "paid_on", "rejected_on", "reversed_on")
    return (
        {
            "id": id,
            "participant_id": None,
            "contract_id": CONTRACT,
            "tariff": "jets-scotland/example",
            "payment_group": "",
            "kind": "delivery",
            "number": 2,
            "began_on": "2025-04-10",
            "reached_on": "2025-05-09",
            "claimable_on": "2025-05-10",
            "claimed_on": "2025-05-10",
            "amount_pence": 7083334,
            "state": "claimed",
        }
        | dict.fromkeys(dates)
        | more
    )


def _row(**more):
    return {
        "claim_id": CLAIM,
        "participant_id": PERSON,
        "what": "claimed",
        "kind": "job-outcome",
        "number": 1,
        "tariff": "work-programme/year-1",
        "debit": "claims-outstanding",
        "credit": "fees-earned",
        "amount_pence": 120000,
        "occurred_on": "2025-11-30",
        "recorded_at": "2025-12-12T10:00:00Z",
        "late": True,
    } | more


def _explained(claim, **more):
    return {
        "claim": claim,
        "rule": "cumulative-weeks",
        "numbers": {"weeks": 13},
        "stretches": [],
        "benefit": [],
        "days": 0,
        "weeks": 0,
        "wages": [],
        "wages_pence": 0,
        "needed_pence": None,
        "hourly_pence": None,
        "ledger": [_row()],
    } | more


@pytest.fixture
def casework(upstream):
    for name, items in {
        "tariffs": LISTS,
        "programmes": PROGRAMMES,
        "correction-reasons": [{"code": "mistyped", "label": {"en": "Mistyped"}}],
        "claim-rejection-reasons": [{"code": "no-evidence", "label": {"en": "No evidence"}}],
        "work-evidence": [
            {"code": "payslip", "label": {"en": "Payslip"}},
            {"code": "participant-says", "label": {"en": "The participant says so"}},
        ],
    }.items():
        upstream.says("casework", "GET", f"/reference/{name}", {"items": items})
    upstream.says("casework", "GET", f"/participants/{PERSON}", {"full_name": "Gethin Rhys Evans"})
    return upstream


@pytest.fixture
def farah(signed_in):
    return signed_in("finance officer").browser


# Statements.


def _statement(*items, **more):
    return {
        "month": "2025-11",
        "last_day": "2025-11-30",
        "accounts": [
            {"account": "fees-earned", "opening_pence": -225000, "closing_pence": -345000},
            {"account": "claims-outstanding", "opening_pence": 225000, "closing_pence": 345000},
        ],
        "sums": [
            {
                "tariff": "work-programme/year-1",
                "kind": "job-outcome",
                "what": "claimed",
                "count": 1,
                "amount_pence": 120000,
            }
        ],
        "items": list(items),
        "next": None,
    } | more


def test_a_statement_of_a_month(farah, casework):
    fee = _row(claim_id=FEE, participant_id=None, kind="delivery", late=False)
    casework.says("casework", "GET", "/statement", _statement(_row(), fee))
    page = farah.page("/statements?month=2025-11")
    assert page.heading == "Statement for November 2025"
    assert casework.heard("casework", "GET", "/statement")[0].query["month"] == "2025-11"
    assert "£2,250" in page.main
    assert "-£" not in page.main, "accounts are shown as people read them"
    assert "Written on 12 December 2025" in page.main
    assert page.main.count("Written on") == 1
    assert "Work Programme: attached in year 1" in page.main
    links = {a.get("href") for a in page.all("a")}
    assert f"/people/{PERSON}/claims/{CLAIM}" in links
    assert f"/contracts/fees/{FEE}" in links
    assert "/api/casework/statement.csv?month=2025-11" in links


def test_what_is_no_month_is_left_out_and_said(farah, casework):
    casework.says("casework", "GET", "/statement", _statement(sums=[]))
    page = farah.page("/statements?month=november")
    assert "Write months like 2025-11." in page.main
    assert "Nothing was claimed, paid or taken back in this month." in page.main
    assert casework.heard("casework", "GET", "/statement")[0].query["month"] != "november"


def test_the_forecast_says_what_it_is_not(farah, casework):
    expected = {
        "month": "2026-01",
        "tariff": "work-programme/year-1",
        "kind": "sustainment",
        "count": 2,
        "amount_pence": 42000,
    }
    told = {"as_of": "2025-12-12", "until": "2026-12-13", "items": [expected], "total_pence": 42000}
    casework.says("casework", "GET", "/forecast", told)
    said = farah.page("/forecast").main
    assert "January 2026: £420" in said
    assert "To be claimed from 12 December 2025 to 13 December 2026" in said
    assert "It is no prediction" in said
    casework.says("casework", "GET", "/forecast", told | {"items": [], "total_pence": 0})
    assert "Nothing is to come as things are." in farah.page("/forecast").main


@pytest.mark.parametrize("path", ["/statements", "/forecast", "/contracts", "/contracts/new"])
def test_only_whoever_answers_for_the_money_sees_them(signed_in, casework, path):
    signed_in("adviser").browser.page(path, 403)


# Contracts and their fees.


def test_contracts_are_listed_recorded_and_put_right(farah, casework):
    held = {
        "id": CONTRACT,
        "programme": "jets-scotland",
        "tariff": "jets-scotland/example",
        "begins_on": "2025-03-10",
        "value_pence": 100000050,
        "cohort_volume": 9,
    }
    casework.says("casework", "GET", "/contracts", {"items": [held], "next": None})
    said = farah.page("/contracts").main
    assert "Worth £1,000,000.50 over its whole life." in said
    assert "More is paid from 10 outcomes" in said
    page = farah.page("/contracts/new")
    assert [each.get("value") for each in page.all("input") if each.get("name") == "programme"] == [
        "jets-scotland"
    ], "only what pays by contract"
    casework.says("casework", "POST", "/contracts", held, 201)
    day = {"begins_on-day": "10", "begins_on-month": "3", "begins_on-year": "2025"}
    farah.send("/contracts/new", 303, programme="jets-scotland", value="£1,000,000", **day)
    sent = casework.heard("casework", "POST", "/contracts")[0]
    assert sent.json == {
        "programme": "jets-scotland",
        "begins_on": "2025-03-10",
        "value_pence": 100000000,
    }
    assert sent.headers["Idempotency-Key"]
    path = f"/contracts/{CONTRACT}/correction"
    casework.says("casework", "POST", path, held)
    shown = farah.page(f"/contracts/{CONTRACT}/correct")
    assert [each.get("value") for each in shown.all("input") if each.get("name") == "value"] == ["1000000.50"]
    farah.send(f"/contracts/{CONTRACT}/correct", 303, value="5", reason="mistyped", **day)
    assert casework.heard("casework", "POST", path)[0].json["value_pence"] == 500
    farah.page(f"/contracts/{PERSON}/correct", 404)


def test_a_refused_contract_keeps_what_was_typed(farah, casework):
    refusal = {
        "status": 422,
        "title": "No",
        "detail": "There is something to put right.",
        "errors": {"value_pence": ["Give an amount up to £10,000,000,000."]},
    }
    casework.says("casework", "POST", "/contracts", refusal, 422)
    page = farah.send("/contracts/new", 422, programme="jets-scotland", value="lots")
    assert page.errors == ["What is it worth over its whole life? Give an amount up to £10,000,000,000."]
    assert [each.get("value") for each in page.all("input") if each.get("name") == "value"] == ["lots"]


def test_a_fee_of_a_contract_and_its_steps(farah, casework):
    claim = _claim()
    told = _explained(claim, rule="delivery", numbers={"value_pence": 100000000, "cohort_volume": None})
    casework.says("casework", "GET", f"/claims/{FEE}/explanation", told)
    casework.says("casework", "GET", f"/claims/{FEE}", claim)
    page = farah.page(f"/contracts/fees/{FEE}")
    assert "number 2: £70,833.34" in page.heading
    assert "The month of the contract from 10 April 2025 to 9 May 2025 is over." in page.main
    assert f"/contracts/fees/{FEE}/check" in {a.get("href") for a in page.all("a")}
    casework.says("casework", "POST", f"/claims/{FEE}/validation", claim)
    farah.send(f"/contracts/fees/{FEE}/check", 303)
    assert casework.heard("casework", "POST", f"/claims/{FEE}/validation")
    farah.page(f"/contracts/fees/{FEE}/pay", 404)
    casework.says("casework", "GET", f"/claims/{FEE}", claim | {"participant_id": PERSON})
    farah.page(f"/contracts/fees/{FEE}/check", 404)


def test_an_outcome_over_the_volume(farah, casework):
    claim = _claim(kind="accelerated", number=200003, reached_on="2026-05-09")
    told = _explained(claim, rule="accelerated", numbers={"value_pence": 0, "cohort_volume": 40})
    casework.says("casework", "GET", f"/claims/{FEE}/explanation", told)
    page = farah.page(f"/contracts/fees/{FEE}")
    assert "of year 2, number 3" in page.heading
    assert "goes over the 40 of its year of starts" in page.main


# How each pound came about.


@pytest.fixture
def outcome(casework):
    claim = _claim(
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
    told = _explained(outcome, stretches=[days], benefit=[drawn], days=91, weeks=13)
    casework.says("casework", "GET", f"/claims/{CLAIM}/explanation", told)
    said = farah.page(f"/people/{PERSON}/claims/{CLAIM}").main
    assert "Each day counted once: 91 days, which are 13 whole weeks." in said
    assert "2 June 2025 to 8 June 2025" in said
    assert "That does not hold up a job outcome." in said
    assert "In the ledger" in said


def test_the_pay_that_counts(farah, casework, outcome):
    told = _explained(
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
    casework.says("casework", "GET", f"/claims/{CLAIM}/explanation", _explained(outcome))
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


# Pay.


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
