"""Columns that a thief of the database cannot read, and an index by which they can still be looked up.

In a migration both are plain `sa.Text()`: what is stored is a Fernet token.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import MultiFernet
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator


@dataclass(frozen=True)
class ColumnKeys:
    """One service's keys for its columns: the newest encrypts, all decrypt; and one for the blind index."""

    fernet: MultiFernet
    blind: bytes


_keys: dict[str, ColumnKeys] = {}


def register(service: str, keys: ColumnKeys) -> None:
    """Make a service's keys known to its columns in this process; `ServiceContext.build` does it."""
    _keys[service] = keys


def keys_of(service: str) -> ColumnKeys:
    """The keys that were registered for a service."""
    try:
        return _keys[service]
    except KeyError:
        raise LookupError(
            f"No column keys are known for {service!r}: build its ServiceContext first."
        ) from None


def blind_index(service: str, value: str) -> str:
    """An HMAC of the value in hex, equal for equal values, to find an encrypted value without reading any.

    The caller brings the value into its one form (case, spaces) first.
    """
    return hmac.new(keys_of(service).blind, value.encode(), hashlib.sha256).hexdigest()


def re_encrypted(service: str, token: str) -> str:
    """The same secret under the newest key, for the rows that were written before a key was rotated."""
    return keys_of(service).fernet.rotate(token.encode()).decode()


class _Secret(TypeDecorator.Comparator[Any]):
    """Encrypting the same twice gives two different texts, so a comparison would quietly find nothing."""

    def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
        """Whether there is anything at all can be asked; nothing else."""
        if op in (operators.is_, operators.is_not) or (
            op in (operators.eq, operators.ne) and other == (None,)
        ):
            return super().operate(op, *other, **kwargs)
        raise TypeError("An encrypted column is neither compared nor sorted: find it by a blind index.")

    reverse_operate = operate


class EncryptedText(TypeDecorator[str]):
    """Text that is encrypted on its way into the database and decrypted on its way out."""

    impl = Text
    cache_ok = True
    comparator_factory = _Secret

    def __init__(self, service: str) -> None:
        super().__init__()
        self.service = service

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt with the newest key."""
        return None if value is None else keys_of(self.service).fernet.encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt with whichever key it was written."""
        return None if value is None else keys_of(self.service).fernet.decrypt(value.encode()).decode()


class EncryptedJSON(TypeDecorator[Any]):
    """A document of plain JSON values that is encrypted as one."""

    impl = Text
    cache_ok = True
    comparator_factory = _Secret

    def __init__(self, service: str) -> None:
        super().__init__()
        self.service = service

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Encrypt with the newest key; None is SQL's NULL."""
        if value is None:
            return None
        document = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return keys_of(self.service).fernet.encrypt(document.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Decrypt with whichever key it was written."""
        return None if value is None else json.loads(keys_of(self.service).fernet.decrypt(value.encode()))
