"""Ways to break an instance and to mend it again, each for a random while: what a soak chooses from."""

import os
import random
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass

from trial import Trial
from wires import Wire

from chassis.testing.rabbitmq import PrivateNode

DROP = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"


@dataclass
class Scene:
    """What there is to break."""

    trial: Trial
    node: PrivateNode
    wires: dict[str, Wire]
    chance: random.Random

    def service(self) -> str:
        """One of the services."""
        return self.chance.choice(self.trial.services)

    def wire(self) -> tuple[str, Wire]:
        """One of the wires."""
        return self.chance.choice(sorted(self.wires.items(), key=lambda item: item[0]))

    def wait(self, longest: float) -> None:
        """Leave it broken for a while."""
        threading.Event().wait(self.chance.uniform(0.2, longest))


Break = Callable[[Scene], str]


def kill_service(scene: Scene) -> str:
    """kill -9, and a new start."""
    name = scene.service()
    scene.trial.suite.kill(name)
    scene.wait(3)
    scene.trial.suite.start()
    return f"{name} killed"


def stop_service(scene: Scene) -> str:
    """SIGTERM, and a new start."""
    name = scene.service()
    code = scene.trial.suite.stop_one(name)
    scene.trial.suite.start()
    return f"{name} stopped, with exit code {code}"


def freeze_service(scene: Scene) -> str:
    """It neither answers nor ends."""
    name = scene.service()
    pid = scene.trial.suite.processes[name].pid
    os.kill(pid, signal.SIGSTOP)
    scene.wait(8)
    os.kill(pid, signal.SIGCONT)
    return f"{name} frozen"


def restart_broker(scene: Scene) -> str:
    """In order, or as by a power cut."""
    how = scene.chance.choice(("stop", "kill"))
    getattr(scene.node, how)()
    scene.wait(3)
    scene.node.start()
    return f"broker: {how}"


def freeze_broker(scene: Scene) -> str:
    """It neither answers nor hangs up."""
    with scene.node.frozen():
        scene.wait(10)
    return "broker frozen"


def fill_disk(scene: Scene) -> str:
    """It takes nothing in."""
    with scene.node.disk_alarm():
        scene.wait(10)
    return "disk alarm"


def restart_database(scene: Scene) -> str:
    """In order, or broken off."""
    how = scene.chance.choice(("fast", "immediate"))
    scene.trial.suite.server.stop(how)
    scene.wait(3)
    scene.trial.suite.server.start()
    return f"database: {how}"


def drop_connections(scene: Scene) -> str:
    """Every connection to the database ends."""
    scene.trial.run_sql(DROP)
    return "database connections dropped"


def stall_wire(scene: Scene) -> str:
    """Nothing passes, and nobody hangs up."""
    name, wire = scene.wire()
    wire.stall(*scene.chance.choice((("there",), ("back",), ())))
    scene.wait(12)
    wire.mend()
    return f"{name} stalled"


def cut_wire(scene: Scene) -> str:
    """Everybody is hung up on, and nobody let in."""
    name, wire = scene.wire()
    wire.cut()
    scene.wait(5)
    wire.mend()
    return f"{name} cut"


BREAKS: tuple[Break, ...] = (
    kill_service,
    kill_service,
    kill_service,
    stop_service,
    freeze_service,
    restart_broker,
    freeze_broker,
    fill_disk,
    restart_database,
    drop_connections,
    stall_wire,
    cut_wire,
)
"""A service's death is the commonest, so it stands here more than once."""
