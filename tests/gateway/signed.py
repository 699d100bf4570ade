"""Who is signed in at the door, and of which organisation."""

from dataclasses import dataclass
from uuid import UUID

from pages import Browser

from gateway.domain.accounts import Account

ORG = UUID("00000000-0000-7000-8000-00000000000a")
"""Northbridge Works, in these tests."""


@dataclass(frozen=True)
class Person:
    """Somebody with an account, a browser on which they are signed in, and the token of that session."""

    account: Account
    browser: Browser
    token: str

    @property
    def bearer(self) -> dict[str, str]:
        """The header with which a program of theirs asks."""
        return {"Authorization": f"Bearer {self.token}"}
