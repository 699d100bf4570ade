"""Looking for texts of others that are alike, and remembering a text that was sent."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.runtime import offload
from chassis.store.columns import keys_of
from services.casework import reference
from services.casework.actions import signatures
from services.casework.domain.copies import CopyRules, Cut, Draft, Own, alike_from, likeness, vacancy_words
from services.casework.domain.participants import Participant
from services.casework.store import copies
from services.casework.store.columns import SERVICE

FOUR_BYTES, EIGHT_BYTES = 4, 8


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A text that somebody wants to send, and for which vacancy."""

    kind: str
    text: str
    title: str = ""
    employer: str = ""
    advert: str = ""


@dataclass(frozen=True)
class Likeness:
    """A text of somebody else: how alike, what both have, and what is kept of it."""

    share: float
    shared: frozenset[int]
    row: Any


@dataclass(frozen=True)
class Looked:
    """What came of looking; the likenesses begin with the greatest."""

    writing: Writing
    author: int
    own: Own
    clauses: frozenset[int]
    signature: bytes
    likes: Sequence[Likeness]

    @property
    def is_alike(self) -> bool:
        """Whether the writer is to be warned."""
        return bool(self.likes)

    @property
    def share(self) -> int:
        """How alike the most alike is, in per cent."""
        return round(max((like.share for like in self.likes), default=0.0) * 100)

    @property
    def people(self) -> int:
        """How many others have sent something alike."""
        return len({like.row.author for like in self.likes})

    @property
    def passages(self) -> list[str]:
        """The writer's own sentences that others have sent as well."""
        return self.own.passages(frozenset(one for like in self.likes for one in like.shared))


def look(session: Session, person: Participant, writing: Writing) -> Looked:
    """Compare what the person wrote themselves with what others have sent."""
    rules = reference.copy_rules(clock.today())
    cut = Cut(rules, _words, (row.text for row in session.execute(copies.given(person.organisation_id))))
    names = f"{person.full_name} {person.called}"
    draft = Draft(writing.text, names, writing.title, writing.employer, writing.advert)
    clauses = cut.clauses(draft)
    own = cut.own(draft, copies.common(session, clauses, rules.people, rules.vacancies))
    signature = offload(signatures.sign, own.shingles)
    author = author_of(person.id)
    near: Sequence[Any] = ()
    if len(own.shingles) >= rules.least:
        near = copies.candidates(session, signatures.buckets(signature), author, person.id)
    likes = _likes(rules, near, own.shingles, vacancy_of(writing))
    return Looked(writing, author, own, clauses, signature, likes)


def remember(session: Session, looked: Looked) -> int:
    """It was sent: from now on it is known again. Its number."""
    vacancy = vacancy_of(looked.writing)
    values = {
        "author": looked.author,
        "vacancy": vacancy and vacancy[0],
        "job": vacancy and vacancy[1],
        "kind": looked.writing.kind,
        "scheme": signatures.SCHEME,
        "signature": looked.signature,
        "shingles": signatures.packed(looked.own.shingles),
        "sent_on": clock.today(),
    }
    number = copies.keep(session, values, signatures.buckets(looked.signature))
    if vacancy is not None:
        copies.keep_clauses(session, looked.clauses, looked.author, vacancy[0])
    if looked.likes:
        copies.join_cluster(session, number, [like.row.number for like in looked.likes])
    return number


def fingerprint(looked: Looked) -> int:
    """One number for what is a text's own, the same for the same."""
    return keyed("text", " ".join(map(str, sorted(looked.own.shingles))))


def author_of(participant_id: UUID) -> int:
    """By what an author is known again among texts, without saying who it is."""
    return keyed("author", str(participant_id))


def vacancy_of(writing: Writing) -> tuple[int, int] | None:
    """By what the vacancy and its kind of job are known again; None for a text that is for none."""
    if not writing.title:
        return None
    vacancy, job = vacancy_words(writing.title, writing.employer)
    return keyed("vacancy", vacancy), keyed("job", job)


def keyed(what: str, value: str) -> int:
    """A number that stands for a value; without the service's key it says nothing."""
    return int.from_bytes(_digest(f"{what}:{value}", EIGHT_BYTES), "big", signed=True)


def _likes(
    rules: CopyRules, near: Iterable[Any], mine: frozenset[int], vacancy: tuple[int, int] | None
) -> list[Likeness]:
    likes = [one for one in _compared(near, mine) if one.share >= _from(rules, vacancy, one.row)]
    return sorted(likes, key=lambda like: -like.share)


def _compared(rows: Iterable[Any], mine: frozenset[int]) -> Iterable[Likeness]:
    for row in rows:
        theirs = signatures.unpacked(row.shingles)
        yield Likeness(likeness(mine, theirs), mine & theirs, row)


def _from(rules: CopyRules, vacancy: tuple[int, int] | None, row: Any) -> float:
    return alike_from(rules, vacancy, None if row.vacancy is None else (row.vacancy, row.job))


def _words(words: str) -> int:
    return int.from_bytes(_digest(words, FOUR_BYTES), "big")


def _digest(value: str, size: int) -> bytes:
    return hashlib.blake2b(value.encode(), key=keys_of(SERVICE).blind[:64], digest_size=size).digest()
