"""What must not be published: whatever leads to a person's phone, door, mailbox, benefit or bank account.

A post is looked at before it is published, as it was typed and as it would be read. Where a rule must choose,
it stops too much rather than too little: whoever wrote it reads why, and can change it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from . import places, plainly, sequences
from .errors import DomainError

PHONE, EMAIL, ADDRESS = "phone number", "email address", "postal address"
NATIONAL_INSURANCE, CARD, BANK = "National Insurance number", "card number", "bank account number"

_ADVICE = {
    PHONE: "Take out the phone number “{}”. Your adviser can pass your number on to somebody you trust.",
    EMAIL: "Take out the email address “{}”. Reply here instead, where everybody is safe.",
    ADDRESS: "Take out the address “{}”. Name the town or the area instead.",
    NATIONAL_INSURANCE: "Take out the National Insurance number “{}”. Nobody here needs it.",
    CARD: "Take out the card number “{}”. Nobody here needs it.",
    BANK: "Take out the bank account “{}”. Nobody here needs it.",
}

Finder = Callable[[str], Iterable[str]]
"""Finds something in a text and hands back the words."""


@dataclass(frozen=True)
class Leak:
    """Something found in a text, and what to do about it."""

    reason: str
    words: str

    @property
    def advice(self) -> str:
        """What the writer can do."""
        return _ADVICE[self.reason].format(self.words)


class Stopped(DomainError):
    """A post that is not published, for it would give somebody away. Only the reasons are ever recorded."""

    def __init__(self, leaks: Mapping[str, list[Leak]]) -> None:
        self.reasons = list(dict.fromkeys(leak.reason for found in leaks.values() for leak in found))
        super().__init__(
            "personal-details",
            "This has not been published, for it holds personal details. Take them out and send it again.",
            {field: [leak.advice for leak in found] for field, found in leaks.items()},
        )


def find(text: str, phones: Finder = lambda _: ()) -> list[Leak]:
    """Everything in this text that must not be published, each thing once.

    `phones` finds what a library of the world's phone numbers knows.
    """
    read = plainly.read(text)
    spoken = plainly.spoken(read)
    finders: list[tuple[str, Iterable[str]]] = [
        (NATIONAL_INSURANCE, sequences.national_insurance_numbers(read)),
        (CARD, sequences.card_numbers(spoken)),
        (BANK, sequences.bank_accounts(spoken)),
        (EMAIL, sequences.email_addresses(read)),
        (PHONE, [*sequences.phone_numbers(spoken), *phones(spoken)]),
        (ADDRESS, [*places.postcodes(read), *places.streets(read)]),
    ]
    return _once(Leak(reason, words.strip()) for reason, found in finders for words in found)


def stop(texts: Mapping[str, Iterable[str]], phones: Finder = lambda _: ()) -> None:
    """Refuse to publish if any of these texts gives somebody away; each field may be read in several ways."""
    found = {
        field: _once(leak for text in ways for leak in find(text, phones)) for field, ways in texts.items()
    }
    if leaks := {field: some for field, some in found.items() if some}:
        raise Stopped(leaks)


def _once(leaks: Iterable[Leak]) -> list[Leak]:
    """Each thing once, and only the longest of several findings of the same."""
    unique = list(dict.fromkeys(leaks))
    return [leak for leak in unique if not any(_is_part(leak, other) for other in unique if other != leak)]


def _is_part(leak: Leak, other: Leak) -> bool:
    here, there = _bare(leak.words), _bare(other.words)
    if here == there:
        return leak.reason == other.reason and len(leak.words) < len(other.words)
    return here in there


def _bare(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())
