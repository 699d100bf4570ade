"""Its tables."""

from sqlalchemy import Column, Integer, Table, Text, Uuid

from chassis.store.base import new_metadata

metadata = new_metadata()

book = Table(
    "book",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title", Text, nullable=False, unique=True),
    Column("copies", Integer, nullable=False),
)

tick = Table("tick", metadata, Column("id", Uuid, primary_key=True))
