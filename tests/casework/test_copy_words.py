"""Every list and field that a copy can hold has plain words in English and Welsh."""

from collections.abc import Iterator

from sqlalchemy import Table

from chassis.store.holdings import Holdings
from gateway.store import metadata as of_gateway
from gateway.store.holdings import SECRETS
from services.casework import reference
from services.casework.store.holdings import holdings
from services.marketplace.service import Marketplace
from services.mi.service import ManagementInformation
from services.notify.service import Notify
from services.notify.store.people import person


def everywhere() -> Iterator[Holdings]:
    """What each service looks up to answer for a person; the community hands out its own part."""
    yield holdings()
    yield Holdings(Notify.metadata, keys=("person_id",), root=person.c.id)
    yield Holdings(ManagementInformation.metadata, keys=("person_id",))
    yield Holdings(Marketplace.metadata, keys=("participant_id",))
    yield Holdings(of_gateway, keys=("person_id",), leaving_out=SECRETS)


def fields_of(table: Table) -> set[str]:
    """The fields of a table that a page shows: ids are left out there."""
    return {column.name for column in table.c if column.name != "id" and not column.name.endswith("_id")}


def test_every_list_and_every_field_has_plain_words() -> None:
    lists = set(reference.labels("copy-lists"))
    words = set(reference.labels("copy-words")) | set(reference.labels("copy-moments"))
    tables = [one.table for found in everywhere() for one in found]
    left_out = {"held", *(name.split(".")[1] for name in SECRETS)}
    assert {table.name for table in tables} - lists == set()
    unnamed = {name for table in tables for name in fields_of(table)} - words - left_out
    assert {name for name in unnamed if not name.endswith("_index")} == set()


def test_what_fields_say_by_codes_stands_in_lists_that_there_are() -> None:
    for code in reference.codes("copy-values"):
        for name in code.extra["lists"]:
            assert reference.labels(name), f"{code.code}: {name}"
