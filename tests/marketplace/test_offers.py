"""The directory of help: who publishes, who finds what, and how many places there are."""

from uuid import UUID

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors, bus
from services.marketplace.service import Marketplace
from tests.marketplace.conftest import TODAY, WALK, created, joined, opened


def test_a_verified_organisation_publishes_for_everybody_to_see(market):
    offer = market.offer()
    shown = market.anybody.get(f"/offers/{offer['id']}")
    assert shown.json == offer
    assert offer["organisation"] == {"id": str(market.specialist), "name": "Clear Water Wellbeing CIC"}
    assert (offer["capacity"], offer["free_places"], offer["currency"]) == (2, 2, "GBP")
    (event,) = bus.recorded(market.context, "offer.published")
    assert event.data["free_places"] == 2
    assert event.data["barriers"] == ["health", "confidence"]
    assert event.data["occurred_on"] == "2025-03-04"


def test_it_says_plainly_how_it_would_help(shared_market):
    offer = shared_market.offer()
    assert offer["plainly"]["en"] == (
        "Helps with: health, confidence. You talk while you walk, and sleep better. 2 of 2 places free."
    )
    assert offer["plainly"]["cy"].startswith("Yn helpu gyda: iechyd, hyder.")
    assert [code["code"] for code in offer["helps_with"]] == ["health", "confidence"]


def test_an_unverified_organisation_does_not(market):
    new = joined(market.operator, "New Start", "specialist", verified=False)
    refused = market.as_(actors.provider_staff(org=new)).post("/offers", json=WALK)
    assert (refused.status_code, refused.json["code"]) == (422, "not-verified")
    assert bus.recorded(market.context, "offer.published") == []


def test_an_organisation_that_never_joined_does_not(shared_market):
    assert (
        shared_market.as_(actors.provider_staff(org=new_id())).post("/offers", json=WALK).status_code == 404
    )


@pytest.mark.parametrize("role", ["adviser", "team leader", "operator", "participant", "analyst"])
def test_other_roles_do_not(shared_market, role):
    assert (
        shared_market.as_(actors.person(role, org=shared_market.specialist))
        .post("/offers", json=WALK)
        .status_code
        == 403
    )


def test_the_site_gives_the_place(market):
    administrator = market.as_(actors.organisation_administrator(org=market.specialist))
    site = {
        "name": "Mill",
        "address_lines": ["1 Mill Lane"],
        "town": "Eastgate",
        "postcode": "EG1 1AA",
        "latitude": 53.7,
        "longitude": -1.8,
    }
    added = created(administrator.post(f"/organisations/{market.specialist}/sites", json=site))
    offer = market.offer(site_id=added["sites"][0]["id"])
    assert offer["site"]["town"] == "Eastgate"
    (event,) = bus.recorded(market.context, "offer.published")
    assert (event.data["postcode"], event.data["latitude"]) == ("EG1 1AA", 53.7)
    refused = market.provider.post("/offers", json=WALK | {"site_id": str(new_id())})
    assert refused.json["code"] == "not-a-site"


@pytest.fixture(scope="module")
def fair(_databases):
    """A directory of three offers."""
    context = _databases.context(Marketplace)
    with clock.frozen(TODAY):
        market = opened(context)
        yield market, three_offers(market)
    _databases.drop(context)


def three_offers(market):
    walk = market.offer()
    clicks = market.offer(
        title="First clicks",
        category="digital-skills",
        summary="Learn to use a computer, at your own pace.",
        how_it_helps="You apply for jobs online by yourself.",
        barriers=["digital-confidence"],
        delivery=["video"],
        languages=["en"],
        capacity=0,
    )
    money = market.offer(
        title="Money clinic",
        category="money-advice",
        summary="Debt advice without judgement.",
        how_it_helps="You sleep better when letters are answered.",
        barriers=["debt"],
    )
    return {walk["id"]: "walk", clicks["id"]: "clicks", money["id"]: "money"}


class TestSearch:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["clicks", "money", "walk"]),
            ("search=computers", ["clicks"]),
            ("search=walking", ["walk"]),
            ("search=sleep better", ["money", "walk"]),
            ("search=cliks", ["clicks"]),
            ("search=mony", ["money"]),
            ("search=clear water welbeing", ["clicks", "money", "walk"]),
            ("search=zebra", []),
            ("category=money-advice", ["money"]),
            ("barrier=confidence", ["walk"]),
            ("delivery=video", ["clicks"]),
            ("language=cy", ["money", "walk"]),
            ("free=true", ["money", "walk"]),
            ("search=sleep&barrier=debt", ["money"]),
            ("search=sleep&barrier=language", []),
        ],
    )
    def test_by_what_is_asked(self, fair, query, found):
        market, three = fair
        listed = market.anybody.get(f"/offers?{query}").json["items"]
        assert sorted(three[each["id"]] for each in listed) == found

    def test_the_best_match_first_and_in_pages(self, fair):
        market, three = fair
        query = "/offers?search=money&limit=1"
        assert three[market.anybody.get(query).json["items"][0]["id"]] == "money"
        seen, cursor = [], ""
        while cursor is not None:
            page = market.anybody.get(f"/offers?search=sleep better&limit=1{cursor}").json
            seen += [three[each["id"]] for each in page["items"]]
            cursor = page["next"] and f"&cursor={page['next']}"
        assert sorted(seen) == ["money", "walk"]

    def test_by_organisation(self, fair):
        market, _ = fair
        assert market.anybody.get(f"/offers?organisation_id={market.prime}").json["items"] == []
        assert len(market.anybody.get(f"/offers?organisation_id={market.specialist}").json["items"]) == 3

    @pytest.mark.parametrize("query", ["category=magic", "barrier=x", "free=perhaps", "limit=0"])
    def test_what_cannot_be_asked(self, shared_market, query):
        assert shared_market.anybody.get(f"/offers?{query}").status_code == 422


class TestRevision:
    def test_its_organisation_revises_it(self, market):
        offer = market.offer()
        path = f"/offers/{offer['id']}"
        etag = market.provider.get(path).headers["ETag"]
        changed = market.provider.patch(path, json={"capacity": 5}, If_Match=etag)
        assert (changed.json["capacity"], changed.json["free_places"]) == (5, 5)
        (event,) = bus.recorded(market.context, "offer.changed")
        assert (event.data["capacity"], event.data["title"]) == (5, "Walk and talk")
        late = market.provider.patch(path, json={"capacity": 6}, If_Match=etag)
        assert (late.status_code, late.json["code"]) == (412, "out-of-date")

    def test_without_saying_what_was_read_nothing_is_changed(self, shared_market):
        assert (
            shared_market.provider.patch(
                f"/offers/{shared_market.offer()['id']}", json={"capacity": 5}
            ).status_code
            == 428
        )

    def test_not_another_organisation(self, shared_market):
        offer = shared_market.offer()
        other = shared_market.as_(actors.provider_staff(org=shared_market.stranger))
        etag = other.get(f"/offers/{offer['id']}").headers["ETag"]
        assert other.patch(f"/offers/{offer['id']}", json={"capacity": 9}, If_Match=etag).status_code == 403
        assert other.post(f"/offers/{offer['id']}/withdrawal", json={}).status_code == 403

    def test_capacity_never_falls_below_what_is_taken(self, market):
        offer = market.offer()
        market.accepted(offer)
        path = f"/offers/{offer['id']}"
        etag = market.provider.get(path).headers["ETag"]
        refused = market.provider.patch(path, json={"capacity": 0}, If_Match=etag)
        assert (refused.status_code, refused.json["errors"]) == (422, {"capacity": ["Give 1 or more."]})

    def test_a_withdrawn_offer_is_gone_for_all_but_its_own(self, market):
        offer = market.offer()
        path = f"/offers/{offer['id']}"
        gone = market.provider.post(f"{path}/withdrawal", json={"occurred_on": "2025-03-13"})
        assert gone.json["withdrawn_on"] == "2025-03-13"
        assert market.anybody.get(path).status_code == 404
        assert market.anybody.get("/offers").json["items"] == []
        assert market.provider.get(path).status_code == 200
        (event,) = bus.recorded(market.context, "offer.withdrawn")
        assert (event.subject, event.data) == (UUID(offer["id"]), {"occurred_on": "2025-03-13"})
        again = market.provider.post(f"{path}/withdrawal", json={})
        assert (again.status_code, again.json["code"]) == (409, "offer-withdrawn")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": None}, "title"),
        ({"category": "magic"}, "category"),
        ({"barriers": ["laziness"]}, "barriers.0"),
        ({"barriers": ["health", "health"]}, "barriers"),
        ({"capacity": -1}, "capacity"),
        ({"capacity": "many"}, "capacity"),
        ({"capacity": 10**12}, "capacity"),
        ({"price_pence": 1.5}, "price_pence"),
        ({"occurred_on": "2025-03-15"}, "occurred_on"),
        ({"occurred_on": "2025-02-01"}, "occurred_on"),
        ({"places_taken": 1}, "places_taken"),
    ],
)
def test_bad_input_says_what_to_do(shared_market, change, field):
    refused = shared_market.provider.post("/offers", json=WALK | change)
    assert refused.status_code == 422
    assert refused.json["errors"].keys() == {field}
    assert refused.json["errors"][field]


def test_the_same_attempt_twice_publishes_once(market):
    first = market.provider.post("/offers", json=WALK, Idempotency_Key="attempt-1")
    # The same person tries again, so the same actor must ask.
    provider = market.provider
    once = provider.post("/offers", json=WALK, Idempotency_Key="attempt-2")
    twice = provider.post("/offers", json=WALK, Idempotency_Key="attempt-2")
    assert first.status_code == 201
    assert once.json == twice.json
    assert len(bus.recorded(market.context, "offer.published")) == 2
