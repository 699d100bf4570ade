"""The service's OpenAPI document at `/openapi.json`."""

import json

from flask import Blueprint, Response

from chassis.http.access import public
from chassis.http.openapi import Api


def document(api: Api) -> Blueprint:
    """Serves the document, which does not change while the process runs."""
    blueprint = Blueprint("document", __name__)

    @blueprint.get("/openapi.json")
    @public
    def openapi() -> Response:
        """What this service can be asked."""
        return Response(json.dumps(api.spec.to_dict()), mimetype="application/json")

    return blueprint
