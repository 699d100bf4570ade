"""A private RabbitMQ node for a run: found on PATH, else installed with apt, else run by Docker.

It has its own name, ports, folders and port mapper, so that it meets no other node on the machine, and
nothing of it is left when the run ends. `running()` gives the address of one, `private_node()` one that may
be stopped, killed or frozen. Neither needs pytest: the bench uses them too.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from pwd import getpwnam
from typing import Any

from chassis.testing import apt
from chassis.testing.waiting import eventually

PREFIX = "workstead-rabbitmq-"
USER = "rabbitmq"
START_SECONDS = 90.0
STOP_SECONDS = 20.0
DEBIAN = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""The server's own script; the one on Debian's PATH asks for a shell of the user rabbitmq first."""
IMAGE = "rabbitmq:4"
ADVICE = (
    "This needs RabbitMQ. Install it (Debian or Ubuntu: apt-get install rabbitmq-server; macOS: brew"
    " install rabbitmq), or install Docker."
)
CONFIGURATION = """
disk_free_limit.absolute = 50MB
raft.wal_max_size_bytes = 16777216
cluster_partition_handling = ignore
"""
PATIENT = "+sbwt none +sbwtdcpu none +sbwtdio none"
"""Schedulers that sleep when they have nothing to do: the processors are for the tests."""


class NoRabbitMQ(Exception):
    """There is none on this machine and none can be had, or it did not start: the message says what to do."""


class PrivateNode:
    """A RabbitMQ node of our own, which can be stopped, killed, frozen and started again."""

    def __init__(self, server: Path, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self.port, self._dist_port, self._mapper_port = _free_ports(3)
        self._process: subprocess.Popen[bytes] | None = None
        self._prepare()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def start(self) -> None:
        """Start it, with what it held when it was stopped, and wait until it answers."""
        with (self._folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [self._server],
                env=self._environment(),
                cwd=self._folder,
                **_as_user(),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        (self._folder / "pid").write_text(str(self._process.pid))
        eventually(self._answers, within=START_SECONDS, every=0.1)

    def stop(self) -> None:
        """Stop it in order; what is durable stays."""
        self._signal(signal.SIGTERM)
        self._gone()

    def kill(self) -> None:
        """As if the machine had lost its power."""
        self._signal(signal.SIGKILL)
        self._gone()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """For a while it neither answers nor hangs up."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def control(self, *arguments: str) -> str:
        """Have `rabbitmqctl` do something to this node, as operations staff would; what it says."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [self._server.with_name("rabbitmqctl"), "--quiet", *arguments],
            env=self._environment(),
            cwd=self._folder,
            **_as_user(),
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=True,
        )
        return done.stdout

    def virtual_host(self, name: str) -> str:
        """Make a virtual host, where nobody's queues and exchanges meet those of others; its URL."""
        self.control("add_vhost", name)
        self.control("set_permissions", "--vhost", name, "guest", ".*", ".*", ".*")
        return self.url.removesuffix("/") + name

    def show_figures(self) -> int:
        """Start it again with the plugin for Prometheus; the port at which that can ask."""
        (port,) = _free_ports(1)
        (self._folder / "enabled_plugins").write_text("[rabbitmq_prometheus].\n")
        with open(self._folder / "rabbitmq.conf", "a", encoding="utf-8") as configuration:
            configuration.write(f"prometheus.tcp.port = {port}\nprometheus.tcp.ip = 127.0.0.1\n")
        self.stop()
        self.start()
        return port

    @contextmanager
    def disk_alarm(self) -> Iterator[None]:
        """For a while it believes that its disk is full, and takes nothing in from whoever publishes."""
        self.control("set_disk_free_limit", "9999GB")
        try:
            yield
        finally:
            self.control("set_disk_free_limit", "50MB")

    def remove(self) -> None:
        """Stop it, and leave nothing behind."""
        self.stop()
        mapper = shutil.which("epmd")
        if mapper:
            subprocess.run(
                [mapper, "-port", str(self._mapper_port), "-kill"], check=False, capture_output=True
            )
        shutil.rmtree(self._folder, ignore_errors=True)

    def _prepare(self) -> None:
        for name in ("data", "log"):
            (self._folder / name).mkdir()
        (self._folder / "rabbitmq.conf").write_text(CONFIGURATION)
        (self._folder / "enabled_plugins").write_text("[].\n")
        if owner := _as_user():
            for path in (self._folder, *self._folder.iterdir()):
                os.chown(path, owner["user"], owner["group"])

    def _environment(self) -> dict[str, str]:
        folder = str(self._folder)
        return {
            "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin",
            "HOME": folder,
            "LANG": "C.UTF-8",
            "ERL_EPMD_PORT": str(self._mapper_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"workstead{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._dist_port),
            "RABBITMQ_MNESIA_BASE": f"{folder}/data",
            "RABBITMQ_LOG_BASE": f"{folder}/log",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/enabled_plugins",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": PATIENT,
        }

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise NoRabbitMQ(f"RabbitMQ did not start: {(self._folder / 'output').read_text()[-2000:]}")
        return _greets(self.port)

    def _signal(self, number: int) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _gone(self) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait(STOP_SECONDS)
        self._process = None


@contextmanager
def private_node() -> Iterator[PrivateNode]:
    """A node of our own for the block, installed first where it is missing. Raises NoRabbitMQ."""
    server = _found() or _installed()
    if server is None:
        raise NoRabbitMQ(ADVICE)
    _remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o711)
    node = PrivateNode(server, folder)
    try:
        node.start()
        yield node
    finally:
        node.remove()


@contextmanager
def running() -> Iterator[str]:
    """The AMQP URL of a broker for the block: a private node, or one in Docker. Raises NoRabbitMQ."""
    if is_here():
        with private_node() as node:
            yield node.url
    else:
        with in_docker() as url:
            yield url


def is_here() -> bool:
    """Whether a private node can be had, after installing it where that is possible."""
    return bool(_found() or _installed())


def _found() -> Path | None:
    if DEBIAN.exists():
        return DEBIAN
    places = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"
    found = shutil.which("rabbitmq-server", path=places)
    return Path(found).resolve() if found else None


def _installed() -> Path | None:
    """Install it where we may and can: as root of a Debian or Ubuntu."""
    return _found() if apt.install("rabbitmq-server", DEBIAN) else None


@contextmanager
def in_docker() -> Iterator[str]:
    """The URL of a broker in a container, for where none is installed and none can be."""
    try:
        docker: Any = import_module("docker")
        client = docker.from_env()
        client.ping()
    except Exception as error:
        raise NoRabbitMQ(ADVICE) from error
    ports: dict[str, Any] = {"5672/tcp": ("127.0.0.1", None)}
    container = client.containers.run(IMAGE, detach=True, remove=True, ports=ports)
    try:
        container.reload()
        port = int(container.ports["5672/tcp"][0]["HostPort"])
        eventually(lambda: _greets(port), within=START_SECONDS, every=0.2)
        yield f"amqp://guest:guest@127.0.0.1:{port}//"
    finally:
        container.remove(force=True)
        client.close()


def _greets(port: int) -> bool:
    """Whether somebody there speaks AMQP: it is the last thing that a node begins with."""
    try:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=2)) as connection:
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            return connection.recv(1) == b"\x01"
    except OSError:
        return False


def _as_user() -> dict[str, Any]:
    """Root runs it as the user rabbitmq, as the package would."""
    if os.geteuid() != 0:
        return {}
    entry = getpwnam(USER)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _free_ports(number: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _remove_abandoned() -> None:
    """A run that was killed could not stop its node."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        run = int(folder.name.removeprefix(PREFIX).split("-")[0])
        if Path(f"/proc/{run}").exists():
            continue
        with suppress(OSError, ValueError):
            pid = int((folder / "pid").read_text())
            if str(folder).encode() in Path(f"/proc/{pid}/environ").read_bytes():
                os.killpg(pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)
