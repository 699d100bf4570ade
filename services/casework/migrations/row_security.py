"""Row-level security: the wall behind the policy. A query that forgets whom it may show shows nobody else.

The database knows the actor of a transaction by three settings: `workstead.kind`, `workstead.org` and
`workstead.person`. A person sees what is theirs; an organisation that provides for a person sees what
is about that person; the system (listeners, timers) sees everything. Dates and roles are the policy's alone.

What is written here has been run in databases: it is never changed. A new rule is a new function.
"""

SYSTEM = "current_setting('workstead.kind', true) = 'system'"
ORGANISATION = "nullif(current_setting('workstead.org', true), '')::uuid"
PERSON = "nullif(current_setting('workstead.person', true), '')::uuid"
SERVED = (
    "select party.participant_id from participant_party party"
    f" where party.organisation_id = {ORGANISATION} and party.capacity = 'provider'"
)


def protect(table: str, column: str = "participant_id") -> list[str]:
    """Statements after which rows are seen and written only for the person whom `column` names."""
    seen = f"{SYSTEM} or {column} = {PERSON} or {column} in ({SERVED})"
    return _forced(table, seen, seen)


def protect_record(table: str) -> list[str]:
    """The record itself: an organisation may also write a new one of which it is the controller."""
    seen = f"{SYSTEM} or id = {PERSON} or id in ({SERVED})"
    return _forced(table, seen, f"{seen} or organisation_id = {ORGANISATION}")


def protect_parties(table: str) -> list[str]:
    """Who has to do with whom: an organisation sees its own part, a person sees all that concern them."""
    seen = f"{SYSTEM} or participant_id = {PERSON} or organisation_id = {ORGANISATION}"
    return _forced(table, seen, seen)


def protect_pair(table: str, one: str, other: str) -> list[str]:
    """Rows about two people, for whoever may see both."""
    seen = f"{SYSTEM} or ({one} in ({SERVED}) and {other} in ({SERVED}))"
    return _forced(table, seen, seen)


def protect_beginnings(table: str) -> list[str]:
    """What is told before there is a record: the organisation that is asked sees it, and nobody signed in for
    another; whoever has not signed in reaches by its code what they have begun, until it is settled.
    """
    nobody = "current_setting('workstead.kind', true) = 'anonymous' and code_index is not null"
    begun = f"({nobody} and settled_at is null)"
    new = "(current_setting('workstead.kind', true) = 'anonymous' and begun_by is null)"
    seen = f"{SYSTEM} or organisation_id = {ORGANISATION}"
    return _forced(table, f"{seen} or {begun}", f"{seen} or {new}")


def protect_part(table: str, column: str, whole: str) -> list[str]:
    """Rows that belong to a row of another protected table, and are seen with it."""
    seen = f"{SYSTEM} or {column} in (select whole.id from {whole} whole)"
    return _forced(table, seen, seen)


def protect_of_organisation(table: str) -> list[str]:
    """Rows about how an organisation works, and about nobody whom it helps: it alone sees them."""
    seen = f"{SYSTEM} or organisation_id = {ORGANISATION}"
    return _forced(table, seen, seen)


def also_without_person(table: str) -> list[str]:
    """Rows of a table about people that are about nobody: their organisation sees and writes them too."""
    seen = f"participant_id is null and organisation_id = {ORGANISATION}"
    return [f"create policy {table}_of_nobody on {table} using ({seen}) with check ({seen})"]


OF_PEOPLE = (
    "select tablename, policyname, substring(qual from '(\\w+) IN \\( SELECT party') from pg_policies"
    " where schemaname = current_schema() and qual like '%IN ( SELECT party.participant_id%'"
    " and qual like '%workstead.person%'"
)
"""Walls that first gather everybody whom the organisation serves: table, name, column of the person."""

OF_PARTS = (
    "select tablename, policyname, substring(qual from '(\\w+) IN \\( SELECT whole'),"
    " substring(qual from 'FROM (\\w+) whole') from pg_policies"
    " where schemaname = current_schema() and qual like '%IN ( SELECT whole.id%'"
)
"""Walls that first gather every row of another table: table, name, column, and the other table."""


def look_up_person(table: str, wall: str, column: str) -> str:
    """A statement after which such a wall asks of each row whether its person is served, by an index.

    What it shows is the same, and a page about one person costs no more where a hundred thousand are served.
    """
    seen = f"{SYSTEM} or {column} = {PERSON} or exists ({SERVED} and party.participant_id = {table}.{column})"
    written = f"{seen} or organisation_id = {ORGANISATION}" if table == "participant" else seen
    return f"alter policy {wall} on {table} using ({seen}) with check ({written})"


def own_first(table: str) -> str:
    """A statement after which an organisation also sees what of a person is its own by its own id: what it
    claims and was paid, or counts where it answers for the record.

    That is asked before anybody is looked up: a page about everybody looks up nobody.
    """
    seen = f"{SYSTEM} or organisation_id = {ORGANISATION} or participant_id = {PERSON}"
    seen += f" or exists ({SERVED} and party.participant_id = {table}.participant_id)"
    return f"alter policy {table}_of_the_actor on {table} using ({seen}) with check ({seen})"


def look_up_part(table: str, wall: str, column: str, whole: str) -> str:
    """The same for rows that belong to a row of another protected table."""
    seen = f"{SYSTEM} or exists (select from {whole} whole where whole.id = {table}.{column})"
    return f"alter policy {wall} on {table} using ({seen}) with check ({seen})"


def look_up_pair(table: str, wall: str, one: str, other: str) -> str:
    """The same for rows about two people."""
    served = (f"exists ({SERVED} and party.participant_id = {table}.{column})" for column in (one, other))
    seen = f"{SYSTEM} or ({' and '.join(served)})"
    return f"alter policy {wall} on {table} using ({seen}) with check ({seen})"


def _forced(table: str, seen: str, written: str) -> list[str]:
    """Forced, for the service owns its tables and would otherwise walk past its own wall."""
    return [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy {table}_of_the_actor on {table} using ({seen}) with check ({written})",
    ]
