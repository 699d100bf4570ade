"""Only requests that name this instance are answered, so that no foreign name can be made to point here."""

from urllib.parse import urlsplit

from chassis.settings import Settings

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


def public_url(settings: Settings) -> str:
    """Where people reach this instance, without a slash at its end."""
    scheme = "https" if settings.public_tls_cert else "http"
    return (settings.public_url or f"{scheme}://{settings.bind}:{settings.port}").rstrip("/")


def is_https(settings: Settings) -> bool:
    """Whether people reach this instance over TLS, which a proxy before it may end."""
    return public_url(settings).startswith("https://")


def is_ours(host: str, settings: Settings) -> bool:
    """Whether a Host header names this instance: its public name, the address it listens on, or loopback."""
    try:
        given, public = urlsplit(f"//{host}"), urlsplit(public_url(settings))
        port, public_port = given.port, public.port
    except ValueError:
        return False
    if given.username is not None or given.path or given.query or given.fragment:
        return False
    if given.hostname in LOOPBACK or given.hostname == settings.bind:
        return True
    standard = 443 if public.scheme == "https" else 80
    return given.hostname == public.hostname and (port or standard) == (public_port or standard)
