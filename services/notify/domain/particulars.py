"""What a message says of an appointment, put into a language's words and the instance's own time."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from . import words

_LINES = {
    "en": {
        "with": "It is with {}.",
        "place": "Where: {}",
        "purpose": "About: {}",
        "action": "What: {}",
        "instead": "It takes the place of the one on {}.",
        "copy": "It is the copy of everything that is held about you.",
        "registered": "You asked to join, and there is a record of you with us now.",
        "recognised": "You asked to join. You were with us already, so it stands in the record that we had.",
    },
    "cy": {
        "with": "Mae gyda {}.",
        "place": "Lle: {}",
        "purpose": "Ynghylch: {}",
        "action": "Beth: {}",
        "instead": "Mae'n cymryd lle'r un {}.",
        "copy": "Dyma'r copi o bopeth a gedwir amdanoch.",
        "registered": "Gofynnoch am gael ymuno, ac mae cofnod ohonoch gyda ni bellach.",
        "recognised": "Gofynnoch am gael ymuno. Roeddech gyda ni'n barod, felly mae yn eich cofnod.",
    },
}
_WORK = {
    "en": {
        "plan-to-answer": "A plan is put to you, for you to agree or give back",
        "plan-returned": "A plan was given back to you, with the reason",
        "challenge": "Something that was suggested is questioned",
        "handover": "A colleague asks you to look after somebody",
        "evidence": "Somebody has shown how far they have got",
    },
    "cy": {
        "plan-to-answer": "Mae cynllun wedi'i gyflwyno i chi, i gytuno arno neu ei roi'n ôl",
        "plan-returned": "Rhoddwyd cynllun yn ôl i chi, gyda'r rheswm",
        "challenge": "Mae rhywbeth a awgrymwyd yn cael ei gwestiynu",
        "handover": "Mae cydweithiwr yn gofyn i chi edrych ar ôl rhywun",
        "evidence": "Mae rhywun wedi dangos pa mor bell y maent wedi cyrraedd",
    },
}
"""What can wait for somebody who works here, by casework's kinds."""
_AT = {"en": "{day} at {time}", "cy": "{day} am {time}"}


def appointment_words(
    facts: Mapping[str, object], language: str, local: Callable[[datetime], datetime], *, discreet: bool
) -> dict[str, str]:
    """The placeholders of an appointment's templates.

    `discreet` leaves out what it is about, for a person who has chosen what the sender is to be called
    because others may see their messages.
    """
    starts = local(datetime.fromisoformat(str(facts["starts_at"])))
    lines = _LINES[language]
    before, answer_by = facts.get("instead_of"), facts.get("answer_by")
    return {
        "day": words.day(starts.date(), language),
        "time": words.clock(starts),
        "by": _by(str(facts.get("meeting_channel") or ""), language),
        "with_line": _line(lines["with"], facts.get("with_whom")),
        "place_line": _line(lines["place"], facts.get("place")),
        "purpose_line": "" if discreet else _line(lines["purpose"], facts.get("purpose")),
        "answer_by": _moment(answer_by, language, local) if answer_by else "",
        "instead_line": _line(lines["instead"], _moment(before, language, local) if before else None),
    }


def action_words(facts: Mapping[str, object], language: str, *, discreet: bool) -> dict[str, str]:
    """The placeholders of a reminder of something in a plan; `discreet` leaves out what it is."""
    due = date.fromisoformat(str(facts["due_on"]))
    line = _LINES[language]["action"]
    return {
        "day": words.day(due, language),
        "action_line": "" if discreet else _line(line, facts.get("action")),
    }


def outcome_words(facts: Mapping[str, object], language: str, *, discreet: bool) -> dict[str, str]:
    """The placeholders of what came of a request; `discreet` leaves out what was asked for."""
    lines = _LINES[language]
    joined = lines.get(str(facts.get("outcome") or ""), "")
    return {"copy_line": "" if discreet else lines["copy"], "joined_line": "" if discreet else joined}


def work_words(kinds: Sequence[str], language: str) -> str:
    """A line for each kind of thing that waits, with how many where there are several."""
    known = _WORK[language]
    counted = Counter(known[kind] for kind in kinds if kind in known)
    return "\n".join(
        f"- {words} ({number})" if number > 1 else f"- {words}" for words, number in counted.items()
    )


def _by(channel: str, language: str) -> str:
    said = words.meeting_by(channel, language)
    return f", {said}" if said else ""


def _line(sentence: str, value: object) -> str:
    return sentence.format(value) if value else ""


def _moment(value: object, language: str, local: Callable[[datetime], datetime]) -> str:
    at = local(datetime.fromisoformat(str(value)))
    return _AT[language].format(day=words.day(at.date(), language), time=words.clock(at))
