"""Whether a migrated database is what the code says: each difference is a migration that was forgotten."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text

from chassis.messaging import tables

if TYPE_CHECKING:
    from chassis.context import ServiceContext

chassis_metadata = tables.outbox.metadata
"""Messaging's tables stand in it beside those of the store."""

_PARTITIONS = text("select relname from pg_class where relispartition")


def drift(context: "ServiceContext") -> list[str]:
    """The differences between the database and the code, a line each; none if the migrations are complete."""
    with context.database.engine.connect() as connection:
        both = _together(context.metadata, chassis_metadata)
        compared = MigrationContext.configure(connection, opts=_options(connection))
        return [line for difference in compare_metadata(compared, both) for line in _lines(difference)]


def _together(*several: MetaData | None) -> MetaData:
    whole = MetaData(naming_convention=chassis_metadata.naming_convention)
    for metadata in several:
        for table in metadata.sorted_tables if metadata is not None else ():
            table.to_metadata(whole)
    return whole


def _options(connection: Connection) -> dict[str, Any]:
    return {
        "compare_type": True,
        "include_name": _of_interest(connection),
        "version_table": "alembic_version_chassis",
    }


def _of_interest(connection: Connection) -> Callable[[str | None, str, Any], bool]:
    """Months of a partitioned table come and go by themselves; alembic's own tables are its own business."""
    ignored = {*connection.scalars(_PARTITIONS), "alembic_version"}
    return lambda name, kind, _: kind != "table" or name not in ignored


def _lines(difference: Any) -> Iterator[str]:
    """Alembic gives changes of a column as lists of tuples, and others as tuples."""
    if isinstance(difference, list):
        for one in difference:
            yield from _lines(one)
    else:
        kind, *rest = difference
        yield f"{kind}: {' '.join(str(part) for part in rest if part is not None)}"
