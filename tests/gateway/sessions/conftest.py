"""Somebody with a password."""

import pytest
from signed import Person

from chassis.context import ServiceContext
from gateway.actions import passwords
from gateway.store import accounts
from tests.gateway.sessions.signing_in import EMAIL, PASSWORD


@pytest.fixture
def anwen(context: ServiceContext, signed_in) -> Person:
    """An adviser with a password, who is not signed in but by the session that the fixture made."""
    person: Person = signed_in("adviser", "champion")
    with context.database.transaction() as session:
        kept = accounts.by_id(session, person.account.id)
        assert kept is not None
        kept.password_hash, kept.email = passwords.hashed(PASSWORD), EMAIL
        kept.email_index = accounts.index_of(EMAIL)
    return person
