"""The main job in containers, and how they are shut in: run by `make test-compose`."""

import os
import signal

import certifi
import pytest
import requests
from containers import SERVICES, Containers, health, processes
from script import (
    APPOINTMENTS_ATTENDED,
    COMMUNITY,
    CONTACTS_RECORDED,
    FEES_BY_GROUP,
    FEES_BY_KIND,
    FUNNEL,
    SOURCES,
    parts,
    totals,
)

from chassis.testing.waiting import eventually
from demo.client import Person
from demo.scenes.talking import READERS
from demo.stage import Stage

OURS = {"secret", "public.json", "database.url", "broker.url"}
PAPERS = {"authority.pem", "tls.pem", "tls-key.pem"}
SECRETS = {
    **{name: OURS | {f"{name}.private.json"} for name in SERVICES},
    "exchange": OURS | {"gateway.private.json"},
    "notify": OURS | {"notify.private.json", "smtp-url"},
    "web": OURS - {"broker.url"} | {"gateway.private.json", "operator-password"},
}
STRANGE = "import socket; socket.create_connection(({host!r}, {port}), timeout=3)"

ASKED_IN_CLEAR = """
from urllib.request import urlopen
print(urlopen('http://casework:8000/health/live', timeout=5).status)
"""
ASKED_BY = """
import ssl
from urllib.request import urlopen
c = ssl.create_default_context(cafile='/run/secrets/authority.pem')
{}
print(urlopen('https://casework:8000/health/live', timeout=5, context=c).status)
"""


@pytest.fixture
def analyst(played: Stage) -> Person:
    return played["kofi"]


def figures(analyst: Person) -> dict[str, dict[str, int]]:
    """What MI says, beside what was counted by hand."""
    return {
        "funnel": totals(analyst, "funnel"),
        "contacts": parts(analyst, "contacts-recorded", "channel"),
        "attended": parts(analyst, "appointments-attended", "channel"),
        "sources": parts(analyst, "people-registered", "heard_of"),
        "fees by kind": parts(analyst, "fees-earned", "kind"),
        "fees by group": parts(analyst, "fees-earned", "payment_group"),
    }


BY_HAND = {
    "funnel": FUNNEL,
    "contacts": CONTACTS_RECORDED,
    "attended": APPOINTMENTS_ATTENDED,
    "sources": SOURCES,
    "fees by kind": FEES_BY_KIND,
    "fees by group": FEES_BY_GROUP,
}


def figures_become_those_of_the_script(analyst: Person) -> None:
    def compared() -> bool:
        assert figures(analyst) == BY_HAND
        return True

    eventually(compared, within=30, every=0.5)


def test_the_figures_are_those_of_the_script(analyst: Person) -> None:
    figures_become_those_of_the_script(analyst)
    found = totals(analyst, "community")
    assert {name: found[name] for name in COMMUNITY} == COMMUNITY


def test_the_newsletter_came_to_those_who_asked_for_it(played: Stage) -> None:
    sent = [path for path in played.postbox.glob("*.eml") if b"May at Pathways" in path.read_bytes()]
    assert len(sent) == len(READERS)


def test_nothing_waits_and_nothing_is_parked(played: Stage) -> None:
    for service in ("casework", "marketplace", "community", "notify", "mi"):
        assert played.operator.get(f"/api/{service}/ops/parked")["total"] == 0
        eventually(lambda s=service: not played.operator.get(f"/api/{s}/ops/outbox")["items"])


def test_nothing_but_the_gateway_is_published(containers: Containers) -> None:
    published = {
        container.labels["com.docker.compose.service"]: [
            (binding["HostIp"], int(binding["HostPort"]))
            for bound in container.ports.values()
            for binding in bound or ()
        ]
        for container in containers.containers()
    }
    assert {name: bound for name, bound in published.items() if bound} == {
        "web": [("127.0.0.1", containers.port)]
    }


def test_nobody_is_root(containers: Containers) -> None:
    for container in containers.containers():
        found = list(processes(container))
        assert found
        assert all(process["UID"] not in ("0", "root") for process in found), (container.name, found)


@pytest.mark.parametrize("service", [*SERVICES, "postgres", "rabbitmq"])
def test_each_is_shut_in(containers: Containers, service: str) -> None:
    container = containers.container(service)
    limits = container.attrs["HostConfig"]
    assert limits["ReadonlyRootfs"]
    assert limits["CapDrop"] == ["ALL"]
    assert "no-new-privileges:true" in limits["SecurityOpt"]
    assert limits["RestartPolicy"]["Name"] == "unless-stopped"
    assert limits["Memory"] > 0
    assert limits["NanoCpus"] > 0
    assert limits["PidsLimit"] > 0
    for folder in ("/", "/etc", "/opt", "/usr/bin"):
        attempt = ("sh", "-c", f"touch {folder}/written 2>&1 || echo refused")
        assert "refused" in eventually(lambda a=attempt: containers.within(service, *a)[1])


@pytest.mark.parametrize("service", SERVICES)
def test_each_holds_its_own_secrets_alone(containers: Containers, service: str) -> None:
    _, said = containers.within(service, "ls", "/run/secrets")
    more = PAPERS if containers.tls else set()
    if containers.tls and service == "web":
        more = more | {"public.pem", "public-key.pem"}
    assert set(said.split()) == SECRETS[service] | more
    environment = " ".join(containers.container(service).attrs["Config"]["Env"])
    for file in containers.secrets.glob("*.password"):
        assert file.read_text().strip() not in environment


@pytest.mark.parametrize(
    ("service", "host"), [("web", "rabbitmq"), ("rabbitmq", "postgres"), ("rabbitmq", "web"), ("mi", "mail")]
)
def test_who_has_no_business_with_each_other_shares_no_network(
    containers: Containers, service: str, host: str
) -> None:
    ours = containers.container(service).attrs["NetworkSettings"]["Networks"]
    theirs = containers.container(host).attrs["NetworkSettings"]["Networks"]
    assert not ours.keys() & theirs.keys()


@pytest.mark.parametrize("service", ["casework", "exchange", "web"])
def test_only_notify_gets_out_to_the_mail_server(containers: Containers, service: str) -> None:
    networks = containers.container("mail").attrs["NetworkSettings"]["Networks"]
    (address,) = [network["IPAddress"] for network in networks.values()]
    attempt = STRANGE.format(host=address, port=1025)
    assert containers.within("notify", "python", "-c", attempt) == (0, "")
    code, said = containers.within(service, "python", "-c", attempt)
    assert code == 1, said


def test_a_service_that_dies_comes_back_by_itself(containers: Containers, analyst: Person) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root ends a process in a container as a crash would")
    before = containers.container("mi").attrs["State"]
    os.kill(before["Pid"], signal.SIGKILL)
    eventually(lambda: containers.container("mi").attrs["State"]["Pid"] not in (0, before["Pid"]), within=30)
    eventually(lambda: health(containers.container("mi")) == "healthy", within=90, every=1.0)
    figures_become_those_of_the_script(analyst)


def test_the_doctor_finds_everything_well(containers: Containers, played: Stage) -> None:
    said = containers.compose("run", "--rm", "-T", "tools", "doctor", within=180)
    assert "are well." in said


def test_a_stop_is_orderly_and_a_start_keeps_everything(
    containers: Containers, played: Stage, analyst: Person
) -> None:
    containers.compose("stop", "--timeout", "60", within=240)
    for service in SERVICES:
        state = containers.container(service).attrs["State"]
        assert (state["ExitCode"], state["OOMKilled"]) == (0, False), service
    containers.start()
    figures_become_those_of_the_script(analyst)


def test_what_they_use(containers: Containers, played: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    used = containers.memory()
    with capsys.disabled():
        print("\nMB:", used)
    for container in containers.containers():
        limit = container.attrs["HostConfig"]["Memory"] / 1024**2
        if limit:
            assert used[container.labels["com.docker.compose.service"]] < 0.8 * limit


class TestTls:
    """What is refused where TLS is on."""

    @pytest.fixture(autouse=True)
    def _only_over_tls(self, containers: Containers) -> None:
        if not containers.tls:
            pytest.skip("TLS is off")

    def test_the_door_is_known_by_its_certificate(self, containers: Containers) -> None:
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(f"{containers.base}/health/live", timeout=10, verify=certifi.where())
        answer = requests.get(
            f"{containers.base}/health/live", timeout=10, verify=str(containers.secrets / "tls/authority.pem")
        )
        assert answer.status_code == 200

    def test_inside_nobody_is_served_in_clear_or_without_a_certificate(self, containers: Containers) -> None:
        code, said = containers.within("web", "python", "-c", ASKED_IN_CLEAR)
        assert code == 1, said
        code, said = containers.within("web", "python", "-c", ASKED_BY.format("pass"))
        assert code == 1, said
        ours = ASKED_BY.format("c.load_cert_chain('/run/secrets/tls.pem', '/run/secrets/tls-key.pem')")
        code, said = containers.within("web", "python", "-c", ours)
        assert (code, said.strip()) == (0, "200")

    def test_postgresql_lets_nobody_in_in_clear(self, containers: Containers) -> None:
        attempt = (
            "import psycopg2, sys; url = open('/run/secrets/database.url').read().strip();"
            " psycopg2.connect(url.replace('verify-full', sys.argv[1])).close()"
        )
        assert containers.within("casework", "python", "-c", attempt, "verify-full") == (0, "")
        code, said = containers.within("casework", "python", "-c", attempt, "disable")
        assert code == 1
        assert "no pg_hba.conf entry" in said

    def test_rabbitmq_listens_over_tls_alone_and_wants_a_certificate(self, containers: Containers) -> None:
        closed = STRANGE.format(host="rabbitmq", port=5672)
        assert containers.within("casework", "python", "-c", closed)[0] == 1
        nameless = (
            "import socket, ssl; c = ssl.create_default_context(cafile='/run/secrets/authority.pem');"
            " s = c.wrap_socket(socket.create_connection(('rabbitmq', 5671)), server_hostname='rabbitmq');"
            " s.sendall(b'AMQP\\x00\\x00\\x09\\x01'); assert s.recv(7)"
        )
        assert containers.within("casework", "python", "-c", nameless)[0] == 1
