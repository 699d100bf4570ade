"""Whose record an actor may see: by the policy in lists and items, and by the database behind it."""

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors
from services.casework.store.participants import participant_party

PARTS = (
    "",
    "/summary",
    "/circumstances",
    "/barriers",
    "/consents",
    "/recommendations",
    "/plans",
    "/referrals",
)
ABOUT_A_PERSON = (
    "participant",
    "participant_party",
    "participant_name_word",
    "lawful_basis",
    "consent",
    "circumstance",
    "barrier",
    "recommendation",
    "recommendation_answer",
    "plan",
    "plan_action",
    "plan_step",
)


@pytest.fixture
def known(office: Any) -> str:
    """Somebody about whom there is something in every table."""
    id: str = office.register()
    at = f"/participants/{id}"
    office.adviser.post(f"{at}/circumstances", {"circumstances": {"digital_access": {"device": "none"}}})
    office.adviser.post(f"{at}/consents", {"purpose": "referral", "given": True, "evidence": "signed"})
    action = {"title": "Visit the library", "towards_kind": "barrier", "towards": "digital-access"}
    plan = {"actions": [action | {"owner": "participant", "due_on": "2025-03-10"}]}
    office.adviser.post(f"{at}/plans", plan)
    offered = office.adviser.get(f"{at}/recommendations").json["items"]
    office.adviser.post(f"/recommendations/{offered[0]['id']}/answer", {"answer": "accepted"})
    return id


def test_the_person_and_those_who_serve_them_see_the_record(office: Any, known: str) -> None:
    for client, part in product((office.adviser, office.staff("team leader"), office.person(known)), PARTS):
        assert client.get(f"/participants/{known}{part}").status_code == 200, part


def test_to_others_there_is_nothing(office: Any, known: str) -> None:
    others = (
        office.other_adviser,
        office.staff("team leader", org=office.elsewhere),
        office.person(str(new_id())),
    )
    for client, part in product(others, [*PARTS, "/access"]):
        assert client.get(f"/participants/{known}{part}").status_code == 404, part


def test_other_roles_of_the_same_organisation_see_no_record(office: Any, known: str) -> None:
    roles = ("operator", "analyst", "finance officer", "provider staff", "moderator", "employer")
    for role, part in product(roles, PARTS):
        assert office.staff(role).get(f"/participants/{known}{part}").status_code == 403, (role, part)
        assert office.staff(role).get("/participants").status_code == 403


def test_the_list_shows_whom_the_item_shows(office: Any, known: str) -> None:
    def listed(client: Any) -> list[str]:
        return [one["id"] for one in client.get("/participants").json["items"]]

    assert listed(office.adviser) == [known]
    assert listed(office.person(known)) == [known]
    assert listed(office.other_adviser) == []
    assert listed(office.person(str(new_id()))) == []
    assert listed(office.as_(actors.participant(org=office.here))) == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("circumstances", {"circumstances": {"health": {"affects_work": "not"}}}),
        ("consents", {"purpose": "referral", "given": True, "evidence": "x"}),
        ("plans", {"actions": []}),
        ("allocation", {"adviser_id": str(new_id())}),
    ],
)
def test_nobody_else_writes(office: Any, known: str, path: str, body: dict[str, Any]) -> None:
    assert office.other_adviser.post(f"/participants/{known}/{path}", body).status_code == 404
    expected = 403 if path == "allocation" else 404
    assert office.person(str(new_id())).post(f"/participants/{known}/{path}", body).status_code == expected
    assert (
        office.staff("data-protection officer").post(f"/participants/{known}/{path}", body).status_code == 403
    )


def test_plans_and_recommendations_cannot_be_reached_by_their_own_ids(office: Any, known: str) -> None:
    plan = office.adviser.get(f"/participants/{known}/plans").json["items"][0]["id"]
    offered = office.adviser.get(f"/participants/{known}/recommendations").json["items"][0]["id"]
    for client in (office.other_adviser, office.person(str(new_id()))):
        assert client.get(f"/plans/{plan}").status_code == 404
        assert client.post(f"/plans/{plan}/submission", {}).status_code == 404
        assert client.post(f"/plans/{plan}/agreement", {}).status_code == 404
        assert client.post(f"/recommendations/{offered}/answer", {"answer": "accepted"}).status_code == 404


def test_an_adviser_who_assists_one_person_sees_only_that_one(office: Any, known: str) -> None:
    other = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    assisting = office.assisting(known)
    assert [one["id"] for one in assisting.get("/participants").json["items"]] == [known]
    assert assisting.get(f"/participants/{other}").status_code == 404
    stranger = office.as_(actors.adviser(org=office.elsewhere, acting_for=UUID(known)))
    assert stranger.get(f"/participants/{known}").status_code == 404


def test_when_the_support_has_ended_the_organisation_sees_no_more(office: Any, known: str) -> None:
    with office.context.database.transaction() as session:
        session.execute(participant_party.update().values(until_on=date(2025, 4, 1)))
    assert office.adviser.get(f"/participants/{known}").status_code == 200
    with clock.frozen(date(2025, 4, 1)):
        assert office.adviser.get(f"/participants/{known}").status_code == 404
        assert office.adviser.get("/participants").json["items"] == []
        assert office.person(known).get(f"/participants/{known}").status_code == 200


def test_the_database_itself_shows_nobody_elses_rows(office: Any, known: str) -> None:
    served, themself = actors.adviser(org=office.here), actors.participant(person_id=UUID(known))
    stranger, another = actors.adviser(org=office.elsewhere), actors.participant(person_id=new_id())
    for table in ABOUT_A_PERSON:
        count = _counted(office, table)
        assert count(served) > 0, table
        assert count(themself) == count(served), table
        assert (count(stranger), count(another), count(actors.anonymous())) == (0, 0, 0), table


def test_the_database_itself_lets_nobody_else_write(office: Any, known: str) -> None:
    stranger = actors.adviser(org=office.elsewhere)
    with office.context.database.transaction(stranger) as session:
        assert session.execute(text("update plan set author = 'participant'")).rowcount == 0
        assert session.execute(text("delete from circumstance")).rowcount == 0
    statement = text(
        "insert into plan (id, participant_id, version, author) values (:id, :whose, 9, 'adviser')"
    )
    with (
        pytest.raises(Exception, match="row-level security"),
        office.context.database.transaction(stranger) as session,
    ):
        session.execute(statement, {"id": new_id(), "whose": UUID(known)})


def _counted(office: Any, table: str) -> Callable[[Any], int]:
    def count(actor: Any) -> int:
        with office.context.database.transaction(actor) as session:
            return int(session.scalar(text(f"select count(*) from {table}")))

    return count


def test_every_table_about_a_person_stands_behind_the_wall(office: Any) -> None:
    walled = text("select relname from pg_class where relrowsecurity and relforcerowsecurity")
    with office.context.database.transaction() as session:
        names = set(session.scalars(walled))
        assert session.execute(select(text("current_setting('is_superuser')"))).scalar_one() == "off"
    assert set(ABOUT_A_PERSON) | {"referral"} <= names
