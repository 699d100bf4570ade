"""The routes of the pages, as the gateway itself has them: which links are instances of the same page."""

from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from gateway.web.pages import areas


class Routes:
    """Finds the page that an address belongs to."""

    def __init__(self, base: str) -> None:
        app = Flask("routes", static_folder=None)
        for area in areas():
            app.register_blueprint(area)
        self.base = base
        self._host = urlsplit(base).netloc
        self._map = app.url_map.bind(self._host)

    def page_of(self, address: str) -> str | None:
        """The name of its page; None for what is elsewhere, or is no page."""
        parts = urlsplit(address)
        if parts.netloc != self._host:
            return None
        try:
            endpoint, _ = self._map.match(parts.path, "GET")
        except (HTTPException, RequestRedirect):
            return None
        return str(endpoint)
