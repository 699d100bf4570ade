"""Importing files of another system: looked at row by row, done once, told what is wrong with each."""

import base64
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from chassis import clock
from chassis.testing import bus
from services.casework.actions import imports
from services.casework.actions.staging import RAGGED
from services.casework.api.import_layouts import TAKES, check
from services.casework.domain.layouts import FORMS, NO_FORMULA
from services.casework.reference import layouts
from services.casework.store.imports import import_lot, import_row

PEOPLE = "key,full_name,date_of_birth,channel,language,address,postcode,heard_of,basis,source\n"
AMINA = "A-1,Amina Canary,1985-01-02,letter,en,1 Harbour Row; Eastgate,ZZ1 1AA,library,public-task,Contract\n"
NED = "A-2,Ned Penrose,1990-02-03,letter,cy,2 Harbour Row,ZZ1 1AA,library,public-task,Contract\n"
WRONG = "A-3,,1990-02-30,letter,en,3 Harbour Row,ZZ1 1AA,nowhere,public-task,Contract\n"


def begin(office: Any, kind: str, *parts: str, client: Any = None) -> str:
    leader = client or office.staff("team leader", name="Mair Leader")
    begun = leader.post("/imports", {"kind": kind})
    assert begun.status_code == 201, begun.json
    for part in parts:
        added = leader.post(f"/imports/{begun.json['id']}/rows", {"csv": part})
        assert added.status_code == 200, added.json
    return str(begun.json["id"])


def start(office: Any, id: str) -> dict[str, int]:
    """Start it, let the timer do its work, and say how it went."""
    leader = office.staff("team leader")
    assert leader.post(f"/imports/{id}/start", {}).status_code == 200
    while imports.do_next(office.context.database, TAKES):
        pass
    (found,) = [one for one in leader.get("/imports").json["items"] if one["id"] == id]
    return dict(found["counts"])


def upload(office: Any, kind: str, content: str | bytes, status: int = 201) -> Any:
    """Hand in a whole file, and let the timer look at it."""
    written = content if isinstance(content, bytes) else content.encode()
    body = {"kind": kind, "content": base64.b64encode(written).decode()}
    begun = office.staff("team leader", name="Mair Leader").post("/imports", body)
    assert begun.status_code == status, begun.json
    while imports.read_next(office.context.database, check):
        pass
    return begun.json


def shown(office: Any, id: str) -> dict[str, Any]:
    return dict(office.staff("team leader").get(f"/imports/{id}").json)


def kept(office: Any) -> list[Any]:
    """What is still written down of rows, deciphered."""
    with office.context.database.transaction() as session:
        waiting = session.execute(select(import_lot.c.cells)).scalars().all()
        return [*waiting, *session.execute(select(import_row.c.key, import_row.c["values"])).all()]


def rows(office: Any, id: str, state: str = "") -> list[dict[str, Any]]:
    query = f"?state={state}" if state else ""
    return list(office.staff("team leader").get(f"/imports/{id}/rows{query}").json["items"])


def names(office: Any) -> list[str]:
    return sorted(one["full_name"] for one in office.adviser.get("/participants").json["items"])


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


def test_a_file_is_looked_at_apart_from_its_request_and_what_it_says_goes_when_done(
    office: Any,
) -> None:
    body = {"kind": "people", "content": base64.b64encode((PEOPLE + AMINA + NED + WRONG).encode()).decode()}
    begun = office.staff("team leader").post("/imports", body).json
    assert (begun["state"], begun["counts"]) == ("reading", {"waiting": 3})
    early = office.staff("team leader").post(f"/imports/{begun['id']}/start", {})
    assert (early.status_code, early.json["code"]) == (409, "still-reading")
    assert imports.read_next(office.context.database, check) == 3
    assert imports.read_next(office.context.database, check) == 0
    found = shown(office, begun["id"])
    assert (found["state"], found["counts"]) == ("to-confirm", {"ready": 2, "wrong": 1})
    assert [one["values"] and one["values"]["full_name"] for one in rows(office, begun["id"])] == [
        "Amina Canary",
        "Ned Penrose",
        None,
    ]
    assert start(office, begun["id"]) == {"done": 2, "wrong": 1}
    assert shown(office, begun["id"])["state"] == "finished"
    assert {tuple(each) for each in kept(office)} == {(None, None)}
    errors = office.staff("team leader").get(f"/imports/{begun['id']}/errors").get_data(as_text=True)
    assert '4,date_of_birth,"Give a real date, like 2025-03-31."' in errors
    assert "Canary" not in errors


def test_a_row_that_is_there_twice_or_ragged_or_reckons_is_named(office: Any) -> None:
    ragged = "A-5,Too Short,1985-01-02\n"
    formula = AMINA.replace("A-1", "A-6").replace("Amina Canary", "=cmd|x")
    formula = formula.replace("1985-01-02", "02/01/1985")
    id = upload(office, "people", PEOPLE + AMINA + "\n" + AMINA + ragged + formula)["id"]
    assert [(one["number"], one["errors"]) for one in rows(office, id, "wrong")] == [
        (3, {"key": ["This is in the file already, in row 2."]}),
        (4, RAGGED),
        (5, {"full_name": [NO_FORMULA], "date_of_birth": [FORMS["date"][1]]}),
    ]
    without = (PEOPLE + AMINA + AMINA).replace("A-1", "")
    id = upload(office, "people", without)["id"]
    assert list(rows(office, id, "wrong")[0]["errors"]) == ["row"]
    assert start(office, id) == {"done": 1, "wrong": 1}
    assert shown(office, upload(office, "people", without)["id"])["counts"] == {"known": 1, "wrong": 1}


def test_a_file_that_cannot_be_read_leaves_nothing_behind(office: Any) -> None:
    for content, said in (
        (PEOPLE.replace("source", "mood") + AMINA, "Row 1, column mood"),
        ((PEOPLE + AMINA).encode("utf-16"), "This is no CSV file in UTF-8."),
        (b"x" * (5 * 1024 * 1024 + 1), "This file is larger than 5 MB"),
        ("", "Row 1, column full_name: This column is missing."),
    ):
        refused = upload(office, "people", content, 422)
        assert refused["errors"]["content"][0].startswith(said)
    many = upload(office, "people", PEOPLE + ",,,,,,,,,\n" * 200_000 + AMINA, 422)
    assert many["code"] == "too-many-rows"
    assert office.staff("team leader").get("/imports").json["items"] == []


def test_a_service_that_dies_within_a_row_goes_on_where_it_was(office: Any) -> None:
    id = upload(office, "people", PEOPLE + AMINA + NED)["id"]
    assert office.staff("team leader").post(f"/imports/{id}/start", {}).status_code == 200
    done: list[Any] = []

    def dies(session: Any, actor: Any, row: Any) -> Any:
        made = TAKES["people"](session, actor, row)
        if done:
            raise SystemExit("killed between the record and its commit")
        done.append(made)
        return made

    with pytest.raises(SystemExit):
        imports.do_next(office.context.database, {"people": dies})
    assert (names(office), shown(office, id)["counts"]) == (["Amina Canary"], {"done": 1, "ready": 1})
    while imports.do_next(office.context.database, TAKES):
        pass
    assert (names(office), shown(office, id)["counts"]) == (["Amina Canary", "Ned Penrose"], {"done": 2})
    assert len(bus.recorded(office.context, "participant.registered")) == 2


def test_two_who_confirm_at_once_and_two_that_work_at_once_do_it_once(office: Any) -> None:
    id = upload(office, "people", PEOPLE + AMINA + NED)["id"]
    answers: list[int] = []

    def confirm() -> None:
        answers.append(office.staff("team leader").post(f"/imports/{id}/start", {}).status_code)

    def work() -> None:
        while imports.do_next(office.context.database, TAKES):
            pass

    for what in (confirm, work):
        both = [threading.Thread(target=what) for _ in range(2)]
        for each in both:
            each.start()
        for each in both:
            each.join()
    assert sorted(answers) == [200, 409]
    assert names(office) == ["Amina Canary", "Ned Penrose"]


def test_what_nobody_confirms_is_forgotten_after_a_week_or_at_once_if_asked(office: Any) -> None:
    leader = office.staff("team leader")
    old, dropped = (upload(office, "people", PEOPLE + row)["id"] for row in (AMINA, NED + WRONG))
    assert leader.post(f"/imports/{dropped}/drop", {}).json["counts"] == {"dropped": 1, "wrong": 1}
    for step in ("drop", "start"):
        assert leader.post(f"/imports/{dropped}/{step}", {}).json["code"] == "import-dropped"
    assert not imports.forget_unwanted(office.context.database)
    with clock.frozen(clock.now() + timedelta(days=7, minutes=1)):
        while imports.forget_unwanted(office.context.database):
            pass
    assert (shown(office, old)["state"], shown(office, old)["counts"]) == ("dropped", {"dropped": 1})
    assert {tuple(each) for each in kept(office)} == {(None, None)}
    assert names(office) == []


def test_an_erasure_reaches_the_rows_that_wait(office: Any) -> None:
    person = office.register(national_insurance_number="QQ123456C")
    reference = office.adviser.get(f"/participants/{person}").json["reference"]
    heading = "key,person,channel,direction,summary\n"
    said = upload(office, "contacts", f"{heading}C-1,{reference},phone,in,A map\n")["id"]
    again = AMINA.replace("\n", ",QQ 12 34 56 C\n")
    same = upload(office, "people", PEOPLE.replace("source", "source,national_insurance_number") + again)[
        "id"
    ]
    officer = office.staff("data-protection officer", name="Delyth")
    asked = officer.post(f"/participants/{person}/erasures", {"reason": "They asked us to"}).json["id"]
    done = office.staff("team leader", name="Tomos").post(f"/erasures/{asked}/execution")
    assert done.status_code == 200, done.json
    assert rows(office, said) == rows(office, same) == []
