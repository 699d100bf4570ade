"""The suite in containers, in clear and over TLS, with the journey played; torn down whatever happens."""

import signal
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest
from containers import BUILD_SECONDS, ROOT, TLS, Containers, bases
from docker.errors import DockerException

from demo.journey import SCENES
from demo.stage import Stage

LOGS = ROOT / "build/compose"
INTERRUPTED_ON = "2025-05-01"
"""Not while reminders are under way, for those are told by the clock."""


@pytest.fixture(scope="session")
def images(_torn_down_when_told_to_end: None) -> dict[str, str]:
    """The images of this code, built."""
    try:
        docker.from_env().ping()
    except DockerException as error:
        pytest.fail(f"These tests need a Docker engine that answers: install it and start it ({error}).")
    return bases()


@pytest.fixture(scope="session", params=[(), TLS], ids=["clear", "secured"])
def containers(
    request: pytest.FixtureRequest, images: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Containers]:
    """Everything running, before anything has happened in it."""
    suite = Containers(tmp_path_factory.mktemp("stage"), images, request.param)
    suite.prepare()
    failures = request.session.testsfailed
    suite.compose("build", within=BUILD_SECONDS)
    try:
        suite.start()
        yield suite
    except BaseException:
        failures = -1
        raise
    finally:
        if request.session.testsfailed != failures:
            suite.keep_logs(LOGS / ("tls" if suite.tls else "clear"))
        suite.remove()


@pytest.fixture(scope="session")
def trusting(containers: Containers) -> Iterator[None]:
    """The cast trusts the instance's own authority."""
    with pytest.MonkeyPatch.context() as patch:
        if containers.tls:
            patch.setenv("REQUESTS_CA_BUNDLE", str(containers.secrets / "tls/authority.pem"))
        yield


@pytest.fixture(scope="session")
def played(containers: Containers, trusting: None) -> Stage:
    """The journey through the published port; in its middle two services are started again."""
    stage = containers.stage()
    interrupted = False
    for scene in SCENES:
        if scene.day >= INTERRUPTED_ON and not interrupted:
            interrupted = True
            containers.compose("restart", "--timeout", "40", "casework", "mi")
        stage.day(scene.day)
        scene.play(stage)
    return stage


@pytest.fixture(scope="session", autouse=True)
def _torn_down_when_told_to_end() -> None:
    """SIGTERM ends the run as Ctrl-C does, so that no container is left behind."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run by `make test-compose` alone."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.compose)
