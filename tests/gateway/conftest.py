"""The door, with stand-ins for the services behind it, and people who open its pages."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

sys.path.insert(0, str(Path(__file__).parent))

from pages import Browser
from signed import ORG, Person
from upstream import StandIn, Upstream, serving

from chassis import clock
from chassis.context import ServiceContext
from chassis.http import ActorTokens
from chassis.ids import new_id
from chassis.testing.http import kept_app
from gateway.actions import sessions
from gateway.domain.accounts import Account, Membership
from gateway.store import accounts, organisations
from gateway.web.door import EXTENSION, Door
from gateway.web.service import Web


@pytest.fixture(scope="session")
def _stand_in() -> Iterator[StandIn]:
    """One server for all tests, so that a door knows its services at the same address in each."""
    with serving() as stand_in:
        yield stand_in


@pytest.fixture
def upstream(_stand_in: StandIn) -> Iterator[Upstream]:
    """The services behind the door: `upstream.says("casework", "GET", "/participants", {"items": []})`."""
    with _stand_in.acting() as services:
        yield services


@pytest.fixture
def context(service_context: Callable[..., ServiceContext], upstream: Upstream) -> ServiceContext:
    """The gateway's own context, with its services at the stand-in."""
    made = service_context(Web, service_urls=upstream.urls)
    upstream.tokens = ActorTokens.of(made)
    with made.database.transaction() as session:
        # There is an operator already: hashing a password for one would slow each test down.
        held = [Membership(new_id(), None, "operator", clock.today())]
        account = Account(new_id(), "Op", "op@people.example", "none", clock.real_now(), memberships=held)
        accounts.add(session, account)
    return made


@pytest.fixture
def app(context: ServiceContext) -> Flask:
    """The door, which minds nothing of what was before."""
    app = kept_app(context, Web)
    forget(app)
    return app


@pytest.fixture
def nobody(app: Flask) -> Browser:
    """A browser on which nobody is signed in."""
    return Browser(app.test_client())


@pytest.fixture
def signed_in(app: Flask, context: ServiceContext) -> Callable[..., Person]:
    """`signed_in("adviser")` is somebody with that role at Northbridge Works; `org`, `person_id`, `name`
    as wished.
    """

    def sign_in(
        *roles: str, org: UUID | None = ORG, person_id: UUID | None = None, name: str = "Anwen Pritchard"
    ) -> Person:
        with context.database.transaction() as session:
            if org is not None:
                organisations.put(session, org, "Northbridge Works", "prime", clock.today())
            held = [Membership(new_id(), org, role, clock.today()) for role in roles]
            account = Account(
                new_id(),
                name,
                f"{new_id()}@people.example",
                "none",
                clock.real_now(),
                person_id,
                memberships=held,
            )
            accounts.add(session, account)
            started = sessions.begin(session, account, org)
        client: FlaskClient = app.test_client()
        client.set_cookie("workstead", started.token)
        return Person(account, Browser(client), started.token)

    return sign_in


def forget(app: Flask) -> None:
    """What a door keeps in mind for a moment is gone, as after that moment."""
    held: Door = app.extensions[EXTENSION]
    for kept in (held.codes, held.known, held.documents):
        kept.clear()
    held.services.passes.forget()
