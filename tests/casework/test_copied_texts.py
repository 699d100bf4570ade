"""Copies are caught before they are sent: the writer is warned kindly, and nobody reads another's text."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text as sql

from chassis import clock
from chassis.testing import bus
from services.casework.actions.copied_texts import forget_texts

JOB = {"title": "Netmaker", "employer": "Quay Works"}
OWN = (
    "I mended nets for ten years and sold two boats. My father taught me knots, splices and patience."
    " Last winter I led eleven people home through fog, and nobody has forgotten it since."
)
OTHER = (
    "Baking at the Canary Street school showed me what mornings are for. Ovens taught me to listen."
    " Three hundred children ate my bread, and one of them runs the bakery today."
)
FRAME = (
    "I always give one hundred per cent in everything that I do, "
    "my friends would describe me as a bubbly character, "
    "no two days are ever alike with a person like me around. "
)
NAMES = count(1)


@pytest.fixture
def people(office: Any) -> list[str]:
    return [somebody(office) for _ in range(3)]


def somebody(office: Any) -> str:
    number = next(NAMES)
    return str(
        office.register(full_name=f"Zenith Number{number:04}", date_of_birth=None, different_person=True)
    )


def send(office: Any, person: str, words: str, job: dict[str, str] = JOB, **more: Any) -> Any:
    them, at = office.person(person), f"/participants/{person}"
    paper = them.post(f"{at}/papers", {"kind": "letter", "title": "To them", "text": words}).json
    return them.post(f"{at}/applications", job | {"letter_id": paper["versions"][0]["id"]} | more)


def sentences(words: str) -> list[str]:
    return [f"{part.strip()}." for part in words.split(".") if part.strip()]


def check(office: Any, person: str, words: str, **about: str) -> dict[str, Any]:
    answer = office.person(person).post(f"/participants/{person}/copy-check", JOB | {"text": words} | about)
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def clusters(client: Any) -> list[dict[str, Any]]:
    return list(client.get("/copy-clusters").json["items"])


def test_a_copy_is_caught_before_it_is_sent(office: Any, people: list[str]) -> None:
    first, second, _third = people
    assert send(office, first, OWN).status_code == 201
    found = check(office, second, f"Dear Sir or Madam,\n\n{OWN} I also keep bees. Yours faithfully, Ned")
    assert (found["alike"], found["people"]) == (True, 1)
    assert found["share"] > 80
    assert found["passages"] == sentences(OWN)
    assert "example" in found["advice"]
    refused = send(office, second, OWN)
    assert (refused.status_code, refused.json["code"], list(refused.json["errors"])) == (
        409,
        "text-alike",
        ["letter_id"],
    )
    at = f"/participants/{second}/applications"
    assert office.person(second).get(at).json["count"] == 0, "nothing was half done"
    assert send(office, second, OWN, sent_anyway=True).status_code == 201


def test_what_is_their_own_is_sent_without_a_word(office: Any, people: list[str]) -> None:
    first, second, _third = people
    send(office, first, OWN)
    found = check(office, second, OTHER)
    assert found == {"alike": False, "share": 0, "people": 0, "passages": [], "advice": []}
    assert send(office, second, OTHER).status_code == 201
    assert bus.recorded(office.context, "application.copy-warned") == []


def test_nobody_copies_from_themselves(office: Any, people: list[str]) -> None:
    first = people[0]
    assert send(office, first, OWN).status_code == 201
    assert check(office, first, OWN)["alike"] is False
    assert send(office, first, OWN).status_code == 201
    assert clusters(office.adviser) == []


def test_a_draft_that_was_never_sent_is_no_copy_of_anything(office: Any, people: list[str]) -> None:
    first, second, _third = people
    check(office, first, OWN)
    office.person(first).post(f"/participants/{first}/papers", {"kind": "cv", "title": "CV", "text": OWN})
    assert check(office, second, OWN)["alike"] is False


def test_names_the_advert_and_stock_phrases_are_not_held_against_anybody(
    office: Any, people: list[str]
) -> None:
    first, second, _third = people
    advert = "We want somebody who mends nets at dawn, rows against the tide, sings while splicing rope."
    assert send(office, first, advert, vacancy=advert).status_code == 201
    assert check(office, second, advert, advert=advert)["alike"] is False


def test_a_text_that_is_handed_out_is_nobodys_own(office: Any, people: list[str]) -> None:
    first, second, third = people
    send(office, first, OWN)
    given = office.adviser.post("/given-texts", {"title": "From the course", "text": OWN})
    assert given.status_code == 201
    assert check(office, second, OWN)["alike"] is False
    assert [one["title"] for one in office.staff("team leader").get("/given-texts").json["items"]] == [
        "From the course"
    ]
    assert office.other_adviser.get("/given-texts").json["items"] == []
    path = f"/given-texts/{given.json['id']}/removal"
    assert office.other_adviser.post(path).status_code == 404
    assert office.person(third).post(path).status_code == 403
    assert office.adviser.post(path).status_code == 204
    assert office.adviser.post(path).status_code == 404
    assert check(office, second, OWN)["alike"] is True


def test_what_many_people_say_of_many_vacancies_becomes_nobodys_own(office: Any) -> None:
    for number, words in enumerate(
        ("Owls hunt mice.", "Foxes dig holes.", "Herons stand still.", "Otters swim.")
    ):
        job = {"title": f"Post {'abcd'[number]}", "employer": f"Firm {'abcd'[number]}"}
        sent = send(office, somebody(office), FRAME + words, job, sent_anyway=True)
        assert sent.status_code == 201
    late = check(office, somebody(office), FRAME + OTHER)
    assert late["alike"] is False
    with_own = somebody(office)
    send(office, somebody(office), FRAME + OWN)
    found = check(office, with_own, FRAME + OWN)
    assert (found["alike"], found["passages"]) == (True, sentences(OWN)), "their own words still count"


def test_a_letter_passed_round_for_one_vacancy_never_becomes_a_template(office: Any) -> None:
    for _ in range(5):
        send(office, somebody(office), OWN, sent_anyway=True)
    assert check(office, somebody(office), OWN)["people"] == 5


def test_advisers_see_where_it_happens_and_no_text(office: Any, people: list[str]) -> None:
    first, second, third = people
    send(office, first, OWN)
    with clock.frozen(date(2025, 3, 9)):
        send(office, second, OWN, sent_anyway=True)
        send(office, third, OTHER)
    (found,) = clusters(office.adviser)
    assert (found["people"], found["texts"], found["others"], found["kinds"]) == (2, 2, 0, ["letter"])
    assert (found["first_on"], found["last_on"]) == ("2025-03-03", "2025-03-09")
    assert [one["participant_id"] for one in found["members"]] == [first, second]
    assert "nets" not in str(found)
    assert clusters(office.other_adviser) == []
    for role in ("participant", "finance officer", "provider staff", "operator", "analyst"):
        assert office.staff(role).get("/copy-clusters").status_code == 403
    assert office.person(first).get("/copy-clusters").status_code == 403


def test_of_people_elsewhere_only_how_many_is_seen(office: Any, people: list[str]) -> None:
    first, second, _third = people
    send(office, first, OWN)
    send(office, second, OWN, sent_anyway=True)
    parties = "update participant_party set organisation_id = :org"
    moved = sql(f"{parties} where participant_id = :id and capacity = 'provider'")
    with office.context.database.transaction() as session:
        session.execute(moved, {"org": office.elsewhere, "id": first})
    (here,), (there,) = clusters(office.adviser), clusters(office.other_adviser)
    assert ([one["participant_id"] for one in here["members"]], here["others"]) == ([second], 1)
    assert ([one["participant_id"] for one in there["members"]], there["others"]) == ([first], 1)


def test_two_clusters_that_a_letter_joins_become_one(office: Any) -> None:
    for words in (OWN, OWN, OTHER, OTHER, f"{OWN} {OTHER}"):
        send(office, somebody(office), words, sent_anyway=True)
    (found,) = clusters(office.adviser)
    assert found["people"] == 5


def test_the_writer_is_warned_once_of_one_text(office: Any, people: list[str]) -> None:
    first, second, _third = people
    send(office, first, OWN)
    for _ in range(2):
        check(office, second, OWN)
    send(office, second, OWN, sent_anyway=True)
    (said,) = bus.recorded(office.context, "application.copy-warned")
    assert said.data == {"participant_id": second, "kind": "letter", "occurred_on": "2025-03-03"}


def test_only_the_writer_asks(office: Any, people: list[str]) -> None:
    path = f"/participants/{people[0]}/copy-check"
    body = {"text": OWN}
    assert office.adviser.post(path, body).status_code == 403
    assert office.assisting(people[0]).post(path, body).status_code == 200
    assert office.other_adviser.post(path, body).status_code == 404
    assert office.person(people[1]).post(path, body).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 20001}, "text"),
        ({"text": OWN, "kind": "song"}, "kind"),
        ({"text": OWN, "title": "x" * 201}, "title"),
        ({}, "text"),
    ],
)
def test_bad_input_is_refused(office: Any, people: list[str], body: dict[str, str], field: str) -> None:
    refused = office.person(people[0]).post(f"/participants/{people[0]}/copy-check", body)
    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])


def test_of_two_copies_sent_at_once_the_second_is_told(office: Any, people: list[str]) -> None:
    papers = []
    for person in people[:2]:
        body = {"kind": "letter", "title": "To them", "text": OWN}
        made = office.person(person).post(f"/participants/{person}/papers", body).json
        papers.append((person, made["versions"][0]["id"]))

    def apply(sent: tuple[str, str]) -> int:
        person, version = sent
        body = JOB | {"letter_id": version}
        return int(office.person(person).post(f"/participants/{person}/applications", body).status_code)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(apply, papers)) == [201, 409]


def test_what_is_kept_is_no_text_and_names_nobody(office: Any, people: list[str]) -> None:
    first, second, _third = people
    send(office, first, OTHER)
    send(office, second, OTHER, sent_anyway=True)
    with office.context.database.transaction() as session:
        for table in ("sent_text", "clause_use", "sent_text_band", "copy_warning"):
            rows = session.scalars(sql(f"select t::text from {table} t")).all()
            assert rows, table
            assert not [row for row in rows if "anary" in row or (first in row and table != "copy_warning")]


def test_an_author_can_be_forgotten(office: Any, people: list[str]) -> None:
    first, second, _third = people
    send(office, first, OWN)
    with office.context.database.transaction() as session:
        forget_texts(session, UUID(first))
    assert check(office, second, OWN)["alike"] is False
    with office.context.database.transaction() as session:
        assert session.scalar(sql("select count(*) from sent_text_band")) == 0
        assert session.scalar(sql("select count(*) from text_author")) == 0
