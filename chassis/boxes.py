"""Boxes that one service fills and another opens.

Working out a secret that only two know takes a hundred times as long as encrypting with it. So whoever seals
to a service makes a key pair for that, works the secret out once, throws its private half away and uses the
secret for a minute; each box says with which public key it was made. Whoever opens remembers secrets too.
The construction is NaCl's `crypto_box`, with a nonce of chance for each box (24 bytes: none comes twice).
"""

import time
from base64 import b64decode, b64encode
from functools import lru_cache
from typing import Any

from nacl.public import Box, PrivateKey, PublicKey, SealedBox

from chassis.key_files import key_id

USED_FOR = 60.0
"""Seconds for which a secret is used. Whoever took it from a process's memory could open what that process
sealed in this time, and could have read it there before."""

REMEMBERED = 1024
"""So many secrets whoever opens boxes remembers."""


class Lid:
    """What is sealed to one of a service's keys."""

    def __init__(self, reader: PublicKey) -> None:
        self._reader = reader
        self._key = key_id(bytes(reader))
        self._until = 0.0

    def close(self, data: bytes) -> dict[str, str]:
        """A box: `{"key": its reader's key, "by": with which it was made, "box": base64}`."""
        if time.monotonic() >= self._until:
            self._renew()
        return {"key": self._key, "by": self._by, "box": b64encode(self._box.encrypt(data)).decode()}

    def _renew(self) -> None:
        own = PrivateKey.generate()
        self._box, self._by = Box(own, self._reader), b64encode(bytes(own.public_key)).decode()
        self._until = time.monotonic() + USED_FOR


class Opener:
    """One of a service's own keys, with which it opens what was sealed to it."""

    def __init__(self, own: PrivateKey) -> None:
        self.key = key_id(bytes(own.public_key))
        self._alone = SealedBox(own)
        self._made_by = lru_cache(REMEMBERED)(lambda by: Box(own, PublicKey(b64decode(by, validate=True))))

    def open(self, sealed: dict[str, Any]) -> bytes:
        """What is in a box. One without `by` has its secret to itself, as all had before.

        Raises KeyError, TypeError, ValueError or nacl's CryptoError if it cannot be opened.
        """
        box = b64decode(sealed["box"], validate=True)
        return self._made_by(sealed["by"]).decrypt(box) if "by" in sealed else self._alone.decrypt(box)
