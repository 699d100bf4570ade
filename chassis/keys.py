"""What a service does with its keys: encrypt columns, seal to others, open what was sealed to it, sign."""

import os
from base64 import b64decode
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey

from chassis.boxes import Lid, Opener
from chassis.key_files import SIGNER, KeyFolder, KeysError, key_id
from chassis.store.columns import ColumnKeys

__all__ = ["SIGNER", "CannotOpen", "KeyFolder", "Keyring", "KeysError", "SigningKey"]


class CannotOpen(Exception):
    """This was not sealed to us, or under a key that we do not have."""


class SigningKey(NamedTuple):
    """A private key to sign with, and the id by which others find its public half."""

    id: str
    key: Ed25519PrivateKey


class Keyring:
    """The keys of one service, and the public keys of all. The newest key writes; every key reads."""

    def __init__(self, service: str, folder: KeyFolder) -> None:
        self.service = service
        keys = folder.private(service)
        self.columns = ColumnKeys(
            MultiFernet([Fernet(key) for key in keys["columns"]]), b64decode(keys["blind"])
        )
        openers = [Opener(PrivateKey(b64decode(key))) for key in keys["sealing"]]
        self._opening = {opener.key: opener for opener in openers}
        self._signing = [Ed25519PrivateKey.from_private_bytes(b64decode(key)) for key in keys["signing"]]
        self._publishing = [
            Ed25519PrivateKey.from_private_bytes(b64decode(key)) for key in keys.get("publishing", [])
        ]
        self._public = _PublicKeys(folder)

    @classmethod
    def load(cls, path: Path, service: str, secret: str | None = None) -> "Keyring":
        """Read a service's keys. Raises KeysError with one line that says what to do."""
        return cls(service, KeyFolder(path, secret))

    def seal(self, data: bytes, to: Iterable[str]) -> dict[str, Any]:
        """Encrypt to the named services: `{"sealed": {service: a box of chassis.boxes}}`.

        Nobody else can open it, and neither can we, a minute later, unless we are among them.
        """
        return {"sealed": {service: self._public.sealed(data, service) for service in to}}

    def open(self, wire: Mapping[str, Any]) -> bytes:
        """Decrypt what was sealed to this service, under its newest key or an older one."""
        try:
            sealed = wire["sealed"][self.service]
            return self._opening[sealed["key"]].open(sealed)
        except (KeyError, TypeError, ValueError, CryptoError) as error:
            raise CannotOpen(f"{self.service} has no key that opens this ({type(error).__name__}).") from None

    def signing_key(self) -> SigningKey:
        """The newest private key for tokens. Only the signer has one."""
        if not self._signing:
            raise KeysError(f"{self.service} has no key to sign tokens with: only {SIGNER} does.")
        key = self._signing[0]
        return SigningKey(key_id(key.public_key().public_bytes_raw()), key)

    def publishing_keys(self) -> list[SigningKey]:
        """The private keys for what leaves the instance, the newest first: it signs, and all are told."""
        if not self._publishing:
            raise KeysError(f"{self.service} has no key to publish with: run `workstead keys init`.")
        return [SigningKey(key_id(key.public_key().public_bytes_raw()), key) for key in self._publishing]

    def verify_keys(self) -> Mapping[str, Ed25519PublicKey]:
        """The public keys of whoever signs tokens, by id. A rotated key is seen without a new start."""
        return self._public.verify_keys()


class _PublicKeys:
    """The public file, read again when it has changed."""

    def __init__(self, folder: KeyFolder) -> None:
        self._folder = folder
        self._file = str(folder.public_file)
        self._seen: tuple[int, int] | None = None
        self._seal: dict[str, Lid] = {}
        self._verify: dict[str, Ed25519PublicKey] = {}

    def sealed(self, data: bytes, service: str) -> dict[str, str]:
        """One service's box, under the newest of its public keys."""
        self._refresh()
        if service not in self._seal:
            raise KeysError(
                f"Nothing can be sealed to {service}, which has no public key: run `workstead keys init`."
            )
        return self._seal[service].close(data)

    def verify_keys(self) -> Mapping[str, Ed25519PublicKey]:
        """By id."""
        self._refresh()
        return self._verify

    def _refresh(self) -> None:
        try:
            stat = os.stat(self._file)
        except FileNotFoundError:
            stat = None
        seen = (stat.st_mtime_ns, stat.st_ino) if stat else None
        if seen is None or seen != self._seen:
            self._read(self._folder.public())
            self._seen = seen

    def _read(self, services: Mapping[str, Any]) -> None:
        newest = {name: keys["seal"][0] for name, keys in services.items() if keys["seal"]}
        self._seal = {name: Lid(PublicKey(b64decode(entry["key"]))) for name, entry in newest.items()}
        signers = [entry for keys in services.values() for entry in keys["verify"]]
        self._verify = {
            entry["id"]: Ed25519PublicKey.from_public_bytes(b64decode(entry["key"])) for entry in signers
        }
