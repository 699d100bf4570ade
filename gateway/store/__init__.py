"""Tables and queries of the gateway, a module per concept. Importing this fills the metadata."""

from gateway.store import accounts, feed, invitations, lockout, organisations, sessions
from gateway.store.base import metadata

__all__ = ["accounts", "feed", "invitations", "lockout", "metadata", "organisations", "sessions"]
