"""The suite in containers, as docker-compose.yml starts it, on a stage of its own beside a post box."""

import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
from docker.models.containers import Container

from chassis.testing.waiting import eventually
from demo.clock import TrainingClock
from demo.journey import SCENES
from demo.stage import Stage
from demo.suite import free_port

ROOT = Path(__file__).parents[2]
BASES = {
    "PYTHON_IMAGE": "python:3.11-slim",
    "POSTGRES_IMAGE": "postgres:17",
    "RABBITMQ_IMAGE": "rabbitmq:3.13",
}
STAND_INS = {name: f"{base.partition(':')[0]}:stand-in" for name, base in BASES.items()}
SERVICES = ("casework", "marketplace", "community", "notify", "mi", "exchange", "web")
TLS = ("deploy/compose.tls.yml",)
BUILD_SECONDS = 1800
START_SECONDS = 240


class Failed(Exception):
    """A command ended badly; what it said is the message."""


class Containers:
    """One project of compose, with its secrets, clock, mail and logs in a folder of its own."""

    def __init__(self, stage: Path, images: dict[str, str], more: tuple[str, ...] = ()) -> None:
        self.folder, self.secrets, self.mail = stage, stage / "secrets", stage / "mail"
        self.tls = more == TLS
        self.files = ("docker-compose.yml", *more, "deploy/compose.test.yml")
        self.project = f"workstead-test-{secrets.token_hex(3)}"
        self.port = free_port()
        self.base = f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("WORKSTEAD_")},
            **images,
            "COMPOSE_PROJECT_NAME": self.project,
            "SUITE_STAGE": str(stage),
            "SUITE_SECRETS": str(self.secrets),
            "SUITE_PUBLISH": f"127.0.0.1:{self.port}",
            "WORKSTEAD_PUBLIC_URL": self.base,
        }
        self.engine = docker.from_env()

    def prepare(self) -> None:
        """Its folders and secrets, as operations staff make them."""
        (self.folder / "clock").mkdir()
        self.mail.mkdir()
        self.mail.chmod(0o777)
        TrainingClock(self.folder / "clock/offset").move_to(SCENES[0].date)
        tls = ["--tls"] if self.tls else []
        self.run("deploy/make-secrets", *tls, "--mail", "smtp://mail:1025")

    def start(self) -> None:
        """Start everything that does not run, and wait until all are healthy."""
        self.compose("up", "-d", "--no-build", within=START_SECONDS)
        eventually(self.are_healthy, within=START_SECONDS, every=1.0)

    def stage(self) -> Stage:
        """In front of it, for the cast."""
        password = (self.secrets / "operator-password").read_text().strip()
        clock = TrainingClock(self.folder / "clock/offset")
        return Stage(self.base, clock, "operator@northbridge.example", password, self.mail, patience=60.0)

    def are_healthy(self) -> bool:
        """Whether every service says so."""
        return all(health(self.container(name)) == "healthy" for name in (*SERVICES, "postgres"))

    def container(self, service: str) -> Container:
        """The container of a service, running or not."""
        labels = [f"com.docker.compose.project={self.project}", f"com.docker.compose.service={service}"]
        (found,) = self.engine.containers.list(all=True, filters={"label": labels})
        return found

    def containers(self) -> list[Container]:
        """All that belong to the project and run."""
        return self.engine.containers.list(filters={"label": f"com.docker.compose.project={self.project}"})

    def within(self, service: str, *command: str) -> tuple[int, str]:
        """What a command says inside of a running container, and how it ends."""
        answer = self.container(service).exec_run(list(command))
        return int(answer.exit_code), answer.output.decode(errors="replace")

    def compose(self, *arguments: str, within: float = 120) -> str:
        """A command of compose for this project."""
        files = [part for file in self.files for part in ("-f", file)]
        return self.run(*compose_command(), *files, *arguments, within=within)

    def run(self, *command: str, within: float = 120) -> str:
        """A command in the root of the repository."""
        return run(command, self.environment, within)

    def keep_logs(self, folder: Path) -> None:
        """What each container said, and how it is, for whoever looks into a failure."""
        folder.mkdir(parents=True, exist_ok=True)
        label = f"com.docker.compose.project={self.project}"
        for container in self.engine.containers.list(all=True, filters={"label": label}):
            (folder / f"{container.name}.log").write_bytes(container.logs(timestamps=True))
            (folder / f"{container.name}.json").write_text(json.dumps(container.attrs["State"], indent=1))

    def remove(self) -> None:
        """Everything that belongs to it."""
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "40", within=240)
        self.engine.close()

    def memory(self) -> dict[str, float]:
        """MB in use by each container just now."""
        stats = {c.labels["com.docker.compose.service"]: c.stats(stream=False) for c in self.containers()}
        return {name: _megabytes(stat["memory_stats"]) for name, stat in sorted(stats.items())}


def compose_command() -> list[str]:
    """Compose 2 where the engine's command line has it, else the older one."""
    plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    return ["docker", "compose"] if plugin.returncode == 0 else ["docker-compose"]


def run(command: tuple[str, ...], environment: dict[str, str] | None = None, within: float = 120) -> str:
    """Run it; raises Failed with the end of what it said."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=within, check=False
    )
    if done.returncode:
        raise Failed(
            f"{' '.join(command)} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-4000:]}"
        )
    return done.stdout


def bases() -> dict[str, str]:
    """The base images: those that are named, else the real ones where they can be had, else stand-ins."""
    if all(name in os.environ for name in BASES):
        return {name: os.environ[name] for name in BASES}
    if all(_can_be_had(image) for image in BASES.values()):
        return BASES
    if shutil.which("debootstrap"):
        run(("deploy/stand-ins/make",), within=BUILD_SECONDS)
        return STAND_INS
    raise Failed(
        "The base images cannot be pulled, and stand-ins need debootstrap: apt-get install debootstrap."
    )


def _can_be_had(image: str) -> bool:
    for verb in (("image", "inspect"), ("pull", "--quiet")):
        done = subprocess.run(
            ("docker", *verb, image), capture_output=True, check=False, timeout=BUILD_SECONDS
        )
        if done.returncode == 0:
            return True
    return False


def health(container: Container) -> str:
    """What the engine last heard from the container's health check."""
    return str(container.attrs["State"].get("Health", {}).get("Status"))


def processes(container: Container) -> Iterator[dict[str, str]]:
    """The processes in a container, as the host sees them."""
    found = container.top(ps_args="-eo uid,pid,args")
    for row in found["Processes"]:
        yield dict(zip(found["Titles"], row, strict=True))


def _megabytes(stats: dict[str, Any]) -> float:
    cached = stats.get("stats", {}).get("inactive_file", stats.get("stats", {}).get("total_inactive_file", 0))
    return round((stats.get("usage", 0) - cached) / 1024**2, 1)
