"""What pages of the community share. Not an area of its own: it holds no page."""

import re
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from gateway.web.frame import AWAY, Question, ask_together

MEMBERS = (
    "participant",
    "adviser",
    "team leader",
    "champion",
    "moderator",
    "organisation administrator",
    "provider staff",
    "employer",
)
"""Who takes part; others see nothing there."""
EDITORS = ("adviser", "team leader", "champion", "moderator", "organisation administrator")
"""Who makes articles of threads and composes newsletters."""
MODERATOR = "moderator"
ME = Question("community", "/members/me")

_TO_ARTICLE = re.compile(r'<a [^>]*href="[^"]*/community/articles/[^"]*"[^>]*>(.*?)</a>')
_HEADING = re.compile(r"<(/?)h([1-6])>")
_DEEPEST = 6


def has_not_joined() -> bool:
    """Whether the visitor has no name in the community yet; if that cannot be found out, they may have."""
    found = ask_together({"member": ME}, each=2.0)["member"]
    return found is None and found is not AWAY


def to_join(**back: Any) -> ResponseReturnValue:
    """Choose a name first, and then go on where one wanted to."""
    return redirect(url_for("community.join", **back), 303)


def below(html: str | None, level: int) -> Markup:
    """What a member wrote, as the community made it safe, with headings that follow one of this level.

    A writer may begin with a small heading; whoever listens to a page would look for the one left out.
    """
    depth = {"at": level}

    def renumbered(found: re.Match[str]) -> str:
        if not found[1]:
            depth["at"] = min(max(int(found[2]), level + 1), depth["at"] + 1, _DEEPEST)
        return f"<{found[1]}h{depth['at']}>"

    return Markup(_HEADING.sub(renumbered, html or ""))  # cleaned by the community already


def without_articles(html: str | None) -> str:
    """The same with the titles of articles, and no way to them: for whoever would find nothing there."""
    return _TO_ARTICLE.sub(r"\1", html or "")


def searched(name: str = "search") -> str | None:
    """The words looked for, cut to what the service reads."""
    return request.args.get(name, "").strip()[:200] or None
