"""One request cannot be hidden in another, nor a way past the walls in an address: bytes on a real wire."""

import pytest
import requests
from suites import Performance
from wire import connected, heard, said, statuses

HIDDEN = b"GET /api/casework/participants HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
"""If it is taken for a request of its own, there is a second answer."""
WRITE = b"POST /api/community/subscriptions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
READ = b"GET /api/organisations HTTP/1.1\r\nHost: 127.0.0.1\r\n"
LENGTH = b"Content-Length: "
CHUNKED = b"Transfer-Encoding: chunked\r\n"

IN_TWO_WAYS = {
    "CL.TE": WRITE + LENGTH + b"6\r\n" + CHUNKED + b"\r\n0\r\n\r\nX",
    "TE.CL": WRITE + CHUNKED + LENGTH + b"4\r\n\r\n5c\r\nX\r\n0\r\n\r\n",
    "TE.TE": WRITE + CHUNKED + b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "a coding nobody knows": WRITE + b"Transfer-Encoding: cow\r\n\r\n",
    "a coding after chunked": WRITE + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a coding in odd letters": WRITE + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": WRITE + b"Transfer-Encoding : chunked\r\n" + LENGTH + b"0\r\n\r\n",
    "two lengths": WRITE + LENGTH + b"0\r\n" + LENGTH + b"44\r\n\r\n",
    "the same length twice": WRITE + LENGTH + b"0\r\n" + LENGTH + b"0\r\n\r\n",
    "two lengths in one": WRITE + LENGTH + b"0, 44\r\n\r\n",
    "a length with a sign": WRITE + LENGTH + b"+0\r\n\r\n",
    "a negative length": WRITE + LENGTH + b"-1\r\n\r\n",
    "a length in hexadecimal": WRITE + LENGTH + b"0x0\r\n\r\n",
    "a length with an underscore": WRITE + LENGTH + b"0_0\r\n\r\n",
    "an empty length": WRITE + b"Content-Length:\r\n\r\n",
    "an extension of a chunk": WRITE + CHUNKED + b"\r\n2;x=y\r\n{}\r\n0\r\n\r\n",
    "a bare line feed after a size": WRITE + CHUNKED + b"\r\n2\n{}\r\n0\r\n\r\n",
    "a bare line feed after a chunk": WRITE + CHUNKED + b"\r\n2\r\n{}\n0\r\n\r\n",
    "a trailer": WRITE + CHUNKED + b"\r\n0\r\nX-Late: 1\r\n\r\n",
    "a size too large for a number": WRITE + CHUNKED + b"\r\nffffffffffffffff2\r\n{}\r\n0\r\n\r\n",
    "a folded line": READ + b"Accept: a\r\n ,b\r\n\r\n",
    "a bare line feed": READ + b"Accept: a\nX-Other: b\r\n\r\n",
    "a bare carriage return": READ + b"Accept: a\rTransfer-Encoding: chunked\r\n\r\n",
    "a nought byte": READ + b"Accept: a\x00\r\n\r\n",
    "a space in a name": READ + b"Content Length: 5\r\n\r\n",
    "a line without a name": READ + b": chunked\r\n\r\n",
    "a line without a colon": READ + b"chunked\r\n\r\n",
    "two hosts": READ + b"Host: evil.example\r\n\r\n",
    "no host": b"GET /api/organisations HTTP/1.1\r\n\r\n",
    "an absolute address": b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "an authority": b"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "an asterisk": b"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "the beginning of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no version": b"GET /api/organisations\r\n",
    "two spaces": b"GET  /api/organisations HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
}


@pytest.mark.parametrize("way", IN_TWO_WAYS)
def test_what_can_be_read_in_two_ways_is_refused_and_nothing_behind_it_is_read(
    played: Performance, way: str
) -> None:
    answer = statuses(said(played.stage.base, IN_TWO_WAYS[way] + HIDDEN))
    assert len(answer) == 1, answer
    assert answer[0] in (400, 505)


def test_what_is_plain_is_answered_and_so_is_what_follows_it(played: Performance) -> None:
    """Else the tests above would pass on a server that answers nothing."""
    plain = WRITE + LENGTH + b"2\r\n\r\n{}" + WRITE + CHUNKED + b"\r\n2\r\n{}\r\n0\r\n\r\n" + HIDDEN
    assert statuses(said(played.stage.base, plain)) == [422, 422, 401]


ROUNDABOUT = (
    "/api/casework/../gateway/ops/outbox",
    "/api/casework/..%2fops%2foutbox",
    "/api/casework/%2e%2e/ops/outbox",
    "/api/casework/x/../ops/outbox",
    "/api/casework/./ops/outbox",
    "/api/casework//ops/outbox",
    "/api//casework/ops/outbox",
    "/api/casework/%6fps/outbox",
    "/api/casework/ops%2foutbox",
    "/api/casework/ops;/outbox",
    "/api/casework/ops%00/outbox",
    "/api/casework\\ops\\outbox",
    "/api/casework/%5cops/outbox",
    "/api/casework/ops%252foutbox",
    "/api/casework/%c0%ae%c0%ae/ops/outbox",
    "/api/casework@127.0.0.1/ops/outbox",
    "/api/casework/health/ready",
    "/api/casework/%68ealth/ready",
    "/api/casework/metrics",
    "/api/casework/metrics/",
    "/api/casework/openapi.json",
    "/api/exchange/streams/open",
    "//api/casework/ops/outbox",
    "/api/casework/ops/outbox#",
)


@pytest.mark.parametrize("path", ROUNDABOUT)
def test_no_way_round_leads_to_the_inside(played: Performance, path: str) -> None:
    """An adviser asks by an address that somebody on the way may read otherwise."""
    person = played.stage["anwen"]
    person.sign_in()
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {person.token}\r\n"
    answer = said(played.stage.base, f"{head}Connection: close\r\n\r\n".encode())
    assert statuses(answer)[0] in (400, 404), answer


def test_hop_by_hop_headers_take_nothing_off_and_put_nothing_on(played: Performance) -> None:
    """Naming a header in Connection must not make it vanish, nor an upgrade change the talk."""
    person = played.stage["anwen"]
    person.sign_in()
    own = {"Authorization": f"Bearer {person.token}"}
    plain = requests.get(f"{played.stage.base}/api/me", headers=own, timeout=10)
    for tricks in (
        {"Connection": "Authorization, Cookie, X-Correlation-Id"},
        {"Connection": "keep-alive, Authorization", "Keep-Alive": "timeout=999999"},
        {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAMAAABk"},
        {"TE": "trailers, deflate", "Proxy-Authorization": "Bearer x", "Proxy-Connection": "close"},
    ):
        answer = requests.get(f"{played.stage.base}/api/me", headers=own | tricks, timeout=10)
        assert (answer.status_code, answer.json()) == (200, plain.json()), tricks
        casework = requests.get(
            f"{played.stage.base}/api/casework/participants", headers=own | tricks, timeout=10
        )
        assert casework.status_code == 200
    handshake = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Key": "x" * 24}
    upgraded = requests.get(f"{played.stage.base}/api/me", headers=own | handshake, timeout=10)
    assert upgraded.status_code == 400
    alone = requests.get(f"{played.stage.base}/api/me", headers={"Connection": "Authorization"}, timeout=10)
    assert alone.status_code == 401


def test_headers_without_end_are_refused(played: Performance) -> None:
    """A line, or all of them, larger than any that somebody needs."""
    long_line = READ + b"Accept: " + b"x" * 70_000 + b"\r\n\r\n"
    many_lines = READ + b"".join(b"X-%d: x\r\n" % number for number in range(20_000)) + b"\r\n"
    for head in (long_line, many_lines):
        answer = said(played.stage.base, head)
        assert statuses(answer)[:1] in ([400], [431], []), "refused, or cut off while it was still sending"


def test_slow_strangers_keep_nobody_waiting(played: Performance) -> None:
    """Slowloris: heads and bodies that never end, while others are answered."""
    slow = [connected(played.stage.base) for _ in range(120)]
    wires = [each.__enter__() for each in slow]
    try:
        for number, wire in enumerate(wires):
            wire.sendall(READ if number % 2 else WRITE + LENGTH + b"1000\r\n\r\n{")
        for _ in range(5):
            for path in ("/health/live", "/sign-in", "/api/organisations"):
                answer = requests.get(played.stage.base + path, timeout=5)
                assert answer.status_code in (200, 401)
                assert answer.elapsed.total_seconds() < 4
        for wire in wires[:10]:
            wire.sendall(b"X-Still: here\r\n")
    finally:
        for each in slow:
            each.__exit__(None, None, None)


def test_a_body_larger_than_the_limit_is_refused_before_it_is_read(played: Performance) -> None:
    with connected(played.stage.base) as wire:
        wire.sendall(WRITE + LENGTH + b"99999999999\r\n\r\n")
        assert statuses(heard(wire)) == [413]
