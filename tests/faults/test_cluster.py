"""Three brokers in a cluster: the one that leads MI's queue is killed under load."""

import json

import pytest
from cluster import cluster, leader_of, name_of
from trial import Trial, folder

from chassis.testing.rabbitmq import is_here
from chassis.testing.waiting import eventually

pytestmark = pytest.mark.fault


@pytest.mark.skipif(not is_here(), reason="Needs RabbitMQ on this machine.")
def test_a_node_of_a_cluster_is_killed() -> None:
    with cluster() as nodes, folder() as home:
        here, there, _ = nodes
        urls = [here.virtual_host(home.name), there.url.removesuffix("/") + home.name]
        trial = Trial(home, urls[0], ("casework", "mi"))
        with trial:
            # MI's queue is made anew by way of another node, which then leads it; MI itself goes on here.
            trial.suite.stop_one("mi")
            here.control("delete_queue", "--vhost", home.name, "mi.inbox.v1")
            trial.suite.start_one("mi", {"WORKSTEAD_BROKER_URL": urls[1]})
            trial.suite.start()
            eventually(
                lambda: leader_of(here, home.name, "mi.inbox.v1") == name_of(there), within=30, every=0.5
            )
            trial.again("mi")
            with trial.load(rate=30) as ledger:
                ledger.wait_for(60)
                there.kill()
                ledger.wait_for(120)
                after = leader_of(here, home.name, "mi.inbox.v1")
                there.start()
                ledger.wait_for(60)
            verdict = trial.check(ledger)
    slowest = max(verdict.delays)
    print("cluster", json.dumps({"accepted": verdict.accepted, "slowest_seconds": round(slowest, 2)}))
    assert verdict.is_clean, verdict
    assert after != name_of(there)
