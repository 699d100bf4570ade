"""What every service's tables have in common."""

from sqlalchemy import DateTime, MetaData
from sqlalchemy.dialects.postgresql import JSONB

naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have names that can be worked out, so that a migration can drop what another one made."""

utc = DateTime(timezone=True)
"""An instant. Sessions speak UTC, so values come back aware and in UTC."""

jsonb = JSONB(none_as_null=True)
"""A document; Python's None is SQL's NULL and not JSON's null."""


def new_metadata() -> MetaData:
    """The metadata of one service, with the names of constraints as everywhere."""
    return MetaData(naming_convention=naming_convention)
