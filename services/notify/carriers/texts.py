"""Texts. No provider is part of this distribution; the spool shows what one would be given."""

import json
import os
from pathlib import Path

from services.notify.carriers.base import Outcome, Parcel, Receipt

NO_PROVIDER = "no text provider is set up"


class NoTexts:
    """Says plainly that texts cannot be sent, so that the next way is taken."""

    def refusal(self) -> str | None:
        """There is nobody to hand a text to."""
        return NO_PROVIDER

    def carry(self, parcel: Parcel) -> Receipt:
        """Nobody takes it."""
        return Receipt(Outcome.FOR_GOOD, NO_PROVIDER)

    def close(self) -> None:
        """Nothing is open."""


class SpooledTexts:
    """Writes each text as a line of JSON to a file that only this user can read.

    A gateway on the same machine can take them from there; in training and tests it is read by eye.
    Each line bears the message's id, by which a text that was written twice is known.
    """

    def __init__(self, spool: Path) -> None:
        self.spool = spool

    def refusal(self) -> str | None:
        """A file can always be written to."""
        return None

    def carry(self, parcel: Parcel) -> Receipt:
        """Add it to the spool, through to the disk."""
        line = json.dumps(
            {"id": str(parcel.id), "to": parcel.to, "sender": parcel.sender, "text": parcel.body},
            ensure_ascii=False,
        )
        try:
            self._append(line)
        except OSError as error:
            return Receipt(Outcome.FOR_NOW, f"the spool cannot be written ({error.errno})")
        return Receipt(Outcome.SENT, "written to the spool of texts")

    def close(self) -> None:
        """Nothing is open."""

    def _append(self, line: str) -> None:
        self.spool.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self.spool, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(file, "a", encoding="utf-8") as spool:
            spool.write(f"{line}\n")
            spool.flush()
            os.fsync(spool.fileno())
