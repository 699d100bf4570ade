"""Two records of one person became one: which account is closed, and how it comes back."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from chassis.testing.plugin import ContextFactory
from gateway.domain.accounts import Account, Membership
from gateway.exchange.service import Exchange
from gateway.store import accounts

TODAY = date(2025, 3, 3)
HERE = new_id()


@pytest.fixture
def context(service_context: ContextFactory) -> Any:
    with clock.frozen(TODAY):
        yield service_context(Exchange)


def account_of(context: Any, person: UUID, *more: str) -> UUID:
    """Somebody who signs in to their own record; and perhaps works here too."""
    held = [Membership(new_id(), HERE, role, TODAY) for role in ("participant", *more)]
    account = Account(new_id(), "Amina", f"{person}@people.example", "x", clock.real_now(), person)
    account.memberships = held
    with context.database.transaction() as session:
        accounts.add(session, account)
        return account.id


def hear(context: Any, what: str, account: UUID, person: UUID) -> None:
    said = {"account_id": account, "into": new_id(), "organisation_id": HERE, "occurred_on": TODAY}
    bus.deliver(context, f"workstead.casework.participant.account-{what}.v1", said, subject=person)


def roles(context: Any, account: UUID) -> set[str]:
    with context.database.transaction() as session:
        found = accounts.by_id(session, account)
        assert found is not None
        return {each.role for each in found.memberships}


def test_a_closed_account_is_no_way_in_and_is_given_back(context: Any) -> None:
    person = new_id()
    account = account_of(context, person)
    hear(context, "closed", account, person)
    assert roles(context, account) == set()
    for _ in range(2):
        hear(context, "reopened", account, person)
    assert roles(context, account) == {"participant"}


def test_who_works_here_too_keeps_that(context: Any) -> None:
    person = new_id()
    account = account_of(context, person, "champion")
    hear(context, "closed", account, person)
    assert roles(context, account) == {"champion"}


def test_nobody_elses_account_is_touched(context: Any) -> None:
    person = new_id()
    account = account_of(context, person)
    for what in ("closed", "reopened"):
        hear(context, what, account, new_id())
        hear(context, what, new_id(), person)
    assert roles(context, account) == {"participant"}


def test_a_closed_account_is_forgotten_with_its_person(context: Any) -> None:
    person = new_id()
    account = account_of(context, person)
    hear(context, "closed", account, person)
    bus.deliver(context, "workstead.casework.participant.erased.v1", {"occurred_on": TODAY}, subject=person)
    with context.database.transaction() as session:
        assert accounts.by_id(session, account) is None
