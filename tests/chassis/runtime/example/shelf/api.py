"""Its resource."""

from typing import Any
from uuid import UUID

from flask import request
from marshmallow import fields, validate
from sqlalchemy import func, insert, select, text, update

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, public, roles, session, signed_in
from chassis.ids import new_id
from chassis.policy import found
from chassis.store.paging import page
from shelf.store import book, tick


class NoCopies(Exception):
    """A domain's error as services have them: it knows nothing of HTTP."""

    code, detail, status = "no-copies", "All copies are lent.", 409
    errors = {"copies": ["Wait until one is back."]}


class BookSchema(Schema):
    """A book."""

    id = fields.UUID(dump_only=True)
    title = fields.String(required=True, validate=validate.Length(1, 100))
    copies = fields.Integer(load_default=1, validate=validate.Range(0, 1000))


class SecondsSchema(Schema):
    """How long to take."""

    seconds = fields.Float(load_default=0.0, validate=validate.Range(0, 10))


class DonationSchema(Schema):
    """How many copies somebody brings."""

    copies = fields.Integer(required=True, validate=validate.Range(1, 1000))
    from_whom = fields.String(load_default=None, validate=validate.Length(1, 100))


class AddressSchema(Schema):
    """Where something was asked for."""

    address = fields.String(required=True)


books = Blueprint("books", description="Books that can be lent.")


@books.route("/books", methods=["POST"])
@roles("librarian")
@books.arguments(BookSchema)
@books.arguments(SecondsSchema, location="query")
@books.response(201, BookSchema)
def add_book(given: dict[str, Any], time: dict[str, float]) -> dict[str, Any]:
    """A book is put on the shelf, slowly if need be."""
    row = given | {"id": new_id()}
    session().execute(text("select pg_sleep(:seconds)"), time)
    session().execute(insert(book).values(**row))
    return row


@books.route("/books")
@signed_in
@books.arguments(PageArgs, location="query")
@books.response(200, page_of(BookSchema))
def list_books(args: dict[str, Any]) -> Any:
    """All books by title."""
    return page(session(), select(book), keys=(book.c.title, book.c.id), **{"cursor": None} | args)


@books.route("/books/<uuid:book_id>")
@signed_in
@books.etag
@books.response(200, BookSchema)
def get_book(book_id: UUID) -> Any:
    """One book."""
    return found(session().execute(select(book).where(book.c.id == book_id)).first())


@books.route("/books/<uuid:book_id>", methods=["PATCH"])
@roles("librarian")
@books.etag
@books.arguments(BookSchema(partial=True))
@books.response(200, BookSchema)
def change_book(given: dict[str, Any], book_id: UUID) -> Any:
    """Change a book that nobody else has changed meanwhile."""
    one = select(book).where(book.c.id == book_id)
    books.check_etag(found(session().execute(one.with_for_update()).first()), BookSchema)
    session().execute(update(book).where(book.c.id == book_id).values(**given))
    return session().execute(one).first()


@books.route("/books/<uuid:book_id>/loan", methods=["POST"])
@signed_in
@books.response(204)
def lend_book(book_id: UUID) -> None:
    """Take a copy."""
    taken = update(book).where(book.c.id == book_id, book.c.copies > 0).values(copies=book.c.copies - 1)
    if not session().execute(taken.returning(book.c.id)).first():
        raise NoCopies


@books.route("/books/<uuid:book_id>/donations", methods=["POST"])
@roles("librarian")
@books.arguments(DonationSchema)
@books.response(201, BookSchema)
def take_donation(given: dict[str, Any], book_id: UUID) -> Any:
    """More copies of a book."""
    more = update(book).where(book.c.id == book_id).values(copies=book.c.copies + given["copies"])
    return found(session().execute(more.returning(book)).first())


@books.route("/books/<uuid:book_id>/address")
@signed_in
@books.response(200, AddressSchema)
def show_address(book_id: UUID) -> dict[str, Any]:
    """Where it was asked for, as Flask alone knows it."""
    return {"address": request.path}


@books.route("/me")
@signed_in
@books.response(200)
def me() -> dict[str, Any]:
    """Who asks, as the service sees it."""
    return {"kind": actor().kind, "roles": sorted(actor().roles), "correlation_id": actor().correlation_id}


@books.route("/slow")
@public
@books.arguments(SecondsSchema, location="query")
@books.response(200)
def slow(args: dict[str, float]) -> dict[str, Any]:
    """Waits in the database."""
    session().execute(text("select pg_sleep(:seconds)"), args)
    return {"waited": args["seconds"]}


@books.route("/ticks")
@public
@books.response(200)
def ticks() -> dict[str, Any]:
    """How often the timer has fired."""
    return {"ticks": session().scalar(select(func.count()).select_from(tick))}


@books.route("/broken")
@public
@books.response(200)
def broken() -> None:
    """Fails in a way that nobody has foreseen."""
    raise RuntimeError("Jane Doe, 020 7946 0000")
