"""Offers: who may publish, what may change, and places that are never given twice."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.marketplace.domain.errors import Conflict, DomainError
from services.marketplace.domain.offers import Offer
from services.marketplace.domain.organisations import Organisation, Site

DAY = date(2025, 3, 10)


def organisation(verified_on: date | None = date(2025, 3, 4)) -> Organisation:
    return Organisation(
        id=uuid4(),
        name="Clear Water Wellbeing CIC",
        kind="specialist",
        joined_on=date(2025, 3, 3),
        sites=[Site(uuid4(), "Mill Lane", ["1 Mill Lane"], "Eastgate", "EG1 1AA", 53.7, -1.8)],
        verified_on=verified_on,
    )


def offer(capacity: int = 2, of: Organisation | None = None) -> Offer:
    return Offer(
        id=uuid4(),
        organisation=of or organisation(),
        title="Walk and talk",
        category="health-wellbeing",
        summary="A weekly walk with a counsellor.",
        how_it_helps="You talk while you walk, and sleep better.",
        capacity=capacity,
        price_pence=12_000,
        published_on=DAY,
        barriers=["health", "confidence"],
    )


def test_an_unverified_organisation_publishes_nothing():
    with pytest.raises(DomainError) as refused:
        offer(of=organisation(verified_on=None)).publish()
    assert refused.value.code == "not-verified"


def test_nothing_is_published_before_the_verification():
    with pytest.raises(DomainError) as refused:
        offer(of=organisation(verified_on=date(2025, 3, 11))).publish()
    assert refused.value.code == "date-too-early"


def test_a_published_offer_says_all_that_the_directory_says():
    told = offer(capacity=3)
    told.site = told.organisation.sites[0]
    (fact,) = told.publish()
    assert fact.name == "offer.published"
    assert fact.data["organisation_name"] == "Clear Water Wellbeing CIC"
    assert (fact.data["capacity"], fact.data["free_places"]) == (3, 3)
    assert (fact.data["town"], fact.data["postcode"]) == ("Eastgate", "EG1 1AA")
    assert (fact.data["latitude"], fact.data["longitude"]) == (53.7, -1.8)
    assert fact.data["occurred_on"] == DAY


def test_a_revision_that_changes_nothing_tells_nobody():
    assert offer().revise({"title": "Walk and talk"}, DAY) == []


def test_a_revision_tells_the_whole_offer_anew():
    (fact,) = offer(capacity=2).revise({"capacity": 5}, DAY)
    assert fact.name == "offer.changed"
    assert (fact.data["capacity"], fact.data["free_places"]) == (5, 5)


def test_capacity_never_falls_below_what_is_taken():
    taken = offer(capacity=2)
    taken.take_place(DAY)
    taken.take_place(DAY)
    with pytest.raises(DomainError) as refused:
        taken.revise({"capacity": 1}, DAY)
    assert refused.value.code == "capacity-below-taken"
    assert refused.value.errors == {"capacity": ["Give 2 or more."]}
    assert taken.capacity == 2


def test_a_site_of_somebody_else_is_refused():
    with pytest.raises(DomainError) as refused:
        offer().revise({"site_id": uuid4()}, DAY)
    assert refused.value.code == "not-a-site"


@pytest.mark.parametrize("name", ["places_taken", "organisation", "published_on", "id"])
def test_some_things_are_not_for_revising(name: str):
    with pytest.raises(DomainError) as refused:
        offer().revise({name: None}, DAY)
    assert refused.value.code == "not-revisable"


def test_a_withdrawn_offer_changes_no_more():
    gone = offer()
    (fact,) = gone.withdraw(DAY)
    assert fact.name == "offer.withdrawn"
    for again in (lambda: gone.withdraw(DAY), lambda: gone.revise({"title": "New"}, DAY)):
        with pytest.raises(Conflict) as refused:
            again()
        assert refused.value.code == "offer-withdrawn"


@given(st.integers(0, 4), st.lists(st.booleans(), max_size=20))
def test_places_are_never_given_twice(capacity: int, moves: list[bool]):
    """Whatever the order of coming and going, what is taken stays between nothing and the capacity."""
    full, taken = offer(capacity=capacity), 0
    for comes in moves:
        possible = taken < capacity if comes else taken > 0
        step = full.take_place if comes else full.free_place
        if possible:
            (fact,) = step(DAY)
            taken += 1 if comes else -1
            assert fact.data["free_places"] == capacity - taken
        else:
            with pytest.raises(Conflict):
                step(DAY)
        assert (full.places_taken, full.free_places) == (taken, capacity - taken)


def test_half_a_coordinate_is_no_place():
    with pytest.raises(DomainError) as refused:
        Site(uuid4(), "Mill Lane", [], "Eastgate", "EG1 1AA", latitude=53.7)
    assert refused.value.errors == {"longitude": ["Give both, or leave both out."]}


def test_an_organisation_joins_and_is_verified_once():
    new = organisation(verified_on=None)
    (joined,) = new.join()
    assert joined.data == {
        "name": "Clear Water Wellbeing CIC",
        "kind": "specialist",
        "occurred_on": date(2025, 3, 3),
    }
    (verified,) = new.verify(date(2025, 3, 4))
    assert verified.name == "organisation.verified"
    with pytest.raises(Conflict) as refused:
        new.verify(date(2025, 3, 5))
    assert refused.value.code == "already-verified"
