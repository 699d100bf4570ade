"""Whoever reaches a service past the gateway, from inside the network, gets nowhere without its token."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from operations import Document, Operation, document_of, operations
from suites import SECRET, SERVICES, Performance

from chassis import clock
from chassis.http import ActorTokens
from chassis.ids import new_id
from chassis.key_files import SIGNER, KeyFolder
from chassis.keys import Keyring
from demo.suite import Suite

BEHIND = [name for name in SERVICES if name != "exchange"]
SAYS_WHO = {
    "X-Actor": '{"kind": "system", "roles": ["operator"]}',
    "X-User-Id": "00000000-0000-7000-8000-000000000001",
    "X-Roles": "operator",
    "X-Forwarded-User": "operator@northbridge.example",
    "X-Remote-User": "operator",
    "Remote-User": "operator",
    "X-Workstead-Actor": "operator",
    "Cookie": "workstead=operator; __Host-workstead=operator",
    "X-Forwarded-For": "127.0.0.1",
    "Forwarded": "for=127.0.0.1;by=gateway",
}


@pytest.fixture(scope="module")
def document(played: Performance) -> Document:
    """What the instance can be asked."""
    return document_of(played)


@pytest.fixture(scope="module")
def keyring(played: Performance) -> Keyring:
    """The gateway's own keys, as a thief of its disk and its secret would hold them."""
    assert isinstance(played.suite, Suite)
    return Keyring(SIGNER, KeyFolder(played.suite.home / "keys", SECRET))


def behind(played: Performance, operation: Operation, nothing: bool = False) -> str:
    """The address of an operation at the service itself."""
    path = operation.nowhere() if nothing else operation.at(played.stage.ids)
    return played.services[operation.service] + path.removeprefix(f"/api/{operation.service}")


def asked_past(played: Performance, document: Document) -> list[Operation]:
    """Every operation of a service that is not for everybody."""
    found = [each for each in operations(document) if each.service in BEHIND and not is_public(each)]
    assert len(found) > 100
    return found


def is_public(operation: Operation) -> bool:
    """Whether its document says that nobody has to sign in."""
    return operation.said.get("security") in (None, [])


@pytest.mark.parametrize("headers", [{}, SAYS_WHO], ids=["without-a-word", "with-names-of-ones-own"])
def test_without_a_token_every_route_is_shut(
    played: Performance, document: Document, headers: dict[str, str]
) -> None:
    let_in = {}
    for operation in asked_past(played, document):
        answer = requests.request(operation.method, behind(played, operation), headers=headers, timeout=10)
        if answer.status_code != 401:
            let_in[operation.label] = answer.status_code
    assert not let_in


@pytest.mark.parametrize("service", BEHIND)
def test_operations_are_shut_past_the_gateway_too(played: Performance, service: str) -> None:
    for path in ("/ops/outbox", "/ops/parked"):
        answer = requests.get(played.services[service] + path, headers=SAYS_WHO, timeout=10)
        assert answer.status_code == 401


def claims_of(tokens: ActorTokens, audience: str, **changes: Any) -> dict[str, Any]:
    """What a token says by which its holder may do anything here."""
    now = clock.real_now()
    said = {
        "iss": tokens.issuer, "aud": audience, "iat": now, "exp": now + timedelta(seconds=60),
        "kind": "person", "sub": str(new_id()), "roles": ["operator"],
    } | changes  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def by_hand(header: dict[str, Any], claims: dict[str, Any], signature: bytes = b"") -> str:
    """A token put together without a library that would refuse to."""
    plain = {n: int(v.timestamp()) if hasattr(v, "timestamp") else v for n, v in claims.items()}
    parts = (json.dumps(header).encode(), json.dumps(plain).encode(), signature)
    return ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


Forge = Callable[[ActorTokens, Keyring, str], str]


def _signed(changes: dict[str, Any], **header: Any) -> Forge:
    def make(tokens: ActorTokens, keyring: Keyring, audience: str) -> str:
        identifier, key = keyring.signing_key()
        said = claims_of(tokens, audience, **changes)
        return jwt.encode(said, key, algorithm="EdDSA", headers={"kid": identifier} | header)

    return make


def _none(tokens: ActorTokens, keyring: Keyring, audience: str) -> str:
    header = {"alg": "none", "typ": "JWT", "kid": keyring.signing_key().id}
    return by_hand(header, claims_of(tokens, audience))


def _hmac_with_the_public_key(tokens: ActorTokens, keyring: Keyring, audience: str) -> str:
    """The oldest trick: what everybody may know, taken for a shared secret."""
    import hashlib
    import hmac

    identifier, key = keyring.signing_key()
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    unsigned = by_hand({"alg": "HS256", "kid": identifier}, claims_of(tokens, audience)).rpartition(".")[0]
    made = hmac.new(public, unsigned.encode(), hashlib.sha256).digest()
    return f"{unsigned}.{urlsafe_b64encode(made).rstrip(b'=').decode()}"


def _own_key_in_the_header(tokens: ActorTokens, keyring: Keyring, audience: str) -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    mine = Ed25519PrivateKey.generate()
    raw = mine.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": urlsafe_b64encode(raw).rstrip(b"=").decode()}
    header = {"kid": keyring.signing_key().id, "jwk": jwk, "jku": "http://evil.example/keys"}
    return jwt.encode(claims_of(tokens, audience), mine, algorithm="EdDSA", headers=header)


def _cut(tokens: ActorTokens, keyring: Keyring, audience: str) -> str:
    return _signed({})(tokens, keyring, audience)[:-4] + "AAAA"


LONG_AGO = timedelta(seconds=70)
FORGED: dict[str, Forge] = {
    "no algorithm": _none,
    "hmac with the public key": _hmac_with_the_public_key,
    "a key of one's own in the header": _own_key_in_the_header,
    "another key's id": _signed({}, kid="000000000000"),
    "no key's id": lambda t, k, a: by_hand({"alg": "EdDSA"}, claims_of(t, a), b"x" * 64),
    "another audience": _signed({"aud": "elsewhere"}),
    "an audience of many": _signed({"aud": None}),
    "another issuer": _signed({"iss": "workstead:elsewhere"}),
    "no end": _signed({"exp": None}),
    "replayed after its minute": lambda t, k, a: _signed(
        {"iat": clock.real_now() - LONG_AGO, "exp": clock.real_now() - LONG_AGO + timedelta(seconds=60)}
    )(t, k, a),
    "begins tomorrow": lambda t, k, a: _signed({"iat": clock.real_now() + timedelta(days=1)})(t, k, a),
    "a changed signature": _cut,
    "an unknown kind": _signed({"kind": "root"}),
}


@pytest.mark.parametrize("service", BEHIND)
def test_a_good_token_opens_the_door_and_each_forged_one_does_not(
    played: Performance, keyring: Keyring, service: str
) -> None:
    tokens = ActorTokens("workstead:northbridge", keyring)
    address = f"{played.services[service]}/ops/outbox"

    def status_with(token: str) -> int:
        return requests.get(address, headers={"Authorization": f"Bearer {token}"}, timeout=10).status_code

    assert status_with(_signed({})(tokens, keyring, service)) == 200, "else nothing here proves anything"
    answers = {name: status_with(forge(tokens, keyring, service)) for name, forge in FORGED.items()}
    assert answers == dict.fromkeys(FORGED, 401)


def test_a_token_for_one_service_is_no_good_at_any_other(played: Performance, keyring: Keyring) -> None:
    tokens = ActorTokens("workstead:northbridge", keyring)
    for meant in BEHIND:
        token = _signed({})(tokens, keyring, meant)
        for service in BEHIND:
            answer = requests.get(
                f"{played.services[service]}/ops/outbox",
                headers={"Authorization": f"Bearer {token}"},
                timeout=10,
            )
            assert answer.status_code == (200 if service == meant else 401), (meant, service)


def test_a_services_token_is_no_session_at_the_gateway(played: Performance, keyring: Keyring) -> None:
    """What a compromised service was sent, it cannot bring back to the door."""
    tokens = ActorTokens("workstead:northbridge", keyring)
    for audience in (*BEHIND, "web", "gateway"):
        token = _signed({})(tokens, keyring, audience)
        answer = requests.get(
            f"{played.stage.base}/api/me", headers={"Authorization": f"Bearer {token}"}, timeout=10
        )
        assert answer.status_code == 401


def test_a_session_is_no_token_at_a_service(played: Performance) -> None:
    person = played.stage["anwen"]
    person.sign_in()
    for service in BEHIND:
        for headers in (
            {"Authorization": f"Bearer {person.token}"},
            {"Cookie": f"workstead={person.token}"},
        ):
            answer = requests.get(f"{played.services[service]}/ops/outbox", headers=headers, timeout=10)
            assert answer.status_code == 401
