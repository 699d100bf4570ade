"""Colleagues to choose from. Not an area: it holds no page."""

from gateway.actions.accounts import list_colleagues
from gateway.domain.roles import ADVISER
from gateway.web.frame import visitor
from gateway.web.frame.own import own_transaction

AT_MOST = 200


def advisers() -> list[tuple[str, str]]:
    """The id and the name of each adviser of the visitor's organisation, by name."""
    with own_transaction() as session:
        found = list_colleagues(session, visitor().actor, ADVISER, None, AT_MOST).items
    return sorted(((str(each.id), each.name) for each in found), key=lambda each: each[1])
