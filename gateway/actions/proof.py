"""Proving by a password who somebody is, with guesses counted before they are looked at."""

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
    account_id, kept = _charge(database, email, address)
    if not passwords.fits(kept, password) or account_id is None:
        raise WrongPassword(
            "Check both and try again. After several wrong tries you will have to wait a while."
        )
    _give_back(database, email, address)
    return account_id


def _charge(database: Database, email: str, address: str) -> tuple[UUID | None, str | None]:
    with database.transaction() as session:
        at = clock.real_now()
        tried = [lockout.of(session, "account", email), lockout.of(session, "address", address)]
        seconds = max(each.wait(at) for each in tried).total_seconds()
        if seconds > 0:
            raise TooMany(f"Too many wrong tries. Wait {_in_words(seconds)}, then try again.", code="wait")
        for each in tried:
            each.fail(at)
        account = accounts.by_email(session, email)
        return (account.id, account.password_hash) if account else (None, None)


def _give_back(database: Database, email: str, address: str) -> None:
    """An address is forgiven this one try alone: else whoever has an account could guess at others' for
    ever.
    """
    with database.transaction() as session:
        lockout.forgive(session, "account", email)
        from_there = lockout.of(session, "address", address)
        from_there.count = max(from_there.count - 1, 0)


def _in_words(seconds: float) -> str:
    return f"{int(seconds) + 1} seconds" if seconds < 90 else f"{int(seconds // 60) + 1} minutes"
