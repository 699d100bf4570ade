"""Both ways to a view give the same answer, leave the same line and the same measure, and do the same."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from chassis import metrics, tracing
from chassis.http import current, short_way, tokens
from chassis.ids import new_id
from chassis.testing import actors
from chassis.testing.http import Client, app_of

ID = "X-Correlation-Id"
GIVEN = {ID: "order-66-of-tuesday"}
GIVEN_AS = {"X_Correlation_Id": GIVEN[ID]}
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
EMMA = {"title": "Emma", "copies": 5}
NOBODY = str(new_id())


class Ways:
    """One service, asked by the way that is right for each request, or by the long one whatever it is."""

    def __init__(self, context, monkeypatch):
        self.context = context
        self.apps = {way: app_of(context, context.service_class) for way in ("short", "long")}
        long = self.apps["long"]
        assert isinstance(long.wsgi_app, short_way.ShortWay)
        long.wsgi_app = long.wsgi_app._long_way
        self.went = Counter()
        through = short_way.ShortWay._through

        def counted(*given):
            answer = through(*given)
            self.went["short"] += 1
            return answer

        monkeypatch.setattr(short_way.ShortWay, "_through", counted)

    def client(self, way, actor):
        """A client who is led by this way."""
        return Client(self.context, self.apps[way], actor)


@pytest.fixture
def ways(context, monkeypatch):
    return Ways(context, monkeypatch)


def asked(client, method, path, headers, body):
    """What is to be seen of an answer: status, headers, body, and the line in the log."""
    given = {"data": body, "content_type": "application/json"} if isinstance(body, bytes) else body
    with capture_logs() as lines:
        answer = client.send(method, path, GIVEN | headers, **given)
    told = [{n: v for n, v in line.items() if n != "duration_ms"} for line in lines]
    return answer.status_code, sorted(answer.headers.items()), answer.data, told


HERE, DONATED = "/books/{book}", "/books/{book}/donations"
READS = {
    "a book": (HERE, {}),
    "a book that is not there": (f"/books/{NOBODY}", {}),
    "an id in capitals": ("/books/{BOOK}", {}),
    "a malformed id": ("/books/{book}0", {}),
    "an asterisk for an id": ("/books/*", {}),
    "a slash too many": ("/books/{book}/", {}),
    "two slashes": ("//books/{book}", {}),
    "an encoded letter": ("/%62ooks/{book}", {}),
    "a query": ("/books/{book}?limit=1", {}),
    "who asks": ("/me", {}),
    "a view that fails": ("/broken", {}),
    "no correlation id of ours": (HERE, {ID: "no"}),
    "a trace": (HERE, {"traceparent": TRACE}),
    "a trace that is none": (HERE, {"traceparent": "rubbish"}),
    "another tag": (HERE, {"If-None-Match": '"another"'}),
    "any tag": (HERE, {"If-None-Match": "*"}),
    "a range": (HERE, {"Range": "bytes=0-3"}),
    "another form": (HERE, {"Accept": "text/html"}),
    "no token": (HERE, {"Authorization": ""}),
    "a token that is none": (HERE, {"Authorization": "Bearer rubbish"}),
    "a token in small letters": (HERE, {"Authorization": "bearer rubbish"}),
    "another scheme": (HERE, {"Authorization": "Basic YTpi"}),
    "a key that a read does not need": (HERE, {"Idempotency-Key": "a b"}),
    "somebody's cookie": (HERE, {"Cookie": "session=1"}),
}
WRITES = {
    "a donation": (DONATED, {}, b'{"copies": 2}'),
    "with a key": (DONATED, {"Idempotency-Key": "one"}, b'{"copies": 2}'),
    "with a key that is none": (DONATED, {"Idempotency-Key": "a b"}, b'{"copies": 2}'),
    "with an empty key": (DONATED, {"Idempotency-Key": ""}, b'{"copies": 2}'),
    "to nobody": (f"/books/{NOBODY}/donations", {}, b'{"copies": 2}'),
    "to nobody with a key": (f"/books/{NOBODY}/donations", {"Idempotency-Key": "one"}, b'{"copies": 2}'),
    "too few": (DONATED, {}, b'{"copies": 0}'),
    "no number": (DONATED, {"Idempotency-Key": "one"}, b'{"copies": "many"}'),
    "too large a number": (DONATED, {}, b'{"copies": 1' + b"0" * 30 + b"}"),
    "a number without end": (DONATED, {}, b'{"copies": ' + b"9" * 5000 + b"}"),
    "infinitely many": (DONATED, {}, b'{"copies": Infinity}'),
    "a field that nobody knows": (DONATED, {}, b'{"copies": 2, "json": 1}'),
    "only fields that nobody knows": (DONATED, {}, b'{"json": 1}'),
    "half a letter": (DONATED, {}, b'{"copies": 2, "from_whom": "\\ud800"}'),
    "no object": (DONATED, {}, b"[]"),
    "null": (DONATED, {}, b"null"),
    "no JSON": (DONATED, {}, b'{"copies": '),
    "nothing": (DONATED, {}, b""),
    "other text": (DONATED, {}, {"data": b"copies=2", "content_type": "application/x-www-form-urlencoded"}),
    "with words": (
        DONATED,
        {},
        {"data": b'{"copies": 2}', "content_type": "application/json; charset=utf-8"},
    ),
    "too large": (DONATED, {}, b'{"copies": 2}' + b" " * 2**20),
    "under a condition": (DONATED, {"If-Match": '"x"'}, b'{"copies": 2}'),
    "a loan": ("/books/{book}/loan", {}, {}),
}
LONG = {
    *("a malformed id", "an asterisk for an id", "a slash too many", "two slashes", "who asks"),
    *(
        "a query",
        "another tag",
        "any tag",
        "a range",
        "no JSON at all",
        "nothing",
        "other text",
        "with words",
    ),
    *("too large", "under a condition", "a loan", "a view that fails"),
}
"""Which of them take the long way; all others must not, or this would compare that way with itself."""


def added(client, title="Emma"):
    return client.post("/books", EMMA | {"title": title}).json["id"]


@pytest.mark.parametrize("which", READS)
def test_a_read_is_answered_alike(ways, which):
    path, headers = READS[which]
    who = actors.librarian()
    book = added(ways.client("long", who))
    path = path.format(book=book, BOOK=book.upper())
    seen = [asked(ways.client(way, who), "GET", path, headers, {}) for way in ("short", "long")]
    assert without_new_ids(seen[0]) == without_new_ids(seen[1])
    assert (ways.went["short"] > 0) == (which not in LONG)


@pytest.mark.parametrize("which", WRITES)
def test_a_write_is_answered_alike_and_does_the_same(ways, which):
    path, headers, body = WRITES[which]
    seen = []
    for way in ("short", "long"):
        who = actors.librarian()
        client, clerk = ways.client(way, who), ways.client("long", who)
        book = added(clerk, f"Emma by {way}")
        told = asked(client, "POST", path.format(book=book), headers, body)
        after = clerk.get(f"/books/{book}").json["copies"]
        seen.append(repr((told, after)).replace(book, "…").replace(f"by {way}", "…"))
    lengths = re.compile(r"'Content-Length', '\d+'")
    assert lengths.sub("", seen[0]).replace("…", "") == lengths.sub("", seen[1]).replace("…", "")
    assert (ways.went["short"] > 0) == (which not in LONG)


def test_a_key_is_one_key_by_whichever_way(ways):
    """What was done by one way is answered from its stored answer by the other."""
    for first, then in (("short", "long"), ("long", "short"), ("short", "short")):
        who = actors.librarian()
        book = added(ways.client("long", who), f"Emma {first} {then}")
        answers = [
            ways.client(way, who).post(f"/books/{book}/donations", {"copies": 2}, Idempotency_Key="one")
            for way in (first, then)
        ]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].data == answers[1].data
        assert ways.client("long", who).get(f"/books/{book}").json["copies"] == EMMA["copies"] + 2
        other = ways.client(then, who).post(f"/books/{book}/donations", {"copies": 3}, Idempotency_Key="one")
        assert (other.status_code, other.json["code"]) == (422, "idempotency-key-reused")


def test_what_fails_leaves_its_key_free(ways):
    client = ways.client("short", actors.librarian())
    for _ in range(2):
        gone = client.post(f"/books/{NOBODY}/donations", {"copies": 2}, Idempotency_Key="one")
        assert gone.status_code == 404
    book = added(client)
    assert client.post(f"/books/{book}/donations", {"copies": 2}, Idempotency_Key="one").status_code == 201


@pytest.mark.parametrize("way", ["short", "long"])
def test_who_may_not_come_in_is_refused_before_anything_is_done(ways, way):
    book = added(ways.client("long", actors.librarian()))
    seen = [
        ways.client(way, actor).post(f"/books/{book}/donations", {"copies": 2}).status_code
        for actor in (actors.reader(), actors.anonymous())
    ]
    assert seen == [403, 401]


def test_a_token_that_is_too_old_is_refused_alike(ways, monkeypatch):
    who = actors.librarian()
    book = added(ways.client("long", who))
    monkeypatch.setattr(tokens, "LIFE", timedelta(seconds=-60))
    answers = [ways.client(way, who).get(f"/books/{book}", **GIVEN_AS) for way in ("short", "long")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].data == answers[1].data
    assert sorted(answers[0].headers.items()) == sorted(answers[1].headers.items())


def test_both_are_measured_and_traced_alike(ways, monkeypatch):
    spans = []
    monkeypatch.setattr(tracing, "reporters", [spans.append])
    who = actors.librarian()
    book = added(ways.client("long", who))
    before, counted = len(spans), _measured()
    for way in ("short", "long"):
        ways.client(way, who).get(f"/books/{book}", traceparent=TRACE)
    one, other = spans[before:]
    assert (one.name, one.parent, one.failed) == (other.name, other.parent, other.failed)
    assert _measured() == counted + 2


def test_a_view_that_fails_says_nothing_of_it_by_either_way(ways, monkeypatch):
    def broken(_):
        raise RuntimeError("Jane Doe, 020 7946 0000")

    who = actors.librarian()
    book = added(ways.client("long", who))
    monkeypatch.setattr("shelf.api.found", broken)
    seen = [asked(ways.client(way, who), "GET", f"/books/{book}", {}, {}) for way in ("short", "long")]
    for status, headers, body, lines in seen:
        assert status == 500
        assert "Jane" not in f"{headers}{body}"
        assert [line["event"] for line in lines] == ["request failed", "request"]
    assert seen[0][:3] == seen[1][:3]


def test_a_view_that_asks_flask_is_led_there(ways):
    client = ways.client("short", actors.reader())
    with capture_logs() as lines:
        for _ in range(2):
            answer = client.get(f"/books/{NOBODY}/address")
            assert (answer.status_code, answer.json) == (200, {"address": f"/books/{NOBODY}/address"})
    assert [line["event"] for line in lines] == ["request"] * 2
    assert ways.went["short"] == 0
    assert ways.apps["short"].wsgi_app._routes.find("GET", f"/books/{NOBODY}/address") is None


def test_nothing_of_one_request_is_left_for_the_next(ways):
    who = actors.librarian()
    client = ways.client("short", who)
    assert client.get("/me", X_Correlation_Id="order-66-of-tuesday").json["correlation_id"] == GIVEN[ID]
    assert client.get("/broken").status_code == 500
    assert current.short.get() is None
    assert ways.client("short", actors.anonymous()).get("/me").status_code == 401


def _measured():
    said = metrics.exposition().decode()
    found = re.search(r'_seconds_count\{method="GET",route="/books/<uuid:book_id>",.*"200"\} (\S+)', said)
    return float(found[1]) if found else 0.0


def without_new_ids(seen):
    """Without the ids that are made for a request which brings none that is good."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "…", repr(seen))
