"""Articles: what was learnt, kept and revised."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session, signed_in
from chassis.store.paging import Page
from services.community import policy
from services.community.actions import articles as actions
from services.community.actions.articles import Wanted
from services.community.api.shapes import AuthorSchema, body, html_of, text, title
from services.community.domain.articles import Article

blueprint = Blueprint("articles", description="What was learnt, kept with all its versions.")


class ArticleFromThreadSchema(Schema):
    """What is left out is taken from the thread: its title, its question and the answer that helped."""

    title = title(load_default=None)
    body = body(load_default=None)


class RevisionSchema(Schema):
    """What is left out stays as it is."""

    title = title(load_default=None)
    body = body(load_default=None)
    note = text(300, load_default=None)


class ListedArticleSchema(Schema):
    """An article in a list."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    space = fields.String(required=True)
    author = fields.Nested(AuthorSchema, required=True)
    version = fields.Integer(required=True)
    published_at = fields.AwareDateTime(required=True)
    revised_at = fields.AwareDateTime(required=True)
    is_hidden = fields.Boolean(required=True)


class ArticleSchema(ListedArticleSchema):
    """An article as it stands now."""

    thread_id = fields.UUID(required=True, allow_none=True)
    body = fields.String(required=True)
    body_html = html_of("body")
    hidden_reason = fields.String(required=True, allow_none=True)


class ArticleVersionSchema(Schema):
    """What an article said from one revision to the next."""

    number = fields.Integer(required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    body_html = html_of("body")
    note = fields.String(required=True, allow_none=True)
    author = fields.Nested(AuthorSchema, required=True)
    written_at = fields.AwareDateTime(required=True)


class ArticleVersionListSchema(Schema):
    """All versions, the newest first."""

    items = fields.List(fields.Nested(ArticleVersionSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class ArticleArgs(PageArgs):
    """Which articles are asked for."""

    search = fields.String(load_default=None, validate=validate.Length(1, 200))
    space = fields.String(load_default=None, validate=validate.Length(1, 50))


@blueprint.route("/threads/<uuid:thread_id>/article", methods=["POST"])
@roles(*policy.EDITORS)
@blueprint.arguments(ArticleFromThreadSchema)
@blueprint.response(201, ArticleSchema)
def make_article(said: dict[str, Any], thread_id: UUID) -> Article:
    """Make a good thread into an article, in one step."""
    return actions.make_from_thread(session(), actor(), thread_id, said["title"], said["body"])


@blueprint.route("/articles")
@signed_in
@blueprint.arguments(ArticleArgs, location="query")
@blueprint.response(200, page_of(ListedArticleSchema))
def list_articles(asked: dict[str, Any]) -> Page[Article]:
    """Look for an article."""
    cursor, limit = asked.pop("cursor", None), asked.pop("limit")
    return actions.library(session(), actor(), Wanted(**asked), cursor, limit)


@blueprint.route("/articles/<uuid:article_id>")
@signed_in
@blueprint.etag
@blueprint.response(200, ArticleSchema)
def show_article(article_id: UUID) -> Article:
    """One article as it stands now."""
    return actions.one(session(), actor(), article_id)


@blueprint.route("/articles/<uuid:article_id>", methods=["PATCH"])
@roles(*policy.EDITORS)
@blueprint.etag
@blueprint.arguments(RevisionSchema)
@blueprint.response(200, ArticleSchema)
def revise_article(said: dict[str, Any], article_id: UUID) -> Article:
    """Write a new version of the one that was read (If-Match)."""
    held = actions.to_revise(session(), actor(), article_id)
    blueprint.check_etag(held, ArticleSchema)
    return actions.revise(session(), actor(), held, said["title"], said["body"], said["note"])


@blueprint.route("/articles/<uuid:article_id>/versions")
@signed_in
@blueprint.response(200, ArticleVersionListSchema)
def list_article_versions(article_id: UUID) -> dict[str, Any]:
    """What it said before."""
    return {"items": actions.versions(session(), actor(), article_id), "next": None}
