"""Registering, allocating and correcting a participant."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from services.casework.domain.contact import ContactCard, SafeContact
from services.casework.domain.errors import DomainError
from services.casework.domain.lawful import LawfulBasis, article_of
from services.casework.domain.participants import Participant, Registration, opens_on, register

TODAY = date(2025, 3, 3)
CARD = ContactCard(channel="email", email="a@b.example")


def registered(**changes: Any) -> Participant:
    said: dict[str, Any] = {
        "full_name": "Amina Yusuf",
        "card": CARD,
        "heard_of": "library",
        "occurred_on": TODAY,
    }
    person = register(
        Registration(**said | changes),
        id=uuid4(),
        membership_id=uuid4(),
        reference="P-7K2M-9Q",
        organisation_id=uuid4(),
        by=uuid4(),
        at=datetime(2025, 3, 3, 9, tzinfo=UTC),
        today=TODAY,
    )
    person.lawful_bases = [basis(person)]
    return person


def basis(person: Participant, **changes: Any) -> LawfulBasis:
    told: dict[str, Any] = {"purpose": "support", "basis": "public-task", "article": 6}
    return LawfulBasis(uuid4(), person.id, source="contract", from_on=TODAY, **told | changes)


def test_the_registering_organisation_answers_for_the_record_and_provides() -> None:
    person = registered()
    (party,) = person.memberships
    assert (party.organisation_id, party.capacity) == (person.organisation_id, "provider")
    assert (party.from_on, party.until_on) == (TODAY, None)
    assert person.called == "Amina Yusuf"


@pytest.mark.parametrize(
    ("since", "weeks"),
    [(date(2024, 8, 5), 30), (date(2024, 9, 2), 26), (date(2024, 9, 3), 25), (TODAY, 0), (None, None)],
)
def test_weeks_out_of_work_are_whole_weeks(since: date | None, weeks: int | None) -> None:
    person = registered(out_of_work_since=since)
    assert person.weeks_out_of_work(TODAY) == weeks
    assert person.registered()[0].data["out_of_work_weeks"] == weeks
    if since is not None and weeks is not None:
        assert (opens_on(since, 26) <= TODAY) == (weeks >= 26)


@pytest.mark.parametrize("field", ["occurred_on", "out_of_work_since"])
def test_nothing_is_dated_tomorrow(field: str) -> None:
    with pytest.raises(DomainError) as refused:
        registered(**{field: date(2025, 3, 4)})
    assert field in refused.value.errors


@pytest.mark.parametrize(
    "bases", [[], [{"purpose": "referral"}], [{"article": 9, "basis": "explicit-consent"}]]
)
def test_without_an_article_6_basis_for_support_there_is_no_record(bases: list[dict[str, Any]]) -> None:
    person = registered()
    person.lawful_bases = [basis(person, **one) for one in bases]
    with pytest.raises(DomainError) as refused:
        person.registered()
    assert refused.value.code == "lawful-basis-missing"


def test_a_basis_holds_from_its_day_until_the_day_it_ends() -> None:
    person = registered()
    (one,) = person.lawful_bases
    one.end(date(2025, 4, 1))
    days = [date(2025, 3, 2), TODAY, date(2025, 3, 31), date(2025, 4, 1)]
    assert [one.holds(day) for day in days] == [False, True, True, False]
    one.end(date(2025, 1, 1))
    assert one.until_on == one.from_on


def test_an_unknown_basis_belongs_to_no_article() -> None:
    assert article_of("consent", {"consent": 6}) == 6
    with pytest.raises(DomainError):
        article_of("whim", {"consent": 6})


def test_only_a_change_of_how_to_reach_them_is_told() -> None:
    person = registered()
    assert person.amend(date_of_birth=date(1990, 1, 1)) == []
    assert person.amend(card=CARD) == []
    (told,) = person.amend(card=ContactCard(channel="email", email="new@b.example"))
    assert told.name == "participant.contact-card-changed"
    card: Any = told.data["card"]
    assert (card["email"], card["name"], card["digital_access"]) == ("new@b.example", "Amina Yusuf", True)
    assert len(person.amend(full_name="Amina Ali")) == 1


def test_knowing_that_they_are_offline_is_told_once() -> None:
    person = registered()
    assert len(person.reachable_online(False)) == 1
    assert person.reachable_online(False) == []
    assert person.card.is_online is False


def test_safe_contact_goes_with_the_card() -> None:
    safe = SafeContact(voicemail=False, letter=False, sender_name="the library")
    (told,) = registered().amend(card=ContactCard(channel="email", email="a@b.example", safe_contact=safe))
    card: Any = told.data["card"]
    assert card["safe_contact"] == {
        "voicemail": False,
        "letter": False,
        "sender_name": "the library",
        "quiet_from": None,
        "quiet_until": None,
    }


def test_an_adviser_from_a_day_on() -> None:
    person, adviser, organisation = registered(), uuid4(), uuid4()
    (told,) = person.allocate(adviser, organisation, TODAY, TODAY)
    assert told.data == {"adviser_id": adviser, "organisation_id": organisation, "occurred_on": TODAY}
    for day in (date(2025, 3, 4), date(2025, 3, 2)):
        with pytest.raises(DomainError):
            person.allocate(adviser, organisation, day, TODAY)
    assert person.adviser_id == adviser
