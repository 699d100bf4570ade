"""The statements by which PostgreSQL copies what a few people have to everybody else of a crowd.

A copy is somebody's in every table: ids, and whatever points to them, are worked out from the copy's number
and the sample's own id, so that a claim's ledger entry stands by the copy's claim.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.orm import Session

SINCE = "cast(:today as date) - (n % 700)::int"
SAMPLE = "(cast(:samples as uuid[]))[n % cardinality(cast(:samples as uuid[])) + 1]"
_ID = "cast(regexp_replace(lpad(to_hex({0}), 12, '0'), '^(.{{8}})', '\\1-') || '-' || {1} as uuid)"
PERSON, ADVISER = _ID.format("n", ":tail"), _ID.format("n / :caseload", ":advisers")
POINTS = {
    "plan_id": "plan",
    "spell_id": "spell",
    "attachment_id": "attachment",
    "claim_id": "claim",
    "appointment_id": "appointment",
}
"""Columns that point to another table whose rows are copied."""


@dataclass(frozen=True)
class Copied:
    """A table of which every copy has what its sample has."""

    table: str
    of: str | None = None
    """The table to whose rows these belong; by default they belong to the person."""
    each: int = 1
    """How often: as often as the sample has them, or so many times."""
    own: Mapping[str, str] = field(default_factory=dict)
    """What is the copy's own, by column; `n` is its number, `m` counts `each`, `s` is the sample's row."""


TOMORROW = "cast(:today as timestamptz) + make_interval(days => ((n % :caseload) / 10)::int, mins => {0})"
AT_NINE = "540 + (n % 10)::int * 45"
COPIES = (
    Copied("participant_party", own={"from_on": SINCE}),
    *map(Copied, ("lawful_basis", "participant_name_word", "participant_name_key", "derivation")),
    *map(Copied, ("circumstance", "barrier", "milestone", "attachment", "claim", "ledger_entry")),
    *map(Copied, ("forecast_fee", "plan", "spell")),
    Copied("plan_action", of="plan"),
    Copied("plan_step", of="plan"),
    Copied("spell_change", of="spell"),
    Copied(
        "appointment",
        own={
            "adviser_id": ADVISER,
            "starts_at": TOMORROW.format(AT_NINE),
            "ends_at": TOMORROW.format(f"{AT_NINE} + 30"),
        },
    ),
)
DERIVED = ("derivation", "milestone", "claim", "ledger_entry", "forecast_fee")
"""What follows from the facts of all the others."""
PERSONAL = {
    "id": PERSON,
    "reference": "'P-' || lpad(n::text, 8, '0')",
    "national_insurance_number": "null",
    "national_insurance_index": "null",
    "adviser_id": ADVISER,
    "registered_on": SINCE,
    "allocated_on": SINCE,
}
"""What of the record itself is nobody else's."""


def contacts(each: int) -> Copied:
    """So many contacts for each, over a year and a half."""
    when = "make_interval(days => (n % 97 + m * 17)::int, mins => m)"
    own = {"occurred_at": f"cast(:today as timestamptz) - {when}"}
    return Copied("contact", each=each, own=own)


def record(session: Session) -> str:
    """The statement for the record itself."""
    values = {name: f"s.{name}" for name in _columns(session, "participant")} | PERSONAL
    return f"{_into('participant', values)} {_NUMBERS} join participant s on s.id = {SAMPLE}"


def statement(session: Session, copied: Copied) -> str:
    """The statement for whatever belongs to it."""
    table, whole = copied.table, copied.of
    values = {name: _value(name, table) for name in _columns(session, table)} | dict(copied.own)
    samples = f"join {table} s on s.participant_id = {SAMPLE}"
    if whole is not None:
        samples = f"join {whole} w on w.participant_id = {SAMPLE} join {table} s on s.{whole}_id = w.id"
    return f"{_into(table, values)} {_NUMBERS} cross join generate_series(1, {copied.each}) m {samples}"


def clubs(session: Session) -> list[str]:
    """The statements for groups: one for each caseload, in which ten have a place and two more wait."""
    club = "cast(md5(:tail || 'group_session' || n / :caseload) as uuid)"
    sample = "select s.session_id from group_place s where s.participant_id = (cast(:samples as uuid[]))[1]"
    sessions = {name: f"s.{name}" for name in _columns(session, "group_session")}
    sessions |= {"id": club, "led_by": ADVISER, "taken": "10", "waiting": "2"}
    places = {name: _value(name, "group_place") for name in _columns(session, "group_place")}
    places |= {"session_id": club, "contact_id": "null"}
    places |= {"placed_at": "case when n % :caseload < 10 then s.placed_at end"}
    return [
        f"{_into('group_session', sessions)} {_NUMBERS} join group_session s on s.id = ({sample})"
        " where n % :caseload = 0",
        f"{_into('group_place', places)} {_NUMBERS} cross join (select 1 as m) one"
        " join group_place s on s.participant_id = (cast(:samples as uuid[]))[1] where n % :caseload < 12",
    ]


_NUMBERS = "from generate_series(cast(:begin as bigint), :end) n"


def _value(name: str, table: str) -> str:
    if name == "participant_id":
        return PERSON
    if name == "id":
        return f"cast(md5(:tail || '{table}' || n || s.id || '-' || m) as uuid)"
    if name in POINTS and table != "contact":
        return f"cast(md5(:tail || '{POINTS[name]}' || n || s.{name} || '-1') as uuid)"
    return f"s.{name}"


def _into(table: str, values: Mapping[str, str]) -> str:
    return f"insert into {table} ({', '.join(values)}) select {', '.join(values.values())}"


def _columns(session: Session, table: str) -> list[str]:
    named = "select column_name from information_schema.columns where table_name = :table"
    return list(session.scalars(text(named), {"table": table}))
