"""What a round of the API is made of: requests that end well, and what has to be looked up between them."""

from dataclasses import dataclass, field
from typing import Any

from found import Look

Body = dict[str, Any]
ID = "id"


@dataclass(frozen=True)
class Valid:
    """A request that ends well: who asks for what, and under which names parts of the answer are kept."""

    who: str | None
    call: str
    body: Body | None = None
    keep: dict[str, str] = field(default_factory=dict)
    edits: bool = False


@dataclass(frozen=True)
class Found:
    """Something that an event brings about, awaited and kept under a name."""

    name: str
    look: Look


Step = Valid | Found
