"""Everything that the gateway holds about a person: their account, its sessions, how they were invited."""

from uuid import UUID

from sqlalchemy.orm import Session

from chassis.store.holdings import Holdings, Rows
from gateway.store import metadata

SECRETS = ("account.password_hash", "account.email_index", "sign_in.token_hash", "invitation.token_hash")
"""Whoever has these could try to sign in as the person: they are in no copy."""


def held(session: Session, person_id: UUID) -> Rows:
    """All rows about this person, by table."""
    return Holdings(metadata, keys=("person_id",), leaving_out=SECRETS).of(session, person_id)
