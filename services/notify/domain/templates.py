"""Templates: versioned wordings in English and Welsh, with placeholders like ((called))."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .errors import DomainError

_PLACEHOLDER = re.compile(r"\(\(([a-z][a-z0-9_]*)\)\)")
PARTS = ("subject", "body", "text", "call")


@dataclass(frozen=True)
class Wording:
    """One language's words: `subject` and `body` for email and letter, `text`, and a `call`'s script."""

    subject: str
    body: str
    text: str = ""
    call: str = ""

    @property
    def placeholders(self) -> frozenset[str]:
        """What must be known before this can be written."""
        return frozenset(name for part in PARTS for name in _PLACEHOLDER.findall(getattr(self, part)))


@dataclass(frozen=True)
class Version:
    """A version of a template, in use from a day on until the next one is."""

    number: int
    used_from: date
    wordings: Mapping[str, Wording]

    def wording(self, language: str) -> Wording:
        """The words in this language, or in English where there are none."""
        return self.wordings.get(language) or self.wordings["en"]


@dataclass(frozen=True)
class Template:
    """What is said on one kind of occasion. Versions are only added: an old message can be explained."""

    code: str
    meaning: str
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version:
        """The version in use on that day; the first one before there was any."""
        used = [version for version in self.versions if version.used_from <= day]
        return max(used or self.versions[:1], key=lambda version: version.number)


def fill(words: str, values: Mapping[str, str]) -> str:
    """The words with their placeholders filled. A line that holds nothing but empty ones disappears."""
    missing = sorted(set(_PLACEHOLDER.findall(words)) - set(values))
    if missing:
        raise DomainError("placeholder-missing", f"The template needs {', '.join(missing)}.")
    lines = [_fill_line(line, values) for line in words.splitlines()]
    text = "\n".join(line for line in lines if line is not None)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def one_line(words: str) -> str:
    """A subject or a sender's name: never more than one line, whatever a person has typed."""
    return " ".join(words.split())


def _fill_line(line: str, values: Mapping[str, str]) -> str | None:
    names = _PLACEHOLDER.findall(line)
    alone = names and not _PLACEHOLDER.sub("", line).strip()
    if alone and not any(values[name].strip() for name in names):
        return None
    return _PLACEHOLDER.sub(lambda match: values[match[1]], line)
