"""The service class."""

import eventlet
from nameko.extensions import DependencyProvider
from sqlalchemy import insert

from chassis.ids import new_id
from chassis.runtime import Context, Http, every
from shelf.api import books
from shelf.store import metadata, tick


class Shelf:
    """Books that can be lent."""

    name = "shelf"
    database = "shelf"
    metadata = metadata
    migrations = "shelf:migrations"
    blueprints = (books,)
    context = Context()
    http = Http()

    @every(seconds=3600)
    def tick(self) -> None:
        """Leaves a mark."""
        with self.context.database.transaction() as session:
            session.execute(insert(tick).values(id=new_id()))

    @every(seconds=3600)
    def stumble(self) -> None:
        """Fails, with somebody's name."""
        raise ValueError("Jane Doe")


class Fuse(DependencyProvider):
    """Part of a service, which fails after a moment."""

    def start(self) -> None:
        """Light it."""
        self._thread = self.container.spawn_managed_thread(self._burn)

    def kill(self) -> None:
        """End its thread, which may be the one that has failed."""
        self._thread.kill()

    def _burn(self) -> None:
        eventlet.sleep(0.5)
        raise RuntimeError("burnt")


class Crumble:
    """A service of which a part fails."""

    name = "crumble"
    blueprints = ()
    http = Http()
    fuse = Fuse()
