"""The headers with which every answer leaves: nothing from elsewhere is loaded, framed, guessed or told."""

from flask import Flask, Response

PAGES = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
ANSWERS = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""For whatever is no page: it needs nothing at all."""
PICTURES = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""For an SVG that a service drew: it may have styles of its own, and nothing else."""

FILES = f"{ANSWERS}; sandbox"
"""For a file of somebody's making: should a browser show it all the same, it is nobody's page."""
SPOKEN = frozenset(("application/json", "application/problem+json", "text/csv", "application/openapi+json"))
"""What our own programs write; anything else that is no page and no picture is a file."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def register(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer of this app."""

    fixed = always(https=https)

    def guard(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers[name] = value
        response.headers["Content-Security-Policy"] = policy_for(response.mimetype)
        return response

    app.after_request(guard)


def always(*, https: bool) -> dict[str, str]:
    """The headers that are the same on every answer."""
    return ALWAYS | ({"Strict-Transport-Security": STRICT_TRANSPORT} if https else {})


def policy_for(mimetype: str | None) -> str:
    """The content security policy for an answer of this kind."""
    if mimetype == "text/html":
        return PAGES
    if mimetype == "image/svg+xml":
        return PICTURES
    return ANSWERS if mimetype in SPOKEN else FILES
