"""Contracts, their fees, and outcomes over the volume."""

from money_told import CONTRACT, FEE, PERSON, a_claim, an_explanation


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
    claim = a_claim()
    told = an_explanation(claim, rule="delivery", numbers={"value_pence": 100000000, "cohort_volume": None})
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
    claim = a_claim(kind="accelerated", number=200003, reached_on="2026-05-09")
    told = an_explanation(claim, rule="accelerated", numbers={"value_pence": 0, "cohort_volume": 40})
    casework.says("casework", "GET", f"/claims/{FEE}/explanation", told)
    page = farah.page(f"/contracts/fees/{FEE}")
    assert "of year 2, number 3" in page.heading
    assert "goes over the 40 of its year of starts" in page.main
