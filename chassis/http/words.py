"""Validation errors in plain words, and flat: `{"package": {"name": ["Missing data …"]}}` becomes
`{"package.name": ["Fill this in."]}`, so that a form can show each beside its field.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

PLAIN: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern), words)
    for pattern, words in (
        (r"Missing data for required field\.", "Fill this in."),
        (r"Field may not be null\.", "Fill this in."),
        (r"Shorter than minimum length 1\.", "Fill this in."),
        (r"Length must be between 1 and (\d+)\.", r"Fill this in, with \1 characters or fewer."),
        (r"Length must be between (\d+) and (\d+)\.", r"Use between \1 and \2 characters."),
        (r"Shorter than minimum length (\d+)\.", r"Use \1 characters or more."),
        (r"Longer than maximum length (\d+)\.", r"Use \1 characters or fewer."),
        (r"Length must be (\d+)\.", r"Use exactly \1 characters."),
        (r"Unknown field\.", "Leave this out: nobody here knows a field of that name."),
        (r"Invalid JSON body\.", "Send valid JSON."),
        (r"Invalid input type\.", "Send an object with fields."),
        (r"Not a valid UUID\.", "Give a valid id."),
        (r"Not a valid date\.", "Give a real date, like 2025-03-31."),
        (r"Not a valid (naive |aware )?datetime\.", "Give a real date and time, like 2025-03-31T09:30:00Z."),
        (r"Not a valid time\.", "Give a real time, like 09:30."),
        (r"Not a valid integer\.", "Give a whole number."),
        (r"Not a valid number\.", "Give a number."),
        (r"Number too large\.", "Give a smaller number."),
        (r"Not a valid boolean\.", "Answer true or false."),
        (r"Not a valid string\.", "Give text."),
        (r"Not a valid list\.", "Give a list."),
        (r"Not a valid mapping type\.", "Give an object with fields."),
        (r"Not a valid email address\.", "Give an email address, like name@example.com."),
        (r"Not a valid URL\.", "Give a full web address, like https://example.com."),
        (r"Must be one of: (.+)\.", r"Choose one of: \1."),
        (r"One or more of the choices you made was not in: (.+)\.", r"Choose only from: \1."),
        (r"Must be greater than or equal to ([^ ]+) and less than or equal to ([^ ]+)\.", r"Give \1 to \2."),
        (r"Must be greater than or equal to ([^ ]+)\.", r"Give \1 or more."),
        (r"Must be less than or equal to ([^ ]+)\.", r"Give \1 or less."),
        (r"Must be greater than ([^ ]+)\.", r"Give more than \1."),
        (r"Must be less than ([^ ]+)\.", r"Give less than \1."),
        (r"String does not match expected pattern\.", "Write this in the form that is asked for."),
    )
]

BODY = "body"
"""The name for what is wrong with the whole and not with one field."""

_LOCATIONS = frozenset(("json", "query", "querystring", "headers", "form", "files", "path", "cookies"))


def plain(message: str) -> str:
    """The message as what to do; unchanged where the service wrote its own words."""
    for pattern, words in PLAIN:
        if match := pattern.fullmatch(message):
            return match.expand(words)
    return message


def by_field(messages: Any) -> dict[str, list[str]]:
    """All errors under dotted names of fields; the place (body, query) in which they came is left out."""
    flat: dict[str, list[str]] = {}
    for path, message in _walk(_without_location(messages), ()):
        flat.setdefault(".".join(path) or BODY, []).append(plain(message))
    return flat


def _without_location(messages: Any) -> Any:
    if isinstance(messages, Mapping) and len(messages) == 1 and next(iter(messages)) in _LOCATIONS:
        return next(iter(messages.values()))
    return messages


def _walk(messages: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _walk(inner, path if key == "_schema" else (*path, str(key)))
    elif isinstance(messages, list | tuple):
        for inner in messages:
            yield from _walk(inner, path)
    else:
        yield path, str(messages)
