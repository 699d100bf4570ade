"""The keys on disk: a private file for each service, and one public file for all.

    <keys>/notify.private.json     what notify alone may hold: mount it into no other container
    <keys>/public.json             to whom one can seal, and by whose signature one knows a token

A private file is wrapped with WORKSTEAD_SECRET where there is one. Keys are listed newest first; old ones
stay, for what was written under them.
"""

import fcntl
import hashlib
import json
import secrets
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.public import PrivateKey

from chassis.files import write_whole

SIGNER = "gateway"
"""The one that signs tokens, and what leaves the instance. It opens nothing that is sealed: what faces the
world can read nothing.
"""

Document = dict[str, Any]


class KeysError(Exception):
    """The keys are missing or cannot be read. The message is one line and says what to do."""


class KeyFolder:
    """The folder of keys, and how keys are made, wrapped and rotated."""

    def __init__(self, path: Path, secret: str | None = None) -> None:
        self.path = path
        self._secret = secret

    @property
    def public_file(self) -> Path:
        """The one file that every service may read."""
        return self.path / "public.json"

    def private_file(self, service: str) -> Path:
        """The file that this service alone may read."""
        return self.path / f"{service}.private.json"

    def ensure(self, services: Iterable[str]) -> None:
        """Make the keys of those services that have none; leave the others as they are."""
        with self._locked():
            public = self._public()
            missing = sorted(set(services) - public["services"].keys())
            for service in missing:
                if not self.private_file(service).exists():
                    self._write_private(service, _new_keys(service), public["salt"])
                public["services"][service] = _published(self.private(service))
            if self._add_kinds(public) or missing:
                self._write(self.public_file, public, 0o644)

    def rotate(self, service: str) -> None:
        """Give a service new keys for what is written from now on; it takes them up at its next start."""
        with self._locked():
            public, keys, fresh = self._public(), self.private(service), _new_keys(service)
            for kind in ("columns", "sealing", "signing", "publishing"):
                keys[kind] = fresh[kind] + keys.get(kind, [])
            self._write_private(service, keys, public["salt"])
            public["services"][service] = _published(keys)
            self._write(self.public_file, public, 0o644)

    def _add_kinds(self, public: Document) -> bool:
        """Keys that were made by an older release have no key yet to publish with; whether one was added."""
        if public["services"].get(SIGNER, {"publish": []}).get("publish") is not None:
            return False
        keys = self.private(SIGNER)
        if "publishing" not in keys:
            keys["publishing"] = _new_keys(SIGNER)["publishing"]
            self._write_private(SIGNER, keys, public["salt"])
        public["services"][SIGNER] = _published(keys)
        return True

    def private(self, service: str) -> Document:
        """The service's own keys, unwrapped."""
        document = _read(self.private_file(service))
        return _unwrapped(document, self._secret, service) if "wrapped" in document else document

    def is_wrapped(self, service: str) -> bool:
        """Whether its private file can be read only with the secret."""
        return "wrapped" in _read(self.private_file(service))

    def public(self) -> Document:
        """What everybody may know: per service, where to seal to and how to verify."""
        services: Document = _read(self.public_file)["services"]
        return services

    def _public(self) -> Document:
        if self.public_file.exists():
            return _read(self.public_file)
        return {"salt": secrets.token_hex(16), "services": {}}

    def _write_private(self, service: str, keys: Document, salt: str) -> None:
        document = keys
        if self._secret is not None:
            token = _wrapper(self._secret, salt).encrypt(json.dumps(keys).encode())
            document = {"salt": salt, "wrapped": token.decode()}
        self._write(self.private_file(service), document, 0o600)

    @staticmethod
    def _write(path: Path, document: Document, mode: int) -> None:
        write_whole(path, json.dumps(document, indent=1).encode(), mode)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One process at a time makes keys."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self.path / ".lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _new_keys(service: str) -> Document:
    """Fresh keys: for columns and the blind index, and to open what is sealed or, for the signer, to sign.

    Tokens and what leaves the instance have a key each: a signature of one kind never passes for the other.
    """
    signs = service == SIGNER
    return {
        "columns": [Fernet.generate_key().decode()],
        "blind": b64encode(secrets.token_bytes(32)).decode(),
        "sealing": [] if signs else [b64encode(bytes(PrivateKey.generate())).decode()],
        "signing": [_new_signing_key()] if signs else [],
        "publishing": [_new_signing_key()] if signs else [],
    }


def _published(keys: Document) -> Document:
    """The public halves, each with its id."""
    seal = [bytes(PrivateKey(b64decode(key)).public_key) for key in keys["sealing"]]
    verify, publish = (_public_halves(keys.get(kind, [])) for kind in ("signing", "publishing"))
    return {"seal": [_named(key) for key in seal], "verify": verify, "publish": publish}


def _new_signing_key() -> str:
    return b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def _public_halves(keys: Iterable[str]) -> list[Document]:
    private = (Ed25519PrivateKey.from_private_bytes(b64decode(key)) for key in keys)
    return [_named(key.public_key().public_bytes_raw()) for key in private]


def _named(public_key: bytes) -> Document:
    return {"id": key_id(public_key), "key": b64encode(public_key).decode()}


def key_id(public_key: bytes) -> str:
    """A short name for a key pair, from its public half."""
    return hashlib.blake2b(public_key, digest_size=6).hexdigest()


def _read(path: Path) -> Document:
    try:
        document: Document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise KeysError(f"{path} is not there: run `workstead keys init`, or set WORKSTEAD_KEYS.") from None
    except (OSError, ValueError) as error:
        raise KeysError(
            f"{path} cannot be read ({error}): mend its rights, or restore it from a backup."
        ) from None
    return document


def _unwrapped(document: Document, secret: str | None, service: str) -> Document:
    if secret is None:
        raise KeysError(
            f"The keys of {service} are wrapped: set WORKSTEAD_SECRET to what they were made with."
        )
    try:
        keys: Document = json.loads(_wrapper(secret, document["salt"]).decrypt(document["wrapped"].encode()))
    except InvalidToken:
        raise KeysError(
            f"The keys of {service} were wrapped with another WORKSTEAD_SECRET than this one: set that one."
        ) from None
    return keys


@lru_cache
def _wrapper(secret: str, salt: str) -> Fernet:
    """A person may have chosen the secret, so guessing it is made to cost something."""
    key = hashlib.scrypt(secret.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1, dklen=32)
    return Fernet(urlsafe_b64encode(key))
