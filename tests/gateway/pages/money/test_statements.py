"""Statements of a month, and the forecast."""

import pytest
from money_told import CLAIM, FEE, PERSON, a_row


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
    fee = a_row(claim_id=FEE, participant_id=None, kind="delivery", late=False)
    casework.says("casework", "GET", "/statement", _statement(a_row(), fee))
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
