"""Taking settings out of the environment: by field, by service, or from a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import Field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

PREFIX = "WORKSTEAD_"


class SettingsError(Exception):
    """A setting is wrong or unknown. The message is one line and says what to do."""


def given(environ: Mapping[str, str]) -> dict[str, str]:
    """Our variables alone. An empty one counts as not given, for compose passes on what is unset as empty."""
    return {
        name: value for name, value in sorted(environ.items()) if name.startswith(PREFIX) and value.strip()
    }


def variable_of(entry: Field[Any], service: str) -> str:
    """The name of the variable behind a field, for that service where each has its own."""
    ending = entry.metadata["per_service"]
    return f"{PREFIX}{service.upper()}_{ending}" if ending else f"{PREFIX}{entry.name.upper()}"


def take(entry: Field[Any], services: Iterable[str], given: dict[str, str]) -> Any:
    """What was given for this field, taken out of `given`; None if nothing was."""
    if entry.metadata["per_service"] is None:
        return _value(entry, variable_of(entry, ""), given)
    found = {name: _value(entry, variable_of(entry, name), given) for name in sorted(services)}
    return {name: value for name, value in found.items() if value is not None}


def _value(entry: Field[Any], variable: str, given: dict[str, str]) -> Any:
    text = given.pop(variable, None)
    if entry.metadata["secret"] and (file := given.pop(f"{variable}_FILE", None)):
        if text is not None:
            raise SettingsError(f"{variable} and {variable}_FILE are both set: keep one of them.")
        text = _from_file(f"{variable}_FILE", file)
    if text is None:
        return None
    try:
        return entry.metadata["reader"](text)
    except ValueError as error:
        shown = "what it holds" if entry.metadata["secret"] else repr(text)
        raise SettingsError(f"{variable}: {shown} cannot be used. {error}") from None


def _from_file(variable: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(
            f"{variable}: {path} cannot be read ({error.strerror}): mend the path or its rights."
        ) from None


def _known(entries: Sequence[Field[Any]], services: Iterable[str]) -> Iterator[str]:
    for entry in entries:
        for name in services if entry.metadata["per_service"] else [""]:
            yield variable_of(entry, name)
            if entry.metadata["secret"]:
                yield f"{variable_of(entry, name)}_FILE"


def unknown(variable: str, entries: Sequence[Field[Any]], services: Iterable[str]) -> str:
    """What to tell whoever set a variable that means nothing to us."""
    close = get_close_matches(variable, list(_known(entries, services)), n=1)
    hint = f"Did you mean {close[0]}?" if close else "Unset it."
    return f"{variable} is not a setting. {hint} docs/settings.md lists them all."
