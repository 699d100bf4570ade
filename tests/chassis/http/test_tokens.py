"""A token says who asks, to one service, for a minute, and cannot be made by anybody but the signer."""

from datetime import timedelta

import jwt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis import clock
from chassis.actor import Actor
from chassis.http.tokens import ActorTokens
from chassis.ids import new_id
from chassis.keys import SIGNER, KeyFolder, Keyring
from chassis.problems import Unauthorised
from chassis.testing import actors
from chassis.testing.http import signer


@pytest.fixture
def tokens(context):
    """As the gateway mints them."""
    return signer(context)


def forged(tokens, key=None, algorithm="EdDSA", **changes):
    """A token with other claims, signed as it should be unless another key is given."""
    identifier, good = tokens._keyring.signing_key()
    now = clock.real_now()
    claims = {
        "iss": tokens.issuer,
        "aud": "shelf",
        "iat": now,
        "exp": now + timedelta(seconds=60),
        "kind": "person",
        "sub": str(new_id()),
        "roles": ["librarian"],
    }
    claims = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode(claims, key or good, algorithm=algorithm, headers={"kid": identifier})


def status_with(nobody, token):
    """What a request with that token is answered."""
    return nobody.get("/books", Authorization=f"Bearer {token}").status_code


def test_a_good_token_is_taken(nobody, tokens):
    assert status_with(nobody, forged(tokens)) == 200


def test_what_went_in_comes_out(context, tokens):
    actor = actors.person("a", "b", person_id=new_id(), acting_for=new_id(), name="Zoë")
    assert ActorTokens.of(context).verify(tokens.mint(actor, "shelf"), "shelf") == actor


ids = st.none() | st.uuids()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(
    actor=st.builds(
        Actor,
        kind=st.sampled_from(["person", "client", "anonymous", "system"]),
        id=ids,
        org=ids,
        roles=st.frozensets(st.text(max_size=20), max_size=4),
        person_id=ids,
        acting_for=ids,
        name=st.none() | st.text(st.characters(exclude_categories=("Cs",)), max_size=40),
        correlation_id=st.none(),
    )
)
def test_any_actor_survives_the_journey(tokens, actor):
    assert tokens.verify(tokens.mint(actor, "shelf"), "shelf") == actor


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another"},
        {"aud": None},
        {"iss": "workstead:another"},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"kind": "emperor"},
        {"kind": None},
        {"sub": "7"},
        {"roles": 7},
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(nobody, tokens, changes):
    assert status_with(nobody, forged(tokens, **changes)) == 401


def test_a_token_lives_for_a_minute(tokens):
    now = clock.real_now()
    fresh = forged(tokens, exp=now - timedelta(seconds=2))
    stale = forged(tokens, exp=now - timedelta(seconds=8))
    assert tokens.verify(fresh, "shelf").kind == "person"
    with pytest.raises(Unauthorised):
        tokens.verify(stale, "shelf")


def test_the_training_clock_does_not_move_tokens(tokens):
    with clock.frozen(clock.real_now() - timedelta(days=400)):
        assert tokens.verify(tokens.mint(actors.person(), "shelf"), "shelf").kind == "person"


def test_another_key_does_not_sign(nobody, tokens, tmp_path):
    folder = KeyFolder(tmp_path)
    folder.ensure([SIGNER])
    stranger = Keyring(SIGNER, folder).signing_key().key
    assert status_with(nobody, forged(tokens, key=stranger)) == 401


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_no_other_algorithm_is_taken(nobody, tokens, algorithm):
    key = None if algorithm == "none" else "x" * 32
    identifier, _ = tokens._keyring.signing_key()
    claims = {"iss": tokens.issuer, "aud": "shelf", "kind": "system", "roles": [], "iat": 1, "exp": 2**40}
    token = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": identifier})
    assert status_with(nobody, token) == 401


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "." * 500])
def test_nonsense_is_refused(nobody, token):
    assert status_with(nobody, token) == 401


def test_another_scheme_is_refused(nobody):
    assert nobody.get("/books", Authorization="Basic YTpi").status_code == 401


def test_a_service_cannot_mint(context):
    from chassis.keys import KeysError

    with pytest.raises(KeysError):
        ActorTokens.of(context).mint(actors.person(), "shelf")


def test_a_rotated_key_is_known_at_once_and_the_old_one_still(context, tokens, nobody):
    before = tokens.mint(actors.reader(), "shelf")
    KeyFolder(context.settings.keys_folder, context.settings.secret).rotate(SIGNER)
    after = signer(context).mint(actors.reader(), "shelf")
    assert jwt.get_unverified_header(before)["kid"] != jwt.get_unverified_header(after)["kid"]
    assert status_with(nobody, before) == status_with(nobody, after) == 200
