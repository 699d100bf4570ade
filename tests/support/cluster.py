"""Three nodes of RabbitMQ on this machine that make one cluster; each can be killed by itself."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from chassis.testing.rabbitmq import PrivateNode, private_node
from chassis.testing.waiting import eventually

COOKIE = ".erlang.cookie"


@contextmanager
def cluster(number: int = 3) -> Iterator[list[PrivateNode]]:
    """Nodes that share a port mapper and a secret, joined to the first."""
    with ExitStack() as stack:
        nodes = [stack.enter_context(private_node()) for _ in range(number)]
        first = nodes[0]
        for node in nodes[1:]:
            node.stop()
            _share(first, node)
            node.start()
            node.control("await_startup")
            node.control("stop_app")
            node.control("reset")
            node.control("join_cluster", name_of(first))
            node.control("start_app")
        eventually(lambda: len(running(first)) == number, within=60, every=0.5)
        yield nodes


def _share(first: PrivateNode, node: PrivateNode) -> None:
    node._mapper_port = first._mapper_port
    source, goal = (Path(one._folder) / COOKIE for one in (first, node))
    goal.unlink(missing_ok=True)
    shutil.copy2(source, goal)
    shutil.chown(goal, source.stat().st_uid, source.stat().st_gid)


def name_of(node: PrivateNode) -> str:
    """Its name among the others."""
    return f"workstead{node.port}@localhost"


def running(node: PrivateNode) -> list[str]:
    """The nodes that this one sees running."""
    return list(json.loads(node.control("cluster_status", "--formatter", "json"))["running_nodes"])


def leader_of(node: PrivateNode, vhost: str, queue: str) -> str:
    """The node that leads a quorum queue."""
    for line in node.control("list_queues", "--vhost", vhost, "name", "pid").splitlines():
        name, _, pid = line.partition("\t")
        if name == queue:
            return pid.strip("<>").rsplit(".", 3)[0]
    raise LookupError(queue)
