"""The morning of these tests."""

from datetime import UTC, datetime
from typing import Any

MORNING = {
    "starts_at": "2025-03-05T10:00:00+00:00",
    "ends_at": "2025-03-05T12:00:00+00:00",
    "minutes": 30,
    "channels": ["in-person", "phone"],
    "place": "Eastgate Library, room Canary",
}
TEN = datetime(2025, 3, 5, 10, tzinfo=UTC)


def free(client: Any, person: str) -> list[str]:
    items = client.get(f"/participants/{person}/slots").json["items"]
    return [item["starts_at"][11:16] for item in items]
