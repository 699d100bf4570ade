"""Statements of a month, as a list and as a file; the forecast; and how each pound came about."""

import csv
import io
from typing import Any

import pytest
from by_results import claims, on, outcome, start, tick

from chassis.ids import new_id


def statement(office: Any, month: str, **query: Any) -> dict[str, Any]:
    asked = "".join(f"&{name}={value}" for name, value in query.items())
    answer = office.staff("finance officer").get(f"/statement?month={month}{asked}")
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def test_a_month_with_its_lines_sums_and_accounts(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        november = statement(office, "2025-11")
        assert [(each["occurred_on"], each["kind"], each["number"]) for each in november["items"]] == [
            ("2025-11-14", "sustainment", 2),
            ("2025-11-30", "job-outcome", 1),
        ]
        sums = [
            (each["kind"], each["what"], each["count"], each["amount_pence"]) for each in november["sums"]
        ]
        assert sums == [("job-outcome", "claimed", 1, 120_000), ("sustainment", "claimed", 1, 25_000)]
        accounts = {each["account"]: each for each in november["accounts"]}
        assert accounts["claims-outstanding"]["opening_pence"] == 225_000
        assert accounts["claims-outstanding"]["closing_pence"] == 370_000
        for side in ("opening_pence", "closing_pence"):
            assert sum(each[side] for each in november["accounts"]) == 0
        assert all(each["late"] for each in november["items"]), "all of it was told in December"
        december = statement(office, "2025-12")
        assert [each["late"] for each in december["items"]] == [False]
        assert december["accounts"][0]["opening_pence"] == november["accounts"][0]["closing_pence"]
        assert statement(office, "2024-02")["last_day"] == "2024-02-29"


def test_what_is_put_right_later_stands_in_its_month_and_is_marked(
    office: Any, worked: dict[str, str]
) -> None:
    with on(2025, 12, 12):
        claim, finance = outcome(office, worked["3"]), office.staff("finance officer")
        finance.post(f"/claims/{claim}/validation", {})
        finance.post(f"/claims/{claim}/payment", {})
    with on(2026, 1, 15):
        spell = office.adviser.get(f"/participants/{worked['3']}/spells").json["items"][0]["id"]
        void = {"started_on": "2025-06-02", "voided": True, "reason": "did-not-happen"}
        office.adviser.post(f"/spells/{spell}/correction", void)
        august = statement(office, "2025-08")
        assert [(each["what"], each["late"]) for each in august["items"]] == [
            ("claimed", True),
            ("clawed-back", True),
        ]
        whole = [statement(office, f"2025-{month:02}") for month in range(3, 13)]
        assert all(sum(each["closing_pence"] for each in one["accounts"]) == 0 for one in whole)


def test_page_by_page_and_as_a_file_the_lines_are_the_same(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        finance = office.staff("finance officer")
        whole = statement(office, "2025-11", limit=200)["items"]
        first = statement(office, "2025-11", limit=1)
        rest = statement(office, "2025-11", limit=1, cursor=first["next"])
        assert [*first["items"], *rest["items"]] == whole
        file = finance.get("/statement.csv?month=2025-11")
        assert file.headers["Content-Type"].startswith("text/csv")
        assert file.headers["Content-Disposition"] == 'attachment; filename="statement-2025-11.csv"'
        rows = list(csv.DictReader(io.StringIO(file.get_data(as_text=True))))
        assert [row["claim_id"] for row in rows] == [each["claim_id"] for each in whole]
        assert sum(int(row["amount_pence"]) for row in rows) == 145_000
        assert {row["late"] for row in rows} == {"yes"}
        assert all(row["person"].startswith("P-") for row in rows)
        assert "Amina" not in file.get_data(as_text=True)


@pytest.mark.parametrize("month", ["november", "2025-13", "2025-1", "2025-11-30", ""])
def test_what_is_no_month_is_refused(office: Any, month: str) -> None:
    for path in ("/statement", "/statement.csv"):
        refused = office.staff("finance officer").get(f"{path}?month={month}")
        assert (refused.status_code, list(refused.json["errors"])) == (422, ["month"])


def test_a_month_without_rows_is_empty(office: Any) -> None:
    nothing = statement(office, "2025-01")
    assert (nothing["items"], nothing["sums"]) == ([], [])
    this = office.staff("finance officer").get("/statement").json
    assert this["month"] == "2025-03"


# What is to come.


def forecast(office: Any) -> dict[str, Any]:
    return dict(office.staff("finance officer").get("/forecast").json)


def test_the_forecast_is_what_comes_if_jobs_go_on(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        told = forecast(office)
        assert (told["as_of"], told["until"]) == ("2025-12-12", "2026-12-13")
        assert {each["month"] for each in told["items"]} >= {"2026-01", "2026-12"}
        before = {each: claims(office.adviser, worked[each])["earned_pence"] for each in worked}
    with on(2026, 12, 13):
        while tick(office):
            pass
        after = {each: claims(office.adviser, worked[each])["earned_pence"] for each in worked}
        assert told["total_pence"] == sum(after.values()) - sum(before.values()) > 0


def test_whoever_has_no_job_brings_nothing_and_whoever_leaves_no_more(
    office: Any, worked: dict[str, str]
) -> None:
    with on(2025, 12, 12):
        for person in worked.values():
            spell = office.adviser.get(f"/participants/{person}/spells").json["items"][0]["id"]
            office.adviser.post(f"/spells/{spell}/end", {"occurred_on": "2025-12-12"})
        assert forecast(office)["total_pence"] == 0
        assert forecast(office)["items"] == []


def test_what_is_complete_and_not_claimable_yet_is_foreseen(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 21):
        for person in worked.values():
            spell = office.adviser.get(f"/participants/{person}/spells").json["items"][0]["id"]
            office.adviser.post(f"/spells/{spell}/end", {"occurred_on": "2025-12-21"})
        (sustained,) = forecast(office)["items"]
        assert sustained["amount_pence"] == 25_000
        assert (sustained["month"], sustained["kind"], sustained["count"]) == ("2026-01", "sustainment", 1)


def test_pay_is_taken_to_go_on_as_it_was(office: Any) -> None:
    person = office.register()
    with on(2025, 7, 1):
        asked = {"programme": "restart", "payment_group": "RESTART", "occurred_on": "2025-03-10"}
        office.adviser.post(f"/participants/{person}/attachment", asked)
        job = {"kind": "employment", "started_on": "2025-04-01"}
        spell = office.adviser.post(f"/participants/{person}/spells", job).json["id"]
        assert forecast(office)["items"] == [], "nothing is known of the pay"
        pay = {"paid_on": "2025-06-30", "amount_pence": 300_000, "evidence": "payslip"}
        office.adviser.post(f"/spells/{spell}/pay", pay)
        # £3,000 in 91 days is £923.07 in four weeks; £4,759.04 is passed with the second of them.
        assert [(each["month"], each["amount_pence"]) for each in forecast(office)["items"]] == [
            ("2025-08", 200_000)
        ]


def test_delivery_fees_are_foreseen(office: Any) -> None:
    with on(2025, 4, 10):
        signed = {"programme": "jets-scotland", "begins_on": "2025-03-10", "value_pence": 1_000_000_00}
        office.staff("finance officer").post("/contracts", signed)
        found = forecast(office)["items"]
        assert [each["month"] for each in found] == [
            *(f"2025-{month:02}" for month in range(5, 13)),
            *(f"2026-{month:02}" for month in range(1, 5)),
        ]
        assert {each["kind"] for each in found} == {"delivery"}


def test_who_sees_statements_and_forecast(office: Any, worked: dict[str, str]) -> None:
    theirs = office.staff("finance officer", org=office.elsewhere)
    with on(2025, 12, 12):
        assert theirs.get("/statement?month=2025-11").json["items"] == []
        assert theirs.get("/statement?month=2025-11").json["sums"] == []
        assert len(theirs.get("/statement.csv?month=2025-11").get_data(as_text=True).splitlines()) == 1
        assert theirs.get("/forecast").json["items"] == []
        for path in ("/statement", "/statement.csv", "/forecast"):
            assert office.staff("team leader").get(path).status_code == 200
            for role in ("adviser", "analyst", "operator", "provider staff", "data-protection officer"):
                assert office.staff(role).get(path).status_code == 403
            assert office.person(worked["3"]).get(path).status_code == 403


# How each pound came about.


def explained(office: Any, person: str, kind: str, number: int = 1) -> dict[str, Any]:
    items = claims(office.adviser, person)["items"]
    claim = next(each["id"] for each in items if (each["kind"], each["number"]) == (kind, number))
    return dict(office.staff("finance officer").get(f"/claims/{claim}/explanation").json)


def test_the_weeks_that_an_outcome_counted(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        told = explained(office, worked["3"], "job-outcome")
        assert (told["rule"], told["numbers"]["weeks"]) == ("cumulative-weeks", 13)
        assert (told["days"], told["weeks"]) == (91, 13)
        (stretch,) = told["stretches"]
        assert (stretch["first"], stretch["last"], stretch["kind"]) == (
            "2025-06-02",
            "2025-08-31",
            "employment",
        )
        assert [(row["what"], row["amount_pence"]) for row in told["ledger"]] == [("claimed", 120_000)]
        assert told["claim"]["tariff"] == "work-programme/year-1"
        assert explained(office, worked["3"], "attachment")["stretches"] == []


def test_two_jobs_on_one_day_are_one_day_and_benefit_is_shown(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        start(office, worked["3"], started_on="2025-07-01", ended_on="2025-09-10")
        drawn = {
            "kind": "benefit",
            "benefit": "universal-credit",
            "started_on": "2025-06-02",
            "ended_on": "2025-06-08",
        }
        office.adviser.post(f"/participants/{worked['3']}/spells", drawn)
        told = explained(office, worked["3"], "job-outcome")
        assert len(told["stretches"]) == 2
        assert told["days"] == 91
        assert [each["days"] for each in told["benefit"]] == [7]
        sustained = explained(office, worked["3"], "sustainment", 2)
        assert (sustained["rule"], sustained["days"], sustained["benefit"]) == ("continuous-weeks", 28, [])


def test_the_pay_that_an_outcome_counted(office: Any) -> None:
    person = office.register()
    with on(2025, 12, 12):
        asked = {"programme": "restart", "payment_group": "RESTART", "occurred_on": "2025-03-10"}
        office.adviser.post(f"/participants/{person}/attachment", asked)
        job = {"kind": "employment", "started_on": "2025-04-01"}
        spell = office.adviser.post(f"/participants/{person}/spells", job).json["id"]
        for day, pence in (("2025-06-30", 400_000), ("2025-07-31", 100_000), ("2025-08-31", 100_000)):
            pay = {"paid_on": day, "amount_pence": pence, "evidence": "payslip"}
            office.adviser.post(f"/spells/{spell}/pay", pay)
        told = explained(office, person, "job-outcome")
        assert (told["needed_pence"], told["hourly_pence"]) == (16 * 26 * 1_144, 1_144)
        assert [each["on"] for each in told["wages"]] == ["2025-06-30", "2025-07-31"]
        assert told["wages_pence"] == 500_000


def test_who_sees_how_it_came_about(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        path = f"/claims/{outcome(office, worked['3'])}/explanation"
        for client, status in (
            (office.adviser, 200),
            (office.staff("team leader"), 200),
            (office.other_adviser, 404),
            (office.staff("finance officer", org=office.elsewhere), 404),
            (office.person(worked["3"]), 403),
            (office.staff("analyst"), 403),
        ):
            assert client.get(path).status_code == status
        assert office.adviser.get(f"/claims/{new_id()}/explanation").status_code == 404
        read = office.person(worked["3"]).get(f"/participants/{worked['3']}/access").json["items"]
        assert "claim" in {one["what"] for one in read}
