"""Actor tokens: what the gateway tells a service about who asks; signed, for one service, for a minute."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import jwt

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
KINDS = frozenset(("person", "client", "anonymous", "system"))


class ActorTokens:
    """Mints tokens where there is a signing key (the gateway); verifies them by public keys everywhere."""

    def __init__(self, issuer: str, keyring: Keyring) -> None:
        self.issuer = issuer
        self._keyring = keyring

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
        """Who asks; 401 for a token that is not ours, not for this service, or too old."""
        try:
            key = self._keyring.verify_keys()[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=audience,
                issuer=self.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "aud", "iss"]},
            )
            return _actor_of(claims)
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
            raise Unauthorised("This token is not good, or no longer. Sign in again.") from None


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
