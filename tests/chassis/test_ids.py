"""Ids are in the order of their making; references can be said on the phone."""

import re
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from chassis.ids import new_id, reference

SHAPE = re.compile(r"R-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}")


def test_ids_are_plain_uuids_of_version_7():
    made = new_id()
    assert type(made) is UUID
    assert made.version == 7


def test_ids_sort_in_the_order_of_their_making():
    made = [new_id() for _ in range(5_000)]
    assert all(a < b for a, b in pairwise(made))


@given(st.uuids())
def test_a_reference_has_six_symbols_that_cannot_be_misheard(id: UUID):
    assert SHAPE.fullmatch(reference("R", id))


@given(st.uuids())
def test_a_reference_follows_from_the_id_and_carries_its_prefix(id: UUID):
    assert reference("CL", id) == "CL" + reference("R", id)[1:]


def test_ids_made_together_have_references_apart():
    made = {reference("R", new_id()) for _ in range(1_000)}
    assert len(made) > 990
