"""Records that may be about one person: found at registration, and on the list of team leaders."""

from typing import Any

import pytest

NUMBER = "QQ123456C"


@pytest.fixture
def two(office: Any) -> list[str]:
    """One person who was registered twice, and somebody else."""
    office.register(full_name="Amina Yusuf", called="Amina", date_of_birth="1985-01-02")
    return [
        office.register(national_insurance_number=NUMBER),
        office.register(full_name="Shan Canray O'Brian", called="Shan", different_person=True),
    ]


def pairs(client: Any) -> list[dict[str, Any]]:
    response = client.get("/duplicates")
    assert response.status_code == 200, response.json
    return list(response.json["items"])


@pytest.mark.parametrize(
    "changes",
    [
        {"full_name": "Shan Canray O'Brian"},
        {"full_name": "Siân Canary-Ó Briain", "date_of_birth": "1990-05-17", "contact": {}},
        {"date_of_birth": None},
    ],
)
def test_a_misspelt_name_is_noticed_at_registration(office: Any, changes: dict[str, Any]) -> None:
    office.register()
    contact = {"channel": "letter", "language": "en", "address_lines": ["1 Harbour Row"]}
    told = office.told(**changes)
    told["contact"] = told["contact"] or contact
    warned = office.adviser.post("/participants", told)
    assert (warned.status_code, warned.json["code"]) == (409, "perhaps-registered")


def test_a_team_leader_sees_who_may_be_one_person_and_why(office: Any, two: list[str]) -> None:
    (pair,) = pairs(office.staff("team leader"))
    assert sorted(one["id"] for one in pair["people"]) == sorted(two)
    assert pair["because"] == ["name", "date-of-birth", "phone", "email"]
    assert office.staff("team leader").get(f"/duplicates/{pair['id']}").json == pair
    reads = office.person(two[0]).get(f"/participants/{two[0]}/access").json["items"]
    assert [one["what"] for one in reads] == ["duplicates", "duplicates"]


def test_a_pair_that_was_dismissed_stays_away(office: Any, two: list[str]) -> None:
    leader = office.staff("team leader")
    (pair,) = pairs(leader)
    assert leader.post(f"/duplicates/{pair['id']}/dismissal", {}).status_code == 204
    assert leader.post(f"/duplicates/{pair['id']}/dismissal", {}).json["code"] == "dismissed-already"
    read = office.adviser.get(f"/participants/{two[1]}")
    office.adviser.patch(f"/participants/{two[1]}", {"called": "Siân"}, If_Match=read.headers["ETag"])
    assert pairs(leader) == []


def test_a_correction_may_part_them(office: Any, two: list[str]) -> None:
    read = office.adviser.get(f"/participants/{two[1]}")
    change = {"full_name": "Gwen Parry", "called": "Gwen", "date_of_birth": "1971-01-01"}
    office.adviser.patch(f"/participants/{two[1]}", change, If_Match=read.headers["ETag"])
    assert pairs(office.staff("team leader")) == []


def test_other_organisations_see_no_pair(office: Any, two: list[str]) -> None:
    (pair,) = pairs(office.staff("team leader"))
    stranger = office.staff("team leader", org=office.elsewhere)
    assert pairs(stranger) == []
    assert stranger.get(f"/duplicates/{pair['id']}").status_code == 404
    assert stranger.post(f"/duplicates/{pair['id']}/dismissal", {}).status_code == 404


def test_the_list_is_for_team_leaders(office: Any) -> None:
    for role in ("adviser", "participant", "data-protection officer", "operator"):
        assert office.staff(role).get("/duplicates").status_code == 403, role
