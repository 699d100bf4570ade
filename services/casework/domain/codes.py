"""Coded values: only what the reference data knows may be recorded."""

from collections.abc import Collection, Iterable

from services.casework.domain.errors import DomainError


def known(code: str, allowed: Collection[str], field: str) -> str:
    """The code itself, or a refusal that names the choices."""
    if code not in allowed:
        advice = f"Choose one of: {', '.join(sorted(allowed))}."
        raise DomainError("unknown-code", f"“{code}” is not a choice here.", {field: [advice]})
    return code


def all_known(codes: Iterable[str], allowed: Collection[str], field: str) -> list[str]:
    """The codes in the order given, each once."""
    return [known(code, allowed, field) for code in dict.fromkeys(codes)]
