"""A calendar as RFC 5545 writes it, from what casework says is at an address. It names nobody."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from icalendar.prop import vDuration

PRODUCT = "-//Workstead//Calendar feed//EN"
READ_AGAIN = timedelta(hours=1)
"""How often a calendar program need look."""

WORDS = {
    "en": {
        "name": "Appointments",
        "busy": "Appointment",
        "appointment": "Appointment",
        "interview": "Interview",
        "in-person": "in person",
        "phone": "by phone",
        "video": "by video",
    },
    "cy": {
        "name": "Apwyntiadau",
        "busy": "Apwyntiad",
        "appointment": "Apwyntiad",
        "interview": "Cyfweliad",
        "in-person": "wyneb yn wyneb",
        "phone": "dros y ffôn",
        "video": "drwy fideo",
    },
}
"""Not from the catalogues of pages: the language is that of the address, and nobody is visiting."""


def written(found: Mapping[str, Any], url: str) -> bytes:
    """The calendar at an address; the same bytes until something changes, so that it can have an ETag."""
    words = WORDS.get(found["language"], WORDS["en"])
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words["busy"] if found["discreet"] else words["name"])
    calendar.add("refresh-interval", vDuration(READ_AGAIN), {"VALUE": "DURATION"})
    for entry in found["entries"]:
        calendar.add_component(_event(entry, words, url, discreet=found["discreet"]))
    text: bytes = calendar.to_ical()
    return text


def _event(entry: Mapping[str, Any], words: Mapping[str, str], url: str, *, discreet: bool) -> Event:
    event = Event()
    event.add("uid", f"{entry['id']}@workstead")
    event.add("dtstamp", _instant(entry["booked_at"]))
    event.add("dtstart", _instant(entry["starts_at"]))
    event.add("dtend", _instant(entry["ends_at"]))
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    event.add("summary", words["busy"] if discreet else _summary(entry, words))
    if not discreet:
        event.add("url", url)
        if entry["place"]:
            event.add("location", entry["place"])
    return event


def _summary(entry: Mapping[str, Any], words: Mapping[str, str]) -> str:
    what = entry["title"] or words.get(entry["kind"], words["appointment"])
    how = words.get(entry["channel"] or "")
    return f"{what}, {how}" if how else str(what)


def _instant(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC).replace(microsecond=0)
