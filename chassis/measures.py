"""What is measured when Prometheus asks: what stands in the database, and whether all is well. No details."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from sqlalchemy import Float, cast, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from chassis import clock, health, metrics
from chassis.messaging import outbox, parked, tables
from chassis.store.tables import backup_mark

if TYPE_CHECKING:
    from chassis.context import ServiceContext

MOST = 100_000
"""No table is counted beyond this: that there is far too much is enough to know."""

NEVER = float("inf")

WAITING = select(func.count()).select_from(select(1).select_from(tables.outbox).limit(MOST).subquery())
NOWHERE = select(func.count()).select_from(
    select(1)
    .select_from(tables.event_log)
    .where(tables.event_log.c.unroutable_at.is_not(None))
    .limit(MOST)
    .subquery()
)
BACKED_UP = select(cast(func.extract("epoch", func.clock_timestamp() - func.max(backup_mark.c.at)), Float))
TIME_THERE = select(cast(func.extract("epoch", text("clock_timestamp()")), Float))


def measure(context: "ServiceContext") -> None:
    """Bring up to date what is not counted as it happens."""
    checks = list(health.examine(context))
    for check in checks:
        metrics.HEALTH.labels(context.name, check.name).set(check.ok)
    metrics.READY.labels(context.name).set(all(check.ok for check in checks if check.vital))
    with suppress(SQLAlchemyError), context.database.transaction() as session:
        _of_database(context.name, session)
    for name, file in _certificates(context):
        metrics.CERTIFICATE_EXPIRES.labels(context.name, name).set(_expires(file))


def _of_database(service: str, session: Session) -> None:
    metrics.CLOCK_SKEW.labels(service).set(_ahead(session))
    metrics.OUTBOX_AGE.labels(service).set(outbox.oldest_age(session))
    metrics.OUTBOX_NOW.labels(service).set(session.scalar(WAITING) or 0)
    metrics.UNROUTABLE_NOW.labels(service).set(session.scalar(NOWHERE) or 0)
    metrics.PARKED_NOW.labels(service).set(parked.count(session))
    age = session.scalar(BACKED_UP)
    metrics.BACKUP_AGE.labels(service).set(NEVER if age is None else age)


def _ahead(session: Session) -> float:
    """How far the database's clock is ahead of ours, give or take the way there."""
    there = float(session.scalar(TIME_THERE) or 0.0)
    return there - clock.real_now().timestamp()


def _certificates(context: "ServiceContext") -> Iterator[tuple[str, Path]]:
    settings = context.settings
    for name in ("tls_ca", "tls_cert", "public_tls_cert"):
        if (file := getattr(settings, name)) is not None:
            yield name, file


def _expires(file: Path) -> float:
    """When the first of its certificates ends, in seconds since the epoch; 0 if it cannot be read."""
    try:
        found = x509.load_pem_x509_certificates(file.read_bytes())
        return min(one.not_valid_after_utc for one in found).timestamp()
    except (OSError, ValueError):
        return 0.0
