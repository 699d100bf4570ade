"""One record of two, and two of one again: nothing is lost, nothing counts twice, and others can follow."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from services.casework.store import mergers, metadata
from tests.casework.two_records import NUMBER, merge, registered_twice, undo

ATTACHED = {"programme": "pathways", "payment_group": "3", "occurred_on": "2025-03-10"}
JOB = {"kind": "employment", "started_on": "2025-06-02", "employer": "Harbour Foods"}
ACTION = {"title": "Visit the library", "towards_kind": "goal", "towards": "To be online"}
ACTION |= {"owner": "participant", "due_on": "2025-03-20"}
OFFLINE = {"circumstances": {"digital_access": {"device": "none"}}}


@pytest.fixture
def two(office: Any) -> tuple[str, str]:
    """The record that goes, with a number; and the one that stays, without."""
    return registered_twice(office)


def count(office: Any, person: str, part: str) -> int:
    return len(office.adviser.get(f"/participants/{person}/{part}").json["items"])


def test_what_is_known_goes_over_and_comes_back(office: Any, two: tuple[str, str]) -> None:
    goes, stays = two
    at = f"/participants/{goes}"
    office.adviser.post(f"{at}/circumstances", OFFLINE)
    office.adviser.post(f"{at}/contacts", {"channel": "phone", "direction": "out", "summary": "A word"})
    office.adviser.post(f"{at}/consents", {"purpose": "referral", "given": True, "evidence": "form"})
    for person in two:
        office.adviser.post(f"/participants/{person}/plans", {"actions": [ACTION]})
    parts = ("circumstances", "consents", "plans", "barriers", "timeline")
    before = {part: (count(office, goes, part), count(office, stays, part)) for part in parts}

    made = merge(office, goes, stays)
    assert made.status_code == 201, made.json
    for part in ("circumstances", "consents", "plans", "barriers"):
        assert count(office, stays, part) == sum(before[part]), part
        assert count(office, goes, part) == 0, part
    versions = [each["version"] for each in office.adviser.get(f"/participants/{stays}/plans").json["items"]]
    assert versions == [1, 0]
    shown = office.adviser.get(f"/participants/{stays}").json
    assert (shown["national_insurance_number"], shown["date_of_birth"]) == (NUMBER, "1990-05-17")
    assert shown["out_of_work_since"] == "2024-01-08"

    assert undo(office, made.json["id"]).status_code == 200
    assert {part: (count(office, goes, part), count(office, stays, part)) for part in parts} == before
    shown = office.adviser.get(f"/participants/{stays}").json
    assert (shown["national_insurance_number"], shown["date_of_birth"]) == (None, None)
    assert office.adviser.get(at).json["national_insurance_number"] == NUMBER
    assert [v["version"] for v in office.adviser.get(f"{at}/plans").json["items"]] == [1]


def test_what_came_since_stays_with_the_survivor(office: Any, two: tuple[str, str]) -> None:
    goes, stays = two
    made = merge(office, goes, stays).json
    office.adviser.post(f"/participants/{stays}/circumstances", OFFLINE)
    undo(office, made["id"])
    assert (count(office, goes, "circumstances"), count(office, stays, "circumstances")) == (0, 1)


def test_the_merged_record_leaves_the_lists_and_takes_nothing_new(office: Any, two: tuple[str, str]) -> None:
    goes, stays = two
    assert len(office.staff("team leader").get("/duplicates").json["items"]) == 1
    merge(office, goes, stays)
    assert [one["id"] for one in office.adviser.get("/participants").json["items"]] == [stays]
    assert office.staff("team leader").get("/duplicates").json["items"] == []
    for path, body in (
        ("circumstances", OFFLINE),
        ("contacts", {"channel": "phone", "direction": "out", "summary": "A word"}),
        ("spells", JOB),
        ("plans", {"actions": []}),
    ):
        refused = office.adviser.post(f"/participants/{goes}/{path}", body)
        assert (refused.status_code, refused.json["code"]) == (409, "merged"), path
    assert office.adviser.get(f"/participants/{goes}/summary").json["merged_into"] == stays


def test_a_search_leads_to_the_survivor(office: Any, two: tuple[str, str]) -> None:
    goes, stays = two
    merge(office, goes, stays)
    for what in ("briain", NUMBER, "shan canary"):
        found = office.adviser.post("/participants/searches", {"text": what}).json["items"]
        assert [one["id"] for one in found] == [stays], what


def test_the_number_is_still_known_at_registration(office: Any, two: tuple[str, str]) -> None:
    merge(office, *two)
    again = office.adviser.post(
        "/participants", office.told(national_insurance_number=NUMBER, different_person=True)
    )
    assert again.json["code"] == "already-registered"


def earned(office: Any, person: str) -> int:
    return int(office.adviser.get(f"/participants/{person}/claims").json["earned_pence"])


def ledger(office: Any) -> dict[str, int]:
    answer = office.staff("finance officer").get("/ledger").json
    balances = {one["account"]: one["balance_pence"] for one in answer["totals"]}
    assert sum(balances.values()) == 0
    return balances


def test_claims_are_not_doubled(office: Any, two: tuple[str, str]) -> None:
    goes, stays = two
    with clock.frozen(date(2025, 12, 12)):
        for person in two:
            office.adviser.post(f"/participants/{person}/attachment", ATTACHED)
            office.adviser.post(f"/participants/{person}/spells", JOB)
        once = earned(office, stays)
        assert (once, earned(office, goes)) == (235_000, 235_000)
        apart = ledger(office)
        made = merge(office, goes, stays).json
        assert (earned(office, stays), earned(office, goes)) == (once, 0)
        assert len(bus.recorded(office.context, "claim.reversed")) == 5
        undo(office, made["id"])
        assert (earned(office, stays), earned(office, goes)) == (once, once)
        assert ledger(office) == apart


def test_work_and_programme_that_stood_in_two_records_count_together(
    office: Any, two: tuple[str, str]
) -> None:
    goes, stays = two
    with clock.frozen(date(2025, 12, 12)):
        office.adviser.post(f"/participants/{goes}/attachment", ATTACHED)
        office.adviser.post(f"/participants/{stays}/spells", JOB)
        assert earned(office, goes) == 40_000
        made = merge(office, goes, stays).json
        assert (earned(office, stays), earned(office, goes)) == (235_000, 0)
        undo(office, made["id"])
        assert (earned(office, stays), earned(office, goes)) == (0, 40_000)


def test_others_hear_of_it_and_can_follow(office: Any, two: tuple[str, str]) -> None:
    goes, stays = two
    made = merge(office, goes, stays, reason="Canary reason").json
    undo(office, made["id"])
    (merged,) = bus.recorded(office.context, "participant.merged")
    (apart,) = bus.recorded(office.context, "participant.unmerged")
    assert (str(merged.subject), merged.data["into"]) == (goes, stays)
    assert (str(apart.subject), apart.data["out_of"]) == (goes, stays)
    assert "Canary" not in repr(bus.recorded(office.context))


def test_what_is_heard_of_the_merged_record_goes_to_the_survivor(office: Any, two: tuple[str, str]) -> None:
    goes, stays = two
    merge(office, goes, stays)
    data = {"participant_id": goes, "template": "reminder", "channel": "text", "occurred_on": "2025-03-03"}
    bus.deliver(office.context, "workstead.notify.message.sent.v1", data)
    call = {"participant_id": goes, "reason": "x", "due_on": "2025-03-04"}
    bus.deliver(office.context, "workstead.notify.call.needed.v1", call)
    kinds = [one["kind"] for one in office.adviser.get(f"/participants/{stays}/timeline").json["items"]]
    assert "message" in kinds
    assert [one["participant_id"] for one in office.adviser.get("/call-list").json["items"]] == [stays]


@pytest.mark.parametrize("crossed", [False, True])
def test_two_who_merge_at_once(office: Any, two: tuple[str, str], crossed: bool) -> None:
    start = Barrier(2)

    def one(pair: tuple[str, str]) -> Any:
        start.wait(timeout=10)
        return merge(office, *pair)

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(one, [two, two[::-1] if crossed else two]))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(bus.recorded(office.context, "participant.merged")) == 1


def test_only_a_team_leader_of_the_organisation_merges(office: Any, two: tuple[str, str]) -> None:
    goes, stays = two
    asked = {"into": stays, "reason": "x"}
    stranger = office.staff("team leader", org=office.elsewhere)
    assert office.adviser.post(f"/participants/{goes}/merger", asked).status_code == 403
    assert stranger.post(f"/participants/{goes}/merger", asked).status_code == 404
    made = merge(office, goes, stays).json["id"]
    assert office.adviser.post(f"/mergers/{made}/reversal", {}).status_code == 403
    assert stranger.post(f"/mergers/{made}/reversal", {}).status_code == 404
    assert stranger.get(f"/participants/{stays}/mergers").status_code == 404


def test_a_merger_that_does_not_fit_is_refused(office: Any, two: tuple[str, str]) -> None:
    goes, stays = two
    assert merge(office, goes, goes).json["code"] == "same-record"
    assert merge(office, goes, str(new_id())).status_code == 404
    assert merge(office, goes, stays, reason=" ").json["errors"].keys() == {"reason"}
    assert merge(office, goes, stays, occurred_on="2025-03-04").json["code"] == "future-date"
    linked = {"person_id": goes, "occurred_on": "2025-03-03"}
    bus.deliver(office.context, "workstead.gateway.account.linked.v1", linked)
    assert merge(office, goes, stays).json["code"] == "has-account"
    assert merge(office, stays, goes).status_code == 201


def test_mergers_are_undone_the_last_one_first(office: Any, two: tuple[str, str]) -> None:
    goes, stays = two
    third = office.register(full_name="Gwen Parry", date_of_birth="1971-01-01")
    first, second = merge(office, goes, stays).json["id"], merge(office, stays, third).json["id"]
    assert merge(office, goes, third).json["code"] == "merged-already"
    assert undo(office, first).json["code"] == "merged-since"
    assert undo(office, second).status_code == 200
    assert undo(office, first).status_code == 200
    assert undo(office, first).json["code"] == "undone-already"
    listed = office.adviser.get(f"/participants/{stays}/mergers").json["items"]
    assert [one["merger"]["undone_on"] for one in listed] == ["2025-03-03", "2025-03-03"]
    assert {one["merged"]["id"] for one in listed} == {goes, stays}


def test_every_table_about_a_person_goes_over_or_says_why_not(office: Any) -> None:
    about = {table.name for table in metadata.sorted_tables if "participant_id" in table.c}
    over = {table.name for table in mergers.goes_over()}
    derived = {name for name in about if [c.name for c in metadata.tables[name].primary_key] != ["id"]}
    assert {"circumstance", "consent", "contact", "appointment", "spell", "application", "referral"} <= over
    assert not over & set(mergers.STAYS)
    assert {"barrier", "derivation", "participant_name_key"} <= derived
    with office.context.database.transaction() as session:
        assert session.scalar(text("select count(*) from merger_row")) == 0
