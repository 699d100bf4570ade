"""Actor tokens: what the gateway tells a service about who asks; signed, for one service, for a minute."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from chassis import clock
from chassis.actor import Actor
from chassis.keys import Keyring
from chassis.problems import Unauthorised

if TYPE_CHECKING:
    from chassis.context import ServiceContext

LIFE = timedelta(seconds=60)
LEEWAY = timedelta(seconds=5)
"""By so much the clocks of two machines may differ."""
ALGORITHM = "EdDSA"
KEPT_AT_MOST = 5000
KINDS = frozenset(("person", "client", "anonymous", "system"))


class ActorTokens:
    """Mints tokens where there is a signing key (the gateway); verifies them by public keys everywhere."""

    def __init__(self, issuer: str, keyring: Keyring) -> None:
        self.issuer = issuer
        self._keyring = keyring
        self._verified: dict[tuple[bytes, str], _Verified] = {}

    @classmethod
    def of(cls, context: "ServiceContext") -> "ActorTokens":
        """The tokens of this instance, with what the service's keyring holds of the keys."""
        return cls(f"workstead:{context.org}", context.keyring)

    def mint(self, actor: Actor, audience: str) -> str:
        """A token that says who this is to that service, and to no other. KeysError where no key can sign."""
        identifier, key = self._keyring.signing_key()
        issued = clock.real_now()
        claims = {
            "iss": self.issuer,
            "aud": audience,
            "iat": issued,
            "exp": issued + LIFE,
            **_claims_of(actor),
        }
        return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": identifier})

    def verify(self, token: str, audience: str) -> Actor:
        """Who asks; 401 for a token that is not ours, not for this service, or too old.

        A token that was good is good until it is too old or its key is no longer ours, so its signature is
        checked once; it is kept by what it hashes to.
        """
        seen = hashlib.sha256(token.encode(errors="replace")).digest(), audience
        kept, keys = self._verified.get(seen), self._keyring.verify_keys()
        if kept is not None and time.time() < kept.until and keys.get(kept.key_id) is kept.key:
            return kept.actor
        found = self._checked(token, audience, keys)
        if len(self._verified) >= KEPT_AT_MOST:
            self._verified.clear()
        self._verified[seen] = found
        return found.actor

    def _checked(self, token: str, audience: str, keys: Mapping[str, Ed25519PublicKey]) -> "_Verified":
        try:
            identifier = jwt.get_unverified_header(token)["kid"]
            key = keys[identifier]
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=audience,
                issuer=self.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "aud", "iss"]},
            )
            until = claims["exp"] + LEEWAY.total_seconds()
            return _Verified(_actor_of(claims), until, identifier, key)
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
            raise Unauthorised("This token is not good, or no longer. Sign in again.") from None


@dataclass(frozen=True)
class _Verified:
    """A token that was found good: whose it is, until when, and by which key."""

    actor: Actor
    until: float
    key_id: str
    key: Ed25519PublicKey


def _claims_of(actor: Actor) -> dict[str, Any]:
    claims: dict[str, Any] = {"kind": actor.kind, "roles": sorted(actor.roles), "name": actor.name}
    ids = {"sub": actor.id, "org": actor.org, "person_id": actor.person_id, "acting_for": actor.acting_for}
    claims |= {claim: str(value) for claim, value in ids.items() if value is not None}
    return {claim: value for claim, value in claims.items() if value is not None}


def _actor_of(claims: Mapping[str, Any]) -> Actor:
    if claims["kind"] not in KINDS:
        raise ValueError("kind")

    def id_in(claim: str) -> UUID | None:
        return UUID(claims[claim]) if claim in claims else None

    return Actor(
        kind=claims["kind"],
        id=id_in("sub"),
        org=id_in("org"),
        roles=frozenset(map(str, claims["roles"])),
        person_id=id_in("person_id"),
        acting_for=id_in("acting_for"),
        name=claims.get("name"),
    )
