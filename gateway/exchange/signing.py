"""What leaves is signed: whoever gets it can see that these exact bytes are this instance's answer to what
was asked, whoever carried them.

The signature is a JWS (RFC 7515) with the body as its detached, unencoded payload (RFC 7797), by Ed25519, in
a header of the answer. What it protects besides: which address was asked, and when it was answered.
"""

from base64 import urlsafe_b64encode
from typing import Any

import jwt
from flask import Response, after_this_request, request

from chassis import clock
from chassis.http import context

HEADER = "X-JWS-Signature"
OUTSIDE = "/api"
"""Where the gateway serves what is asked here."""

_jws = jwt.PyJWS()


def sign_answer() -> None:
    """Sign the answer to this request when it is ready."""

    @after_this_request
    def with_signature(response: Response) -> Response:
        if response.status_code == 200:
            asked = OUTSIDE + request.full_path.rstrip("?")
            response.headers[HEADER] = signature(response.get_data(), asked)
        return response


def signature(body: bytes, asked: str) -> str:
    """The detached signature of these bytes as the answer to that address, now."""
    newest = context().keyring.publishing_keys()[0]
    said = {"kid": newest.id, "url": asked, "iat": int(clock.real_now().timestamp()), "crit": ["b64"]}
    return _jws.encode(body, newest.key, algorithm="EdDSA", headers=said, is_payload_detached=True)


def key_set() -> dict[str, Any]:
    """The public keys by which it can be checked, as a JSON Web Key Set (RFC 7517, RFC 8037)."""
    return {"keys": [_public(key.id, key.key) for key in context().keyring.publishing_keys()]}


def _public(identifier: str, key: Any) -> dict[str, str]:
    raw: bytes = key.public_key().public_bytes_raw()
    x = urlsafe_b64encode(raw).rstrip(b"=").decode()
    return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": identifier, "x": x}
