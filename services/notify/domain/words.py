"""Dates and times as people say them, in English and in Welsh."""

from datetime import date, datetime

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "cy": (
        "dydd Llun",
        "dydd Mawrth",
        "dydd Mercher",
        "dydd Iau",
        "dydd Gwener",
        "dydd Sadwrn",
        "dydd Sul",
    ),
}
_MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "cy": [
        "Ionawr",
        "Chwefror",
        "Mawrth",
        "Ebrill",
        "Mai",
        "Mehefin",
        "Gorffennaf",
        "Awst",
        "Medi",
        "Hydref",
        "Tachwedd",
        "Rhagfyr",
    ],
}
_CHANNELS = {
    "in-person": {"en": "in person", "cy": "wyneb yn wyneb"},
    "phone": {"en": "by phone", "cy": "dros y ffôn"},
    "video": {"en": "by video", "cy": "drwy fideo"},
}


def day(on: date, language: str) -> str:
    """Monday 3 March; dydd Llun 3 Mawrth."""
    return f"{_DAYS[language][on.weekday()]} {on.day} {_MONTHS[language][on.month - 1]}"


def clock(at: datetime) -> str:
    """9am, 10:30am, 2:05pm: the same in both languages."""
    hour = at.hour % 12 or 12
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{hour}{minutes}{'am' if at.hour < 12 else 'pm'}"


def meeting_by(channel: str, language: str) -> str:
    """How an appointment is held; a channel that we have no words for is left out."""
    return _CHANNELS.get(channel, {}).get(language, "")
