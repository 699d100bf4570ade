"""Which events have been handled: each is claimed in the transaction that handles it, so never twice.

An event has two sides. What happens once ever is claimed for run 0. What makes projections is claimed for the
current run of the service's projections, so that the same event can make them anew after they were emptied.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Text, Uuid, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.messaging.envelope import Envelope
from chassis.messaging.listeners import Listener, Listeners
from chassis.messaging.tables import inbox, projection_run
from chassis.store.statements import Statement

ONCE = 0
"""The run of what must happen once ever."""
FIRST_RUN = 1

# One round trip for all that has to be known before a batch is handled: what of it is new, the run that the
# projections are in, and who of these people has been erased.
CLAIM = Statement(
    text(
        f"""
    with mine as materialized (
        select run from projection_run where consumer = :consumer for share
    ), given as (
        select source, cast(id as uuid) as id, projects
        from unnest(cast(:sources as text[]), cast(:ids as text[]), cast(:projects as boolean[]))
            as g (source, id, projects)
    ), new as (
        insert into inbox (consumer, source, id, run)
        select cast(:consumer as text), given.source, given.id,
            case when given.projects then mine.run else {ONCE} end
        from given, mine
        on conflict do nothing
        returning source, id, run
    )
    select source, id, run, cast(null as uuid) as person_id from new
    union all
    select null, null, run, null from mine
    union all
    select null, null, null, person_id from erased_person
    where person_id = any(cast(cast(:people as text[]) as uuid[]))
    """
    ).columns(source=Text, id=Uuid, run=Integer, person_id=Uuid)
)
CURRENT_RUN = select(projection_run.c.run).with_for_update(read=True)
FIRST = insert(projection_run).on_conflict_do_nothing()


class Side(NamedTuple):
    """One side of one event: what happens once ever, or what makes projections."""

    source: str
    id: UUID
    projects: bool


class Claimed(NamedTuple):
    """What is ours to handle now: the runs of each event that was new, by source and id."""

    runs: dict[tuple[str, UUID], list[int]]
    erased: frozenset[UUID]
    """Those of the people asked about who are to be forgotten."""


def current_run(session: Session, consumer: str) -> int:
    """How many times this service's projections have been made. They cannot be emptied until we commit."""
    statement = CURRENT_RUN.where(projection_run.c.consumer == consumer)
    run = session.scalar(statement)
    if run is None:
        session.execute(FIRST, {"consumer": consumer, "run": FIRST_RUN})
        run = session.scalar(statement)
    return int(run or FIRST_RUN)


def wanted_sides(listeners: Listeners, envelope: Envelope) -> list[Side]:
    """The sides of this event that this service has to handle."""
    matching = listeners.matching(envelope.type)
    for_projections = any(one.rebuild for one in matching)
    if envelope.rebuild:
        projects = [True] if for_projections or listeners.ordered(envelope.type) else []
    else:
        projects = [True] if for_projections and all(one.rebuild for one in matching) else [False]
        projects += [True] * (for_projections and not projects[0])
    return [Side(envelope.source, envelope.id, one) for one in projects]


def wants(listener: Listener, runs: Sequence[int]) -> bool:
    """Whether a listener is for one of the claimed sides."""
    return any(run != ONCE for run in runs) if listener.rebuild else ONCE in runs


def claim(session: Session, consumer: str, sides: Iterable[Side], people: Iterable[UUID] = ()) -> Claimed:
    """Insert them all in one statement; those that were new are ours to handle.

    The projections cannot be emptied until we commit.
    """
    sides = list(dict.fromkeys(sides))
    given: dict[str, object] = {
        "consumer": consumer,
        "sources": [one.source for one in sides],
        "ids": [str(one.id) for one in sides],
        "projects": [one.projects for one in sides],
        "people": [str(one) for one in set(people)],
    }
    claimed = _claimed(session, given)
    if claimed is None:
        session.execute(FIRST, {"consumer": consumer, "run": FIRST_RUN})
        claimed = _claimed(session, given)
    assert claimed is not None  # nobody takes a run away
    return claimed


def _claimed(session: Session, given: dict[str, object]) -> Claimed | None:
    """None if no run of the projections has been begun yet."""
    runs: dict[tuple[str, UUID], list[int]] = {}
    erased, begun = set(), False
    for source, id, run, person in CLAIM.all(session, **given):
        if source is not None:
            runs.setdefault((source, id), []).append(run)
        elif person is not None:
            erased.add(person)
        else:
            begun = True
    for its in runs.values():
        its.sort()
    return Claimed(runs, frozenset(erased)) if begun else None


def prune(session: Session, kept: timedelta) -> None:
    """Forget what was handled longer ago than that; no delivery can be so late.

    By the database's clock, which also dated it: a clock of ours that leaps ahead must not empty the inbox.
    """
    session.execute(delete(inbox).where(inbox.c.received_at < func.clock_timestamp() - kept))
