"""Classes that know nothing of the database, and what SQLAlchemy has made of their attributes."""

from typing import Any

from sqlalchemy.orm import QueryableAttribute


def loaded(mapped: type, name: str) -> QueryableAttribute[Any]:
    """An attribute of a class mapped imperatively, for an option that says how it is read.

    A type checker knows of none: the class says only what an object has there. Raises TypeError where that
    is no attribute of its mapping.
    """
    attribute = getattr(mapped, name, None)
    if not isinstance(attribute, QueryableAttribute):
        raise TypeError(f"{mapped.__name__}.{name} is not mapped")
    return attribute
