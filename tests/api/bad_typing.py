"""What people, browsers and programs send into a form that no form asks for."""

from collections.abc import Callable, Iterator

from page_forms import CHOSEN, TOKENS, Box, PageForm, boxes_by_name

Sent = dict[str, list[str]]
Bad = Callable[[PageForm], Sent | None]
"""What is sent; None where such a thing cannot be said in this form."""

HUGE = "Words and more words. " * 1200
"""More than any field takes, and less than a whole request may be."""
DIGITS = "9" * 5000
"""A number that is none for any computer."""
WORDS = "many & <b>more</b>"
CONTROLS = "a\x00b\x07c\x1b[31md\x7f"
NOT_OFFERED = "no-such-answer"
NO_DATE = {"day": "31", "month": "February", "year": "20-25", "time": "half past"}


def empty(form: PageForm) -> Sent | None:
    """Nothing but the form's own token, not even what the page chose."""
    return _token(form) if form.names else None


def huge(form: PageForm) -> Sent | None:
    """Far too much wherever something is typed."""
    return _typed(form, lambda box: DIGITS if box.is_number or _date_part(box) else HUGE)


def malformed(form: PageForm) -> Sent | None:
    """Dates that are none, numbers in words, addresses that lead nowhere; elsewhere what nobody can see."""
    return _typed(form, lambda box: NO_DATE.get(_date_part(box) or "", WORDS if _has_form(box) else CONTROLS))


def not_offered(form: PageForm) -> Sent | None:
    """Answers and ids that the page does not have, wherever one chooses."""
    if not any(box.is_chosen for box in form.boxes):
        return None
    sent = _filled(form)
    for box in form.boxes:
        if box.is_chosen:
            sent[box.name] = [NOT_OFFERED]
    return sent


KINDS: tuple[Bad, ...] = (empty, huge, malformed, not_offered)


def _typed(form: PageForm, word: Callable[[Box], str]) -> Sent | None:
    if not any(box.is_typed for box in form.boxes):
        return None
    return _filled(form) | {box.name: [word(box)] for box in form.boxes if box.is_typed}


def _filled(form: PageForm) -> Sent:
    """As somebody would who answers each question with the first answer that there is."""
    return form.sent() | dict(_answers(form))


def _answers(form: PageForm) -> Iterator[tuple[str, list[str]]]:
    for boxes in boxes_by_name(form):
        first, offered = boxes[0], [value for box in boxes for value in box.offered if value]
        if first.kind in (*CHOSEN, "select") and offered:
            yield first.name, offered[:1]
        elif first.is_typed and not first.value:
            yield first.name, ["3"] if first.is_number or _date_part(first) else ["Some words"]


def _token(form: PageForm) -> Sent:
    return {name: values for name, values in form.sent().items() if name == TOKENS[0]}


def _has_form(box: Box) -> bool:
    """Whether not just any words are an answer."""
    return box.is_number or box.kind in ("email", "tel") or _date_part(box) is not None


def _date_part(box: Box) -> str | None:
    part = box.name.rpartition("-")[2]
    return part if part in NO_DATE and "-" in box.name else None
