"""Who sees a person's job search: they themselves, and those whom they let. A role alone opens nothing."""

from services.casework.domain.by import By


def may_read_applications(by: By, granted: bool) -> bool:
    """The person; anybody else needs a grant of theirs, also while acting for them."""
    return granted or may_grant(by)


def may_write_applications(by: By) -> bool:
    """The person, or an adviser who acts for them at that moment."""
    return by.party == "participant"


def may_grant(by: By) -> bool:
    """The person alone: nobody gives themselves leave in another's name."""
    return by.party == "participant" and not by.assisted
