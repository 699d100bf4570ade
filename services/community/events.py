"""What the community says to others. A member's id is the community's own: nobody else can tell who it is."""

from marshmallow import fields, validate

from chassis.messaging.answering import answers
from chassis.messaging.events import Event, EventRegistry, Sealed, harmless
from services.community.domain.members import KINDS

MEMBER = harmless("the community's own id of a member, which nothing outside links to a person")
ID = harmless("the id of something that was published in the community")
DAY = harmless("a date without a person")
KIND = harmless("the kind of member, of which there are three")
CODE = harmless("a code of the reference data")
COUNT = harmless("a number without a person")


class MemberJoined(Event):
    """Somebody has joined under the name that they chose, which stays in the community."""

    type = "workstead.community.member.joined.v1"

    kind = fields.String(required=True, validate=validate.OneOf(KINDS), metadata=KIND)
    occurred_on = fields.Date(required=True, metadata=DAY)


class ThreadStarted(Event):
    """Somebody has asked or told something in a space."""

    type = "workstead.community.thread.started.v1"

    space = fields.String(required=True, metadata=CODE)
    member_id = fields.UUID(required=True, metadata=MEMBER)
    occurred_on = fields.Date(required=True, metadata=DAY)


class ReplyPosted(Event):
    """Somebody has replied to a thread."""

    type = "workstead.community.reply.posted.v1"

    thread_id = fields.UUID(required=True, metadata=ID)
    member_id = fields.UUID(required=True, metadata=MEMBER)
    by_kind = fields.String(required=True, validate=validate.OneOf(KINDS), metadata=KIND)
    occurred_on = fields.Date(required=True, metadata=DAY)


class AnswerAccepted(Event):
    """The asker says that this reply helped. `minutes_to_answer`: from the question to that reply."""

    type = "workstead.community.answer.accepted.v1"

    thread_id = fields.UUID(required=True, metadata=ID)
    reply_id = fields.UUID(required=True, metadata=ID)
    minutes_to_answer = fields.Integer(required=True, metadata=COUNT)
    occurred_on = fields.Date(required=True, metadata=DAY)


class ArticlePublished(Event):
    """An article can be read and found from now on; its title may be known to everybody."""

    type = "workstead.community.article.published.v1"
    classification = "open"

    thread_id = fields.UUID(metadata=ID)
    version = fields.Integer(required=True, metadata=COUNT)
    title = fields.String(
        required=True, metadata=harmless("it was checked for leaks and published on purpose")
    )
    occurred_on = fields.Date(required=True, metadata=DAY)


class ArticleRevised(Event):
    """An article has a new version."""

    type = "workstead.community.article.revised.v1"
    classification = "open"

    thread_id = fields.UUID(metadata=ID)
    version = fields.Integer(required=True, metadata=COUNT)
    title = fields.String(
        required=True, metadata=harmless("it was checked for leaks and published on purpose")
    )
    occurred_on = fields.Date(required=True, metadata=DAY)


class ContentStopped(Event):
    """A post was stopped before it was published. Only the reason is told: not where, by whom, nor what."""

    type = "workstead.community.content.stopped.v1"

    reason = fields.String(
        required=True, metadata=harmless("the kind of detail that was found, not the detail")
    )
    occurred_on = fields.Date(required=True, metadata=DAY)


class ContentHidden(Event):
    """A moderator has hidden a thread, a reply or an article."""

    type = "workstead.community.content.hidden.v1"

    sort = fields.String(required=True, metadata=CODE)
    reason = fields.String(required=True, metadata=CODE)
    occurred_on = fields.Date(required=True, metadata=DAY)


class ContentRestored(Event):
    """A moderator has restored what was hidden."""

    type = "workstead.community.content.restored.v1"

    sort = fields.String(required=True, metadata=CODE)
    reason = fields.String(required=True, metadata=CODE)
    occurred_on = fields.Date(required=True, metadata=DAY)


class SubscriptionRequested(Event):
    """Somebody asked for the newsletter. Notify asks the owner of the address to confirm with this token."""

    type = "workstead.community.subscription.requested.v1"

    address = Sealed(fields.String(), to=("notify",), required=True)
    token = Sealed(fields.String(), to=("notify",), required=True)
    language = fields.String(required=True, metadata=harmless("one of two languages"))
    occurred_on = fields.Date(required=True, metadata=DAY)


class SubscriptionConfirmed(Event):
    """The owner of the address wants the newsletter."""

    type = "workstead.community.subscription.confirmed.v1"

    occurred_on = fields.Date(required=True, metadata=DAY)


class SubscriptionEnded(Event):
    """They do not want it any more."""

    type = "workstead.community.subscription.ended.v1"

    occurred_on = fields.Date(required=True, metadata=DAY)


class NewsletterSent(Event):
    """An issue goes out to these subscriptions: plain text, with links written out."""

    type = "workstead.community.newsletter.sent.v1"

    title = Sealed(fields.String(), to=("notify",), required=True)
    body = Sealed(fields.String(), to=("notify",), required=True)
    subscriptions = fields.List(
        fields.UUID(), required=True, metadata=harmless("ids of subscriptions, without an address")
    )
    occurred_on = fields.Date(required=True, metadata=DAY)


EVENTS = EventRegistry(
    "community",
    [
        MemberJoined,
        ThreadStarted,
        ReplyPosted,
        AnswerAccepted,
        ArticlePublished,
        ArticleRevised,
        ContentStopped,
        ContentHidden,
        ContentRestored,
        SubscriptionRequested,
        SubscriptionConfirmed,
        SubscriptionEnded,
        NewsletterSent,
        *answers("community", ("casework",)),
    ],
)
