"""The roles that an account can hold in an organisation, and who may give which."""

from collections.abc import Set as AbstractSet

PARTICIPANT = "participant"
ADVISER = "adviser"
TEAM_LEADER = "team leader"
PROVIDER_STAFF = "provider staff"
ADMINISTRATOR = "organisation administrator"
FINANCE_OFFICER = "finance officer"
DATA_PROTECTION_OFFICER = "data-protection officer"
ANALYST = "analyst"
COMMISSIONER = "commissioner"
MODERATOR = "moderator"
CHAMPION = "champion"
EMPLOYER = "employer"
OPERATOR = "operator"
INTEGRATOR = "integrator"

STAFF = (
    ADVISER,
    TEAM_LEADER,
    PROVIDER_STAFF,
    ADMINISTRATOR,
    FINANCE_OFFICER,
    DATA_PROTECTION_OFFICER,
    ANALYST,
    COMMISSIONER,
    MODERATOR,
    CHAMPION,
    EMPLOYER,
    INTEGRATOR,
)
"""Held by those who work for an organisation, and by its programs."""

ALL = (PARTICIPANT, *STAFF, OPERATOR)


def may_give(held: AbstractSet[str], given: AbstractSet[str]) -> bool:
    """Whether somebody with these roles may invite somebody to those, in an organisation that is theirs to.

    The operator brings in the first administrator of each organisation (who may have other work there too)
    and other operators; an administrator brings in staff; advisers and team leaders bring in the people
    whom they help. Nobody else brings in anybody.
    """
    if not given:
        return False
    if given == {PARTICIPANT}:
        return not held.isdisjoint((ADVISER, TEAM_LEADER))
    if OPERATOR in held and (given == {OPERATOR} or (ADMINISTRATOR in given and given <= set(STAFF))):
        return True
    return ADMINISTRATOR in held and given <= set(STAFF)


def anywhere(held: AbstractSet[str]) -> bool:
    """Whether these roles may invite to any organisation, and not to their own alone."""
    return OPERATOR in held
