"""Contracts: delivery fees month by month, accelerated prices over a volume, put right, paid, kept apart."""

from typing import Any

import pytest
from at_once import codes, together
from by_results import on, said, totals

from chassis import clock
from chassis.ids import new_id
from services.casework.actions.contracts import derive_contracts

JETS = {"programme": "jets-scotland", "begins_on": "2025-03-10", "value_pence": 1_000_000_00}
WHP = {
    "programme": "work-and-health-programme",
    "begins_on": "2025-03-10",
    "value_pence": 0,
    "cohort_volume": 1,
}


def sign(office: Any, **changes: Any) -> Any:
    return office.staff("finance officer").post("/contracts", JETS | changes)


def listed(office: Any) -> list[tuple[str, int, str, int]]:
    items = office.staff("finance officer").get("/claims?limit=200").json["items"]
    return [(each["kind"], each["number"], each["state"], each["amount_pence"]) for each in items]


def tick(office: Any) -> None:
    with office.context.database.transaction() as session:
        derive_contracts(session, clock.today())


def test_each_month_that_is_over_is_claimed(office: Any) -> None:
    with on(2025, 6, 9):
        signed = sign(office)
        assert (signed.status_code, signed.json["tariff"]) == (201, "jets-scotland/example")
        assert listed(office) == [
            ("delivery", 1, "claimed", 7_083_333),
            ("delivery", 2, "claimed", 7_083_334),
            ("delivery", 3, "reached", 7_083_333),
        ]
    with on(2025, 6, 10):
        tick(office)
        tick(office)
        assert sum(pence for *_rest, pence in listed(office)) == 212_500_00
        assert totals(office) == {"claims-outstanding": 212_500_00, "fees-earned": -212_500_00}
        assert office.staff("finance officer").get("/contracts").json["items"] == [signed.json]
    assert said(office, "claim.made") == [], "these claims are for no one person"
    told = said(office, "contract-claim.made")
    assert [one.data["number"] for one in told] == [1, 2, 3]
    assert {one.person_id for one in told} == {None}
    assert set(told[0].data["amount_pence"]["sealed"]) == {"mi"}


def test_a_contract_put_right_takes_fees_back_and_makes_others(office: Any) -> None:
    with on(2025, 5, 12):
        contract = sign(office).json["id"]
        finance = office.staff("finance officer")
        right = {"begins_on": "2025-03-10", "value_pence": 600_000_00, "reason": "mistyped"}
        corrected = finance.post(f"/contracts/{contract}/correction", right)
        assert (corrected.status_code, corrected.json["value_pence"]) == (200, 600_000_00)
        assert listed(office) == [
            ("delivery", 1, "reversed", 7_083_333),
            ("delivery", 1, "claimed", 4_250_000),
            ("delivery", 2, "reversed", 7_083_334),
            ("delivery", 2, "claimed", 4_250_000),
        ]
        assert totals(office)["fees-earned"] == -8_500_000


def test_a_delivery_fee_is_checked_by_another_and_paid(office: Any) -> None:
    with on(2025, 4, 10):
        signer = office.staff("finance officer", id=new_id())
        assert signer.post("/contracts", JETS).status_code == 201
        claim = signer.get("/claims").json["items"][0]
        assert (claim["participant_id"], claim["payment_group"]) == (None, "")
        refused = signer.post(f"/claims/{claim['id']}/validation", {})
        assert (refused.status_code, refused.json["code"]) == (422, "second-person-needed")
        other = office.staff("finance officer")
        assert other.post(f"/claims/{claim['id']}/validation", {}).status_code == 200
        assert other.post(f"/claims/{claim['id']}/payment", {}).json["state"] == "paid"
        assert totals(office) == {"fees-earned": -7_083_333, "payments-received": 7_083_333}
        told = other.get(f"/claims/{claim['id']}/explanation").json
        assert (told["rule"], told["numbers"]["value_pence"]) == ("delivery", 1_000_000_00)
        assert [row["what"] for row in told["ledger"]] == ["claimed", "paid"]


def outcome_of(office: Any, name: str, started: str) -> str:
    """Somebody of the programme in self-employment since then: an outcome after 182 days."""
    person = str(office.register(full_name=name, date_of_birth=f"19{60 + len(name)}-01-02"))
    asked = {"payment_group": "WHP-EA", "programme": WHP["programme"], "occurred_on": "2025-03-10"}
    office.adviser.post(f"/participants/{person}/attachment", asked)
    own = {"kind": "self-employment", "started_on": started, "evidence": "invoices"}
    return str(office.adviser.post(f"/participants/{person}/spells", own).json["id"])


def test_an_outcome_over_the_volume_brings_more_until_it_is_none(office: Any) -> None:
    with on(2025, 12, 12):
        outcome_of(office, "Ana", "2025-04-01")
        spell = outcome_of(office, "Bashir", "2025-04-02")
        assert sign(office, **WHP).status_code == 201
        assert [each for each in listed(office) if each[0] == "accelerated"] == [
            ("accelerated", 100_001, "claimed", 500_00)
        ]
        void = {"started_on": "2025-04-02", "voided": True, "reason": "wrong-person"}
        office.adviser.post(f"/spells/{spell}/correction", void)
        tick(office)
        assert [each[2] for each in listed(office) if each[0] == "accelerated"] == ["reversed"]
        assert totals(office) == {"claims-outstanding": 2_500_00, "fees-earned": -2_500_00}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"programme": "nowhere"}, "programme"),
        ({"programme": "pathways"}, "programme"),
        ({"begins_on": "2025-12-13"}, "begins_on"),
        ({"begins_on": "2020-12-31"}, "begins_on"),
        ({"begins_on": "soon"}, "begins_on"),
        ({"value_pence": -1}, "value_pence"),
        ({"value_pence": 10**12 + 1}, "value_pence"),
        ({"value_pence": "much"}, "value_pence"),
        ({"cohort_volume": 5}, "cohort_volume"),
        ({"cohort_volume": -1}, "cohort_volume"),
        ({"signed_by": "Farah"}, "signed_by"),
    ],
)
def test_bad_contracts_are_refused(office: Any, changes: dict[str, Any], field: str) -> None:
    with on(2025, 12, 12):
        refused = sign(office, **changes)
        assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
        assert office.staff("finance officer").get("/contracts").json["items"] == []


def test_a_programme_has_one_contract_even_if_two_record_it_at_once(office: Any) -> None:
    with on(2025, 4, 10):
        assert codes(together(*[lambda: sign(office)] * 2)) == [201, 409]
        assert sign(office).json["code"] == "contract-recorded"
        assert [each[:2] for each in listed(office)] == [("delivery", 1)]


def test_who_records_and_sees_contracts(office: Any) -> None:
    with on(2025, 4, 10):
        contract = sign(office).json["id"]
        right = {"begins_on": "2025-03-10", "value_pence": 1, "reason": "mistyped"}
        theirs = office.staff("finance officer", org=office.elsewhere)
        assert theirs.get("/contracts").json["items"] == []
        assert theirs.get("/claims").json["items"] == []
        assert theirs.post(f"/contracts/{contract}/correction", right).status_code == 404
        claim = office.staff("finance officer").get("/claims").json["items"][0]["id"]
        assert theirs.get(f"/claims/{claim}").status_code == 404
        assert theirs.get(f"/claims/{claim}/explanation").status_code == 404
        assert office.adviser.get(f"/claims/{claim}").status_code == 404
        leader = office.staff("team leader")
        assert len(leader.get("/contracts").json["items"]) == 1
        assert leader.post("/contracts", JETS).status_code == 403
        assert leader.post(f"/contracts/{contract}/correction", right).status_code == 403
        for role in ("adviser", "analyst", "operator", "data-protection officer"):
            assert office.staff(role).get("/contracts").status_code == 403
