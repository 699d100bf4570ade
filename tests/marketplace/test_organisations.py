"""Who takes part, and who may say so."""

import pytest

from chassis.testing import actors, bus
from tests.marketplace.conftest import created, joined

CIC = {
    "name": "Eastgate Library",
    "kind": "local-centre",
    "description": "A library with a room for learning.",
    "website": "https://library.example",
    "phone": "01632 960123",
    "email": "hello@library.example",
    "occurred_on": "2025-03-03",
    "sites": [
        {
            "name": "Main hall",
            "address_lines": ["1 Market Square"],
            "town": "Eastgate",
            "postcode": "EG1 2BB",
            "latitude": 53.7,
            "longitude": -1.8,
        }
    ],
}


def test_the_operator_enters_an_organisation_on_its_behalf(market):
    entered = created(market.operator.post("/organisations", json=CIC))
    assert (entered["name"], entered["kind"], entered["verified_on"]) == (
        "Eastgate Library",
        "local-centre",
        None,
    )
    assert entered["sites"][0]["postcode"] == "EG1 2BB"
    (event,) = [
        e for e in bus.recorded(market.context, "organisation.joined") if str(e.subject) == entered["id"]
    ]
    assert event.data == {"name": "Eastgate Library", "kind": "local-centre", "occurred_on": "2025-03-03"}


@pytest.mark.parametrize("role", ["adviser", "organisation administrator", "commissioner", "participant"])
def test_nobody_else_enters_or_verifies(shared_market, role):
    other = shared_market.as_(actors.person(role, org=shared_market.prime))
    assert other.post("/organisations", json=CIC).status_code == 403
    assert other.post(f"/organisations/{shared_market.prime}/verification", json={}).status_code == 403
    assert shared_market.anybody.post("/organisations", json=CIC).status_code == 401


def test_before_verification_only_its_own_people_and_the_operator_see_it(market):
    new = joined(market.operator, "New Start", "specialist", verified=False)
    path = f"/organisations/{new}"
    assert market.anybody.get(path).status_code == 404
    assert market.adviser.get(path).status_code == 404
    assert market.as_(actors.organisation_administrator(org=new)).get(path).status_code == 200
    listed = [each["id"] for each in market.anybody.get("/organisations").json["items"]]
    assert str(new) not in listed
    assert str(new) in [each["id"] for each in market.operator.get("/organisations").json["items"]]
    assert market.operator.post(f"{path}/verification", json={}).json["verified_on"] == "2025-03-14"
    assert market.anybody.get(path).status_code == 200


def test_it_is_verified_once(shared_market):
    again = shared_market.operator.post(f"/organisations/{shared_market.prime}/verification", json={})
    assert (again.status_code, again.json["code"]) == (409, "already-verified")


def test_the_directory_by_kind_and_page(market):
    primes = market.anybody.get("/organisations?kind=prime").json["items"]
    assert [each["name"] for each in primes] == ["Northbridge Works"]
    first = market.anybody.get("/organisations?limit=2").json
    rest = market.anybody.get(f"/organisations?limit=2&cursor={first['next']}").json
    names = [each["name"] for each in first["items"] + rest["items"]]
    assert names == ["Clear Water Wellbeing CIC", "Harbour Foods", "Northbridge Works"]
    assert rest["next"] is None


def test_its_administrator_describes_it_if_nobody_else_has_meanwhile(market):
    administrator = market.as_(actors.organisation_administrator(org=market.prime))
    path = f"/organisations/{market.prime}"
    etag = administrator.get(path).headers["ETag"]
    changed = administrator.patch(path, json={"description": "We help."}, If_Match=etag)
    assert (changed.status_code, changed.json["description"]) == (200, "We help.")
    assert administrator.patch(path, json={"description": "Old."}, If_Match=etag).status_code == 412
    assert administrator.patch(path, json={"description": "None."}).status_code == 428


def test_another_organisations_administrator_does_not_describe_it(market):
    other = market.as_(actors.organisation_administrator(org=market.stranger))
    site = CIC["sites"][0]
    assert other.post(f"/organisations/{market.prime}/sites", json=site).status_code == 403
    mine = market.as_(actors.organisation_administrator(org=market.prime))
    added = created(mine.post(f"/organisations/{market.prime}/sites", json=site))
    assert [each["town"] for each in added["sites"]] == ["Eastgate"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "bank"}, "kind"),
        ({"name": ""}, "name"),
        ({"occurred_on": "2025-03-15"}, "occurred_on"),
        ({"website": "not a page"}, "website"),
        ({"verified_on": "2025-03-03"}, "verified_on"),
        ({"sites": [CIC["sites"][0] | {"latitude": 91}]}, "sites.0.latitude"),
        ({"sites": [CIC["sites"][0] | {"longitude": None}]}, "longitude"),
    ],
)
def test_bad_input_says_what_to_do(shared_market, change, field):
    refused = shared_market.operator.post("/organisations", json=CIC | change)
    assert refused.status_code == 422
    assert refused.json["errors"].keys() == {field}
