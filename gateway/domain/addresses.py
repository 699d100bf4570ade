"""Email addresses in their one form, so that two ways to write one are not two accounts."""

from gateway.domain.errors import DomainError


def normal(email: str) -> str:
    """Without blanks and in small letters; refused where it cannot be an address at all."""
    plain = email.strip().casefold()
    name, _, domain = plain.partition("@")
    if not name or "." not in domain or len(plain) > 254 or any(letter.isspace() for letter in plain):
        advice = "Give an email address, like name@example.com."
        raise DomainError("not-an-address", advice, {"email": [advice]})
    return plain
