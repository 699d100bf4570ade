"""Stock nameko, an HTTP entrypoint that asks a service by RPC: no sign-in, no rules, no database."""

import json
import sys
from typing import Any

from nameko.rpc import RpcProxy, rpc
from nameko.runners import ServiceRunner
from nameko.web.handlers import http
from werkzeug import Response

from bench.processes import ready, task

BODY: dict[str, Any] = {}
ANSWER: dict[str, Any] = {}


class Front:
    """What stands where our gateway stands."""

    name = "bench_front"
    cases = RpcProxy("bench_cases")

    @http("GET", "/participants/<uuid:participant_id>")
    def show(self, request: Any, participant_id: Any) -> Response:
        """Ask the service, and hand back what it says."""
        body = json.dumps(self.cases.show(str(participant_id)))
        return Response(body, mimetype="application/json")

    @http("POST", "/participants/<uuid:participant_id>/contacts")
    def record(self, request: Any, participant_id: Any) -> Response:
        """Hand the body to the service, and hand back what it says."""
        answer = self.cases.record(str(participant_id), json.loads(request.get_data()))
        return Response(json.dumps(answer), 201, mimetype="application/json")


class Cases:
    """What stands where casework stands."""

    name = "bench_cases"

    @rpc
    def show(self, participant_id: str) -> dict[str, Any]:
        """The same body as ours, held in memory."""
        return BODY

    @rpc
    def record(self, participant_id: str, told: dict[str, Any]) -> dict[str, Any]:
        """The same answer as ours, held in memory; nothing is written."""
        return ANSWER


def serve() -> None:
    """Run the one that the first argument names until the process is ended, with nameko's own defaults."""
    told = task()
    BODY.update(told["body"])
    ANSWER.update(told["answer"])
    address = {"AMQP_URI": told["url"], "WEB_SERVER_ADDRESS": f"127.0.0.1:{told['port']}"}
    runner = ServiceRunner(address)
    runner.add_service({"front": Front, "cases": Cases}[sys.argv[1]])
    runner.start()
    ready()
    runner.wait()
