"""Attachment, spells, and what follows from them: milestones, claims and the ledger, through the API."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from by_results import attach, claims, earned, on, said, start, states, tick, totals

from chassis import clock
from chassis.testing import bus


@pytest.mark.parametrize(
    ("as_of", "first", "third"),
    [
        ("2025-03-09", 0, 0),
        ("2025-03-10", 40_000, 40_000),
        ("2025-08-31", 40_000, 160_000),
        ("2025-11-30", 160_000, 210_000),
        ("2025-12-11", 160_000, 210_000),
        ("2025-12-12", 160_000, 235_000),
    ],
)
def test_the_worked_example_in_claims_and_ledger(
    office: Any, worked: dict[str, str], as_of: str, first: int, third: int
) -> None:
    with on(2025, 12, 12):
        assert (earned(office, worked["1"], as_of), earned(office, worked["3"], as_of)) == (first, third)
        both = {"fees-earned": -first - third, "claims-outstanding": first + third} if first else {}
        assert totals(office, as_of) == both
        listed = office.staff("finance officer").get(f"/claims?as_of={as_of}").json
        assert listed["earned_pence"] == first + third


def test_day_by_day_the_timer_comes_to_the_same(office: Any) -> None:
    person = office.register()
    with on(2025, 3, 10):
        attach(office, person, "3")
    with on(2025, 6, 2):
        start(office, person)
    seen = {}
    for day in (
        date(2025, 8, 30),
        date(2025, 8, 31),
        date(2025, 10, 17),
        date(2025, 11, 30),
        date(2025, 12, 12),
    ):
        with clock.frozen(day):
            tick(office)
            seen[day.isoformat()] = earned(office, person)
    assert list(seen.values()) == [40_000, 160_000, 185_000, 210_000, 235_000]


def test_the_timer_does_only_what_is_due(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        assert tick(office) == 0
    said = len(bus.recorded(office.context))
    with on(2025, 12, 20):
        assert tick(office) == 0
    with on(2025, 12, 21):
        assert tick(office) == 1
        assert tick(office) == 0
        assert states(office, worked["3"])[-1] == ("sustainment", 4, "reached")
    assert len(bus.recorded(office.context)) == said


def test_the_events_of_a_job_start_and_its_fees(office: Any, worked: dict[str, str]) -> None:
    (attached,) = [one for one in said(office, "participant.attached") if str(one.subject) == worked["3"]]
    assert str(attached.person_id) == worked["3"]
    assert list(attached.data.pop("payment_group")["sealed"]) == ["mi"]
    assert attached.data == {"occurred_on": "2025-03-10", "programme": "pathways"}
    milestones = [
        (one.data["weeks"], one.data["occurred_on"])
        for one in said(office, "milestone.reached")
        if one.data["participant_id"] == worked["3"]
    ]
    assert milestones == [(13, "2025-08-31"), (26, "2025-11-30")]
    made = [one for one in said(office, "claim.made") if one.data["participant_id"] == worked["3"]]
    assert [(one.data["kind"], one.data["number"], one.data["occurred_on"]) for one in made] == [
        ("attachment", 1, "2025-03-10"),
        ("job-outcome", 1, "2025-08-31"),
        ("sustainment", 1, "2025-10-17"),
        ("sustainment", 2, "2025-11-14"),
        ("sustainment", 3, "2025-12-12"),
    ]
    assert all(list(one.data["amount_pence"]["sealed"]) == ["mi"] for one in made)
    assert all(list(one.data["payment_group"]["sealed"]) == ["mi"] for one in made)
    assert made[1].data["organisation_id"] == str(office.here)
    assert made[1].data["tariff"] == "work-programme/year-1"


def test_nothing_is_said_of_benefit(office: Any) -> None:
    person = office.register()
    before = len(bus.recorded(office.context))
    drawn = {"kind": "benefit", "started_on": "2025-02-01", "benefit": "universal-credit"}
    spell = office.adviser.post(f"/participants/{person}/spells", drawn)
    assert spell.status_code == 201, spell.json
    assert office.adviser.post(f"/spells/{spell.json['id']}/end", {}).json["state"] == "ended"
    assert len(bus.recorded(office.context)) == before


def test_one_claim_and_one_spell_for_those_who_may_see_them(office: Any, worked: dict[str, str]) -> None:
    with clock.frozen(date(2026, 3, 1)):
        finance = office.staff("finance officer")
        claim = finance.get("/claims").json["items"][0]
        person, spell = (
            claim["participant_id"],
            office.adviser.get(f"/participants/{claim['participant_id']}/spells").json["items"][0],
        )
        assert finance.get(f"/claims/{claim['id']}").json == claim
        assert office.adviser.get(f"/claims/{claim['id']}").json == claim
        assert office.adviser.get(f"/spells/{spell['id']}").json == spell
        assert office.person(person).get(f"/spells/{spell['id']}").json == spell
        read = office.person(person).get(f"/participants/{person}/access").json["items"]
        assert {"claim", "spell"} <= {each["what"] for each in read}
        assert (
            office.staff("finance officer", org=office.elsewhere).get(f"/claims/{claim['id']}").status_code
            == 404
        )
        assert office.other_adviser.get(f"/spells/{spell['id']}").status_code == 404
        assert office.person(person).get(f"/claims/{claim['id']}").status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "volunteering"}, "kind"),
        ({"started_on": "2025-12-13"}, "started_on"),
        ({"ended_on": "2025-12-13"}, "ended_on"),
        ({"ended_on": "2025-06-01"}, "ended_on"),
        ({"started_on": "June"}, "started_on"),
        ({"hours_per_week": 0}, "hours_per_week"),
        ({"hours_per_week": 200}, "hours_per_week"),
        ({"benefit": "universal-credit"}, "benefit"),
        ({"kind": "benefit"}, "benefit"),
        ({"evidence": "rumour"}, "evidence"),
        ({"employer": "x" * 201}, "employer"),
        ({"boss": "Harbour"}, "boss"),
    ],
)
def test_bad_spells_are_refused_and_nothing_is_kept(office: Any, changes: dict[str, Any], field: str) -> None:
    person = office.register()
    with on(2025, 12, 12):
        response = start(office, person, **changes)
        assert (response.status_code, list(response.json["errors"])) == (422, [field])
        assert office.adviser.get(f"/participants/{person}/spells").json["items"] == []
        assert said(office, "spell.started") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"programme": "nowhere"}, "programme"),
        ({"payment_group": "0"}, "payment_group"),
        ({"occurred_on": "2025-12-13"}, "occurred_on"),
        ({"occurred_on": "2024-12-31"}, "occurred_on"),
        ({"programme": "work-programme", "occurred_on": "2013-01-01"}, "occurred_on"),
    ],
)
def test_bad_attachments_are_refused(office: Any, changes: dict[str, Any], field: str) -> None:
    person = office.register()
    with on(2025, 12, 12):
        response = attach(office, person, "1", **changes)
        assert (response.status_code, list(response.json["errors"])) == (422, [field])
        assert totals(office) == {}


def test_one_programme_at_a_time(office: Any) -> None:
    person = office.register()
    with on(2025, 12, 12):
        assert attach(office, person, "1").status_code == 201
        again = attach(office, person, "3", occurred_on="2025-06-01")
        assert (again.status_code, again.json["code"]) == (409, "already-attached")
        assert earned(office, person) == 40_000


def test_milestones_need_no_programme(office: Any) -> None:
    person = office.register()
    with on(2025, 12, 12):
        start(office, person, kind="self-employment")
        assert [one.data["weeks"] for one in said(office, "milestone.reached")] == [13, 26]
        assert claims(office.adviser, person)["items"] == []


def test_the_ledger_only_grows_and_names_are_encrypted(office: Any, worked: dict[str, str]) -> None:
    with office.context.database.engine.connect() as connection:
        connection.exec_driver_sql("select set_config('workstead.kind', 'system', false)")
        connection.commit()
        for change in (
            "update ledger_entry set amount_pence = 1",
            "delete from ledger_entry",
            "truncate ledger_entry",
        ):
            with pytest.raises(Exception, match="the ledger only grows"):
                connection.exec_driver_sql(change)
            connection.rollback()
        with pytest.raises(Exception, match="ck_ledger_entry_posting"):
            connection.exec_driver_sql(
                "insert into ledger_entry (id, claim_id, participant_id, organisation_id, what, debit,"
                " credit, amount_pence, currency, occurred_on, recorded_at)"
                " select gen_random_uuid(), claim_id,"
                " participant_id, organisation_id, 'claimed', credit, debit, 1, 'GBP', occurred_on, now()"
                " from ledger_entry limit 1"
            )
        connection.rollback()
        rows = connection.exec_driver_sql(
            "select spell::text from spell union all select claim::text from claim"
            " union all select attachment::text from attachment"
        )
        assert "Canary" not in "".join(rows.scalars())
        groups = connection.exec_driver_sql("select payment_group from claim").scalars()
        assert all(len(group) > 10 for group in groups)


def test_the_ledger_page_by_page(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        finance = office.staff("finance officer")
        whole = finance.get("/ledger?limit=200").json["items"]
        assert [row["what"] for row in whole] == ["claimed"] * 7
        gathered, asked = [], "?limit=3"
        while asked:
            page = finance.get(f"/ledger{asked}").json
            gathered += page["items"]
            asked = f"?limit=3&cursor={page['next']}" if page["next"] else ""
        assert gathered == whole
        assert {UUID(row["participant_id"]) for row in whole} == {UUID(id) for id in worked.values()}
