"""`workstead docs`: the documents that are made from the code."""

import json
from pathlib import Path
from typing import Annotated

import typer

from chassis.catalogue import access_table, asyncapi, event_catalogue, settings_reference
from chassis.cli.console import say
from chassis.cli.installed import load


def docs(
    folder: Annotated[Path, typer.Argument(help="Where they go.", file_okay=False)] = Path("docs"),
) -> None:
    """Write the event catalogue, the AsyncAPI document, the settings reference and who may do what."""
    services = list(load().values())
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "events.md": event_catalogue(services),
        "asyncapi.json": json.dumps(asyncapi(services), indent=2, ensure_ascii=False) + "\n",
        "settings.md": settings_reference(),
        "access.md": access_table(services),
    }
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
        say(f"{folder / name} is written.")
