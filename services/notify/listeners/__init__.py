"""Events in: whom to reach and how, what happens to them, and who wants the newsletter."""

from chassis.messaging import answering
from services.notify.listeners import appointments, colleagues, contacts, newsletters, outcomes, people
from services.notify.listeners.base import ASKED, ERASED, LISTENERS
from services.notify.store.holdings import held

__all__ = ["LISTENERS", "appointments", "colleagues", "contacts", "newsletters", "outcomes", "people"]

answering.answer_copies(LISTENERS, ASKED, held)
answering.confirm_erasures(LISTENERS, ERASED)
