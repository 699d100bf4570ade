"""What the community calls an account: the gateway alone can tell, and tells nobody else."""

from uuid import UUID

from chassis.context import ServiceContext
from gateway.web.audience import Audience
from gateway.web.security.cookies import key_for

COMMUNITY = "community"


def member_of(context: ServiceContext, account_id: UUID) -> UUID:
    """The subject under which the community knows this account."""
    return Audience(key_for(context, "audiences")).subject(account_id, COMMUNITY)
