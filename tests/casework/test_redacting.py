"""What is left out of a copy: entry by entry, with a reason, seen by the officer and never by the person."""

from typing import Any

import pytest
from at_once import codes, together

from chassis.testing import bus
from services.casework.domain.access_requests import ANSWERING

OFFICER = "data-protection officer"
OTHER = "about-another-person"


@pytest.fixture
def asked(office: Any) -> tuple[str, str]:
    """A person of whom two things were noted, one that names her sister; and the request for a copy."""
    id: str = office.register()
    for words in ("Canary: her sister Beti owes money", "She rang about the bus"):
        office.adviser.post(
            f"/participants/{id}/contacts", {"channel": "phone", "direction": "in", "summary": words}
        )
    request = office.person(id).post(f"/participants/{id}/access-requests", {}).json["id"]
    for service in ANSWERING:
        data: dict[str, Any] = {"kept": service == "community"}
        if not data["kept"]:
            data |= {"rows": 1, "held": {"thing": [{"words": f"Canary of {service}"}]}}
        bus.deliver(office.context, f"workstead.{service}.access.answered.v1", data, subject=request)
    return id, request


def at(request: str) -> str:
    return f"/access-requests/{request}"


def contact_about(office: Any, request: str, words: str) -> dict[str, str]:
    """The entry of the copy that says these words."""
    copy = office.staff(OFFICER).get(f"{at(request)}/copy").json
    rows = copy["held"]["casework"]["contact"]
    place = next(i for i, row in enumerate(rows) if words in row["summary"])
    return {"service": "casework", "table": "contact", "row": copy["keys"]["casework"]["contact"][place]}


def leave_out(office: Any, request: str, *entries: dict[str, str], reason: str = OTHER) -> Any:
    return office.staff(OFFICER, name="Delyth").post(
        f"{at(request)}/redactions", {"entries": list(entries), "reason": reason}
    )


def test_what_is_left_out_is_named_with_its_reason_and_nothing_of_it_is_told(
    office: Any, asked: tuple[str, str]
) -> None:
    id, request = asked
    sister = contact_about(office, request, "Beti")
    bus_stop = contact_about(office, request, "the bus") | {"field": "summary"}
    notify = {"service": "notify", "table": "thing", "row": "0", "field": "words"}
    made = leave_out(office, request, sister, bus_stop, notify)
    assert made.status_code == 201, made.json
    assert {one["decided_by_name"] for one in made.json["items"]} == {"Delyth"}
    seen = office.staff(OFFICER).get(f"{at(request)}/copy").json
    assert "Beti" in repr(seen["held"]), "the officer still reads it"
    assert len(seen["left_out"]) == 3

    office.staff(OFFICER).post(f"{at(request)}/release")
    for path in ("copy", "file"):
        got = office.person(id).get(f"{at(request)}/{path}").json
        assert (got["keys"], got["left_out"]) == (None, None)
        text = repr(got)
        assert "Beti" not in text
        assert "the bus" not in text
        assert "Canary of notify" not in text
        assert "Canary of mi" in text
        contacts = got["held"]["casework"]["contact"]
        assert {"left_out": OTHER} in contacts
        assert [one["summary"] for one in contacts if "summary" in one] == [{"left_out": OTHER}]
    assert "Beti" not in repr(office.staff(OFFICER).get(f"{at(request)}/file").json), "as the person gets it"


def test_an_entry_can_be_put_back_until_the_copy_is_released(office: Any, asked: tuple[str, str]) -> None:
    _, request = asked
    sister = contact_about(office, request, "Beti")
    (one,) = leave_out(office, request, sister).json["items"]
    assert leave_out(office, request, sister, reason="legal-advice").json["items"] == [one], "once is enough"
    back = f"{at(request)}/redactions/{one['id']}/withdrawal"
    assert office.staff(OFFICER).post(back).json == {"items": []}
    assert office.staff(OFFICER).post(back).status_code == 404
    (kept,) = leave_out(office, request, sister).json["items"]
    office.staff(OFFICER).post(f"{at(request)}/release")
    for late in (
        leave_out(office, request, sister),
        office.staff(OFFICER).post(f"{at(request)}/redactions/{kept['id']}/withdrawal"),
    ):
        assert (late.status_code, late.json["code"]) == (409, "already-released")


def test_the_person_gets_what_was_looked_at_and_not_what_came_since(
    office: Any, asked: tuple[str, str]
) -> None:
    id, request = asked
    office.staff(OFFICER).post(f"{at(request)}/release")
    office.adviser.post(
        f"/participants/{id}/contacts", {"channel": "phone", "direction": "in", "summary": "Beti again"}
    )
    assert "Beti again" not in repr(office.person(id).get(f"{at(request)}/copy").json)
    told = bus.recorded(office.context, "participant.copy-released")
    assert [(str(one.subject), one.data["request_id"]) for one in told] == [(id, request)]


def test_what_cannot_be_left_out_is_refused_by_name(office: Any, asked: tuple[str, str]) -> None:
    _, request = asked
    sister = contact_about(office, request, "Beti")
    for entry in (
        sister | {"row": "nothing"},
        sister | {"table": "no-table"},
        sister | {"field": "nothing"},
        sister | {"service": "nobody"},
        {"service": "notify", "table": "thing", "row": "1"},
    ):
        refused = leave_out(office, request, entry)
        assert (refused.status_code, list(refused.json["errors"])) == (422, ["entries"]), entry
    for body, named in (
        ({"entries": [], "reason": OTHER}, "entries"),
        ({"entries": [sister], "reason": "because"}, "reason"),
        ({"entries": [sister]}, "reason"),
    ):
        refused = office.staff(OFFICER).post(f"{at(request)}/redactions", body)
        assert (refused.status_code, named in refused.json["errors"]) == (422, True)


def test_nobody_else_leaves_anything_out(office: Any, asked: tuple[str, str]) -> None:
    id, request = asked
    body = {"entries": [contact_about(office, request, "Beti")], "reason": OTHER}
    (one,) = leave_out(office, request, *body["entries"]).json["items"]
    back = f"{at(request)}/redactions/{one['id']}/withdrawal"
    for path, sent in ((f"{at(request)}/redactions", body), (back, None)):
        for somebody in (office.adviser, office.staff("team leader"), office.person(id)):
            assert somebody.post(path, sent).status_code == 403
        assert office.staff(OFFICER, org=office.elsewhere).post(path, sent).status_code == 404


def test_two_officers_at_once(office: Any, asked: tuple[str, str]) -> None:
    """One leaves an entry out while the other releases: it is left out, or it is too late to say so."""
    id, request = asked
    sister = contact_about(office, request, "Beti")
    both = together(*[lambda: leave_out(office, request, sister)] * 2)
    assert codes(both) == [201, 201]
    (one,) = both[0].json["items"]
    office.staff(OFFICER).post(f"{at(request)}/redactions/{one['id']}/withdrawal")
    left_out, released = together(
        lambda: leave_out(office, request, sister),
        lambda: office.staff(OFFICER).post(f"{at(request)}/release"),
    )
    assert released.status_code == 200
    named = "Beti" in repr(office.person(id).get(f"{at(request)}/copy").json)
    assert (left_out.status_code, named) in ((201, False), (409, True))
