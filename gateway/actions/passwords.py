"""Hashing passwords by argon2, in a real thread, for it takes long on purpose."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chassis.runtime import offload

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """What is kept of a password."""
    return offload(_hasher.hash, password)


def fits(kept: str | None, password: str) -> bool:
    """Whether this is the password. Without an account it takes as long, and never is."""
    return offload(_fits, kept or _nobodys(), password) and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with less effort than is asked for today."""
    return _hasher.check_needs_rehash(kept)


def _fits(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _hasher.hash("the password of an account that does not exist")
