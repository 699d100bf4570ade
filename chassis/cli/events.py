"""`workstead events`: what waits to be published, and what could not be handled."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.orm import Session

from chassis.cli.console import say, show
from chassis.cli.installed import load
from chassis.context import ServiceContext
from chassis.messaging import dead_letters as dead_letters_
from chassis.messaging import erasures as erasures_
from chassis.messaging import outbox as outbox_
from chassis.messaging import parked as parked_
from chassis.messaging import rebuild, telling_again
from chassis.settings import Settings

app = typer.Typer(help="See and mend events on their way.", no_args_is_help=True)

Service = Annotated[str, typer.Argument(help="The service.")]
Id = Annotated[UUID, typer.Argument(help="The id, as `workstead events parked` shows it.")]
Limit = Annotated[int, typer.Option(help="How many at most.", min=1, max=10_000)]

List = Annotated[Path | None, typer.Option("--list", help="A list of `workstead events erasures`.")]


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


@app.command()
def go_on(service: Service, id: Id) -> None:
    """Handle an event that waits for predecessors which will never come, as if they had."""
    with _session(service) as session:
        parked_.go_on_without(session, id)
    say("It goes on without them.")


@app.command()
def replay(to: Annotated[str, typer.Option(help="The service that makes its figures anew.")]) -> None:
    """Empty a service's projections and have them made anew from the logs of those whom it hears.

    The running services do it; nothing is sent, paid or published again for it.
    """
    settings = Settings.from_env()
    with ExitStack() as stack:
        built = {name: _context(stack, kind, settings) for name, kind in load().items()}
        if to not in built:
            load([to])
        asked = rebuild.start(built[to], built.values())
    say(f"{', '.join(asked) or 'Nobody'} will tell {to} again what was said.")


@app.command()
def dead_letters(
    service: Service,
    again: Annotated[bool, typer.Option("--replay", help="Send them back into the queue.")] = False,
) -> None:
    """Count the messages that the broker gave up delivering, or send them back."""
    with ExitStack() as stack:
        context = _context(stack, load([service])[service], Settings.from_env())
        if again:
            say(f"{dead_letters_.replay(context)} sent back into the queue of {service}.")
        else:
            say(f"{service} has {dead_letters_.count(context)} dead letters.")


@app.command()
def tell_again() -> None:
    """Have everything published again that somebody who listens has not heard: the broker lost it, say."""
    with _all() as contexts:
        missed = telling_again.tell_again(contexts)
    show("Between", ("said by", "heard by", "told again", "unknown to who said it"), map(astuple, missed))


@app.command()
def erasures() -> None:
    """List who has been erased, a line of JSON each: keep it where backups do not reach."""
    with _all() as contexts:
        for one in erasures_.listed(contexts):
            print(one.line())  # noqa: T201  # for a file


@app.command()
def erase_again(
    listed: Annotated[
        Path | None, typer.Option("--list", help="A list of `workstead events erasures`.")
    ] = None,
) -> None:
    """Erase again who was to be erased: after a restore by other means than `workstead restore`."""
    wanted = [] if listed is None else erasures_.read(listed.read_text(encoding="utf-8").splitlines())
    with _all() as contexts:
        number = erasures_.erase_again(contexts, wanted)
    say(f"What logs held of people to be forgotten is gone again; {number} more will be erased.")


@contextmanager
def _all() -> Iterator[list[ServiceContext]]:
    settings = Settings.from_env()
    with ExitStack() as stack:
        built = [_context(stack, kind, settings) for kind in load().values()]
        yield [one for one in built if one.listeners.bindings or one.name == one.events.service]


def _context(stack: ExitStack, service_class: type, settings: Settings) -> ServiceContext:
    context = ServiceContext.build(service_class, settings)
    stack.callback(context.close)
    return context


@contextmanager
def _session(service: str) -> Iterator[Session]:
    with ExitStack() as stack:
        context = _context(stack, load([service])[service], Settings.from_env())
        yield stack.enter_context(context.database.transaction())
