"""A whole file: looked at apart from its request, done once whatever dies meanwhile, then forgotten."""

import base64
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chassis import clock
from chassis.testing import bus
from services.casework.actions import imports
from services.casework.actions.imports import Take
from services.casework.actions.staging import RAGGED
from services.casework.api.import_layouts import TAKES, check
from services.casework.domain.layouts import FORMS, NO_FORMULA

sys.path.append(str(Path(__file__).parent))

from importing import AMINA, NED, PEOPLE, WRONG, kept, names, rows, shown, start, upload


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


def test_a_service_that_dies_among_rows_goes_on_where_it_was(office: Any) -> None:
    id = upload(office, "people", PEOPLE + AMINA + NED)["id"]
    assert office.staff("team leader").post(f"/imports/{id}/start", {}).status_code == 200
    done: list[Any] = []

    def dies(session: Any, actor: Any, rows: Any) -> Any:
        made = TAKES["people"].some(session, actor, rows)
        if done:
            raise SystemExit("killed between the records and their commit")
        done.append(made)
        return made

    with pytest.raises(SystemExit):
        imports.do_next(office.context.database, {"people": Take(dies)})
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
