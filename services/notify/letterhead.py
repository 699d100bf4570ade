"""A letter as one print-ready page: HTML that any browser prints on A4, its address in the window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from string import Template
from uuid import UUID

from chassis.ids import reference
from services.notify.domain import words
from services.notify.domain.cards import Card

PAGE = Template(
    """<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<title>$subject</title>
<style>
@page { size: A4; margin: 20mm; }
body { font: 12pt/1.5 Arial, sans-serif; max-width: 170mm; }
address { font-style: normal; height: 45mm; padding-top: 25mm; }
h1 { font-size: 14pt; }
footer { margin-top: 15mm; font-size: 10pt; }
</style>
</head>
<body>
<address>$address</address>
<p>$day</p>
<h1>$subject</h1>
$paragraphs
<footer>$reference</footer>
</body>
</html>
"""
)


@dataclass(frozen=True)
class Written:
    """The words of a message, as they go out."""

    sender: str
    subject: str
    body: str
    language: str


def page(message_id: UUID, written: Written, card: Card, on: date) -> str:
    """The page for this message. Everything that a person has typed is escaped."""
    return PAGE.substitute(
        language=written.language,
        subject=escape(written.subject),
        address=_lines((card.name, *card.address_lines, card.postcode or "")),
        day=escape(f"{words.day(on, written.language)} {on.year}"),
        paragraphs="\n".join(f"<p>{_lines(part.splitlines())}</p>" for part in written.body.split("\n\n")),
        reference=reference("L", message_id),
    )


def _lines(lines: Sequence[str]) -> str:
    return "<br>\n".join(escape(line) for line in lines if line)
