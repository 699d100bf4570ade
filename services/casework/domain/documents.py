"""Documents: CVs and evidence. Each edition stays; a later one replaces it on the page."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.errors import Conflict, DomainError

WAITING, CLEAN, INFECTED, UNSCANNED = "waiting", "clean", "infected", "not-scanned"
SCANS = frozenset({WAITING, CLEAN, INFECTED, UNSCANNED})
LARGEST = 5 * 1024 * 1024
"""Bytes of one file: a photograph of a payslip and a long CV fit."""


@dataclass(eq=False, kw_only=True)
class Edition:
    """One file as it was handed in."""

    id: UUID
    document_id: UUID
    number: int
    file_name: str
    media_type: str
    """As its content shows, whatever its name says."""
    size: int
    digest: str
    """SHA-256 of the file, in hex."""
    scan: str
    party: str
    assisted: bool
    added_by: UUID
    added_by_name: str | None
    added_at: datetime
    scanned_at: datetime | None = None
    finding: str | None = None
    """What the scanner called it, if it found something."""

    def require_open(self) -> None:
        """Go on only with a file that may be handed out."""
        if self.scan == INFECTED:
            raise Conflict("infected", "The virus scanner found something in this file. Nobody gets it.")
        if self.scan == WAITING:
            raise Conflict("waiting-for-scan", "The virus scanner has not looked at this file yet.")


@dataclass(eq=False, kw_only=True)
class Document:
    """Something kept about a person, in one edition or several."""

    id: UUID
    participant_id: UUID
    kind: str
    title: str
    recorded_at: datetime
    withdrawn_on: date | None = None
    withdrawn_by: UUID | None = None
    withdrawn_by_name: str | None = None
    editions: list[Edition] = field(default_factory=list)

    @property
    def latest(self) -> Edition:
        """The edition that counts."""
        return self.editions[-1]

    def add(self, edition: Edition) -> None:
        """A new edition; the same file twice is one."""
        if self.withdrawn_on is not None:
            raise Conflict("document-withdrawn", "This document has been taken away.")
        if self.editions and self.latest.digest == edition.digest:
            advice = {"content": ["Choose another file: this one is here already."]}
            raise Conflict("same-file", "This is the file that is here already.", advice)
        self.editions.append(edition)

    def withdraw(self, by: UUID, name: str | None, today: date) -> None:
        """It is taken away: its files are emptied, and that it was there is remembered."""
        if self.withdrawn_on is not None:
            raise Conflict("document-withdrawn", "This document has been taken away already.")
        self.withdrawn_on, self.withdrawn_by, self.withdrawn_by_name = today, by, name


def check_file(size: int, media_type: str | None, allowed: frozenset[str]) -> str:
    """The kind of a file that may be kept, by its content; else what to do about it."""
    if not size:
        raise DomainError("empty-file", "There is nothing in this file.", {"content": ["Choose a file."]})
    if size > LARGEST:
        advice = {"content": [f"Choose a file of at most {LARGEST // 1024 // 1024} MB."]}
        raise DomainError("file-too-large", "This file is too large.", advice)
    if media_type is None or media_type not in allowed:
        advice = {
            "content": ["Choose a PDF, a Word or OpenDocument text, a photograph (JPEG or PNG) or a text."]
        }
        raise DomainError("file-type-not-taken", "Files of this kind are not taken.", advice)
    return media_type
