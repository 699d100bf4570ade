"""`workstead events`: what waits to be published, and what could not be handled."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.orm import Session

from chassis.cli.console import say, show
from chassis.cli.failures import CannotDo
from chassis.cli.installed import load
from chassis.context import ServiceContext
from chassis.messaging import outbox as outbox_
from chassis.messaging import parked as parked_
from chassis.problems import Problem
from chassis.settings import Settings

app = typer.Typer(help="See and mend events on their way.", no_args_is_help=True)

Service = Annotated[str, typer.Argument(help="The service.")]
Id = Annotated[UUID, typer.Argument(help="The id, as `workstead events parked` shows it.")]
Limit = Annotated[int, typer.Option(help="How many at most.", min=1, max=10_000)]


@app.command()
def outbox(service: Service, limit: Limit = 50) -> None:
    """List the events that have not been published yet, the oldest first."""
    with _session(service) as session:
        rows = [
            (one.seq, one.type, one.subject, f"{one.age_seconds:.0f} s", one.attempts, one.next_try_at)
            for one in outbox_.waiting(session, limit)
        ]
    show("Unpublished", ("seq", "type", "subject", "age", "attempts", "next try"), rows)


@app.command()
def parked(
    service: Service,
    limit: Limit = 50,
    discarded: Annotated[bool, typer.Option(help="Show those that were given up.")] = False,
) -> None:
    """List the events that could not be handled, the oldest first."""
    with _session(service) as session:
        rows = [
            (one.id, one.type, one.subject, one.state, one.attempts, one.next_try_at, one.error)
            for one in parked_.listing(session, limit, discarded)
        ]
    show("Parked", ("id", "type", "subject", "state", "attempts", "next try", "error"), rows)


@app.command()
def retry(
    service: Service,
    id: Annotated[UUID | None, typer.Argument(help="One of them; all if none is named.")] = None,
) -> None:
    """Have parked events tried again; the running service does so within seconds."""
    with _session(service) as session:
        if id is None:
            number = parked_.retry_all(session)
        else:
            parked_.retry(session, id)
            number = 1
    say(f"{number} to be tried again.")


@app.command()
def discard(
    service: Service,
    id: Id,
    because: Annotated[str, typer.Option(help="The reason; it is kept.", prompt="Why")],
) -> None:
    """Give up a parked event for good; those that waited for it go on."""
    with _session(service) as session:
        parked_.discard(session, id, because, by="command line")
    say("Discarded.")


@contextmanager
def _session(service: str) -> Iterator[Session]:
    context = ServiceContext.build(load([service])[service], Settings.from_env())
    try:
        with context.database.transaction() as session:
            yield session
    except Problem as problem:
        raise CannotDo(problem.detail) from None
    finally:
        context.close()
