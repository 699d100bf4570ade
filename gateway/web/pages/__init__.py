"""The pages, a module per area. A module is found by itself: it only has to hold an `area`.

Each module asks services over HTTP by `gateway.web.frame` and knows nothing of how they work.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from gateway.web.frame import Area


def areas() -> Iterator[Area]:
    """Each module's area, in the order of their names."""
    for module in sorted(iter_modules(__path__), key=lambda found: found.name):
        found = getattr(import_module(f"{__name__}.{module.name}"), "area", None)
        if isinstance(found, Area):
            yield found
