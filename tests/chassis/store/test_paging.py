"""Pages by cursor: whatever the ties and the size, each item once and in order."""

from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text, Uuid, delete, insert, select
from sqlalchemy.orm import Session, registry, relationship

from chassis.ids import new_id
from chassis.problems import BadRequest
from chassis.store.base import new_metadata, utc
from chassis.store.paging import page
from chassis.testing.plugin import ContextFactory

metadata = new_metadata()
mapper = registry(metadata=metadata)
loaves = Table(
    "loaf",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("baked_on", Date, nullable=False),
    Column("sold_at", utc, nullable=False),
)
slices = Table(
    "slice",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("loaf_id", ForeignKey("loaf.id"), nullable=False),
)


class Slice:
    """A part of a loaf."""


class Loaf:
    """An entity with a collection."""

    id: UUID
    slices: list[Slice]


mapper.map_imperatively(Slice, slices)
mapper.map_imperatively(Loaf, loaves, properties={"slices": relationship(Slice, lazy="joined")})


class Bakery:
    """A service with one list."""

    name = "bakery"
    metadata = metadata


@pytest.fixture
def session(service_context: ContextFactory):
    with service_context(Bakery).database.transaction() as session:
        yield session


def bake(session: Session, *weights: int) -> None:
    session.execute(
        insert(loaves),
        [
            {
                "id": new_id(),
                "name": f"loaf {weight}'s",
                "weight": weight,
                "baked_on": date(2025, 3, weight % 28 + 1),
                "sold_at": datetime(2025, 3, 3, 9, weight % 60, 0, weight % 1_000_000, tzinfo=UTC),
            }
            for weight in weights
        ],
    )


def all_pages(session: Session, query: Any, *, limit: int, **how: Any) -> list[Any]:
    items: list[Any] = []
    cursor: str | None = None
    while True:
        part = page(session, query, cursor=cursor, limit=limit, **how)
        assert len(part.items) == limit or part.next is None
        items += part.items
        if (cursor := part.next) is None:
            return items


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", ["weight", "name", "baked_on", "sold_at"])
@given(
    weights=st.lists(st.integers(0, 3) | st.integers(-(2**31), 2**31 - 1), max_size=12),
    limit=st.integers(1, 5),
)
@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_item_comes_once_and_in_order(
    session: Session, column: str, descending: bool, weights: list[int], limit: int
):
    session.execute(delete(loaves))
    bake(session, *weights) if weights else None
    keys = (loaves.c[column], loaves.c.id)
    got = all_pages(session, select(loaves), limit=limit, keys=keys, descending=descending)
    order = [key.desc() if descending else key for key in keys]
    assert [row.id for row in got] == list(session.scalars(select(loaves.c.id).order_by(*order)))


def test_what_comes_and_goes_meanwhile_moves_nobody_elses_place(session: Session):
    bake(session, 10, 20, 30, 40)
    how: dict[str, Any] = {"keys": (loaves.c.weight, loaves.c.id), "limit": 2}
    first = page(session, select(loaves.c.weight), cursor=None, **how)
    bake(session, 5, 35)
    session.execute(delete(loaves).where(loaves.c.weight == 20))
    assert first.items == [10, 20]
    assert page(session, select(loaves.c.weight), cursor=first.next, **how).items == [30, 35]


def test_a_list_that_ends_with_the_page_has_no_next(session: Session):
    bake(session, 1, 2)
    assert page(session, select(loaves), keys=(loaves.c.id,), cursor=None, limit=2).next is None
    assert (
        page(
            session, select(loaves).where(loaves.c.weight == 9), keys=(loaves.c.id,), cursor=None, limit=2
        ).items
        == []
    )


def test_a_filter_holds_on_every_page(session: Session):
    bake(session, 1, 2, 3, 4, 5, 6)
    odd = select(loaves.c.weight).where(loaves.c.weight % 2 == 1)
    assert all_pages(session, odd, limit=1, keys=(loaves.c.weight, loaves.c.id)) == [1, 3, 5]


def test_entities_are_items_even_with_joined_collections(session: Session):
    bake(session, 1, 2, 3)
    ids = list(session.scalars(select(loaves.c.id)))
    session.execute(insert(slices), [{"id": new_id(), "loaf_id": id} for id in ids for _ in range(3)])
    got = all_pages(session, select(Loaf), limit=2, keys=(loaves.c.weight, loaves.c.id))
    assert [type(loaf) for loaf in got] == [Loaf] * 3
    assert [len(loaf.slices) for loaf in got] == [3, 3, 3]


def test_several_columns_are_rows_with_names(session: Session):
    bake(session, 7)
    row = page(
        session, select(loaves.c.weight, loaves.c.name), keys=(loaves.c.id,), cursor=None, limit=1
    ).items[0]
    assert (row.weight, row.name) == (7, "loaf 7's")


def made_of(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


KEYS = (loaves.c.sold_at, loaves.c.baked_on, loaves.c.weight, loaves.c.name, loaves.c.id)
GOOD = '"2025-03-03T09:00:00+00:00","2025-03-03",1,"x"'
ID = '"01890000-0000-7000-8000-000000000000"'


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "!",
        "é",
        "AAAA",
        made_of("{}"),
        made_of("[]"),
        made_of("[" * 10_000),
        made_of(f"[{GOOD}]"),
        made_of(f"[{GOOD},{ID},1]"),
        made_of(f"[{GOOD},7]"),
        made_of(f"[{GOOD},null]"),
        made_of('["2025-03-03T09:00:00","2025-03-03",1,"x",' + ID + "]"),
        made_of('["0001-01-01T00:00:00+23:00","2025-03-03",1,"x",' + ID + "]"),
        made_of('["2025-03-03T09:00:00+00:00","2025-02-30",1,"x",' + ID + "]"),
        made_of('["2025-03-03T09:00:00+00:00","2025-03-03",99999999999999999999,"x",' + ID + "]"),
        made_of('["2025-03-03T09:00:00+00:00","2025-03-03","1","x",' + ID + "]"),
        made_of('["2025-03-03T09:00:00+00:00","2025-03-03",true,"x",' + ID + "]"),
        made_of('["2025-03-03T09:00:00+00:00","2025-03-03",1.5,"x",' + ID + "]"),
        made_of('["2025-03-03T09:00:00+00:00","2025-03-03",NaN,"x",' + ID + "]"),
        made_of('["2025-03-03T09:00:00+00:00","2025-03-03",1,"\\u0000",' + ID + "]"),
        made_of('["2025-03-03T09:00:00+00:00","2025-03-03",1,"\\ud800",' + ID + "]"),
    ],
)
def test_a_cursor_that_is_not_ours_is_refused_and_does_no_harm(session: Session, cursor: str):
    with pytest.raises(BadRequest) as caught:
        page(session, select(loaves), keys=KEYS, cursor=cursor, limit=2)
    assert caught.value.errors == {"cursor": ["Start again without it."]}
    assert page(session, select(loaves), keys=KEYS, cursor=None, limit=2).items == []


@given(cursor=st.text(max_size=80))
@examples(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_at_all_breaks_a_list(session: Session, cursor: str):
    with pytest.raises(BadRequest):
        page(session, select(loaves), keys=KEYS, cursor=cursor, limit=2)


def test_a_key_that_can_be_null_is_the_programmers_error(session: Session):
    bake(session, 1, 2)
    nothing = loaves.c.weight + None
    with pytest.raises(ValueError, match="never NULL"):
        page(session, select(loaves), keys=(nothing, loaves.c.id), cursor=None, limit=1)
