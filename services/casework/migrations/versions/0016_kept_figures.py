"""What pages about everybody show is kept: sums of money by day, and how each person stands for alerts."""

import sqlalchemy as sa
from alembic import op

from services.casework.migrations import row_security

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COUNTS = "claimed_on is not null and rejected_on is null and reversed_on is null"
KEYS = "book, organisation_id, tariff, kind, what, day"
MARK = "insert into standing_mark (participant_id) select distinct"
WHO = "set_config('workstead.kind', {0}, true)"
EARNED = (
    "'earned' as book, organisation_id, '' as tariff, '' as kind, '' as what, claimable_on as day,"
    " amount_pence"
)
EXPECTED = "'expected' as book, organisation_id, tariff, kind, '' as what, claimable_on as day, amount_pence"
LEDGER = (
    "'ledger' as book, {0}.organisation_id, claim.tariff, claim.kind, {0}.what, {0}.occurred_on as day,"
    " {0}.amount_pence"
)
WHOSE = {
    "participant": "{0}.id from {0}",
    **dict.fromkeys(("contact", "appointment", "plan", "spell", "barrier"), "{0}.participant_id from {0}"),
    "claim": "{0}.participant_id from {0} where {0}.participant_id is not null",
    "attendance": "whole.participant_id from {0} join appointment whole on whole.id = {0}.appointment_id",
    "plan_step": "whole.participant_id from {0} join plan whole on whole.id = {0}.plan_id",
}
"""Tables from which alerts follow, and whom a row of them is about."""


def upgrade() -> None:
    """The tables, what is there already, the triggers that keep them, then the walls."""
    tallies()
    standings()
    for statement in [*triggers_of_tallies(), *triggers_of_standings(), *walls()]:
        op.execute(statement)
    op.execute("select set_config('workstead.kind', 'system', true)")
    for statement in what_is_there():
        op.execute(statement)
    op.execute("select set_config('workstead.kind', '', true)")


def tallies() -> None:
    """What rows of money come to, by day. Additions wait beside the sum until they are put together."""
    op.create_table(
        "tally",
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("tariff", "kind", "what")),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("amount_pence", sa.BigInteger, nullable=False),
        sa.Column("settled", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_tally_book_organisation_id_day", "tally", ["book", "organisation_id", "day"])
    op.create_index("ix_tally_unsettled", "tally", ["seq"], postgresql_where=sa.text("not settled"))


def standings() -> None:
    """From what the alerts about each person follow; and about whom something has changed since."""
    op.create_table(
        "standing",
        sa.Column("participant_id", sa.Uuid, sa.ForeignKey("participant.id"), primary_key=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False, comment="That answers for the record."),
        sa.Column("adviser_id", sa.Uuid),
        sa.Column("known_since", sa.Date, nullable=False),
        sa.Column("last_contact_at", sa.DateTime(timezone=True)),
        sa.Column("plan_agreed_on", sa.Date),
        sa.Column("claimable_since", sa.Date),
        sa.Column("in_work", sa.Boolean, nullable=False),
        sa.Column("barriers", sa.Integer, nullable=False),
    )
    op.create_table(
        "standing_mark",
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("participant_id", sa.Uuid, nullable=False),
        comment="Whose standing is to be worked out anew: ids alone, and gone within seconds.",
    )


def triggers_of_tallies() -> list[str]:
    """The ledger only grows; claims change, and what is expected is replaced."""
    entered = (LEDGER.format("come"), "come join claim on claim.id = come.claim_id", 1)
    return [
        _function("tally_ledger_entry", _as_system(_added(entered))),
        _trigger("tally_ledger_entry", "ledger_entry", "insert"),
        *_tallied("claim", EARNED, f"where {COUNTS}"),
        *_tallied("forecast_fee", EXPECTED, ""),
    ]


def triggers_of_standings() -> list[str]:
    """Whoever is touched is marked; nobody waits for anybody else's mark."""
    found = []
    for table, whose in WHOSE.items():
        come, gone = (f"{MARK} {whose.format(side)};" for side in ("come", "gone"))
        body = f"if tg_op <> 'DELETE' then {come} end if; if tg_op <> 'INSERT' then {gone} end if;"
        found.append(_function(f"mark_{table}", body))
        found += [_trigger(f"mark_{table}", table, change) for change in ("insert", "update", "delete")]
    return found


def walls() -> list[str]:
    """Totals are their organisation's; a standing is seen with the person. A mark is an id, and no more."""
    return [
        *row_security.protect_of_organisation("tally"),
        *row_security.protect("standing"),
        *(row_security.own_first(table) for table in ("standing", "claim", "ledger_entry")),
    ]


def what_is_there() -> list[str]:
    """Sums of what was written before; everybody is marked, and worked out by the timer."""
    books = (
        f"select {LEDGER.format('entry')} from ledger_entry entry join claim on claim.id = entry.claim_id",
        f"select {EARNED} from claim where {COUNTS}",
        f"select {EXPECTED} from forecast_fee",
    )
    return [
        *(
            f"insert into tally ({KEYS}, number, amount_pence, settled) select {KEYS}, count(*),"
            f" sum(amount_pence), true from ({book}) written group by {KEYS}"
            for book in books
        ),
        f"{MARK} id from participant",
    ]


def _tallied(table: str, columns: str, where: str) -> list[str]:
    """What comes is added and what goes is taken away; what only changes otherwise leaves no row."""
    come, gone = (columns, f"come {where}", 1), (columns, f"gone {where}", -1)
    body = (
        f"if tg_op = 'INSERT' then {_added(come)} elsif tg_op = 'UPDATE' then {_added(come, gone)}"
        f" else {_added(gone)} end if;"
    )
    return [
        _function(f"tally_{table}", _as_system(body)),
        *(_trigger(f"tally_{table}", table, change) for change in ("insert", "update", "delete")),
    ]


def _added(*sides: tuple[str, str, int]) -> str:
    rows = " union all ".join(f"select {columns}, {n} as n from {rest}" for columns, rest, n in sides)
    return (
        f"insert into tally ({KEYS}, number, amount_pence) select {KEYS}, sum(n), sum(n * amount_pence)"
        f" from ({rows}) moved group by {KEYS} having sum(n) <> 0 or sum(n * amount_pence) <> 0;"
    )


def _as_system(body: str) -> str:
    """A total is not about the person for whom a row was written: whoever wrote it, it is added."""
    return (
        f"was := current_setting('workstead.kind', true); perform {WHO.format(chr(39) + 'system' + chr(39))};"
        f" {body} perform {WHO.format('was')};"
    )


def _function(name: str, body: str) -> str:
    return (
        f"create function {name}() returns trigger language plpgsql as"
        f" $$ declare was text; begin {body} return null; end $$"
    )


def _trigger(function: str, table: str, change: str) -> str:
    """Once for each statement, however many rows it changes."""
    sides = {"insert": "new table as come", "delete": "old table as gone"}
    rows = sides.get(change, "old table as gone new table as come")
    return (
        f"create trigger {function}_{change} after {change} on {table} referencing {rows}"
        f" for each statement execute function {function}()"
    )
