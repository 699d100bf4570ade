"""Organisations: entered and vouched for by the operator, described by themselves."""

from uuid import UUID

import market
import pytest

PATH = f"/organisations/{market.OTHERS}"


@pytest.fixture
def marketplace(upstream):
    market.lists(upstream)
    upstream.says("marketplace", "GET", "/organisations", market.page(market.organisation(verified_on=None)))
    upstream.says("marketplace", "GET", PATH, market.organisation(), ETag='"one"')
    return upstream


@pytest.fixture
def operator(signed_in):
    return signed_in("operator", org=None).browser


def test_the_operator_sees_who_is_not_verified(operator, marketplace):
    page = operator.page("/organisations")
    assert page.link("Clear Water Wellbeing CIC") == PATH
    assert "Not yet" in page.main


def test_entering_without_a_place(operator, marketplace):
    marketplace.says("marketplace", "POST", "/organisations", market.organisation(verified_on=None), 201)
    answer = operator.send("/organisations/new", 303, name="Clear Water Wellbeing CIC", kind="specialist")
    assert answer.location == PATH
    sent = marketplace.heard("marketplace", "POST", "/organisations")[0].json
    assert sent == {"name": "Clear Water Wellbeing CIC", "kind": "specialist"}


def test_entering_with_a_place_whose_errors_stand_at_its_fields(operator, marketplace):
    marketplace.refuses("marketplace", "POST", "/organisations", **{"sites.0.town": ["Fill this in."]})
    page = operator.send(
        "/organisations/new", 422, name="C", kind="specialist", **{"sites.0.name": "Boathouse"}
    )
    assert page.errors == ["Town: fill this in."]
    assert page.form()["sites.0.name"] == "Boathouse"
    sent = marketplace.heard("marketplace", "POST", "/organisations")[0].json["sites"]
    assert sent == [{"name": "Boathouse", "town": "", "postcode": "", "address_lines": []}]


def test_vouching(operator, marketplace):
    marketplace.says("marketplace", "GET", PATH, market.organisation(verified_on=None))
    marketplace.says("marketplace", "POST", f"{PATH}/verification", market.organisation())
    assert operator.page(PATH).link("Vouch for it") == f"{PATH}/verification"
    assert operator.send(f"{PATH}/verification", 303).location == PATH


def test_an_administrator_describes_their_own(signed_in, marketplace):
    marketplace.says("marketplace", "PATCH", PATH, market.organisation())
    browser = signed_in("organisation administrator", org=UUID(market.OTHERS)).browser
    assert browser.page("/organisation").link("Change what is said of it") == f"{PATH}/description"
    answer = browser.send(f"{PATH}/description", 303, website="", phone="01632 960123")
    assert answer.location == "/organisation"
    sent = marketplace.heard("marketplace", "PATCH", PATH)[0]
    assert sent.headers["If-Match"] == '"one"'
    assert sent.json["website"] is None
    assert sent.json["phone"] == "01632 960123"


def test_a_place_more(operator, marketplace):
    marketplace.says("marketplace", "POST", f"{PATH}/sites", market.organisation(), 201)
    typed = {"name": "Quay House", "address_lines": "1 The Quay\n\nFloor 2", "town": "Eastgate"}
    operator.send(f"{PATH}/sites/new", 303, **typed, postcode="ZZ1 2QQ")
    sent = marketplace.heard("marketplace", "POST", f"{PATH}/sites")[0].json
    assert sent["address_lines"] == ["1 The Quay", "Floor 2"]


def test_only_the_operator_enters(signed_in, marketplace):
    signed_in("organisation administrator").browser.page("/organisations/new", 403)
