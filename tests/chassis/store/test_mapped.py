"""What SQLAlchemy has made of the attributes of a class that knows nothing of it."""

from uuid import UUID

import pytest
from sqlalchemy import Column, ForeignKey, Table, Uuid, select
from sqlalchemy.orm import lazyload, registry, relationship

from chassis.store.base import new_metadata
from chassis.store.mapped import loaded

metadata = new_metadata()
mapper = registry(metadata=metadata)


class Oven:
    """Where loaves are baked."""

    id: UUID


class Baker:
    """Somebody with an oven, and a name that is in no table."""

    oven: Oven
    name = "Idris"


mapper.map_imperatively(Oven, Table("oven", metadata, Column("id", Uuid, primary_key=True)))
bakers = Table(
    "baker",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("oven_id", ForeignKey("oven.id")),
)
mapper.map_imperatively(Baker, bakers, properties={"oven": relationship(Oven, lazy="joined")})


def test_how_an_attribute_is_read_can_be_said_of_a_mapped_class() -> None:
    assert "JOIN oven" in str(select(Baker))
    assert "JOIN oven" not in str(select(Baker).options(lazyload(loaded(Baker, "oven"))))


def test_what_is_not_mapped_is_refused() -> None:
    for name in ("name", "hat"):
        with pytest.raises(TypeError, match=f"Baker.{name} is not mapped"):
            loaded(Baker, name)
