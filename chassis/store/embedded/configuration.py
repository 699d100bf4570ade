"""How the embedded server is set: small, private, and silent about what is in its tables."""

from pathlib import Path

SMALL = {
    "max_connections": "100",
    "shared_buffers": "32MB",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
}

PRIVATE = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
}

SILENT = {
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
"""A statement that fails has people's names in it, and so has the detail of its error: neither is logged."""

FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""For tests: quick, and worth nothing after a power cut."""


def configuration(folder: Path, durable: bool) -> str:
    """The text of the configuration file for a server whose socket is in this folder."""
    quoted = str(folder).replace("'", "''")
    settings = SMALL | PRIVATE | SILENT | {"unix_socket_directories": f"'{quoted}'"}
    settings |= {} if durable else FORGETFUL
    return "".join(f"{name} = {value}\n" for name, value in settings.items())
