"""Reads the spaces and codes, once per process."""

from functools import cache

from chassis import reference
from chassis.reference import Code
from services.community.domain.spaces import Space

PACKAGE = "services.community.reference"


@cache
def spaces() -> dict[str, Space]:
    """Every space by its slug, in the order in which they are shown."""
    return {code.code: _space(code) for code in reference.load(PACKAGE, "spaces")}


def reasons() -> list[Code]:
    """Why something is hidden or restored."""
    return reference.load(PACKAGE, "reasons")


def reactions() -> list[Code]:
    """The signs that members can give."""
    return reference.load(PACKAGE, "reactions")


def _space(code: Code) -> Space:
    return Space(
        slug=code.code,
        name=code.label,
        about=code.extra["about"],
        seen_by=frozenset(code.extra["seen_by"]),
        posted_by=frozenset(code.extra["posted_by"]),
    )
