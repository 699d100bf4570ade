"""Proving by a password who somebody is, with guesses counted before they are looked at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis import clock
from chassis.problems import TooMany, Unauthorised
from chassis.store.database import Database
from gateway.actions import passwords
from gateway.store import accounts, lockout


class WrongPassword(Unauthorised):
    """The answer is the same whether or not there is such an account."""

    code, title = "wrong-email-or-password", "The email address or the password is not right"


def prove(database: Database, email: str, password: str, address: str) -> UUID:
    """The account whose password this is. Raises WrongPassword, or TooMany with how long to wait.

    Each try is charged first, in a transaction of its own, and given back when it was right: however many
    guesses come at once, they are counted. No transaction is held while the hash is computed.
    """
    charge = _charge(database, email, address)
    if not passwords.fits(charge.password_hash, password) or charge.account_id is None:
        raise WrongPassword(
            "Check both and try again. After several wrong tries you will have to wait a while."
        )
    _give_back(database, email, address, charge)
    return charge.account_id


@dataclass(frozen=True)
class _Charge:
    """A try that is counted as a failure until it proves to be none."""

    at: datetime
    address_before: datetime | None
    account_id: UUID | None
    password_hash: str | None


def _charge(database: Database, email: str, address: str) -> _Charge:
    """As many statements are sent for an account as for none: the time tells nothing."""
    with database.transaction() as session:
        at, known = clock.real_now(), lockout.where_known(session, email, address)
        from_there = lockout.of(session, "address", address)
        before = from_there.last_at
        tried = [known] if known else [lockout.of(session, "account", email), from_there]
        seconds = max(each.wait(at) for each in tried).total_seconds()
        if seconds > 0:
            raise TooMany(f"Too many wrong tries. Wait {_in_words(seconds)}, then try again.", code="wait")
        for each in tried:
            each.fail(at)
        return _Charge(at, before, *accounts.password_of(session, email))


def _give_back(database: Database, email: str, address: str, charge: _Charge) -> None:
    """An address is forgiven this one try alone: else whoever has an account could guess at others' for
    ever. What strangers tried on an account stands, if this was not from among them.
    """
    with database.transaction() as session:
        if lockout.where_known(session, email, address) is None:
            lockout.forgive(session, "account", email)
            lockout.of(session, "address", address).take_back(charge.at, charge.address_before)
        lockout.remember(session, email, address, charge.at)


def _in_words(seconds: float) -> str:
    return f"{int(seconds) + 1} seconds" if seconds < 90 else f"{int(seconds // 60) + 1} minutes"
