"""Vacancies, CVs and letters: the participant's own, opened part by part."""

from typing import Any

import pytest

from chassis.ids import new_id

VACANCY = {"title": "Canary keeper", "employer": "Harbour Aviary", "advert": "Feed the canaries."}
LETTER = {"kind": "letter", "title": "To the aviary", "text": "I kept canaries for ten years."}
PARTS = ("vacancies", "papers", "interviews", "search-diary")


def made(client: Any, path: str, body: dict[str, Any]) -> dict[str, Any]:
    response = client.post(path, body)
    assert response.status_code == 201, response.json
    return dict(response.json)


def opened(office: Any, person: str, part: str) -> None:
    made(office.person(person), f"/participants/{person}/grants", {"opens": part})


def items(client: Any, person: str, part: str) -> tuple[bool, int]:
    answer = client.get(f"/participants/{person}/{part}").json
    return answer["granted"], len(answer["items"])


def test_a_vacancy_is_kept_until_it_is_dropped(office: Any, person: str) -> None:
    them, at = office.person(person), f"/participants/{person}/vacancies"
    kept = made(them, at, VACANCY | {"closes_on": "2025-03-20", "link": "https://jobs.example/1"})
    assert (kept["origin"], kept["closes_on"], kept["helper"]) == ("typed", "2025-03-20", None)
    assert items(them, person, "vacancies") == (True, 1)
    assert them.post(f"/vacancies/{kept['id']}/removal").status_code == 200
    assert items(them, person, "vacancies") == (True, 0)
    again = them.post(f"/vacancies/{kept['id']}/removal")
    assert (again.status_code, again.json["code"]) == (409, "vacancy-dropped")


def test_a_paper_keeps_every_version(office: Any, person: str) -> None:
    them = office.person(person)
    paper = made(them, f"/participants/{person}/papers", LETTER)
    path = f"/papers/{paper['id']}/versions"
    second = made(them, path, {"text": "I kept finches.", "after": 1})
    assert [(one["number"], one["text"]) for one in second["versions"]] == [
        (1, LETTER["text"]),
        (2, "I kept finches."),
    ]
    late = them.post(path, {"text": "I kept owls.", "after": 1})
    assert (late.status_code, late.json["code"]) == (409, "paper-revised")
    assert len(made(them, path, {"text": "I kept finches."})["versions"]) == 2, "nothing new was written"
    assert them.post(f"/papers/{paper['id']}/removal").json["put_away_at"]
    assert them.post(path, {"text": "I kept owls."}).json["code"] == "paper-put-away"
    assert items(them, person, "papers") == (True, 0)
    assert len(them.get(f"/papers/{paper['id']}").json["versions"]) == 2


def test_what_was_sent_is_named_with_the_application(office: Any, person: str) -> None:
    them, at = office.person(person), f"/participants/{person}"
    vacancy = made(them, f"{at}/vacancies", VACANCY)["id"]
    letter = made(them, f"{at}/papers", LETTER | {"vacancy_id": vacancy})["versions"][0]["id"]
    sent = {"title": "Canary keeper", "employer": "Harbour Aviary", "vacancy_id": vacancy}
    application = made(them, f"{at}/applications", sent | {"letter_id": letter})
    assert (application["letter_id"], application["vacancy_id"]) == (letter, vacancy)
    assert (application["cv_id"], application["origin"]) == (None, "typed")
    for wrong, code in (
        ({"cv_id": letter}, "no-such-paper"),
        ({"vacancy_id": str(new_id())}, "no-such-vacancy"),
    ):
        refused = them.post(f"{at}/applications", sent | wrong)
        assert (refused.status_code, refused.json["code"], list(refused.json["errors"])) == (
            422,
            code,
            [*wrong],
        )


def test_nobodys_elses_papers_can_be_sent(office: Any, person: str) -> None:
    other = str(office.register(full_name="Somebody Else", date_of_birth="1980-01-01", different_person=True))
    theirs = made(office.person(other), f"/participants/{other}/papers", LETTER)["versions"][0]["id"]
    body = {"title": "Keeper", "employer": "Aviary", "letter_id": theirs}
    refused = office.person(person).post(f"/participants/{person}/applications", body)
    assert (refused.status_code, refused.json["code"]) == (422, "no-such-paper")


@pytest.mark.parametrize("part", PARTS)
def test_without_a_grant_nobody_sees_even_how_many(office: Any, person: str, part: str) -> None:
    them = office.person(person)
    fill(them, person)
    assert items(them, person, part) == (True, 1)
    assert items(office.adviser, person, part) == (False, 0)
    assert items(office.assisting(person, id=office.adviser_id), person, part) == (False, 0)
    for stranger in (office.other_adviser, office.person(str(new_id()))):
        assert stranger.get(f"/participants/{person}/{part}").status_code == 404
    for role in ("finance officer", "operator", "provider staff", "data-protection officer"):
        assert office.staff(role).get(f"/participants/{person}/{part}").status_code == 403


@pytest.mark.parametrize(
    ("grant", "shows"),
    [
        ("applications", {"vacancies", "interviews"}),
        ("papers", {"papers"}),
        ("diary", {"search-diary"}),
    ],
)
def test_a_grant_opens_its_part_and_no_other(office: Any, person: str, grant: str, shows: set[str]) -> None:
    fill(office.person(person), person)
    opened(office, person, grant)
    for part in PARTS:
        assert items(office.adviser, person, part) == (part in shows, int(part in shows)), part
        assert items(office.staff("adviser"), person, part) == (False, 0), "another adviser has no grant"


def test_a_grant_for_nothing_known_is_refused(office: Any, person: str) -> None:
    refused = office.person(person).post(f"/participants/{person}/grants", {"opens": "everything"})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["opens"])


def test_only_their_word_changes_anything(office: Any, person: str) -> None:
    them, at = office.person(person), f"/participants/{person}"
    ids = fill(them, person)
    steps = [
        (f"/vacancies/{ids['vacancies']}/removal", None),
        (f"/papers/{ids['papers']}/versions", {"text": "Mine now"}),
        (f"/papers/{ids['papers']}/removal", None),
        (f"/interviews/{ids['interviews']}/cancellation", None),
        (f"/search-diary/{ids['search-diary']}/removal", None),
    ]
    for path, body in steps:
        assert office.adviser.post(path, body).status_code == 404, "without a grant it is not there"
        assert office.other_adviser.post(path, body).status_code == 404
        assert office.person(str(new_id())).post(path, body).status_code == 404
    for part in ("applications", "papers", "diary"):
        opened(office, person, part)
    for path, body in steps:
        assert office.adviser.post(path, body).status_code == 403, "to see is not to write"
    for part, body in (("vacancies", VACANCY), ("papers", LETTER)):
        assert office.adviser.post(f"{at}/{part}", body).status_code == 403
        assert office.other_adviser.post(f"{at}/{part}", body).status_code == 404
        written = made(office.assisting(person, name="Anwen Pritchard"), f"{at}/{part}", body)
        assert (written.get("helper") or written["versions"][0]["helper"]) == "Anwen Pritchard"


def test_a_paper_that_was_read_is_in_the_log(office: Any, person: str) -> None:
    paper = made(office.person(person), f"/participants/{person}/papers", LETTER)["id"]
    assert office.adviser.get(f"/papers/{paper}").status_code == 404
    opened(office, person, "papers")
    assert office.adviser.get(f"/papers/{paper}").status_code == 200
    read = office.person(person).get(f"/participants/{person}/access").json["items"]
    assert [one["what"] for one in read if one["what"] != "access"][:1] == ["CVs and letters"]


@pytest.mark.parametrize(
    ("part", "body", "field"),
    [
        ("vacancies", {"title": " "}, "title"),
        ("vacancies", {"employer": "x" * 201}, "employer"),
        ("vacancies", {"link": "jobs.example/1"}, "link"),
        ("vacancies", {"closes_on": "soon"}, "closes_on"),
        ("vacancies", {"advert": "x" * 20001}, "advert"),
        ("papers", {"kind": "song"}, "kind"),
        ("papers", {"text": ""}, "text"),
        ("papers", {"text": "x" * 20001}, "text"),
        ("papers", {"vacancy_id": "00000000-0000-7000-8000-000000000000"}, "vacancy_id"),
    ],
)
def test_bad_input_is_refused(office: Any, person: str, part: str, body: dict[str, Any], field: str) -> None:
    whole = {"vacancies": VACANCY, "papers": LETTER}[part] | body
    refused = office.person(person).post(f"/participants/{person}/{part}", whole)
    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
    assert items(office.person(person), person, part) == (True, 0)


def test_nothing_of_it_stands_in_clear(office: Any, person: str) -> None:
    fill(office.person(person), person)
    with office.context.database.engine.connect() as connection:
        connection.exec_driver_sql("select set_config('workstead.kind', 'system', false)")
        for table in ("vacancy", "paper", "paper_version", "interview", "search_activity", "search_evidence"):
            rows = connection.exec_driver_sql(f"select t::text from {table} t").scalars().all()
            assert rows, table
            assert not [row for row in rows if "anar" in row or "viary" in row], table


def fill(them: Any, person: str) -> dict[str, str]:
    """Something of each part; their ids."""
    at = f"/participants/{person}"
    application = made(them, f"{at}/applications", {"title": "Canary keeper", "employer": "Aviary"})["id"]
    times = {"starts_at": "2025-03-06T10:00:00Z", "ends_at": "2025-03-06T10:30:00Z"}
    place = {"channel": "in-person", "place": "Canary House", "notes": "Ask for the canary hall"}
    bodies = {
        f"{at}/vacancies": VACANCY,
        f"{at}/papers": LETTER,
        f"/applications/{application}/interviews": times | place,
        f"{at}/search-diary": {"kind": "looking", "minutes": 40, "note": "Canary sites"},
        f"{at}/search-evidence": {},
    }
    return {path.split("/")[-1]: made(them, path, body)["id"] for path, body in bodies.items()}
