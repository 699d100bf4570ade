"""Finding people over encrypted columns: misspelt, in part, by date and number; within the policy."""

from typing import Any

import pytest
from sqlalchemy import text

from chassis.testing.waiting import eventually
from services.casework.actions import duplicates, search

NUMBER = "QQ123456C"


def found(client: Any, what: str) -> list[str]:
    response = client.post("/participants/searches", {"text": what})
    assert response.status_code == 200, response.json
    return [one["id"] for one in response.json["items"]]


@pytest.fixture
def sian(office: Any) -> str:
    office.register(full_name="Amina Yusuf", called="Amina", date_of_birth="1985-01-02")
    return str(office.register(national_insurance_number=NUMBER))


LIKE_SIAN = (
    "sian",
    "SIÂN canary",
    "shan",
    "canray",
    "cana",
    "ca",
    "obriain",
    "O'Briain",
    "o'brian",
    "17/5/1990",
    "shan 17 5 1990",
    "qq 12 34 56 c",
)
UNLIKE_SIAN = ("gwendolyn", "18/5/1990", "QQ123456D", "x", "💙 robin")


def test_somebody_is_found_however_it_is_typed_and_nobody_else(office: Any, sian: str) -> None:
    for what in LIKE_SIAN:
        assert found(office.adviser, what) == [sian], what
    for what in UNLIKE_SIAN:
        assert found(office.adviser, what) == [], what


def test_the_likeliest_comes_first_and_says_by_what(office: Any, sian: str) -> None:
    twin = office.register(full_name="Shan Canary", date_of_birth="1971-02-03")
    shown = office.adviser.post("/participants/searches", {"text": "sian 17/5/1990"}).json["items"]
    assert shown[0]["id"] == sian
    assert (shown[0]["score"], shown[0]["because"]) == (100, ["date-of-birth", "name"])
    assert found(office.adviser, "canary") == sorted([sian, twin])


def test_too_many_are_said_to_be_more(office: Any) -> None:
    for _ in range(search.MOST_SHOWN + 1):
        office.register(different_person=True)
    answer = office.adviser.post("/participants/searches", {"text": "canary"}).json
    assert (len(answer["items"]), answer["more"]) == (search.MOST_SHOWN, True)


def test_a_corrected_name_is_found_and_the_old_one_is_not(office: Any, sian: str) -> None:
    read = office.adviser.get(f"/participants/{sian}")
    change = {"full_name": "Gwendolyn Parry", "called": "Gwen"}
    office.adviser.patch(f"/participants/{sian}", change, If_Match=read.headers["ETag"])
    assert found(office.adviser, "Gwendolin") == [sian]
    assert found(office.adviser, "canary") == []


def test_other_organisations_find_nobody(office: Any, sian: str) -> None:
    for what in ("sian", "17/5/1990", NUMBER):
        assert found(office.other_adviser, what) == []


def test_only_staff_with_records_search(office: Any) -> None:
    for role in ("participant", "provider staff", "operator", "analyst", "finance officer"):
        assert office.staff(role).post("/participants/searches", {"text": "sian"}).status_code == 403, role


def test_somebody_who_assists_finds_nobody_but_whom_they_assist(office: Any, sian: str) -> None:
    amina = found(office.adviser, "amina")
    assert found(office.assisting(sian), "amina") == []
    assert found(office.assisting(amina[0]), "amina") == amina


def test_nothing_to_look_for_is_told_at_the_field(office: Any) -> None:
    for what in ("", "  ", "…", "x" * 201):
        response = office.adviser.post("/participants/searches", {"text": what})
        assert response.status_code == 422
        assert list(response.json["errors"]) == ["text"]


def test_who_is_shown_can_see_that_they_were_looked_for(office: Any, sian: str) -> None:
    found(office.adviser, "shan")
    reads = office.person(sian).get(f"/participants/{sian}/access").json["items"]
    assert [(one["what"], one["actor_name"]) for one in reads] == [("search", "Anwen Pritchard")]


def test_keys_say_nothing_in_clear_and_hide_behind_the_wall(office: Any, sian: str) -> None:
    query = text("select key::text, participant_id::text from participant_name_key")
    with office.context.database.transaction() as session:
        rows = session.execute(query).all()
        assert len(rows) > 20
        session.execute(text("select set_config('workstead.kind', 'person', true)"))
        session.execute(text(f"select set_config('workstead.org', '{office.elsewhere}', true)"))
        assert session.execute(query).all() == []


def test_records_of_the_release_before_are_made_findable(office: Any, sian: str) -> None:
    with office.context.database.transaction() as session:
        session.execute(text("delete from participant_name_key"))
        session.execute(text("update participant set findable_as = 0"))
    assert found(office.adviser, "shan") == []

    def behind() -> bool:
        with office.context.database.transaction() as session:
            return duplicates.make_known(session, limit=1) == 0

    eventually(behind)
    assert found(office.adviser, "shan") == [sian]


def test_a_name_is_looked_up_by_an_index(office: Any, sian: str) -> None:
    """Under row-level security an index serves only operators that leak nothing: `=` of a number is one."""
    with office.context.database.transaction() as session:
        session.execute(text("set local enable_seqscan = off"))
        session.execute(text("select set_config('workstead.kind', 'person', true)"))
        plan = session.execute(
            text("explain select participant_id from participant_name_key where key in (1, 2)")
        ).scalars()
        assert "Index Cond: (key = ANY" in "\n".join(plan)
