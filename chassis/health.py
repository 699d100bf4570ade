"""What can be wrong with a running service, and what to do about it: for `/health/ready` and the doctor."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chassis.context import ServiceContext


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    """What to do if it is wrong."""
    vital: bool = True
    """Whether the service can answer no request while it is wrong."""


Probe = Callable[["ServiceContext"], Check]


def release() -> dict[str, str]:
    """Which code this is."""
    try:
        number = version("workstead")
    except PackageNotFoundError:
        number = "unknown"
    return {"version": number, "commit": os.environ.get("GIT_COMMIT", "unknown")}


def database(context: "ServiceContext") -> Check:
    """Whether the service's database answers."""
    try:
        context.database.ping()
    except Exception as error:
        return Check(
            "database",
            False,
            f"does not answer ({type(error).__name__})",
            "Start PostgreSQL, or correct WORKSTEAD_<SERVICE>_DATABASE_URL.",
        )
    return Check("database", True, "answers")


def examine(context: "ServiceContext", *probes: Probe) -> Iterator[Check]:
    """The checks of a service: nothing in a database can be looked at while that is away."""
    first = database(context)
    yield first
    if first.ok:
        yield from (probe(context) for probe in probes)
