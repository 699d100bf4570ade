"""Claims and the ledger: how each pound came about, and the steps to its being paid."""

import pytest

PERSON = "00000000-0000-7000-8000-0000000000aa"
ATTACHMENT, OUTCOME, STAYING = (f"00000000-0000-7000-8000-0000000000c{number}" for number in (1, 2, 3))
CLAIMS = f"/participants/{PERSON}/claims"
STATES = ("reached", "claimed", "validated", "paid", "rejected", "reversed", "clawed-back")
FEES = {
    "attachment": {"rule": "on-attachment", "amount_pence": 40000},
    "job-outcome": {"rule": "cumulative-weeks", "amount_pence": 120000, "weeks": 13},
    "sustainment": {
        "rule": "continuous-weeks",
        "amount_pence": 25000,
        "weeks": 4,
        "maximum": 20,
        "off_benefit": True,
        "claim_after_working_days": 15,
    },
}
TARIFF = {
    "code": "work-programme/year-1",
    "label": {"en": "Work Programme: attached in year 1"},
    "extra": {"groups": [{"code": "3", "label": {"en": "JSA early access"}, "fees": FEES}]},
}


def _claim(id, kind, began_on, reached_on, claimable_on, pence, state="claimed", number=1):
    dates = ("claimed_on", "validated_on", "paid_on", "rejected_on", "rejected_reason", "reversed_on")
    return {
        "id": id,
        "participant_id": PERSON,
        "tariff": "work-programme/year-1",
        "payment_group": "3",
        "kind": kind,
        "number": number,
        "began_on": began_on,
        "reached_on": reached_on,
        "claimable_on": claimable_on,
        "amount_pence": pence,
        "state": state,
    } | dict.fromkeys(dates)


def _claims(state="claimed"):
    return [
        _claim(ATTACHMENT, "attachment", "2025-03-10", "2025-03-10", "2025-03-10", 40000, "rejected"),
        _claim(OUTCOME, "job-outcome", "2025-06-02", "2025-08-31", "2025-08-31", 120000, state),
        _claim(STAYING, "sustainment", "2025-09-01", "2025-09-28", "2025-10-17", 25000),
    ]


def _listed(*items):
    return {"items": list(items), "next": None, "as_of": "2025-10-20", "earned_pence": 145000}


@pytest.fixture
def casework(upstream):
    upstream.says("casework", "GET", f"/participants/{PERSON}", {"full_name": "Gethin Rhys Evans"})
    upstream.says("casework", "GET", CLAIMS, _listed(*_claims()))
    upstream.says("casework", "GET", "/claims", _listed(*_claims()))
    upstream.says("casework", "GET", "/reference/tariffs", {"items": [TARIFF]})
    states = [{"code": code, "label": {"en": code.replace("-", " ").capitalize()}} for code in STATES]
    upstream.says("casework", "GET", "/reference/claim-states", {"items": states})
    reasons = [{"code": "no-evidence", "label": {"en": "No evidence"}}]
    upstream.says("casework", "GET", "/reference/claim-rejection-reasons", {"items": reasons})
    return upstream


@pytest.fixture
def farah(signed_in):
    return signed_in("finance officer").browser


def test_how_each_pound_came_about(farah, casework):
    said = farah.page(f"/people/{PERSON}/claims").main
    assert "£1,450" in said
    assert "Joined the programme on 10 March 2025." in said
    assert "the weeks in work added up to 13 on 31 August 2025." in said
    assert "4 weeks in work without a break, from 1 September 2025 to 28 September 2025" in said
    assert "payment 1 of at most 20" in said
    assert "15 working days after the last day: from 17 October 2025." in said
    assert "£250 by the price list “Work Programme: attached in year 1”, group 3 (JSA early access)." in said


def test_the_sum_grows_only_by_what_counts(farah, casework):
    said = farah.page(f"/people/{PERSON}/claims").main
    assert "makes £1,200 together" in said
    assert "makes £1,450 together" in said
    assert said.count("together") == 2, "the rejected one adds nothing"


def test_without_the_price_list_the_dates_are_still_told(farah, casework):
    casework.says("casework", "GET", "/reference/tariffs", {}, 500)
    assert "1 September 2025 to 28 September 2025" in farah.page(f"/people/{PERSON}/claims").main


def test_a_finance_officer_sees_a_reference_and_no_name(farah, casework):
    page = farah.page(f"/people/{PERSON}/claims")
    assert "Claims for P-" in page.heading
    assert "Back to the record" not in page.text
    assert not casework.heard("casework", "GET", f"/participants/{PERSON}"), (
        "the record is not even asked for"
    )


def test_an_adviser_sees_them_and_changes_nothing(signed_in, casework):
    anwen = signed_in("adviser").browser
    assert "Gethin Rhys Evans" in anwen.page(f"/people/{PERSON}/claims").heading
    page = anwen.page(f"/people/{PERSON}/claims/{OUTCOME}")
    assert "I have checked the evidence" not in page.main
    anwen.page(f"/people/{PERSON}/claims/{OUTCOME}/check", 403)
    anwen.page("/claims", 403)
    anwen.page("/ledger", 403)


@pytest.mark.parametrize(
    ("role", "state", "steps"),
    [
        ("finance officer", "claimed", {"check", "evidence", "reject"}),
        ("finance officer", "evidenced", {"check", "reject"}),
        ("finance officer", "validated", {"pay", "reject"}),
        ("team leader", "validated", {"reject"}),
        ("finance officer", "paid", set()),
        ("finance officer", "clawed-back", {"repay"}),
        ("team leader", "clawed-back", set()),
        ("finance officer", "reached", set()),
    ],
)
def test_what_can_be_done_to_a_claim(signed_in, casework, role, state, steps):
    casework.says("casework", "GET", CLAIMS, _listed(*_claims(state)))
    browser = signed_in(role).browser
    page = browser.page(f"/people/{PERSON}/claims/{OUTCOME}")
    base = f"/people/{PERSON}/claims/{OUTCOME}/"
    links = {
        a.get("href", "").removeprefix(base) for a in page.all("a") if a.get("href", "").startswith(base)
    }
    assert links == steps
    for step in {"check", "pay", "reject", "repay"} - steps:
        browser.page(base + step, 404)


@pytest.mark.parametrize(
    ("step", "state", "path", "typed"),
    [
        ("check", "claimed", "validation", {}),
        ("pay", "validated", "payment", {}),
        ("reject", "claimed", "rejection", {"reason": "no-evidence"}),
        ("repay", "clawed-back", "repayment", {}),
    ],
)
def test_a_step_is_dated(farah, casework, step, state, path, typed):
    casework.says("casework", "GET", CLAIMS, _listed(*_claims(state)))
    casework.says("casework", "POST", f"/claims/{OUTCOME}/{path}", {})
    day = {"occurred_on-day": "1", "occurred_on-month": "10", "occurred_on-year": "2025"}
    farah.send(f"/people/{PERSON}/claims/{OUTCOME}/{step}", 303, **day, **typed)
    sent = casework.heard("casework", "POST", f"/claims/{OUTCOME}/{path}")[0]
    assert sent.json == {"occurred_on": "2025-10-01"} | typed
    assert sent.headers["Idempotency-Key"]


def test_whoever_recorded_the_facts_is_told_that_somebody_else_must_check(farah, casework):
    detail = "You recorded the facts that this claim stands on, so somebody else must check it."
    refusal = {"status": 422, "code": "second-person-needed", "title": "No", "detail": detail}
    casework.says("casework", "POST", f"/claims/{OUTCOME}/validation", refusal, 422)
    assert farah.send(f"/people/{PERSON}/claims/{OUTCOME}/check", 422).errors == [detail]


def test_the_list_can_be_narrowed_to_a_state(farah, casework):
    farah.page("/claims?state=claimed&as_of=2025-10-20")
    query = casework.heard("casework", "GET", "/claims")[0].query
    assert (query["state"], query["as_of"]) == ("claimed", "2025-10-20")


@pytest.mark.parametrize("query", ["state=lost", "as_of=yesterday", "as_of="])
def test_what_is_no_state_and_no_day_is_left_out(farah, casework, query):
    farah.page(f"/claims?{query}")
    assert set(casework.heard("casework", "GET", "/claims")[0].query) == {"limit"}


def test_an_empty_state_says_so(farah, casework):
    casework.says("casework", "GET", "/claims", _listed())
    assert "There are no claims in this state." in farah.page("/claims?state=paid").main
    assert "They come by themselves" in farah.page("/claims").main


def test_the_ledger_as_of_a_day(farah, casework):
    row = {
        "claim_id": OUTCOME,
        "participant_id": PERSON,
        "what": "claimed",
        "debit": "claims-outstanding",
        "credit": "fees-earned",
        "amount_pence": 120000,
        "occurred_on": "2025-08-31",
    }
    totals = [
        {"account": "fees-earned", "balance_pence": -120000},
        {"account": "claims-outstanding", "balance_pence": 120000},
    ]
    ledger = {"items": [row], "next": None, "as_of": "2025-08-31", "totals": totals}
    casework.says("casework", "GET", "/ledger", ledger)
    page = farah.page("/ledger?as_of=2025-08-31")
    assert "As of the end of Sunday 31 August 2025" in page.main
    assert [each.text for each in page.all("dd")] == ["£1,200", "£1,200"], "both as people read them"
    assert casework.heard("casework", "GET", "/ledger")[0].query["as_of"] == "2025-08-31"


def test_a_day_that_is_none_is_said(farah, casework):
    ledger = {"items": [], "next": None, "as_of": "2025-08-31", "totals": []}
    casework.says("casework", "GET", "/ledger", ledger)
    assert "What could not be read was left out." in farah.page("/ledger?as_of=rubbish").main
