"""Documents: handed in by the person or their adviser, handed out with care, replaced, taken away."""

import hashlib
from typing import Any
from uuid import UUID

import filetype
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store import access
from services.casework import policy, reference
from services.casework.actions.records import read, record_of
from services.casework.domain.codes import known
from services.casework.domain.documents import UNSCANNED, WAITING, Document, Edition, check_file
from services.casework.store import documents
from services.casework.store.documents import document

TEXT = "text/plain"


def add_document(
    session: Session, actor: Actor, participant_id: UUID, *, kind: str, title: str, name: str, content: bytes
) -> Document:
    """Keep a file about a person, encrypted. It is handed out once the scanner, if any, has seen it."""
    record_of(session, actor, participant_id)
    kinds = reference.in_use("document-kinds", clock.today())
    new = Document(
        id=new_id(),
        participant_id=participant_id,
        kind=known(kind, kinds, "kind"),
        title=title,
        recorded_at=clock.now(),
    )
    edition = _edition(session, actor, new, name, content)
    new.add(edition)
    session.add(new)
    documents.put_content(session, edition.id, content)
    return new


def add_edition(session: Session, actor: Actor, document_id: UUID, *, name: str, content: bytes) -> Document:
    """A newer file takes the place of the one before, which is kept."""
    found = _found(session, actor, document_id, for_update=True)
    edition = _edition(session, actor, found, name, content)
    found.add(edition)
    documents.put_content(session, edition.id, content)
    return found


def list_documents(session: Session, actor: Actor, participant_id: UUID) -> list[Document]:
    """A person's documents, the latest first."""
    read(session, actor, participant_id, "documents")
    return list(session.scalars(documents.of(participant_id)))


def hand_out(session: Session, actor: Actor, document_id: UUID, number: int) -> dict[str, Any]:
    """One file, as it was handed in."""
    found = _found(session, actor, document_id)
    edition = policy.found(next((one for one in found.editions if one.number == number), None))
    edition.require_open()
    content = policy.found(documents.content_of(session, edition.id))
    access.record_read(session, actor, found.participant_id, "document")
    return {"name": edition.file_name, "media_type": edition.media_type, "content": content}


def withdraw_document(session: Session, actor: Actor, document_id: UUID) -> Document:
    """Take it away: the files go, and that it was there stays known."""
    found = _found(session, actor, document_id, for_update=True)
    found.withdraw(policy.account_of(actor), actor.name, clock.today())
    documents.empty(session, document_id)
    return found


def sniffed(content: bytes) -> str | None:
    """What a file is by its content; None where that cannot be told."""
    kind = filetype.guess(content)
    if kind is not None:
        return str(kind.mime)
    return TEXT if _is_text(content) else None


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter in "\n\r\t\f\ufeff" for letter in text)


def _edition(session: Session, actor: Actor, of: Document, name: str, content: bytes) -> Edition:
    allowed = frozenset(code.code for code in reference.codes("document-types"))
    by = policy.by(actor, of.participant_id)
    scanner = session.info["service"].settings.clamav_address
    return Edition(
        id=new_id(),
        document_id=of.id,
        number=len(of.editions) + 1,
        file_name=_plain_name(name),
        media_type=check_file(len(content), sniffed(content), allowed),
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        scan=WAITING if scanner else UNSCANNED,
        party=by.party,
        assisted=by.assisted,
        added_by=by.account_id,
        added_by_name=actor.name,
        added_at=clock.now(),
    )


def _plain_name(name: str) -> str:
    """The name without folders and without what could end a header."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable() and letter != '"')[:200] or "document"


def _found(session: Session, actor: Actor, document_id: UUID, *, for_update: bool = False) -> Document:
    seen = policy.visible(actor, document.c.participant_id)
    return policy.found(documents.find(session, seen, document_id, for_update=for_update))
