"""Many people of a file in one transaction: each as if registered by hand, none at the cost of others."""

import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.testing import bus
from services.casework.store import duplicates

sys.path.append(str(Path(__file__).parent))

from importing import PEOPLE, begin, names, rows, start

HEADING = PEOPLE.replace("key,", "key,national_insurance_number,called,email,phone,")
SAID = "letter,en,1 Harbour Row; Eastgate,ZZ1 1AA,library,public-task,Contract"
ROWS = (
    f"A-1,QQ123456C,Siân,sian@people.example,07700 900123,Siân Canary,1990-05-17,{SAID}",
    f"A-2,,,,07700900123,Shan Canray,,{SAID}",
    f"A-3,QQ123465C,Amina,,,Amina Yusuf,1985-02-01,{SAID}",
    f"A-4,,,,,Amina Yusuf,1985-01-02,{SAID}",
    f"A-5,,Ned,ned@people.example,,Ned Penrose,1985-02-01,{SAID}",
)
SAME = {
    "participant": "heard_of, campaign, registered_on, recorded_at, date_of_birth_index, findable_as,"
    " national_insurance_index is null, adviser_id = recorded_by, allocated_on",
    "participant_party": "capacity, from_on, until_on, referral_id",
    "lawful_basis": "purpose, basis, article, from_on, until_on",
    "participant_name_word": "word",
    "participant_name_key": "key",
    "recommendation_review": "is_due, reviewed_on",
    "lookalike": "score, because, found_at, dismissed_at",
}
"""What of each table is the same for whoever is registered, however it is done."""


def written(office: Any, org: UUID) -> dict[str, list[str]]:
    """What the database holds of an organisation's people."""
    whose = {"participant": "id", "lookalike": "one_id"}
    found = {}
    with office.context.database.transaction() as session:
        for table, columns in SAME.items():
            ours = "(select id from participant where organisation_id = :org)"
            asked = f"select {columns} from {table} where {whose.get(table, 'participant_id')} in {ours}"
            found[table] = sorted(map(str, session.execute(text(asked), {"org": org})))
    return found


def by_hand(office: Any, row: str) -> dict[str, Any]:
    """The same person, as an adviser elsewhere types them in. No number: it stands in one record alone."""
    told = dict(zip(HEADING.strip().split(","), row.split(","), strict=True))
    card = {name: told[name] for name in ("channel", "language", "email", "phone", "postcode") if told[name]}
    body = {
        "full_name": told["full_name"],
        "contact": card | {"address_lines": told["address"].split("; ")},
        "heard_of": told["heard_of"],
        "lawful_bases": [{"purpose": "support", "basis": told["basis"], "source": told["source"]}],
        "different_person": True,
    } | {name: told[name] for name in ("called", "date_of_birth") if told[name]}
    answer = office.other_adviser.post("/participants", body)
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def test_an_imported_person_is_in_every_row_as_one_who_was_registered_by_hand(office: Any) -> None:
    file = [row.replace("QQ123456C", "").replace("QQ123465C", "") for row in ROWS]
    typed = [by_hand(office, row) for row in file]
    assert start(office, begin(office, "people", HEADING + "\n".join(file))) == {"done": len(file)}
    here, elsewhere = written(office, office.here), written(office, office.elsewhere)
    assert here == elsewhere
    assert len(here["lookalike"]) == 2, "Siân and Shan by their phone, Amina twice by an exchanged birthday"
    ids = {one["id"] for one in typed}
    said = [(one.type, one.sequence, str(one.subject) in ids) for one in bus.recorded(office.context)]
    assert [one[:2] for one in said if one[2]] == [one[:2] for one in said if not one[2]]
    listed = office.adviser.get("/participants").json["items"]
    shown = office.adviser.get(f"/participants/{listed[0]['id']}").json
    typed_one = next(one for one in typed if one["full_name"] == shown["full_name"])
    own = {"id", "reference", "organisation_id", "adviser_id", "adviser_name", "organisation_name"}
    assert {name: value for name, value in shown.items() if name not in own} == {
        name: value for name, value in typed_one.items() if name not in own
    }


def test_a_number_that_stands_in_the_file_twice_or_in_a_record_is_refused_alone(office: Any) -> None:
    hidden = "QQ999999A"
    other = office.told(national_insurance_number=hidden, different_person=True)
    assert office.other_adviser.post("/participants", other).status_code == 201
    twice = ROWS[3].replace("A-4,", "A-4,QQ123465C", 1)
    unseen = ROWS[4].replace("A-5,", f"A-5,{hidden}", 1)
    id = begin(office, "people", HEADING + "\n".join([*ROWS[:3], twice, unseen]))
    assert start(office, id) == {"done": 3, "wrong": 2}
    wrong = {one["number"]: list(one["errors"]) for one in rows(office, id, "wrong")}
    assert wrong == {4: ["national_insurance_number"], 5: ["national_insurance_number"]}
    assert names(office) == ["Amina Yusuf", "Shan Canray", "Siân Canary"]
    assert len(bus.recorded(office.context, "participant.registered")) == 4


def test_near_numbers_are_noticed_without_a_birthday(office: Any) -> None:
    file = [ROWS[0], ROWS[0].replace("A-1,QQ123456C", "A-2,QQ123465C").replace("1990-05-17", "")]
    file[1] = file[1].replace("sian@people.example,07700 900123", ",")
    assert start(office, begin(office, "people", HEADING + "\n".join(file))) == {"done": 2}
    (pair,) = office.staff("team leader").get("/duplicates").json["items"]
    assert pair["because"] == ["name", "number", "postcode"]


def test_in_a_hostel_with_one_phone_the_namesakes_are_compared(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "MOST_MARKED", 1)
    people = enumerate(("Ned", "Olive", "Walter Rees"))
    hostel = [f"H-{number},,,,07700 900123,{name},,{SAID}" for number, name in people]
    start(office, begin(office, "people", HEADING + "\n".join(hostel)))
    again = office.told(full_name="Walter Rees", date_of_birth=None, contact={"channel": "phone"} | PHONE)
    warned = office.adviser.post("/participants", again)
    assert (warned.status_code, warned.json["code"]) == (409, "perhaps-registered")


PHONE = {"language": "en", "phone": "07700 900123"}
