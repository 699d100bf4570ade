"""Rules change only by review: each version is used with an entry that names its content, and not without."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class RuleReview:
    """Somebody looked at one version of a rule book: who, when, why, and which challenges they weighed."""

    book: str
    version: str
    content: str
    """The hash of what they looked at."""
    reviewed_on: date
    by: str
    why: str
    challenges: str = ""


class NotReviewed(ValueError):
    """A version of a rule book says something that nobody has looked at."""


def content_of(version: Mapping[str, Any]) -> str:
    """The hash of what a version says; neither comments nor the order of its keys count."""
    canonical = json.dumps(version, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def require_reviewed(book: str, versions: Iterable[Mapping[str, Any]], reviews: Iterable[RuleReview]) -> None:
    """Refuse a version whose content is not that of an entry for it."""
    known = {(one.book, one.version, one.content) for one in reviews}
    for version in versions:
        if (book, str(version["version"]), content := content_of(version)) not in known:
            raise NotReviewed(f"{book} {version['version']} was not reviewed; its content is {content}.")
