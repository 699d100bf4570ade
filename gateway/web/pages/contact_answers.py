"""How a person can be reached, as a form asks it and as casework wants it. Not an area: it holds no page."""

from collections.abc import Mapping
from typing import Any

from chassis import phones
from gateway.web.frame import Form

CARD = "contact"
SAFE = f"{CARD}.safe_contact"


def contact_of(form: Form) -> dict[str, Any]:
    """The contact card that was typed. What was left empty is said to be nothing."""
    return {
        "channel": form.text(f"{CARD}.channel") or "",
        "language": form.text(f"{CARD}.language") or "",
        "email": form.text(f"{CARD}.email"),
        "phone": form.text(f"{CARD}.phone"),
        "address_lines": lines(form.text(f"{CARD}.address_lines")),
        "postcode": form.text(f"{CARD}.postcode"),
        "safe_contact": _safe(form),
    }


def start_of(contact: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields begin with when the card is there already."""
    safe = contact["safe_contact"]
    return {
        **{f"{CARD}.{name}": contact[name] for name in ("channel", "language", "email", "postcode")},
        f"{CARD}.phone": phones.written(contact["phone"]) if contact["phone"] else None,
        f"{CARD}.address_lines": "\n".join(contact["address_lines"]),
        f"{SAFE}.voicemail": safe["voicemail"],
        f"{SAFE}.letter": safe["letter"],
        f"{SAFE}.sender_name": safe["sender_name"],
        f"{SAFE}.quiet_from": safe["quiet_from"],
        f"{SAFE}.quiet_until": safe["quiet_until"],
    }


def lines(text: str | None) -> list[str]:
    """One entry for each line that is not blank."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _safe(form: Form) -> dict[str, Any]:
    return {
        "voicemail": form.flag(f"{SAFE}.voicemail"),
        "letter": form.flag(f"{SAFE}.letter"),
        "sender_name": form.text(f"{SAFE}.sender_name"),
        "quiet_from": form.text(f"{SAFE}.quiet_from"),
        "quiet_until": form.text(f"{SAFE}.quiet_until"),
    }
