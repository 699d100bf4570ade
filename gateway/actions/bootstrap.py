"""The first account of an instance: its operator, who brings in everybody else."""

import secrets

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from chassis import clock
from chassis.context import ServiceContext
from chassis.files import write_once
from chassis.ids import new_id
from gateway.actions import passwords
from gateway.domain.accounts import Account, Membership
from gateway.domain.addresses import normal
from gateway.domain.roles import OPERATOR
from gateway.store import accounts

PASSWORD_FILE = "operator-password"
_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtext('workstead.gateway.operator'))")

log = structlog.get_logger(__name__)


def ensure_operator(context: ServiceContext) -> None:
    """Make the operator's account if there is none. While the database is away there is nothing to do yet."""
    try:
        with context.database.transaction() as session:
            if accounts.any_with(session, OPERATOR):
                return
        kept = passwords.hashed(_password(context))
        with context.database.transaction() as session:
            session.execute(_ONE_AT_A_TIME)
            if not accounts.any_with(session, OPERATOR):
                _make(session, normal(context.settings.operator), kept)
    except SQLAlchemyError as error:
        log.warning("the operator's account cannot be looked for yet", error=type(error).__name__)


def _make(session: Session, email: str, kept: str) -> None:
    held = [Membership(new_id(), None, OPERATOR, clock.today())]
    accounts.add(session, Account(new_id(), "Operator", email, kept, clock.real_now(), memberships=held))
    log.info("the operator's account was made")


def _password(context: ServiceContext) -> str:
    """The one in the settings; else one made once, in a file that its owner alone can read."""
    if context.settings.operator_password is not None:
        return context.settings.operator_password
    made = secrets.token_urlsafe(18)
    return write_once(context.settings.home / PASSWORD_FILE, f"{made}\n".encode()).decode().strip()
