"""Retention by itself: proposed by the calendar, looked at by two; nothing goes that somebody still needs."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from at_once import codes, together

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from services.casework.actions.untouched import propose_due

OFFICER = "data-protection officer"
LATER = date(2028, 3, 4)
"""Three years and a day later: circumstances and the search may go, the record itself stays."""
MUCH_LATER = date(2031, 3, 4)


@pytest.fixture
def forgotten(office: Any) -> str:
    """Somebody of whom nobody has written anything since 2025."""
    id: str = office.register()
    at = f"/participants/{id}"
    office.adviser.post(f"{at}/circumstances", {"circumstances": {"health": {"affects_work": "somewhat"}}})
    office.adviser.post(f"{at}/contacts", {"channel": "phone", "direction": "in", "summary": "Canary rang"})
    office.person(id).post(f"{at}/applications", {"title": "Canary picker", "employer": "Canary"})
    return id


@pytest.fixture
def officers(office: Any) -> tuple[Any, Any]:
    return tuple(office.staff(OFFICER, id=new_id(), name=name) for name in ("Delyth", "Owain"))


def look(office: Any) -> None:
    """The calendar makes its round."""
    last: UUID | None = None
    with office.context.database.transaction() as session:
        last = propose_due(session, clock.today())
    assert last is None


def proposed(officer: Any) -> Any:
    return officer.get("/retention").json


def test_nothing_is_proposed_before_its_time_nor_of_a_record_that_is_touched(
    office: Any, forgotten: str, officers: Any
) -> None:
    with clock.frozen(date(2027, 3, 2)):
        look(office)
        assert proposed(officers[0])["items"] == []
        office.adviser.post(
            f"/participants/{forgotten}/contacts",
            {"channel": "letter", "direction": "out", "summary": "A word"},
        )
    with clock.frozen(LATER):
        look(office)
        assert proposed(officers[0])["items"] == []


def test_some_kinds_go_when_two_have_looked_and_the_person_stays_known(
    office: Any, forgotten: str, officers: Any
) -> None:
    first, second = officers
    with clock.frozen(LATER):
        for _ in range(2):
            look(office)
        told = proposed(first)
        (one,) = told["items"]
        shown = one["erasure"]
        assert (shown["untouched_since"], shown["prepared_by"], one["is_held"]) == ("2025-03-03", None, False)
        assert {row["kind"] for row in shown["forecast"]} == {"circumstances", "job-search"}
        assert {row["kind"]: row["people"] for row in told["totals"]} == {"circumstances": 1, "job-search": 1}
        assert "Canary" not in repr(told)
        at = f"/erasures/{shown['id']}"
        assert second.post(f"{at}/execution").json["code"] == "first-person-needed"
        assert first.post(f"{at}/approval").json["prepared_by_name"] == "Delyth"
        assert second.post(f"{at}/approval").json["code"] == "approved-already"
        assert first.post(f"{at}/execution").json["code"] == "second-person-needed"
        done = second.post(f"{at}/execution").json
        assert (done["done_on"], done["missing"]) == ("2028-03-04", [])
        record = f"/participants/{forgotten}"
        assert office.adviser.get(record).json["full_name"] == "Siân Canary-Ó Briain"
        assert office.adviser.get(f"{record}/circumstances").json["items"] == []
        assert office.person(forgotten).get(f"{record}/applications").json["items"] == []
        assert bus.recorded(office.context, "participant.erased") == []
        (said,) = bus.recorded(office.context, "participant.kinds-erased")
        assert str(said.subject) == forgotten
        assert {"circumstances", "job-search"} <= set(said.data["kinds"])
        look(office)
        assert proposed(first)["items"] == [], "what is gone is not proposed again"
        assert first.get("/rights").json["unconfirmed"] == []


def test_after_six_years_the_whole_record_goes_as_any_erasure_does(
    office: Any, forgotten: str, officers: Any
) -> None:
    first, second = officers
    with clock.frozen(MUCH_LATER):
        look(office)
        (one,) = proposed(first)["items"]
        assert one["erasure"]["kinds"] is None
        for person, step in ((first, "approval"), (second, "execution")):
            assert person.post(f"/erasures/{one['erasure']['id']}/{step}").status_code == 200
        assert [str(each.subject) for each in bus.recorded(office.context, "participant.erased")] == [
            forgotten
        ]
        look(office)
        assert proposed(first)["items"] == []


def test_a_hold_is_shown_and_keeps_it_and_what_is_kept_waits_another_period(
    office: Any, forgotten: str, officers: Any
) -> None:
    first, second = officers
    with clock.frozen(LATER):
        hold = first.post(f"/participants/{forgotten}/holds", {"reason": "Tribunal"}).json
        look(office)
        told = proposed(first)
        assert ([one["is_held"] for one in told["items"]], told["totals"]) == ([True], [])
        at = f"/erasures/{told['items'][0]['erasure']['id']}"
        first.post(f"{at}/approval")
        assert second.post(f"{at}/execution").json["code"] == "legal-hold"
        first.post(f"/holds/{hold['id']}/lifting")
        first.post(f"{at}/withdrawal")
        look(office)
        assert proposed(first)["items"] == [], "somebody chose to keep it"
    with clock.frozen(date(2029, 3, 5)):
        look(office)
        assert len(proposed(first)["items"]) == 1


def test_two_officers_look_at_once(office: Any, forgotten: str, officers: Any) -> None:
    with clock.frozen(LATER):
        look(office)
        at = f"/erasures/{proposed(officers[0])['items'][0]['erasure']['id']}"
        assert codes(together(*(lambda o=one: o.post(f"{at}/approval") for one in officers))) == [200, 409]
        done = together(*(lambda o=one: o.post(f"{at}/execution") for one in officers))
        assert codes(done) == [200, 409]


def test_only_those_of_the_organisation_see_or_decide(office: Any, forgotten: str, officers: Any) -> None:
    with clock.frozen(LATER):
        look(office)
        at = f"/erasures/{proposed(officers[0])['items'][0]['erasure']['id']}/approval"
        for somebody in (office.adviser, office.person(forgotten), office.staff("operator")):
            assert somebody.get("/retention").status_code == 403
            assert somebody.post(at).status_code == 403
        elsewhere = office.staff(OFFICER, org=office.elsewhere)
        assert proposed(elsewhere)["items"] == []
        assert elsewhere.post(at).status_code == 404
        assert office.staff("team leader").post(at).status_code == 403
        assert len(proposed(office.staff("team leader"))["items"]) == 1
