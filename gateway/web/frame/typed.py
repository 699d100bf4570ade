"""From what people type to what services read. Nothing is refused here: a rule is written once, in a
service.
"""

from datetime import date

from chassis import clock

LONGEST = 40
"""Characters of a sum of money as people write it; Python makes no number of thousands of digits."""
DATE_PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def iso_date(day: str | None, month: str | None, year: str | None) -> str | None:
    """3, 3 or March, 2025 → 2025-03-03; None if all three are empty; else as typed, which no service
    accepts.
    """
    parts = [(part or "").strip() for part in (day, month, year)]
    if not any(parts):
        return None
    try:
        return date(int(parts[2]), _month(parts[1]), int(parts[0])).isoformat()
    except (ValueError, OverflowError):
        return "-".join(reversed(parts))


def iso_moment(day: str | None, at: str | None) -> str | None:
    """The instant when the instance's own clocks show that time on that day."""
    if day is None and at is None:
        return None
    try:
        return clock.at(date.fromisoformat(day or ""), *_time(at or "")).isoformat()
    except (ValueError, OverflowError):
        return f"{day or ''}T{at or ''}"


def whole_number(text: str | None) -> int | str | None:
    """12 or 1,200 as a number."""
    if text is None:
        return None
    try:
        return int(text.replace(",", "").replace(" ", ""))
    except ValueError:
        return text


def pence(text: str | None) -> int | str | None:
    """£1,250.50 as 125050."""
    if text is None:
        return None
    if len(text) > LONGEST:
        return text
    pounds, _, rest = text.replace("£", "").replace(",", "").replace(" ", "").partition(".")
    if not (pounds.isdecimal() and (rest == "" or (rest.isdecimal() and len(rest) <= 2))):
        return text
    return int(pounds) * 100 + int(rest.ljust(2, "0") or 0)


def parts_of(iso: str) -> dict[str, str]:
    """Day, month and year of an ISO date or instant, without leading noughts; empty where there is none."""
    try:
        found = date.fromisoformat(iso[:10])
    except ValueError:
        return dict.fromkeys(DATE_PARTS, "")
    return {"day": str(found.day), "month": str(found.month), "year": str(found.year)}


def _month(text: str) -> int:
    return MONTHS.index(text[:3].casefold()) + 1 if text[:3].isalpha() else int(text)


def _time(text: str) -> tuple[int, int]:
    """9, 9:30, 9.30, 9am and 2:15pm as 24 hours and minutes."""
    plain = text.replace(" ", "").replace(".", ":").casefold()
    after_noon, before_noon = plain.endswith("pm"), plain.endswith("am")
    hour, _, minute = plain.removesuffix("am").removesuffix("pm").partition(":")
    number = int(hour)
    if after_noon and number < 12:
        number += 12
    if before_noon and number == 12:
        number = 0
    return number, int(minute or 0)
