"""Newsletters: compose, send, and read the archive."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, public, roles, session
from chassis.store.paging import Page
from services.community import policy, rendering
from services.community.actions import newsletters as actions
from services.community.api.shapes import BODY_LENGTH, title
from services.community.domain.newsletters import Newsletter

blueprint = Blueprint("newsletters", description="The best of the community, to those who opted in.")
MOST_ARTICLES = 20


class ComposingSchema(Schema):
    """A newsletter of one's own words and of articles, in this order."""

    title = title(required=True)
    introduction = fields.String(
        load_default="", validate=validate.Length(max=BODY_LENGTH), metadata={"description": "Markdown."}
    )
    article_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST_ARTICLES))


class ListedNewsletterSchema(Schema):
    """A newsletter in the archive."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    sent_on = fields.Date(required=True, allow_none=True)


class NewsletterSchema(ListedNewsletterSchema):
    """A newsletter; as it was sent, or a draft as it would be sent now."""

    content = fields.String(required=True)
    content_html = fields.String(required=True)
    introduction = fields.String(
        required=True, metadata={"description": "The editors' own words, in markdown."}
    )
    article_ids = fields.List(fields.UUID(), required=True)
    sent_to = fields.Function(
        lambda shown: shown["sent_to"] if policy.may_edit(actor()) else None,
        metadata={"type": ["integer", "null"], "description": "How many opted in; for editors."},
    )


@blueprint.route("/newsletters", methods=["POST"])
@roles(*policy.EDITORS)
@blueprint.arguments(ComposingSchema)
@blueprint.response(201, NewsletterSchema)
def compose_newsletter(said: dict[str, Any]) -> dict[str, Any]:
    """Begin a newsletter. Nothing is sent yet."""
    return _shown(actions.compose(session(), actor(), **said))


@blueprint.route("/newsletters")
@public
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(ListedNewsletterSchema))
def list_newsletters(asked: dict[str, Any]) -> Page[Newsletter]:
    """The archive, the newest first; drafts too for those who compose."""
    return actions.archive(session(), actor(), asked.get("cursor"), asked["limit"])


@blueprint.route("/newsletters/<uuid:newsletter_id>")
@public
@blueprint.etag
@blueprint.response(200, NewsletterSchema)
def show_newsletter(newsletter_id: UUID) -> dict[str, Any]:
    """One newsletter."""
    return _shown(actions.one(session(), actor(), newsletter_id))


@blueprint.route("/newsletters/<uuid:newsletter_id>", methods=["PATCH"])
@roles(*policy.EDITORS)
@blueprint.etag
@blueprint.arguments(ComposingSchema)
@blueprint.response(200, NewsletterSchema)
def change_newsletter(said: dict[str, Any], newsletter_id: UUID) -> dict[str, Any]:
    """Compose the draft that was read anew (If-Match); what has been sent stays as it is."""
    draft = actions.to_change(session(), actor(), newsletter_id)
    blueprint.check_etag(_shown(draft), NewsletterSchema)
    return _shown(actions.change(session(), actor(), draft, **said))


@blueprint.route("/newsletters/<uuid:newsletter_id>/sending", methods=["POST"])
@roles(*policy.EDITORS)
@blueprint.response(200, NewsletterSchema)
def send_newsletter(newsletter_id: UUID) -> dict[str, Any]:
    """Send it to everybody who opted in. It cannot be sent twice, nor called back."""
    return _shown(actions.send(session(), actor(), newsletter_id))


def _shown(issue: Newsletter) -> dict[str, Any]:
    content = actions.content_of(session(), actor(), issue)
    return {
        "id": issue.id,
        "title": issue.title,
        "state": issue.state,
        "sent_on": issue.sent_on,
        "sent_to": issue.sent_to,
        "introduction": issue.introduction,
        "article_ids": issue.article_ids,
        "content": content,
        "content_html": rendering.as_html(content),
    }
