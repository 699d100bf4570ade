"""Every service has the same rooms, and no room is so full that nobody can find a thing in it."""

import io
import re
import tokenize
from pathlib import Path

import pytest
from suite import ROOMS, ROOT, python_files, services

# Words that the chassis shares with a service, for they are words of the programming trade too;
# each stands here with its reason.
SHARED_WORDS = {
    "application": "a Flask application; PostgreSQL's application_name",
    "change": "to change a row",
    "circumstance": "the circumstances of a record: cause, correlation, trace",
    "name": "everything has a name",
    "word": "words that a person reads",
    "access": "access to a route, to the access log",
    "document": "the OpenAPI document, a JSON document",
    "erasure": "what is sealed in a log is erased",
    "export": "traces are exported",
    "hold": "to hold a lock",
    "note": "to note something",
    "request": "a request over HTTP",
    "account": "an account signs in; the chassis's actor token is about one",
    "action": "an action is what a person or an event does",
    "call": "a function is called",
    "calendar": "a calendar of working days",
    "claim": "a token has claims; a relay claims rows",
    "event": "the chassis carries events",
    "figure": "a number in a doc",
    "fact": "what an event states",
    "follow": "what follows from a clock",
    "grant": "a database role has grants",
    "group": "a group of a regular expression",
    "ledger": "tests keep a ledger of what was sent",
    "link": "a link on a page",
    "message": "a message of the broker, an error message",
    "member": "a member of a set",
    "person": "personal data has a person; the record is addressed by person_id",
    "place": "in the place of something else",
    "plan": "a query plan",
    "period": "a period of time",
    "reply": "a reply to a request",
    "report": "to report an error",
    "session": "a session of the database",
    "signed": "a signed token",
    "space": "white space",
    "staff": "operations staff",
    "subscription": "a subscription to events",
    "template": "a template database, a path template",
    "transfer": "HTTP's transfer encoding",
    "thread": "a thread of execution",
    "contract": "what a producer and its consumers agree on",
    "content": "the content type of a body",
    "answer": "an answer to a request",
    "contact": "to contact a server",
    "metric": "a metric for Prometheus",
    "known": "an adjective",
    "party": "a third party",
    "site": "a site package",
    "slot": "dataclass slots",
    "state": "the state of a process",
    "earlier": "an earlier row",
    "entry": "an entry point, a log entry",
    "reading": "reading a row",
    "step": "a step in a procedure",
    "channel": "an AMQP channel",
    "delivery": "delivering a message",
    "version": "the version of a program, of a schema, of an aggregate",
    "search": "the search path of a database",
    "activity": "pg_stat_activity",
    "wish": "what a client asks of a connection",
    "work": "what a thread or a program does",
    "mark": "to mark a place, a row",
    "standing": "an adjective",
    "tally": "how many of a batch went well",
    "check": "to check a signature, a health check",
    "text": "text that is a value, a column, a file",
    "given": "what a function is given",
    "sent": "what was sent over a wire",
    "copy": "to copy a file, COPY of PostgreSQL",
    "clause": "a clause of SQL",
    "warning": "a warning of Python",
}


@pytest.mark.parametrize("service", services(), ids=lambda s: s.name)
def test_every_service_has_the_same_rooms(service: type) -> None:
    home = ROOT / service.__module__.replace(".", "/").removesuffix("/service")
    missing = [room for room in ROOMS if not (home / room).is_dir()]
    assert not missing, f"{home.name} has no {', '.join(missing)}"
    assert (home / "README.md").is_file(), f"{home.name} has no README.md"
    for module in ("events", "listeners", "policy"):
        assert (home / f"{module}.py").is_file() or (home / module).is_dir(), f"{home.name} has no {module}"


@pytest.mark.parametrize("path", python_files("chassis", "services", "gateway", "demo"), ids=str)
def test_no_file_holds_more_than_three_hundred_lines(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 300, f"{path.relative_to(ROOT)} has {lines} lines: a concept in it wants its own module"


def test_no_file_of_tests_holds_more_than_three_hundred_lines() -> None:
    long = {
        path for path in python_files("tests", "bench") if path.read_text(encoding="utf-8").count("\n") > 300
    }
    assert not long, "Part them by what they are about."


def domain_words() -> set[str]:
    """The nouns of the field: from the services' own table names and what their events are about."""
    words: set[str] = set()
    for service in services():
        for table in service.metadata.tables:
            words.update(re.split(r"[^a-z]+", table.lower()))
        for event in (e.type for e in service.events):
            words.update(re.split(r"[^a-z]+", event.split(".")[2]))
    return {w for w in words if len(w) > 3} - set(SHARED_WORDS)


def names_in(path: Path) -> set[str]:
    """Every word of the code and its comments, split at underscores and capitals, plural s taken off."""
    found: set[str] = set()
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type in (tokenize.NAME, tokenize.STRING, tokenize.COMMENT):
            for word in re.findall(r"[A-Z]?[a-z]+", token.string):
                found.update({word.lower(), word.lower().removesuffix("s")})
    return found


def test_no_domain_word_in_the_chassis() -> None:
    words = domain_words()
    assert {"participant", "referral", "appointment", "offer"} <= words, "the words were not gathered"
    told = {
        f"{path.relative_to(ROOT)}: {', '.join(sorted(names_in(path) & words))}"
        for path in python_files("chassis")
        if names_in(path) & words
    }
    assert not told, "The chassis speaks of the field:\n" + "\n".join(sorted(told))
