"""Whoever guesses an id learns nothing, not even that there is something; a list and its items agree.

Every operation of the API is tried, as its own document lists them, with ids that the journey made.
"""

from typing import Any

import pytest
from operations import Document, Operation, ask, document_of, operations
from suites import Performance

from demo.client import Person

OF_NOBODY_ELSE = frozenset(
    (
        "account_id", "action_id", "application_id", "appointment_id", "attachment_id", "availability_id",
        "claim_id", "grant_id", "invitation_id", "letter_id", "message_id", "parked_id", "participant_id",
        "plan_id", "recommendation_id", "referral_id", "slot_id", "spell_id",
        "feed_id", "follow_up_id", "hours_id", "place_id", "session_id", "slot_offer_id",
        "time_off_id", "wish_id",
        "activity_id", "adviser_id", "basis_id", "breach_id", "check_id", "contract_id", "correction_id",
        "cover_id", "document_id", "erasure_id", "evidence_id", "export_id", "given_id", "hold_id",
        "import_id", "interview_id", "merger_id", "pair_id", "paper_id", "payslip_id", "reading_id",
        "redaction_id", "request_id", "transfer_id", "vacancy_id",
    )
)  # fmt: skip
"""Parameters of paths that stand for what belongs to one person or one organisation."""
OPEN = frozenset(
    (
        "article_id", "code", "kind", "metric", "name", "newsletter_id", "offer_id", "organisation_id",
        "reply_id", "slug", "thread_id",
        "digest", "number",
    )
)  # fmt: skip
"""Those that stand for what several may see; who may do what there is tried by tests of their own."""
ELSEWHERE = "stranger-adviser", "stranger-provider"
PRETENDING = "an adviser elsewhere who says that she is with them"


@pytest.fixture(scope="module")
def document(played: Performance) -> Document:
    """What the instance can be asked."""
    return document_of(played)


@pytest.fixture(scope="module")
def strangers(played: Performance) -> dict[str, Person | None]:
    """Staff of an organisation that has nothing to do with anybody here, another participant, and nobody."""
    stage = played.stage
    for key, roles in zip(ELSEWHERE, (["adviser", "team leader"], ["provider staff"]), strict=True):
        details = {"email": f"{key}@harbour.example", "name": key, "roles": roles}
        if key not in stage.people:
            stage.invite(stage["calder-admin"], key, details | {"organisation_id": stage.ids["calder"]})
    return {
        "an adviser and team leader elsewhere": stage["stranger-adviser"],
        "a provider elsewhere": stage["stranger-provider"],
        PRETENDING: stage["stranger-adviser"],
        "another participant": stage["gethin"],
        "nobody": None,
    }


def ids_of(played: Performance) -> dict[str, str]:
    """Real ids of what is Amina's: what the journey kept, and what her adviser's lists hold."""
    stage, ids = played.stage, dict(played.stage.ids)
    adviser, record = stage["anwen"], f"/api/casework/participants/{ids['amina']}"
    for name, list_ in (
        ("claim", f"{record}/claims"),
        ("spell", f"{record}/spells"),
        ("recommendation", f"{record}/recommendations"),
        ("message", f"/api/notify/participants/{ids['amina']}/messages"),
        ("invitation", "/api/invitations"),
    ):
        items = adviser.get(list_)["items"]
        assert items, f"the journey made no {name}"
        ids[name] = items[0]["id"]
    ids["account"] = adviser.get("/api/me")["id"]
    ids["job"] = ids["spell"]
    return ids


def test_every_id_in_a_path_is_known_to_be_private_or_open(document: Document) -> None:
    """A new route with a new kind of id has to be put on one side of the wall."""
    names = {name for operation in operations(document) for name in operation.names}
    assert names <= OF_NOBODY_ELSE | OPEN, names - OF_NOBODY_ELSE - OPEN


def test_what_is_somebody_elses_is_answered_as_what_does_not_exist(
    played: Performance, document: Document, strangers: dict[str, Person | None]
) -> None:
    ids, told, tried = ids_of(played), [], 0
    for operation in operations(document):
        if not OF_NOBODY_ELSE.intersection(operation.names):
            continue
        at, nowhere = operation.at(ids), operation.nowhere()
        if at == nowhere:
            continue
        for who, person in strangers.items():
            tried += 1
            said = {"X-Acting-For": ids["amina"]} if who == PRETENDING else {}
            real, none = (answered(played, person, operation, path, said) for path in (at, nowhere))
            if real != none or real[0] < 400:
                told.append(f"{operation.label} as {who}: {real} but {none}")
    assert not told, "\n".join(told)
    assert tried > 150


def answered(
    played: Performance, person: Person | None, operation: Operation, path: str, headers: dict[str, str]
) -> tuple[int, Any]:
    """The status, and what is said but for the name of the request."""
    body = {} if operation.said.get("requestBody") else None
    answer = ask(person, played.stage.base, operation.method, path, json=body, headers=headers)
    said = answer.json() if "json" in answer.headers.get("Content-Type", "") else answer.text
    if isinstance(said, dict):
        said.pop("correlation_id", None)
    return answer.status_code, said


LISTS = [
    ("/api/casework/participants", "/api/casework/participants/{id}"),
    ("/api/casework/participants/{amina}/appointments", "/api/casework/appointments/{id}"),
    ("/api/casework/participants/{gethin}/appointments", "/api/casework/appointments/{id}"),
    ("/api/casework/participants/{amina}/plans", "/api/casework/plans/{id}"),
    ("/api/marketplace/referrals", "/api/marketplace/referrals/{id}"),
    ("/api/notify/messages", "/api/notify/messages/{id}"),
    ("/api/marketplace/offers", "/api/marketplace/offers/{id}"),
    ("/api/community/articles", "/api/community/articles/{id}"),
]
EVERYBODY = (
    "anwen",
    "tomasz",
    "gethin",
    "amina",
    "cw-admin",
    "calder-admin",
    "nb-admin",
    "farah",
    "kofi",
    "mina",
)


@pytest.mark.parametrize(("list_", "item"), LISTS)
def test_a_list_shows_whoever_asks_exactly_the_items_that_they_may_open(
    played: Performance, list_: str, item: str
) -> None:
    """For whom the list is: a person whose list it is not is tried by the items alone, in the test above."""
    stage = played.stage
    shown: dict[str, set[str]] = {}
    for key in EVERYBODY:
        answer = ask(stage[key], stage.base, "GET", f"{list_.format_map(stage.ids)}?limit=100")
        if answer.status_code == 200:
            shown[key] = {each["id"] for each in answer.json()["items"]}
    every = set().union(*shown.values())
    assert every, "nobody sees anything: the test proves nothing"
    wrong = []
    for key in shown:
        for one in every:
            status = ask(stage[key], stage.base, "GET", item.format(id=one)).status_code
            if (status == 200) != (one in shown[key]):
                wrong.append(f"{key}: {item.format(id=one)} is {status}, in the list: {one in shown[key]}")
    assert not wrong, "\n".join(wrong)
