"""Fills a queue with events that differ in their ids and subjects alone, as fast as the broker takes them.

`python -m bench.filling` is told {"url", "exchange", "key", "count", "body"}.
"""

from collections.abc import Iterator
from typing import Any

import orjson
from kombu import Connection

from bench import bare
from bench.processes import say, task
from chassis.ids import new_id


def bodies(body: str, count: int) -> Iterator[bytes]:
    """So many events like this one."""
    document: dict[str, Any] = orjson.loads(body)
    for _ in range(count):
        yield orjson.dumps(document | {"id": str(new_id()), "subject": str(new_id()), "sequence": 1})


def main() -> None:
    """Fill it; all is in the queue when this ends."""
    told = task()
    with Connection(told["url"]) as connection:
        if told["exchange"] == bare.EXCHANGE.name:
            bare.queue()(connection.channel()).declare()
        bare.pipeline(connection, bodies(told["body"], told["count"]), told["exchange"], told["key"])
    say(filled=told["count"])


if __name__ == "__main__":
    main()
