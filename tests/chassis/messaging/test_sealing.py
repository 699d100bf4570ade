"""Sealed there, opened here, shut to everybody else."""

import json
from typing import Any
from uuid import uuid4

import pytest
from ledgers import entries, numbers, parked_in, say
from marshmallow import ValidationError, fields
from tiny_services import CHANGED, Happened

from chassis.context import ServiceContext
from chassis.messaging import parked, retrying
from chassis.messaging.errors import Unreadable
from chassis.messaging.listeners import Opened, Reads
from chassis.messaging.sealing import ERASED, open_fields, stripped
from chassis.testing.bus import deliver, open_sealed, recorded


class Card(Reads):
    """A required sealed field."""

    secret = Opened(fields.String(), required=True)


def sealed_by(maker: ServiceContext, secret: str) -> dict[str, Any]:
    say(maker, Happened("thing.changed", uuid4(), {"number": 1, "secret": secret}))
    payload: dict[str, Any] = recorded(maker)[-1].data
    return payload


def test_what_was_sealed_is_opened_by_whom_it_was_meant_for(
    maker: ServiceContext, taker: ServiceContext
) -> None:
    deliver(taker, CHANGED, sealed_by(maker, "Llŷr, ☎ 01632 960123"))
    assert entries(taker)[0].secret == "Llŷr, ☎ 01632 960123"


def test_nobody_else_can_open_it_not_even_who_sealed_it(maker: ServiceContext, taker: ServiceContext) -> None:
    payload = sealed_by(maker, "x")
    with pytest.raises(Unreadable):
        open_fields(Card(), payload, maker.keyring)


def test_a_wrong_key_parks_the_event_for_good_until_somebody_mends_it(taker: ServiceContext) -> None:
    box = taker.keyring.seal(json.dumps("later").encode(), ["taker"])
    broken = {"sealed": {"taker": {**box["sealed"]["taker"], "key": "unknown"}}}
    deliver(taker, CHANGED, {"number": 5, "secret": broken}, parks=True)
    (row,) = parked_in(taker)
    assert row.state == "permanent"
    assert "cannot be opened" in row.error
    with taker.database.transaction() as session:
        parked.retry(session, row.id)
    assert retrying.retry_due(taker) == 1
    assert parked_in(taker)[0].attempts == 2
    assert numbers(taker) == []


def test_a_field_that_the_reader_does_not_declare_stays_shut(
    maker: ServiceContext, taker: ServiceContext
) -> None:
    payload = sealed_by(maker, "x")
    assert open_fields(Reads(), payload, taker.keyring) == payload


def test_what_was_erased_is_none_even_where_it_is_required() -> None:
    assert Card().load({"secret": ERASED}) == {"secret": None}
    with pytest.raises(ValidationError):
        Card().load({})


def test_stripping_leaves_the_rest(maker: ServiceContext) -> None:
    assert stripped(sealed_by(maker, "x")) == {"number": 1, "secret": ERASED}


def test_the_bus_of_the_tests_seals_what_is_to_be_opened(taker: ServiceContext) -> None:
    sent = deliver(taker, CHANGED, {"number": 3, "secret": "psst"})
    assert entries(taker)[0].secret == "psst"
    assert open_sealed(taker, sent.data["secret"]) == "psst"
    assert "psst" not in sent.encoded().decode()
