"""`workstead authority`: certificates for the parts of an instance that has no authority of its own."""

from pathlib import Path
from typing import Annotated

import typer

from chassis.cli.console import say
from chassis.cli.installed import installed
from chassis.deployment.authority import Authority

OTHERS = ("postgres", "rabbitmq", "prometheus", "tools")
"""Parts beside the services."""
PUBLIC = "public"


def authority(
    folder: Annotated[Path, typer.Argument(help="Where they go.", file_okay=False)] = Path(
        "deploy/secrets/tls"
    ),
    public: Annotated[
        list[str] | None, typer.Option(help="A name by which people reach the door; may be repeated.")
    ] = None,
    name: Annotated[list[str] | None, typer.Option(help="A further part; may be repeated.")] = None,
    days: Annotated[int, typer.Option(help="So long a new certificate is good.", min=1)] = 365,
    holder: Annotated[str, typer.Option(help="Whose instance this is.")] = "Workstead",
) -> None:
    """Make a private authority, and a certificate for each part that has none or one that ends in a month.

    A service takes up a renewed certificate with the next connection; RabbitMQ and PostgreSQL when they are
    told to load their settings again.
    """
    own = Authority(folder, holder)
    parts = (*sorted(installed()), *OTHERS, *(name or ()))
    made = [part for part in parts if own.issue(part, days=days)]
    if own.issue(PUBLIC, public or ("localhost", "127.0.0.1"), days=days, asks=False):
        made.append(PUBLIC)
    say(f"Certificates were made for {', '.join(made)}." if made else "All certificates are good.")
    say(f"{folder / 'authority-key.pem'} signs: mount it nowhere.")
