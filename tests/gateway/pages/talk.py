"""What the community would say, for tests of its pages."""

from market import codes, page

THREAD = "00000000-0000-7000-8000-0000000000d1"
REPLY = "00000000-0000-7000-8000-0000000000d2"
ARTICLE = "00000000-0000-7000-8000-0000000000d3"
NEWSLETTER = "00000000-0000-7000-8000-0000000000d4"
PACKAGE = "services.community.reference"
AT = "2025-04-08T08:00:00+00:00"
OTTER = {"id": "00000000-0000-7000-8000-0000000000d5", "name": "Quiet Otter", "kind": "participant"}
MINA = {"id": "00000000-0000-7000-8000-0000000000d6", "name": "Mina", "kind": "adviser"}


def space(**more):
    """The space for participants."""
    return {
        "slug": "participants",
        "name": {"en": "Finding work", "cy": "Dod o hyd i waith"},
        "about": {"en": "Ask anything.", "cy": "Gofynnwch."},
        "may_post": True,
    } | more


def reply(**more):
    """A reply."""
    return {
        "id": REPLY,
        "author": MINA,
        "body": "Ask the school.",
        "body_html": "<p>Ask the school.</p>",
        "posted_at": AT,
        "is_accepted": False,
        "is_hidden": False,
        "hidden_reason": None,
        "is_mine": False,
        "reactions": [],
    } | more


def thread(*replies, **more):
    """A thread."""
    return {
        "id": THREAD,
        "space": "participants",
        "title": "Early shifts",
        "author": OTTER,
        "body": "How do you manage?",
        "body_html": "<p>How do you <em>manage</em>?</p>",
        "started_at": AT,
        "accepted_reply_id": None,
        "article_id": None,
        "is_hidden": False,
        "hidden_reason": None,
        "is_mine": False,
        "reactions": [],
        "replies": list(replies),
    } | more


def listed(**more):
    """A thread in a list."""
    names = ("id", "space", "title", "author", "started_at", "accepted_reply_id", "is_hidden")
    return {name: thread()[name] for name in names} | {"last_at": AT, "replies": 2} | more


def article(**more):
    """An article."""
    return {
        "id": ARTICLE,
        "title": "Mornings with children",
        "space": "participants",
        "author": MINA,
        "version": 2,
        "published_at": AT,
        "revised_at": "2025-05-01T08:00:00+00:00",
        "is_hidden": False,
        "hidden_reason": None,
        "thread_id": THREAD,
        "body": "Breakfast clubs.",
        "body_html": "<h5>First</h5><p>Breakfast clubs.</p><h3>Then</h3>",
    } | more


def newsletter(**more):
    """A newsletter that was sent."""
    return {
        "id": NEWSLETTER,
        "title": "May at Pathways",
        "state": "sent",
        "sent_on": "2025-05-02",
        "introduction": "Hello.",
        "content": "Hello.",
        "content_html": "<p>Hello.</p><h4>Mornings</h4>",
        "article_ids": [],
        "sent_to": None,
    } | more


def everything(upstream):
    """A community in which something is said, and the visitor has joined."""
    for name in ("reasons", "reactions"):
        upstream.says("community", "GET", f"/reference/{name}", {"items": codes(PACKAGE, name)})
    me = {"id": OTTER["id"], "name": "Quiet Otter", "pseudonym": True, "kind": "participant"}
    upstream.says("community", "GET", "/members/me", me)
    upstream.says("community", "GET", "/spaces", page(space()))
    upstream.says("community", "GET", "/spaces/participants", space())
    upstream.says("community", "GET", "/spaces/participants/threads", page(listed()))
    upstream.says("community", "GET", f"/threads/{THREAD}", thread(reply()))
    upstream.says("community", "GET", "/articles", page(article()))
    upstream.says("community", "GET", f"/articles/{ARTICLE}", article(), ETag='"one"')
    upstream.says("community", "GET", "/newsletters", page(newsletter()))
    upstream.says("community", "GET", f"/newsletters/{NEWSLETTER}", newsletter())


def nobody_yet(upstream):
    """The visitor has not joined."""
    upstream.says("community", "GET", "/members/me", {"status": 404, "code": "not-found"}, 404)


def stops(upstream, method, path, **errors):
    """The guard against giving people away stops what is sent."""
    problem = {"status": 422, "code": "personal-details", "title": "No", "detail": "Not published."}
    upstream.says("community", method, path, problem | {"errors": errors}, 422)
