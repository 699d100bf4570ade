"""Ids are UUIDs of version 7: made by whoever creates the thing, global, and in order of their making."""

import hashlib
from uuid import UUID

import uuid_utils

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 symbols: no I, L, O or U, which are misheard or misread."""


def new_id() -> UUID:
    """A new global id; later ones sort after earlier ones of the same process."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


def reference(prefix: str, id: UUID) -> str:
    """A short name for a thing, to be said on the phone: `R-7K2M-9Q`.

    It follows from the id alone. Thirty bits are few, so it finds a thing among those that one instance
    holds and is never a key.
    """
    bits = int.from_bytes(hashlib.blake2s(id.bytes, digest_size=4).digest(), "big")
    symbols = "".join(ALPHABET[bits >> shift & 31] for shift in range(0, 30, 5))
    return f"{prefix}-{symbols[:4]}-{symbols[4:]}"
