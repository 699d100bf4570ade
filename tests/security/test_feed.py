"""What leaves the instance is signed, and can be checked as docs/open-feed.md says."""

import re
from pathlib import Path
from typing import Any

import jwt
import pytest
import requests
from suites import Performance

GUIDE = Path(__file__).parents[2] / "docs" / "open-feed.md"


@pytest.fixture(scope="module")
def guide() -> dict[str, Any]:
    """What the guide's own code defines."""
    (code,) = re.findall(r"```python\n(.+?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    defined: dict[str, Any] = {}
    exec(compile(code, str(GUIDE), "exec"), defined)
    return defined


def test_the_guide_checks_every_page_of_the_feed(played: Performance, guide: dict[str, Any]) -> None:
    cursor, seen = None, 0
    while True:
        page = guide["genuine_page"](played.stage.base, cursor)
        seen += len(page["items"])
        if not page["items"]:
            break
        cursor = page["next"]
    assert seen > 3


def test_the_guide_sees_what_somebody_changed_on_the_way(
    played: Performance, guide: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = requests.get

    def changed(url: str, **options: Any) -> requests.Response:
        answer = plain(url, **options)
        if url.endswith("/open"):
            answer._content = answer.content.replace(b"Clear Water", b"Clear Murk!")
        return answer

    def another(url: str, **options: Any) -> requests.Response:
        answer = plain(url, **options)
        if url.endswith("/open"):
            answer.request.prepare_url(f"{url}?cursor=another", None)
        return answer

    monkeypatch.setattr(requests, "get", changed)
    with pytest.raises(jwt.InvalidSignatureError):
        guide["genuine_page"](played.stage.base)
    monkeypatch.setattr(requests, "get", another)
    with pytest.raises(ValueError, match="another question"):
        guide["genuine_page"](played.stage.base)
