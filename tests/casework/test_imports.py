"""Importing files of another system: looked at row by row, done once, told what is wrong with each."""

import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from chassis.testing import bus
from services.casework.api.import_layouts import check
from services.casework.reference import layouts

sys.path.append(str(Path(__file__).parent))

from importing import AMINA, NED, PEOPLE, WRONG, begin, names, rows, shown, start, upload


def test_a_preview_says_what_is_wrong_row_by_row_and_nothing_is_done_yet(office: Any) -> None:
    id = begin(office, "people", PEOPLE + AMINA, PEOPLE + NED + WRONG)
    assert [(one["number"], one["state"]) for one in rows(office, id)] == [
        (1, "ready"),
        (2, "ready"),
        (3, "wrong"),
    ]
    (wrong,) = rows(office, id, "wrong")
    assert set(wrong["errors"]) == {"full_name", "date_of_birth", "heard_of"}
    assert names(office) == []


def test_rows_that_are_ready_are_done_and_those_that_are_wrong_stay_behind(office: Any) -> None:
    id = begin(office, "people", PEOPLE + AMINA + NED + WRONG)
    assert start(office, id) == {"done": 2, "wrong": 1}
    assert names(office) == ["Amina Canary", "Ned Penrose"]
    assert len(bus.recorded(office.context, "participant.registered")) == 2
    with office.context.database.transaction() as session:
        kept = str(session.execute(text("select * from upload_row")).all())
    assert "Canary" not in kept
    assert "A-1" not in kept, "keys may be numbers of somebody's"


def test_the_same_file_once_more_does_nothing_twice(office: Any) -> None:
    start(office, begin(office, "people", PEOPLE + AMINA))
    again = begin(office, "people", PEOPLE + AMINA + NED)
    assert [one["state"] for one in rows(office, again)] == ["known", "ready"]
    assert start(office, again) == {"known": 1, "done": 1}
    assert names(office) == ["Amina Canary", "Ned Penrose"]
    both = begin(office, "people", PEOPLE + NED, PEOPLE + NED)
    assert len(rows(office, both)) == 1, "a part that is sent twice is there once"


def test_a_row_that_turns_out_wrong_says_so_and_the_rest_goes_on(office: Any) -> None:
    heading = PEOPLE.replace("source\n", "source,national_insurance_number\n")
    number = "QQ123456C"
    office.register(national_insurance_number=number)
    known, free = AMINA.replace("\n", f",{number}\n"), NED.replace("\n", ",\n")
    id = begin(office, "people", heading + known + free)
    assert start(office, id) == {"wrong": 1, "done": 1}
    (wrong,) = rows(office, id, "wrong")
    assert list(wrong["errors"]) == ["national_insurance_number"]


def test_contacts_and_spells_name_a_person_by_reference_or_key(office: Any) -> None:
    start(office, begin(office, "people", PEOPLE + AMINA))
    person = office.register()
    reference = office.adviser.get(f"/participants/{person}").json["reference"]
    heading = "key,person,channel,direction,occurred_at,summary\n"
    said = f"C-1,A-1,letter,out,2025-02-03T09:00:00Z,A map\nC-2,{reference},phone,in,2025-02-03T09:00:00Z,\n"
    lost = (
        "C-3,nobody,phone,in,2025-02-03T09:00:00Z,\nC-4,A-1,phone,in,2099-02-03T09:00:00Z,\nC-5,,phone,in,,\n"
    )
    id = begin(office, "contacts", heading + said + lost)
    assert start(office, id) == {"done": 2, "wrong": 3}
    assert [next(iter(one["errors"])) for one in rows(office, id, "wrong")] == [
        "person",
        "occurred_at",
        "person",
    ]
    heading = "key,person,kind,started_on,ended_on,hours_per_week\n"
    jobs = "S-1,A-1,employment,2025-01-06,2025-02-07,16\nS-2,A-1,employment,2025-02-30,,x\n"
    id = begin(office, "spells", heading + jobs)
    assert start(office, id) == {"done": 1, "wrong": 1}
    assert set(rows(office, id, "wrong")[0]["errors"]) == {"started_on", "hours_per_week"}


@pytest.mark.parametrize("part", ["full_name\nA,B\n", "key\n" + "1\n" * 1001, ""])
def test_a_part_that_cannot_be_read(office: Any, part: str) -> None:
    id = begin(office, "people")
    refused = office.staff("team leader").post(f"/imports/{id}/rows", {"csv": part})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["csv"])


def test_what_cannot_be_started(office: Any) -> None:
    leader = office.staff("team leader")
    assert leader.post("/imports", {"kind": "claims"}).status_code == 422
    id = begin(office, "people", PEOPLE + WRONG)
    assert leader.post(f"/imports/{id}/start", {}).json["code"] == "nothing-to-import"
    id = begin(office, "people", PEOPLE + AMINA)
    start(office, id)
    assert leader.post(f"/imports/{id}/start", {}).json["code"] == "import-started"
    late = leader.post(f"/imports/{id}/rows", {"csv": PEOPLE + NED})
    assert (late.status_code, late.json["code"]) == (409, "import-started")


def test_it_is_a_team_leaders_and_of_their_organisation_alone(office: Any) -> None:
    id = begin(office, "people", PEOPLE + AMINA)
    for role in ("adviser", "data-protection officer", "finance officer", "participant", "operator"):
        assert office.staff(role).post("/imports", {"kind": "people"}).status_code == 403
        assert office.staff(role).get(f"/imports/{id}/rows").status_code == 403
        assert office.staff(role).get("/import-examples/people").status_code == 403
    stranger = office.staff("team leader", org=office.elsewhere)
    assert stranger.get("/imports").json["items"] == []
    for part in ("", "/rows", "/errors"):
        assert stranger.get(f"/imports/{id}{part}").status_code == 404
    for step in ("start", "drop"):
        assert stranger.post(f"/imports/{id}/{step}", {}).status_code == 404
    example = stranger.get("/import-examples/people").get_data(as_text=True)
    assert shown(office, upload(office, "people", example)["id"])["counts"] == {"ready": 1}
    assert stranger.get("/import-examples/claims").status_code == 404


def test_the_example_of_each_layout_can_be_imported_as_it_is() -> None:
    for kind, layout in layouts().items():
        row = {column.name: column.example for column in layout.columns}
        assert check(kind, row)[1] == {}
