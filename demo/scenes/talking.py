"""The community: a question under a pseudonym, an answer, an article; a stopped post; a newsletter."""

import email
import email.policy
import re
from email.message import EmailMessage

from demo.client import Refused, until
from demo.stage import Script, Stage

script = Script()
COMMUNITY = "/api/community"
READERS = ("amina@people.example", "walter.niece@people.example")
QUESTION = (
    "I start at six in the morning and school opens at a quarter to nine. "
    "How do you all manage the mornings? I would rather not give up the job over it."
)
ANSWER = (
    "Ask the school about breakfast club first: ours opens at half past seven and costs two pounds. "
    "For the time before that, another parent near you may swap: you take theirs at the weekend."
)


class LetThrough(Exception):
    """A post that should have been stopped was published."""


@script.scene("2025-04-08", "Amina asks the community how others manage, under a pseudonym")
def question_is_asked(stage: Stage) -> None:
    for key, name, pseudonym in (("amina", "Early Bird", True), ("mina", "Mina", False)):
        stage[key].post(f"{COMMUNITY}/members", {"name": name, "pseudonym": pseudonym}, key=f"member {key}")
    thread = stage["amina"].post(
        f"{COMMUNITY}/spaces/participants/threads",
        {"title": "Early shifts and the school run", "body": QUESTION},
        key="thread amina",
    )
    stage.ids["thread amina"] = thread["id"]


@script.scene("2025-04-09", "A post with a phone number in it is stopped before it is published")
def leak_is_stopped(stage: Stage) -> None:
    body = {"title": "Lift to work?", "body": "Ring me on 07700 900101 if you drive past the harbour."}
    try:
        stage["amina"].post(f"{COMMUNITY}/spaces/participants/threads", body, key="leak amina")
    except Refused as refused:
        if refused.status == 422 and "body" in refused.problem["errors"]:
            return
        raise
    raise LetThrough("A phone number was published.")


@script.scene("2025-04-09", "Mina, a champion, answers the same day")
def question_is_answered(stage: Stage) -> None:
    thread = stage["mina"].post(
        f"{COMMUNITY}/threads/{stage.ids['thread amina']}/replies", {"body": ANSWER}, key="reply mina"
    )
    replies = thread.get("replies") or [thread]
    stage.ids["reply mina"] = replies[-1]["id"]


@script.scene("2025-04-10", "Amina accepts the answer, and it becomes an article")
def answer_becomes_an_article(stage: Stage) -> None:
    thread = f"{COMMUNITY}/threads/{stage.ids['thread amina']}"
    stage["amina"].post(
        f"{thread}/accepted-answer", {"reply_id": stage.ids["reply mina"]}, key="accept reply mina"
    )
    article = stage["mina"].post(
        f"{thread}/article", {"title": "Early shifts and the school run"}, key="article mina"
    )
    stage.ids["article mina"] = article["id"]


@script.scene("2025-04-22", "Two people ask for the newsletter, and confirm it by the link in their mail")
def readers_opt_in(stage: Stage) -> None:
    for address in READERS:
        stage["amina"].post(f"{COMMUNITY}/subscriptions", {"address": address}, key=f"subscribe {address}")
        token = until(lambda a=address: _confirmation(stage, a), f"the confirmation mail reaches {address}")
        stage["amina"].post(
            f"{COMMUNITY}/subscriptions/confirmation", {"token": token}, key=f"confirm {address}"
        )


@script.scene("2025-05-01", "Mina composes a newsletter, and it reaches those who opted in")
def newsletter_is_sent(stage: Stage) -> None:
    newsletter = stage["mina"].post(
        f"{COMMUNITY}/newsletters",
        {
            "title": "May at Pathways",
            "introduction": "This month: how other people manage early shifts.",
            "article_ids": [stage.ids["article mina"]],
        },
        key="newsletter may",
    )
    stage["mina"].post(f"{COMMUNITY}/newsletters/{newsletter['id']}/sending", key="send newsletter may")
    for address in READERS:
        until(lambda a=address: _newsletters(stage, a), f"the newsletter reaches {address}")


def mail_to(stage: Stage, address: str) -> list[EmailMessage]:
    """The messages in the post box for an address, in order of arrival."""
    read = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted(stage.postbox.glob("*.eml"))
    ]
    return [mail for mail in read if isinstance(mail, EmailMessage) and address in str(mail["To"])]


def _confirmation(stage: Stage, address: str) -> str | None:
    for mail in mail_to(stage, address):
        found = re.search(r"/newsletters/confirm/([\w.~-]+)", mail.get_content())
        if found:
            return found[1]
    return None


def _newsletters(stage: Stage, address: str) -> list[EmailMessage]:
    return [mail for mail in mail_to(stage, address) if "May at Pathways" in str(mail["Subject"])]
