"""A RabbitMQ node for one figure, of which nothing is left afterwards, installed first if missing."""

from collections.abc import Iterator
from contextlib import contextmanager

from bench.processes import Failed
from chassis.testing import rabbitmq
from chassis.testing.rabbitmq import NoRabbitMQ


@contextmanager
def private_node() -> Iterator[str]:
    """Start one; its AMQP URL."""
    try:
        with rabbitmq.running() as url:
            yield url
    except NoRabbitMQ as error:
        raise Failed(str(error)) from error
