"""What the services' databases hold, table by table, so that what a request wrote can be seen."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from sqlalchemy import Connection, create_engine, text
from suites import Performance

from chassis.store.embedded.server import SUPERUSER, EmbeddedServer

SERVICES = ("casework", "marketplace", "community", "notify", "gateway")
MACHINERY = (
    *(
        "aggregate_version",
        "alembic_version",
        "access_log",
        "backup_mark",
        "event_log",
        "idempotency",
        "inbox",
    ),
    *("outbox", "parked_event", "projection_run", "relay_mark", "replay_request", "stream_position"),
)
"""What is written whatever is asked, or follows from what other tables hold."""
BESIDE = {"gateway": ("sign_in", "sign_in_failures", "open_event")}
"""Who is signed in, and who has tried."""
TABLES = text("select tablename from pg_tables where schemaname = 'public' order by tablename")

Held = dict[tuple[str, str], tuple[int, int]]
"""For each service and table: how many rows, and a sum over all that stands in them."""


class KeptRows:
    """Looks at every table that tells of somebody or something."""

    def __init__(self, performance: Performance) -> None:
        server = EmbeddedServer(performance.suite.home)
        self._stack = ExitStack()
        self._asked: dict[str, Connection] = {}
        for name in SERVICES:
            engine = create_engine(server.address(SUPERUSER, name), isolation_level="AUTOCOMMIT")
            connection = self._stack.enter_context(engine.connect())
            self._stack.callback(engine.dispose)
            tables = [one for one in connection.scalars(TABLES) if _counts(name, one)]
            connection.exec_driver_sql(f"prepare held as {' union all '.join(map(_question, tables))}")
            self._asked[name] = connection

    def held(self) -> Held:
        """What there is now."""
        return {(name, row[0]): (row[1], row[2]) for name in SERVICES for row in self._rows(name)}

    def close(self) -> None:
        """Look no more."""
        self._stack.close()

    def _rows(self, name: str) -> Iterator[Any]:
        return iter(self._asked[name].exec_driver_sql("execute held"))


def _counts(service: str, table: str) -> bool:
    return not table.startswith(MACHINERY) and table not in BESIDE.get(service, ())


def _question(table: str) -> str:
    rows = f'"{table}" as t'
    return f"select '{table}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from {rows}"


def changed(before: Held, after: Held) -> list[str]:
    """The tables in which something is different, by name."""
    return [
        f"{service}.{table}" for (service, table), held in after.items() if before[service, table] != held
    ]
