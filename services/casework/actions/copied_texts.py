"""Copies are caught before they are sent: the writer is warned, and advisers see where it happens."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.problems import NotFound
from chassis.store import access
from chassis.store.paging import Page, page
from services.casework import policy, reference
from services.casework.actions import opened
from services.casework.actions.likeness import Looked, Writing, author_of, fingerprint, look, remember
from services.casework.actions.records import record_of
from services.casework.domain.applications import Application
from services.casework.domain.errors import Conflict
from services.casework.domain.happened import Happened
from services.casework.domain.papers import PaperVersion
from services.casework.domain.participants import Participant
from services.casework.store import copies


def check_text(session: Session, actor: Actor, participant_id: UUID, writing: Writing) -> dict[str, Any]:
    """Look, before it is sent, whether others have sent nearly the same; the writer alone is told."""
    opened.writes(session, actor, participant_id)
    looked = look(session, record_of(session, actor, participant_id), writing)
    if looked.is_alike:
        _warn(session, participant_id, looked)
    return told(looked)


def send_texts(
    session: Session,
    person: Participant,
    application: Application,
    texts: Iterable[tuple[PaperVersion, Writing]],
    *,
    anyway: bool,
) -> None:
    """They go out with an application: 409 if one is like another's and the writer has not said so be it."""
    copies.hold(session)
    looked = [(version, look(session, person, writing)) for version, writing in texts]
    for _version, one in looked:
        if one.is_alike and not anyway:
            raise Conflict("text-alike", "Somebody else has sent nearly the same.", _advice(one))
    for version, one in looked:
        number = remember(session, one)
        copies.keep_author(
            session,
            number=number,
            participant_id=person.id,
            application_id=application.id,
            paper_version_id=version.id,
        )
        if one.is_alike:
            _warn(session, person.id, one)


def told(looked: Looked) -> dict[str, Any]:
    """What the writer is told: their own sentences, and what may help; of others no more than how many."""
    return {
        "alike": looked.is_alike,
        "share": looked.share,
        "people": looked.people,
        "passages": looked.passages if looked.is_alike else [],
        "advice": [code.code for code in reference.codes("copy-advice")] if looked.is_alike else [],
    }


def list_clusters(session: Session, actor: Actor, *, cursor: str | None, limit: int) -> Page[dict[str, Any]]:
    """Where people have sent nearly the same: who, as far as they may be seen, and never a text."""
    seen = policy.visible(actor, copies.text_author.c.participant_id)
    keys = (copies.sent_text.c.cluster,)
    found = page(session, copies.clusters(seen), keys=keys, cursor=cursor, limit=limit, descending=True)
    inside = _members(session, [row.cluster for row in found.items], seen)
    access.list_read(session, actor, {one["participant_id"] for each in inside.values() for one in each})
    return Page([_cluster(row, inside[row.cluster]) for row in found.items], found.next)


def hand_out(session: Session, actor: Actor, title: str, text: str) -> dict[str, Any]:
    """Our people are handed this text: what is in it is nobody's own from now on."""
    values = {
        "id": new_id(),
        "organisation_id": policy.organisation_of(actor),
        "title": title,
        "text": text,
        "given_by": policy.account_of(actor),
        "given_at": clock.now(),
    }
    copies.give(session, **values)
    return values


def list_handed_out(session: Session, actor: Actor) -> Sequence[Any]:
    """The texts that our people are handed."""
    query = copies.given(policy.organisation_of(actor)).order_by(copies.given_text.c.id)
    return session.execute(query).all()


def hand_out_no_more(session: Session, actor: Actor, given_id: UUID) -> None:
    """It is not handed out any more; what is in it counts again."""
    ours = policy.organisation_of(actor)
    if not copies.withdraw(session, given_id, ours, withdrawn_at=clock.now()):
        raise NotFound("There is no such text.")


def forget_texts(session: Session, participant_id: UUID) -> None:
    """Nothing that this person sent is known again: a part of erasing a record."""
    copies.forget(session, participant_id, author_of(participant_id))


def _warn(session: Session, participant_id: UUID, looked: Looked) -> None:
    warning: dict[str, Any] = {
        "id": new_id(),
        "participant_id": participant_id,
        "fingerprint": fingerprint(looked),
        "kind": looked.writing.kind,
        "share": looked.share,
        "warned_at": clock.now(),
    }
    if copies.warn(session, **warning):
        facts = {"participant_id": participant_id, "kind": looked.writing.kind, "occurred_on": clock.today()}
        outbox.record(session, Happened("application.copy-warned", warning["id"], facts))


def _advice(looked: Looked) -> Mapping[str, Sequence[str]]:
    line = "Make it your own, or say that you want to send it as it is."
    return {f"{looked.writing.kind}_id": [line]}


def _members(
    session: Session, clusters: Sequence[int], seen: ColumnElement[bool]
) -> dict[int, list[dict[str, Any]]]:
    rows = copies.members(session, clusters, seen)
    inside: dict[int, list[dict[str, Any]]] = {cluster: [] for cluster in clusters}
    for row in rows:
        member = {"participant_id": row.id, "full_name": row.full_name, "sent_on": row.sent_on}
        inside[row.cluster].append(member)
    return inside


def _cluster(row: Any, members: list[dict[str, Any]]) -> dict[str, Any]:
    unseen = row.people - len({one["participant_id"] for one in members})
    return {
        "id": str(row.cluster),
        "kinds": sorted(row.kinds),
        "people": row.people,
        "texts": row.texts,
        "first_on": row.first_on,
        "last_on": row.last_on,
        "members": members,
        "others": unseen,
    }
