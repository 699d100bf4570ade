"""What the deeds of the API bring about, looked up as whoever would see it; None while it is not there."""

from collections.abc import Callable

from demo.scenes.talking import mail_to
from demo.stage import Stage

Look = Callable[[Stage, dict[str, str]], str | None]
PEOPLE = "/api/casework/participants"


def account_of(email: str) -> Look:
    """The account with this address, once the invitation is accepted."""

    def look(stage: Stage, ids: dict[str, str]) -> str | None:
        accounts = stage["nb-admin"].get("/api/accounts", limit=200)["items"]
        return next((str(each["id"]) for each in accounts if each["email"] == email), None)

    return look


def action(stage: Stage, ids: dict[str, str]) -> str:
    """The one thing to do of the plan."""
    return str(stage["anwen"].get(f"/api/casework/plans/{ids['plan']}")["actions"][0]["id"])


def last_action(stage: Stage, ids: dict[str, str]) -> str:
    """What was added to the plan last."""
    return str(stage["anwen"].get(f"/api/casework/plans/{ids['plan']}")["actions"][-1]["id"])


def recommendation(stage: Stage, ids: dict[str, str]) -> str | None:
    """Something that is suggested to Amina."""
    items = stage["amina"].get(f"{PEOPLE}/{ids['amina']}/recommendations")["items"]
    return str(items[0]["id"]) if items else None


def lookalikes(stage: Stage, ids: dict[str, str]) -> str | None:
    """The first pair of records that may be one person's."""
    items = stage["nb-admin"].get("/api/casework/duplicates")["items"]
    return str(items[0]["id"]) if items else None


def last_basis_of(person: str) -> Look:
    """The ground on which their record was kept last."""

    def look(stage: Stage, ids: dict[str, str]) -> str:
        return str(stage["anwen"].get(f"{PEOPLE}/{ids[person]}/lawful-bases")["items"][-1]["id"])

    return look


def slot(number: int) -> Look:
    """One of the times that Amina may choose."""

    def look(stage: Stage, ids: dict[str, str]) -> str:
        return str(stage["amina"].get(f"{PEOPLE}/{ids['amina']}/slots")["items"][number]["id"])

    return look


def letter(stage: Stage, ids: dict[str, str]) -> str | None:
    """The letter that waits longest to be printed."""
    items = stage["anwen"].get("/api/notify/letters")["items"]
    return str(items[0]["id"]) if items else None


def claim(number: int) -> Look:
    """One of the claims that wait for a second person."""

    def look(stage: Stage, ids: dict[str, str]) -> str:
        return str(stage["farah"].get("/api/casework/claims", state="claimed")["items"][number]["id"])

    return look


def reply(stage: Stage, ids: dict[str, str]) -> str:
    """The first reply in the thread."""
    return str(stage["mina"].get(f"/api/community/threads/{ids['thread']}")["replies"][0]["id"])


def token_in_mail(link: str) -> Look:
    """The token of a link in a mail to the reader."""

    def look(stage: Stage, ids: dict[str, str]) -> str | None:
        texts = [mail.get_content() for mail in mail_to(stage, "reader@people.example")]
        return next((text.split(link)[1].split()[0] for text in texts if link in text), None)

    return look


def everybody_has_answered(stage: Stage, ids: dict[str, str]) -> str | None:
    """The request for a copy of what is held about Amina, once no service is missing."""
    copies = stage["dilys"].get(f"{PEOPLE}/{ids['amina']}/rights")["copies"]
    return next((str(one["id"]) for one in copies if not one["missing"]), None)


def what_is_left_out(stage: Stage, ids: dict[str, str]) -> str | None:
    """What the officer has just left out of the copy."""
    copy = stage["dilys"].get(f"/api/casework/access-requests/{ids['request']}/copy")
    return next((str(one["id"]) for one in copy["left_out"]), None)


def reference_of(person: str) -> Look:
    """By what somebody is known on the phone."""

    def look(stage: Stage, ids: dict[str, str]) -> str:
        return str(stage["dilys"].get(f"{PEOPLE}/{ids[person]}")["reference"])

    return look
