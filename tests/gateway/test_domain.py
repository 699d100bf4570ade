"""The rules of accounts, plain."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.ids import new_id
from gateway.domain import passwords, roles
from gateway.domain.accounts import Account, Membership
from gateway.domain.addresses import normal
from gateway.domain.errors import Conflict, DomainError
from gateway.domain.invitations import LIFE, Invitation, roles_in_order
from gateway.domain.lockout import FREE, LONGEST_WAIT, Failures
from gateway.domain.sessions import ABSOLUTE, IDLE, SignIn, hashed, new_token

AT = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
TODAY = date(2025, 3, 3)
NORTHBRIDGE, CALDER = new_id(), new_id()


def account(*held: tuple[object, str]) -> Account:
    memberships = [Membership(new_id(), org, role, TODAY) for org, role in held]
    return Account(
        new_id(), "Anwen Pritchard", "anwen@northbridge.example", "hash", AT, memberships=memberships
    )


# Accounts


def test_a_new_account_is_told_with_what_somebody_does_where() -> None:
    (told,) = account((NORTHBRIDGE, "adviser"), (NORTHBRIDGE, "champion")).created(TODAY)
    assert told.name == "account.created"
    assert told.data["roles"] == ["adviser", "champion"]
    assert told.data["organisation_id"] == NORTHBRIDGE


def test_an_operators_account_is_told_to_nobody() -> None:
    operator = account((None, "operator"))
    assert operator.created(TODAY) == []
    assert operator.sign_in(None, TODAY) == []


def test_signing_in_is_told_once_a_day() -> None:
    somebody = account((NORTHBRIDGE, "adviser"))
    assert [told.name for told in somebody.sign_in(NORTHBRIDGE, TODAY)] == ["account.signed-in"]
    assert somebody.sign_in(NORTHBRIDGE, TODAY) == []
    assert len(somebody.sign_in(NORTHBRIDGE, TODAY + timedelta(days=1))) == 1


def test_an_account_is_one_persons_own_for_good() -> None:
    somebody, person = account((NORTHBRIDGE, "participant")), new_id()
    assert [told.name for told in somebody.link(person, TODAY)] == ["account.linked"]
    assert somebody.link(person, TODAY) == []
    with pytest.raises(Conflict):
        somebody.link(new_id(), TODAY)


def test_one_acts_only_for_an_organisation_in_which_one_has_a_role() -> None:
    somebody = account((NORTHBRIDGE, "adviser"), (CALDER, "provider staff"))
    assert somebody.choose(None) == NORTHBRIDGE
    assert somebody.choose(CALDER) == CALDER
    with pytest.raises(DomainError) as refused:
        somebody.choose(new_id())
    assert refused.value.code == "not-yours"


def test_a_role_held_already_is_not_held_twice() -> None:
    somebody = account((NORTHBRIDGE, "adviser"))
    somebody.join([Membership(new_id(), NORTHBRIDGE, "adviser", TODAY)])
    assert len(somebody.memberships) == 1


# Who may bring in whom


@pytest.mark.parametrize(
    ("held", "given", "may"),
    [
        ({"operator"}, {"organisation administrator"}, True),
        ({"operator"}, {"organisation administrator", "team leader"}, True),
        ({"operator"}, {"operator"}, True),
        ({"operator"}, {"adviser"}, False),
        ({"operator"}, {"participant"}, False),
        ({"organisation administrator"}, {"adviser", "moderator"}, True),
        ({"organisation administrator"}, {"operator"}, False),
        ({"organisation administrator"}, {"participant"}, False),
        ({"adviser"}, {"participant"}, True),
        ({"adviser"}, {"adviser"}, False),
        ({"adviser"}, {"participant", "adviser"}, False),
        ({"participant"}, {"participant"}, False),
        ({"operator"}, set(), False),
    ],
)
def test_who_may_bring_in_whom(held: set[str], given: set[str], may: bool) -> None:
    assert roles.may_give(held, given) is may


@given(held=st.sets(st.sampled_from(roles.ALL)), given_=st.sets(st.sampled_from(roles.ALL)))
def test_only_operators_make_operators(held: set[str], given_: set[str]) -> None:
    if roles.OPERATOR in given_ and roles.may_give(held, given_):
        assert roles.OPERATOR in held


@pytest.mark.parametrize(
    ("given", "person"),
    [([], False), (["juggler"], False), (["participant"], False), (["adviser"], True)],
)
def test_roles_that_make_no_sense_are_refused(given: list[str], person: bool) -> None:
    with pytest.raises(DomainError) as refused:
        roles_in_order(given, new_id() if person else None)
    assert "roles" in refused.value.errors


# Invitations


def invitation(**changes: object) -> Invitation:
    given = {"email": "a@b.example", "name": "A", "roles": ["adviser"], "organisation_id": NORTHBRIDGE}
    rest = {"invited_by": new_id(), "token_hash": "x", "created_at": AT, "expires_at": AT + LIFE}
    return Invitation(new_id(), **(given | rest | changes))  # type: ignore[arg-type]  # a test's short hand


def test_an_invitation_is_accepted_once() -> None:
    one = invitation()
    one.accept(AT)
    assert one.state(AT) == "accepted"
    with pytest.raises(DomainError) as refused:
        one.accept(AT)
    assert refused.value.code == "invitation-over"
    with pytest.raises(Conflict):
        one.withdraw(AT)


def test_an_invitation_grows_too_old_to_the_second() -> None:
    one = invitation()
    assert one.state(AT + LIFE - timedelta(seconds=1)) == "open"
    assert one.state(AT + LIFE) == "expired"
    with pytest.raises(DomainError):
        one.accept(AT + LIFE)


def test_an_invitation_taken_back_cannot_be_accepted() -> None:
    one = invitation()
    one.withdraw(AT)
    with pytest.raises(DomainError):
        one.accept(AT)


# Sessions


def session() -> SignIn:
    return SignIn(new_id(), "hash", new_id(), NORTHBRIDGE, AT, AT)


def test_a_session_ends_when_nothing_is_asked_for_long() -> None:
    assert session().is_live(AT + IDLE - timedelta(seconds=1))
    assert not session().is_live(AT + IDLE)


def test_a_busy_session_ends_all_the_same() -> None:
    busy = session()
    busy.seen_at = AT + ABSOLUTE - timedelta(seconds=1)
    assert busy.is_live(busy.seen_at)
    assert not busy.is_live(AT + ABSOLUTE)


def test_a_token_cannot_be_read_back_from_what_is_kept() -> None:
    token = new_token()
    assert len(token) >= 43
    assert token not in hashed(token)
    assert hashed(token) != hashed(new_token())


# Lock-out


def failed(times: int, kind: str = "account") -> Failures:
    failures = Failures(kind, "key")  # type: ignore[arg-type]  # one of two words
    for _ in range(times):
        failures.fail(AT)
    return failures


def test_the_first_failures_are_free_and_then_each_wait_is_longer() -> None:
    assert failed(FREE["account"] - 1).wait(AT) == timedelta(0)
    waits = [failed(FREE["account"] + more).wait(AT) for more in range(6)]
    assert waits[0] == timedelta(seconds=5)
    assert all(after == before * 2 for before, after in pairwise(waits))


@given(st.integers(0, 500))
def test_a_wait_never_grows_past_its_bound(times: int) -> None:
    assert failed(times).wait(AT) <= LONGEST_WAIT


def test_a_wait_passes_and_old_failures_are_forgotten() -> None:
    failures = failed(6)
    assert failures.wait(AT + timedelta(seconds=10)) == timedelta(0)
    failures.fail(AT + timedelta(hours=24))
    assert failures.count == 1


def test_an_address_that_many_share_has_more_tries() -> None:
    assert failed(10, "address").wait(AT) == timedelta(0)
    assert failed(10, "account").wait(AT) > timedelta(0)


# Passwords and addresses


@pytest.mark.parametrize(
    "weak", ["short", "aaaaaaaaaaaaaaaa", "Password1234", "anwen@northbridge.example", "x" * 201]
)
def test_a_weak_password_is_refused_with_what_to_do(weak: str) -> None:
    with pytest.raises(DomainError) as refused:
        passwords.check(weak, not_like=("anwen@northbridge.example",))
    assert refused.value.errors["password"]


def test_three_words_in_a_row_do_well() -> None:
    assert passwords.check("canal heron umbrella") == "canal heron umbrella"


def test_an_address_has_one_form() -> None:
    assert normal("  Anwen@Northbridge.Example ") == "anwen@northbridge.example"


@pytest.mark.parametrize(
    "wrong", ["", "anwen", "anwen@", "@northbridge.example", "a b@c.example", "a@" + "b" * 260]
)
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(DomainError):
        normal(wrong)
