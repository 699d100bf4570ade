"""Encrypted columns of casework, values that are stored as one, and columns that tables share."""

from datetime import date
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Text, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from chassis.store.columns import EncryptedJSON, EncryptedText
from services.casework.domain.contact import ContactCard

SERVICE = "casework"
secret = EncryptedText(SERVICE)
"""Text that only casework can read."""
secret_json = EncryptedJSON(SERVICE)
"""A document that only casework can read."""


def placed() -> tuple[Column[Any], ...]:
    """The columns of what is laid on a person's record until it is lifted (`domain.placed`)."""
    return (
        Column("id", Uuid, primary_key=True),
        Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
        Column("reason", secret, nullable=False),
        Column("placed_on", Date, nullable=False),
        Column("placed_by", Uuid),
        Column("placed_by_name", secret),
        Column("lifted_on", Date),
        Column("lifted_by", Uuid),
        Column("lifted_by_name", secret),
    )


class SecretDate(TypeDecorator[date]):
    """A date that only casework can read, such as a date of birth."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Write it as ISO 8601, encrypted."""
        return secret.process_bind_param(None if value is None else value.isoformat(), dialect)

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Read what was written."""
        text = secret.process_result_value(value, dialect)
        return None if text is None else date.fromisoformat(text)


class SecretCard(TypeDecorator[ContactCard]):
    """A contact card, encrypted whole: replace it, for a change within it would not be seen."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: ContactCard | None, dialect: Dialect) -> str | None:
        """Write all of it."""
        return secret_json.process_bind_param(None if value is None else value.as_plain(), dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> ContactCard | None:
        """Read what was written."""
        plain = secret_json.process_result_value(value, dialect)
        return None if plain is None else ContactCard.from_plain(plain)
