"""Lists in pages, by a cursor that holds the keys of the last item: nothing is skipped or shown twice
when items come and go meanwhile.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, literal, tuple_
from sqlalchemy.orm import Session

from chassis.problems import BadRequest

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items, and where the next ones begin; None if there are no more."""

    items: list[T]
    next: str | None


def page(
    session: Session,
    select: Select[*tuple[Any, ...]],
    *,
    keys: tuple[ColumnElement[Any], ...],
    cursor: str | None,
    limit: int,
    descending: bool = False,
) -> Page[Any]:
    """The items after the cursor, in the order of the keys.

    The keys are never NULL, and together they are unique: end with the id. A select of one entity or column
    gives these as items; one of several columns gives rows.
    """
    ordered = select.add_columns(*(key.label(f"_key_{n}") for n, key in enumerate(keys)))
    ordered = ordered.order_by(*(key.desc() if descending else key.asc() for key in keys)).limit(limit + 1)
    if cursor is not None:
        ordered = ordered.where(_after(keys, _decoded(cursor, keys), descending))
    rows = _rows(session, ordered)
    shown = rows[:limit]
    following = _encoded(shown[-1][-len(keys) :]) if len(rows) > limit else None
    return Page([_item(row, len(keys)) for row in shown], following)


def _rows(session: Session, select: Select[*tuple[Any, ...]]) -> Sequence[Row[Any]]:
    """An entity whose collections are joined comes in several rows, which are one item."""
    result = session.execute(select)
    is_entity = select.column_descriptions[0].get("entity") is select.column_descriptions[0]["type"]
    return result.unique().all() if is_entity else result.all()


def _item(row: Row[Any], keys: int) -> Any:
    return row[0] if len(row) == keys + 1 else row


def _after(
    keys: Sequence[ColumnElement[Any]], values: Sequence[Any], descending: bool
) -> ColumnElement[bool]:
    here = tuple_(*keys)
    last = tuple_(*(literal(value, key.type) for key, value in zip(keys, values, strict=True)))
    return here < last if descending else here > last


def _encoded(values: Sequence[Any]) -> str:
    text = json.dumps([_plain(value) for value in values], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _plain(value: Any) -> str | int:
    if value is None:
        raise ValueError("A key by which a list is paged is never NULL.")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def _decoded(cursor: str, keys: Sequence[ColumnElement[Any]]) -> list[Any]:
    """The values in a cursor; whatever was not made by us is refused here, and never reaches the database."""
    try:
        plain = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(plain, list):
            raise ValueError("no list")
        return [_READ[key.type.python_type](value) for key, value in zip(keys, plain, strict=True)]
    except (ValueError, OverflowError, RecursionError):
        errors = {"cursor": ["Start again without it."]}
        raise BadRequest("The cursor is not one of ours.", errors=errors) from None


def _text(value: Any) -> str:
    """Text that PostgreSQL can hold: no NUL, and no half of a surrogate pair (which raises a ValueError)."""
    if not isinstance(value, str) or b"\x00" in value.encode():
        raise ValueError("no text")
    return value


def _integer(value: Any) -> int:
    if type(value) is not int or abs(value) >= 2**63:
        raise ValueError("no integer")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("naive")
    return moment.astimezone(UTC)


_READ: dict[type, Callable[[Any], Any]] = {
    UUID: lambda value: UUID(_text(value)),
    datetime: _moment,
    date: lambda value: date.fromisoformat(_text(value)),
    int: _integer,
    str: _text,
}
