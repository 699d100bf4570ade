"""Pay, and programmes that pay by it: told, taken back, seen by whoever may see; claims follow."""

from typing import Any

import pytest
from by_results import claims, on, said, states, totals

from chassis.ids import new_id

STARTED = "2025-03-10"
NEEDED = 16 * 26 * 1_144
JOB = {"kind": "employment", "started_on": "2025-04-01", "employer": "Canary Foods"}


def pay(office: Any, spell: str, pence: int, day: str = "2025-06-30", **rest: Any) -> Any:
    told = {"paid_on": day, "amount_pence": pence, "evidence": "payslip"} | rest
    return office.adviser.post(f"/spells/{spell}/pay", told)


@pytest.fixture
def restarted(office: Any) -> dict[str, str]:
    """Somebody on Restart since March, in a job since April; told at the end of the year."""
    person = office.register()
    with on(2025, 12, 12):
        asked = {"programme": "restart", "payment_group": "RESTART", "occurred_on": STARTED}
        attached = office.adviser.post(f"/participants/{person}/attachment", asked)
        assert (attached.status_code, attached.json["tariff"]) == (201, "restart/example")
        spell = office.adviser.post(f"/participants/{person}/spells", JOB).json["id"]
    return {"person": person, "spell": spell}


def test_an_outcome_by_earnings_and_its_end_when_the_pay_was_wrong(
    office: Any, restarted: dict[str, str]
) -> None:
    with on(2025, 12, 12):
        assert states(office, restarted["person"]) == []
        assert pay(office, restarted["spell"], NEEDED).status_code == 201
        assert states(office, restarted["person"]) == [], "it has to be more than that"
        second = pay(office, restarted["spell"], 1, "2025-07-31")
        assert second.status_code == 201, second.json
        (claim,) = claims(office.adviser, restarted["person"])["items"]
        assert (claim["kind"], claim["reached_on"], claim["state"]) == (
            "job-outcome",
            "2025-07-31",
            "claimed",
        )
        (made,) = said(office, "claim.made")
        assert made.data["tariff"] == "restart/example"
        wrong = office.adviser.post(f"/pay/{second.json['id']}/withdrawal", {"reason": "mistyped"})
        assert wrong.status_code == 200, wrong.json
        assert states(office, restarted["person"]) == [("job-outcome", 1, "reversed")]
        assert totals(office) == {}
        again = office.adviser.post(f"/pay/{second.json['id']}/withdrawal", {"reason": "mistyped"})
        assert (again.status_code, again.json["code"]) == (409, "already-withdrawn")
        assert pay(office, restarted["spell"], 2, "2025-07-31").status_code == 201
        assert states(office, restarted["person"])[-1] == ("job-outcome", 1, "claimed")


def test_pay_of_a_job_that_never_was_counts_no_more(office: Any, restarted: dict[str, str]) -> None:
    with on(2025, 12, 12):
        pay(office, restarted["spell"], NEEDED + 1)
        void = {"started_on": "2025-04-01", "voided": True, "reason": "wrong-person"}
        office.adviser.post(f"/spells/{restarted['spell']}/correction", void)
        assert states(office, restarted["person"]) == [("job-outcome", 1, "reversed")]
        refused = pay(office, restarted["spell"], 100, "2025-08-31")
        assert (refused.status_code, refused.json["code"]) == (422, "not-a-job")


def test_self_employment_counts_by_its_days(office: Any) -> None:
    person = office.register()
    asked = {
        "programme": "work-and-health-programme",
        "payment_group": "WHP-EA",
        "occurred_on": STARTED,
    }
    with on(2025, 12, 12):
        office.adviser.post(f"/participants/{person}/attachment", asked)
        own = JOB | {"kind": "self-employment"}
        spell = office.adviser.post(f"/participants/{person}/spells", own).json["id"]
        (claim,) = claims(office.adviser, person)["items"]
        assert claim["reached_on"] == "2025-09-29"
        assert pay(office, spell, 100).json["errors"]["spell_id"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"paid_on": "2025-12-13"}, "paid_on"),
        ({"paid_on": "2025-03-31"}, "paid_on"),
        ({"paid_on": "last week"}, "paid_on"),
        ({"amount_pence": 0}, "amount_pence"),
        ({"amount_pence": -5}, "amount_pence"),
        ({"amount_pence": 10_000_001}, "amount_pence"),
        ({"amount_pence": "£10"}, "amount_pence"),
        ({"amount_pence": 10.5}, "amount_pence"),
        ({"evidence": "rumour"}, "evidence"),
        ({"bonus": 1}, "bonus"),
    ],
)
def test_bad_pay_is_refused_and_nothing_is_kept(
    office: Any, restarted: dict[str, str], changes: dict[str, Any], field: str
) -> None:
    with on(2025, 12, 12):
        told = {"paid_on": "2025-06-30", "amount_pence": 100, "evidence": "payslip"} | changes
        refused = office.adviser.post(f"/spells/{restarted['spell']}/pay", told)
        assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
        assert office.adviser.get(f"/participants/{restarted['person']}/pay").json["items"] == []


def test_pay_of_one_day_is_told_once(office: Any, restarted: dict[str, str]) -> None:
    with on(2025, 12, 12):
        first = pay(office, restarted["spell"], 100)
        twice = pay(office, restarted["spell"], 200)
        assert (twice.status_code, twice.json["code"]) == (409, "pay-recorded")
        wrong = office.adviser.post(f"/pay/{first.json['id']}/withdrawal", {"reason": "dislike"})
        assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["reason"])


def test_who_sees_and_tells_pay(office: Any, restarted: dict[str, str]) -> None:
    person, spell = restarted["person"], restarted["spell"]
    with on(2025, 12, 12):
        slip = pay(office, spell, 123_45).json["id"]
        told = {"paid_on": "2025-07-31", "amount_pence": 100, "evidence": "payslip"}
        for client, status in (
            (office.other_adviser, 404),
            (office.person(person), 403),
            (office.staff("finance officer"), 403),
            (office.staff("data-protection officer"), 403),
        ):
            assert client.post(f"/spells/{spell}/pay", told).status_code == status
            assert client.post(f"/pay/{slip}/withdrawal", {"reason": "mistyped"}).status_code == status
        assert office.adviser.post(f"/pay/{new_id()}/withdrawal", {"reason": "mistyped"}).status_code == 404
        mine = office.person(person).get(f"/participants/{person}/pay")
        assert [each["amount_pence"] for each in mine.json["items"]] == [123_45]
        for client, status in (
            (office.other_adviser, 404),
            (office.person(str(new_id())), 404),
            (office.staff("finance officer"), 403),
        ):
            assert client.get(f"/participants/{person}/pay").status_code == status
        read = office.person(person).get(f"/participants/{person}/access").json["items"]
        assert "pay" in {one["what"] for one in read}


def test_pay_is_encrypted(office: Any, restarted: dict[str, str]) -> None:
    with on(2025, 12, 12):
        pay(office, restarted["spell"], 123_45)
    with office.context.database.engine.connect() as connection:
        connection.exec_driver_sql("select set_config('workstead.kind', 'system', false)")
        rows = connection.exec_driver_sql("select payslip::text from payslip").scalars().all()
        assert rows
        assert "12345" not in "".join(rows)
