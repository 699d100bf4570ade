"""The mails that the mail server was handed, and which deed each is about."""

import email
import email.policy
import re
from pathlib import Path

DEED = re.compile(r"Room ([0-9a-f-]{36})")
"""The place of an appointment is named after the deed that booked it."""


REMINDER = "Reminder: "
"""So begins the subject of what reminds of it: rightly sent on the day before, also by a clock that steps."""


def keys_of_mails(folder: Path) -> list[tuple[str, str]]:
    """The key of the deed and the Message-ID of each mail that confirms one."""
    found = []
    for file in folder.glob("*.eml"):
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        body = mail.get_body()
        deed = DEED.search(body.get_content()) if body is not None else None
        if deed and not str(mail["Subject"]).startswith(REMINDER):
            found.append((deed[1], str(mail["Message-ID"])))
    return found
