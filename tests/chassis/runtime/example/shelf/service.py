"""The service class."""

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
