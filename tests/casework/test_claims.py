"""Attachment, spells, and what follows from them: milestones, claims and the ledger, through the API."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from by_results import ATTACHED, JOB, attach, claims, earned, on, outcome, said, start, states, tick, totals

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus


@pytest.fixture
def worked(office: Any) -> dict[str, str]:
    """The two of the worked example, with jobs since the second of June; told on the twelfth of December."""
    people = {"1": office.register()}
    people["3"] = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    with on(2025, 12, 12):
        for group, person in people.items():
            assert attach(office, person, group).status_code == 201
            assert start(office, person).status_code == 201
    return people


# The worked example.


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


# What is said.


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


# Corrections.


def test_a_later_start_reverses_what_was_never_earned_and_claims_anew(
    office: Any, worked: dict[str, str]
) -> None:
    person = worked["3"]
    with on(2025, 12, 12):
        spell = office.adviser.get(f"/participants/{person}/spells").json["items"][0]["id"]
        put_right = {"started_on": "2025-06-09", "reason": "evidence"}
        corrected = office.adviser.post(f"/spells/{spell}/correction", put_right)
        assert corrected.status_code == 200, corrected.json
        assert [change["what"] for change in corrected.json["changes"]] == ["started", "corrected"]
        # A week later: the outcome on 7 September; its periods end on 5 October and 2 November.
        assert earned(office, person) == 40_000 + 120_000 + 2 * 25_000
        assert earned(office, person, "2025-09-06") == 40_000
        assert earned(office, person, "2025-09-07") == 160_000
        assert states(office, person).count(("job-outcome", 1, "reversed")) == 1
        assert totals(office, "2025-09-06")["fees-earned"] == -80_000
        withdrawn = said(office, "milestone.withdrawn")
        assert [(one.data["weeks"], one.data["occurred_on"]) for one in withdrawn] == [
            (13, "2025-08-31"),
            (26, "2025-11-30"),
        ]
        assert [one.data["occurred_on"] for one in said(office, "claim.reversed")] == [
            "2025-08-31",
            "2025-10-17",
            "2025-11-14",
            "2025-12-12",
        ]
        back = {"started_on": "2025-06-02", "reason": "mistyped"}
        assert office.adviser.post(f"/spells/{spell}/correction", back).status_code == 200
        assert earned(office, person) == 235_000
        assert earned(office, worked["1"]) == 160_000
        assert totals(office) == {"claims-outstanding": 395_000, "fees-earned": -395_000}


def test_a_job_that_never_was_leaves_the_attachment_fee(office: Any, worked: dict[str, str]) -> None:
    person = worked["3"]
    with on(2025, 12, 12):
        spell = office.adviser.get(f"/participants/{person}/spells").json["items"][0]["id"]
        void = {"started_on": "2025-06-02", "voided": True, "reason": "wrong-person"}
        assert office.adviser.post(f"/spells/{spell}/correction", void).json["state"] == "voided"
        assert earned(office, person) == 40_000
        assert office.adviser.post(f"/spells/{spell}/end", {}).status_code == 409
        assert office.adviser.post(f"/spells/{spell}/correction", void).status_code == 409


def test_the_wrong_group_is_put_right(office: Any, worked: dict[str, str]) -> None:
    person = worked["1"]
    with on(2025, 12, 12):
        held = office.adviser.get(f"/participants/{person}/attachments").json["items"][0]["id"]
        put_right = {"payment_group": "3", "occurred_on": ATTACHED, "reason": "mistyped"}
        response = office.adviser.post(f"/attachments/{held}/correction", put_right)
        assert (response.status_code, response.json["payment_group"]) == (200, "3")
        assert earned(office, person) == 235_000
        assert len(said(office, "participant.attachment-corrected")) == 1
        bad = [
            ({"payment_group": "10"}, 422),
            ({"occurred_on": "2025-12-13"}, 422),
            ({"occurred_on": "2024-12-31"}, 422),
            ({"reason": "because"}, 422),
        ]
        for changes, status in bad:
            refused = office.adviser.post(f"/attachments/{held}/correction", put_right | changes)
            assert refused.status_code == status
        assert earned(office, person) == 235_000


def test_the_end_of_a_job_stops_what_comes_after_it(office: Any, worked: dict[str, str]) -> None:
    person = worked["3"]
    with on(2025, 12, 12):
        spell = office.adviser.get(f"/participants/{person}/spells").json["items"][0]["id"]
        ended = office.adviser.post(
            f"/spells/{spell}/end", {"occurred_on": "2025-11-22", "reason": "redundant"}
        )
        assert (ended.status_code, ended.json["ended_on"]) == (200, "2025-11-22")
        assert earned(office, person) == 210_000  # the third period lacks its last day
    with on(2026, 12, 12):
        assert tick(office) >= 1
        assert earned(office, person) == 210_000


# Checked by a second person, paid, rejected, clawed back.


def test_checked_by_a_second_person_and_paid(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        claim = outcome(office, worked["3"])
        finance = office.staff("finance officer")
        early = finance.post(f"/claims/{claim}/payment", {})
        assert (early.status_code, early.json["code"]) == (409, "claim-claimed")
        validated = finance.post(f"/claims/{claim}/validation", {"occurred_on": "2025-12-01"})
        assert (validated.status_code, validated.json["state"]) == (200, "validated")
        paid = finance.post(f"/claims/{claim}/payment", {"occurred_on": "2025-12-10"})
        assert (paid.json["state"], paid.json["paid_on"]) == ("paid", "2025-12-10")
        assert finance.post(f"/claims/{claim}/rejection", {"reason": "other"}).status_code == 409
        assert totals(office)["payments-received"] == 120_000
        assert "payments-received" not in totals(office, "2025-12-09")
        assert earned(office, worked["3"]) == 235_000
        for name, day in (("claim.validated", "2025-12-01"), ("claim.paid", "2025-12-10")):
            (event,) = said(office, name)
            assert (event.data["occurred_on"], event.data["kind"]) == (day, "job-outcome")


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


def test_whoever_recorded_the_facts_cannot_check_them(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        claim = outcome(office, worked["3"])
        themself = office.staff("team leader", id=office.adviser_id)
        refused = themself.post(f"/claims/{claim}/validation", {})
        assert (refused.status_code, refused.json["code"]) == (422, "second-person-needed")
        assert office.staff("team leader").post(f"/claims/{claim}/validation", {}).status_code == 200


def test_rejected_with_a_reason_until_the_facts_change(office: Any, worked: dict[str, str]) -> None:
    person = worked["3"]
    with on(2025, 12, 12):
        claim = outcome(office, person)
        finance = office.staff("finance officer")
        assert finance.post(f"/claims/{claim}/rejection", {"reason": "dislike"}).status_code == 422
        rejected = finance.post(f"/claims/{claim}/rejection", {"reason": "no-evidence"})
        assert (rejected.json["state"], rejected.json["rejected_reason"]) == ("rejected", "no-evidence")
        assert earned(office, person) == 115_000
        assert start(office, person, started_on="2025-07-01").status_code == 201
        assert earned(office, person) == 115_000
        assert totals(office)["fees-earned"] == -(115_000 + 160_000)


def test_a_paid_claim_that_was_never_earned_is_owed_back(office: Any, worked: dict[str, str]) -> None:
    person = worked["3"]
    with on(2025, 12, 12):
        claim = outcome(office, person)
        finance = office.staff("finance officer")
        finance.post(f"/claims/{claim}/validation", {})
        finance.post(f"/claims/{claim}/payment", {})
        spell = office.adviser.get(f"/participants/{person}/spells").json["items"][0]["id"]
        short = {"started_on": "2025-06-02", "ended_on": "2025-08-01", "reason": "evidence"}
        office.adviser.post(f"/spells/{spell}/correction", short)
        assert ("job-outcome", 1, "clawed-back") in states(office, person)
        assert totals(office) == {
            "fees-earned": -200_000,
            "claims-outstanding": 200_000,
            "payments-received": 120_000,
            "owed-back": -120_000,
        }
        back = f"/claims/{claim}/repayment"
        assert office.staff("team leader").post(back, {}).status_code == 403
        assert office.staff("finance officer", org=office.elsewhere).post(back, {}).status_code == 404
        assert finance.post(back, {"occurred_on": "2025-12-11"}).json["code"] == "too-early"
        assert finance.post(back, {}).json["state"] == "repaid"
        assert finance.post(back, {}).json["code"] == "claim-repaid"
        assert [one["id"] for one in finance.get("/claims?state=repaid").json["items"]] == [claim]
        assert totals(office) == {"fees-earned": -200_000, "claims-outstanding": 200_000}


@pytest.mark.parametrize(
    ("body", "code"),
    [({"occurred_on": "2025-12-13"}, "future-date"), ({"occurred_on": "2025-08-30"}, "too-early")],
)
def test_steps_on_impossible_days_are_refused(
    office: Any, worked: dict[str, str], body: dict[str, str], code: str
) -> None:
    with on(2025, 12, 12):
        claim = outcome(office, worked["3"])
        finance = office.staff("finance officer")
        for step, more in (("validation", {}), ("rejection", {"reason": "other"})):
            refused = finance.post(f"/claims/{claim}/{step}", body | more)
            assert (refused.status_code, refused.json["code"]) == (422, code)
        assert finance.get("/claims?state=rejected").json["items"] == []


@pytest.mark.parametrize(
    "state", ["reached", "claimed", "evidenced", "validated", "paid", "rejected", "reversed", "clawed-back"]
)
def test_the_list_finds_each_state(office: Any, worked: dict[str, str], state: str) -> None:
    with on(2025, 12, 12):
        finance = office.staff("finance officer")
        ids = [item["id"] for item in claims(office.adviser, worked["3"])["items"]]
        for claim in ids[:3]:
            finance.post(f"/claims/{claim}/validation", {})
        finance.post(f"/claims/{ids[1]}/payment", {})
        finance.post(f"/claims/{ids[2]}/rejection", {"reason": "other"})
        finance.post(f"/claims/{ids[3]}/evidence", {"evidence": "payslip"})
        spell = office.adviser.get(f"/participants/{worked['1']}/spells").json["items"][0]["id"]
        gone = {"started_on": "2025-06-02", "voided": True, "reason": "did-not-happen"}
        office.adviser.post(f"/spells/{spell}/correction", gone)
        everything = finance.get("/claims?limit=200").json["items"]
        listed = finance.get(f"/claims?state={state}").json["items"]
        assert [item["id"] for item in listed] == [one["id"] for one in everything if one["state"] == state]
        assert (listed != []) == (state not in ("reached", "clawed-back"))
        assert finance.get("/claims?state=lost").status_code == 422


# Bad facts.


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


# Who may.


def test_who_sees_and_moves_claims(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        person = worked["3"]
        claim = outcome(office, person)
        theirs = office.staff("finance officer", org=office.elsewhere)
        assert theirs.get("/claims").json["items"] == []
        assert theirs.get("/ledger").json["items"] == []
        assert theirs.get(f"/participants/{person}/claims").status_code == 404
        assert theirs.post(f"/claims/{claim}/validation", {}).status_code == 404
        assert office.other_adviser.get(f"/participants/{person}/claims").status_code == 404
        assert office.adviser.post(f"/claims/{claim}/validation", {}).status_code == 403
        assert office.adviser.get("/claims").status_code == 403
        assert office.adviser.get("/ledger").status_code == 403
        assert office.staff("team leader").post(f"/claims/{claim}/payment", {}).status_code == 403
        for role in ("operator", "analyst", "provider staff", "data-protection officer"):
            assert office.staff(role).get("/claims").status_code == 403
            assert office.staff(role).get(f"/participants/{person}/claims").status_code == 403
        assert office.person(person).get(f"/participants/{person}/claims").status_code == 403
        finance = office.staff("finance officer")
        assert claims(finance, person)["earned_pence"] == 235_000
        assert finance.get(f"/participants/{person}").status_code == 403


def test_who_tells_and_puts_right(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        person = worked["3"]
        at = f"/participants/{person}"
        spell = office.adviser.get(f"{at}/spells").json["items"][0]["id"]
        held = office.adviser.get(f"{at}/attachments").json["items"][0]["id"]
        put_right = {"started_on": "2025-06-02", "reason": "evidence"}
        group = {"payment_group": "1", "occurred_on": ATTACHED, "reason": "evidence"}
        for client, status in (
            (office.other_adviser, 404),
            (office.person(person), 403),
            (office.staff("finance officer"), 403),
            (office.staff("data-protection officer"), 403),
        ):
            assert client.post(f"{at}/spells", JOB).status_code == status
            assert client.post(f"/spells/{spell}/end", {}).status_code == status
            assert client.post(f"/spells/{spell}/correction", put_right).status_code == status
            assert client.post(f"/attachments/{held}/correction", group).status_code == status
            asked = {"programme": "pathways", "payment_group": "1"}
            assert client.post(f"{at}/attachment", asked).status_code == status
        assert office.person(person).get(f"{at}/spells").json["items"][0]["employer"] == "Canary Foods"
        assert office.person(str(new_id())).get(f"{at}/spells").status_code == 404


def test_reading_is_written_down(office: Any, worked: dict[str, str]) -> None:
    person = worked["3"]
    claims(office.staff("finance officer"), person)
    office.adviser.get(f"/participants/{person}/spells")
    read = office.person(person).get(f"/participants/{person}/access").json["items"]
    assert {"claims", "spells"} <= {one["what"] for one in read}


# The ledger itself.


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
