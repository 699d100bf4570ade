"""Many rows by one statement and one parameter, however many there are.

The driver and SQLAlchemy spend more time on the parameters of an INSERT than PostgreSQL spends on the row;
so a batch of rows goes there as one JSON document. For tables of plain columns: text, numbers, ids, dates,
JSON.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import JSON, Table, Text, bindparam, cast, column, func, select
from sqlalchemy.dialects.postgresql import Insert, insert

ROWS = "many_rows"


def inserted(table: Table) -> Insert:
    """An INSERT of all columns of this table, to be built once; `rows` makes what it is carried out with."""
    given = func.json_to_recordset(cast(bindparam(ROWS, type_=Text), JSON))
    names = [one.name for one in table.columns]
    read = given.table_valued(*(column(one.name, one.type) for one in table.columns), name="given")
    return insert(table).from_select(names, select(read.render_derived(with_types=True)))


def rows(values: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The rows, as the parameter of such a statement. A column that is left out is null."""
    return {ROWS: orjson.dumps(values).decode()}
