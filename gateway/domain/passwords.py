"""What makes a password good enough: length, and that it is not among the first that anybody would try."""

from gateway.domain.errors import DomainError

SHORTEST = 12
LONGEST = 200
GUESSED_FIRST = frozenset(
    (
        "password", "passw0rd", "letmein", "welcome", "qwerty", "qwertyuiop", "iloveyou", "abc",
        "abcdefgh", "monkey", "dragon", "football", "sunshine", "princess", "workstead", "jobcentre",
        "changeme", "secret",
    )
)  # fmt: skip


def check(password: str, *, not_like: tuple[str, ...] = (), field: str = "password") -> str:
    """The password, or a refusal that says what to do. `not_like`: one's own name and email address."""
    if len(password) < SHORTEST:
        raise _weak(field, f"Use {SHORTEST} characters or more. Three or four words in a row do well.")
    if len(password) > LONGEST:
        raise _weak(field, f"Use {LONGEST} characters or fewer.")
    plain = password.casefold()
    bare = plain.strip("0123456789!?.-_ ")
    if bare in GUESSED_FIRST or len(set(plain)) < 4 or plain in {each.casefold() for each in not_like}:
        raise _weak(field, "Choose one that is harder to guess. Three or four words in a row do well.")
    return password


def _weak(field: str, advice: str) -> DomainError:
    return DomainError("weak-password", advice, {field: [advice]})
