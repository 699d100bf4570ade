"""The feed of open events: re-made for each audience, and nothing else gets out."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import jwt
import pytest

from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.keys import SIGNER, KeyFolder, Keyring
from chassis.testing import actors
from chassis.testing.bus import deliver
from chassis.testing.http import client_for
from gateway.exchange.service import Exchange
from gateway.store import organisations

JOINED = "workstead.marketplace.organisation.joined.v1"
PUBLISHED = "workstead.marketplace.offer.published.v1"
CLEAR_WATER = UUID("01950000-0000-7000-8000-0000000000c1")
OFFER = {
    "organisation_id": str(CLEAR_WATER),
    "organisation_name": "Clear Water Wellbeing CIC",
    "title": "Walk and talk",
    "category": "wellbeing",
    "summary": "An hour by the canal.",
    "how_it_helps": "You are out of the house.",
    "barriers": ["health"],
    "delivery": ["in-person"],
    "languages": ["en"],
    "accessibility": [],
    "capacity": 8,
    "free_places": 8,
    "price_pence": 0,
    "occurred_on": "2025-03-03",
}


@pytest.fixture
def exchange(service_context) -> ServiceContext:
    return service_context(Exchange)


def tell(exchange: ServiceContext, type_: str, data: dict[str, Any], **rest: Any) -> None:
    deliver(exchange, type_, data, classification="open", **rest)


def joined(exchange: ServiceContext, **rest: Any) -> None:
    data = {"name": "Clear Water Wellbeing CIC", "kind": "specialist", "occurred_on": "2025-03-03"}
    tell(exchange, JOINED, data, subject=CLEAR_WATER, **rest)


def feed(exchange: ServiceContext, actor: Any, query: str = "") -> dict[str, Any]:
    answer = client_for(exchange, Exchange, actor).get(f"/streams/open{query}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_an_organisations_name_is_remembered(exchange: ServiceContext) -> None:
    joined(exchange)
    with exchange.database.transaction() as session:
        assert organisations.names(session, [CLEAR_WATER]) == {CLEAR_WATER: "Clear Water Wellbeing CIC"}


def test_an_open_event_is_in_the_feed_with_ids_and_time_made_anew(exchange: ServiceContext) -> None:
    told = new_id()
    joined(exchange, id=told, time=datetime(2025, 3, 3, 9, 41, 7, tzinfo=UTC), correlation_id="visit-000001")
    (event,) = feed(exchange, actors.anonymous())["items"]
    assert event["type"] == JOINED
    assert event["data"]["name"] == "Clear Water Wellbeing CIC"
    assert event["time"] == "2025-03-03T09:00:00Z"
    assert event["id"] != str(told)
    assert event["subject"] != str(CLEAR_WATER)
    assert event["correlationid"] != "visit-000001"


def test_ids_in_the_data_agree_with_subjects_for_one_audience(exchange: ServiceContext) -> None:
    joined(exchange)
    tell(exchange, PUBLISHED, OFFER)
    organisation, offer = feed(exchange, actors.anonymous())["items"]
    assert offer["data"]["organisation_id"] == organisation["subject"]


def test_two_audiences_cannot_join_what_they_got(exchange: ServiceContext) -> None:
    joined(exchange)
    integrators = [actors.client("integrator"), actors.client("integrator")]
    answers = [feed(exchange, who) for who in (*integrators, actors.anonymous())]
    for name in ("id", "subject", "correlationid"):
        assert len({answer["items"][0][name] for answer in answers}) == 3
    again = feed(exchange, integrators[0])
    assert again["items"] == answers[0]["items"], "the same audience gets the same ids each time"


def test_a_cursor_goes_on_where_it_was_left_and_fits_its_owner_alone(exchange: ServiceContext) -> None:
    joined(exchange)
    tell(exchange, PUBLISHED, OFFER)
    one, other = actors.client("integrator"), actors.client("integrator")
    first = feed(exchange, one, "?limit=1")
    second = feed(exchange, one, f"?limit=1&cursor={first['next']}")
    assert [first["items"][0]["type"], second["items"][0]["type"]] == [JOINED, PUBLISHED]
    assert feed(exchange, one, f"?cursor={second['next']}")["items"] == []
    refused = client_for(exchange, Exchange, other).get(f"/streams/open?cursor={first['next']}")
    assert refused.status_code == 400


def test_only_declared_fields_leave(exchange: ServiceContext) -> None:
    tell(exchange, PUBLISHED, OFFER | {"note": "for us alone"})
    (event,) = feed(exchange, actors.anonymous())["items"]
    assert "note" not in event["data"]


def test_an_event_told_twice_is_in_the_feed_once(exchange: ServiceContext) -> None:
    told = new_id()
    joined(exchange, id=told)
    joined(exchange, id=told, rebuild=True, sequence=1)
    assert len(feed(exchange, actors.anonymous())["items"]) == 1


def checked(exchange: ServiceContext, answer: Any) -> dict[str, Any]:
    """What the signature protects, once it was found to fit the bytes by a key that is told to everybody."""
    told = {key["kid"]: key for key in everybody(exchange).get("/streams/keys").json["keys"]}
    given = answer.headers["X-JWS-Signature"]
    named = jwt.get_unverified_header(given)
    key = jwt.PyJWK(told[named["kid"]], algorithm="EdDSA")
    found = jwt.PyJWS().decode_complete(given, key, ["EdDSA"], detached_payload=answer.get_data())
    return dict(found["header"])


def everybody(exchange: ServiceContext) -> Any:
    return client_for(exchange, Exchange, actors.anonymous())


def test_each_page_is_signed_byte_by_byte(exchange: ServiceContext) -> None:
    joined(exchange)
    answer = everybody(exchange).get("/streams/open?limit=5")
    header = checked(exchange, answer)
    assert header["url"] == "/api/streams/open?limit=5"
    assert (header["alg"], header["b64"], header["crit"]) == ("EdDSA", False, ["b64"])
    given, body = answer.headers["X-JWS-Signature"], answer.get_data()
    key = jwt.PyJWK(everybody(exchange).get("/streams/keys").json["keys"][0], algorithm="EdDSA")
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.PyJWS().decode(given, key, ["EdDSA"], detached_payload=body.replace(b"Clear", b"Clean"))


def test_a_rotated_key_signs_and_the_old_one_is_still_told(exchange: ServiceContext) -> None:
    before = everybody(exchange).get("/streams/open")
    folder = KeyFolder(exchange.settings.keys_folder, exchange.settings.secret)
    folder.rotate(SIGNER)
    exchange.keyring = Keyring(SIGNER, folder)
    after = everybody(exchange).get("/streams/open")
    assert checked(exchange, before)["kid"] != checked(exchange, after)["kid"]


def test_what_signs_pages_signs_no_tokens(exchange: ServiceContext) -> None:
    keyring = exchange.keyring
    assert {key.id for key in keyring.publishing_keys()}.isdisjoint(keyring.verify_keys())
